"""Where everything is at an instant, in words: matters, duties, options, what silence leads to."""

from collections.abc import Iterator, Mapping

from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.terminal import styled, wrapped
from detente.core.engine import Program, State
from detente.core.engine.questions import (
    Duty,
    Explanation,
    Option,
    Rest,
    Seated,
    SilentStep,
    clocks,
    explain,
    if_nobody_acts,
    open_now,
    stage,
)
from detente.core.engine.questions.explanation import WHOLE_DAY
from detente.core.simulation.telling import Moment, Story

_CLOSING = {"missed": "not recorded", "lapsed": "not used", "over": "over"}
_INDENT = "      "


def outlook(programs: Mapping[int, Program], families: Mapping[str, State], moment_at: Moment) -> Iterator[str]:
    """Yield the lines of a moment."""
    program = next(iter(programs.values()))
    zones = zones_of(program)
    yield styled(zones.words(moment_at.at), "bold")
    yield from _matters(programs, families, zones)
    grounds = _grounds(programs, families)
    found = [open_now(programs[state.version], state, moment_at.at) for state in families.values()]
    yield from _duties([duty for one in found for duty in one.duties], zones, grounds)
    yield from _options([option for one in found for option in one.options], zones, grounds)
    yield from silence_lines(programs, families, moment_at, zones)


def expectation_lines(story: Story) -> Iterator[str]:
    """Yield the failed expectations, and how many held."""
    for failure in story.failures:
        yield wrapped(f"line {failure.line}: {failure.says}", "  ")
    failed = len({failure.entry for failure in story.failures})
    yield f"Expectations: {story.held} held, {failed} failed."


def _matters(programs: Mapping[int, Program], families: Mapping[str, State], zones: Zones) -> Iterator[str]:
    for name, state in families.items():
        root = state.runs.get(state.root)
        if root is None:
            yield f"  {styled(name, 'bold')}  {state.root}: its notice is under way"
            continue
        if root.ended is not None:
            where = f"{root.result}, since {zones.words(root.ended)}"
        else:
            where = ", ".join(stage(programs[state.version], root))
        yield wrapped(f"  {styled(name, 'bold')}  {state.root}: {where}", "").replace("\n", f"\n{_INDENT}")


def _grounds(programs: Mapping[int, Program], families: Mapping[str, State]) -> dict[tuple[str, str, str], Explanation]:
    return {
        (state.matter, clock.run, clock.term): explain(programs[state.version], state, clock)
        for state in families.values()
        for clock in clocks(programs[state.version], state)
    }


def people(who: Seated, zones: Zones) -> str:
    """Return who acts: the seat, and the people who hold it first on each side."""
    named = [f"{names[0]} for {zones.party(party)}" for party, names in who.people.items() if names]
    seat = zones.party(who.words)
    return f"{seat} ({', '.join(named)})" if named else seat


def _duties(duties: list[Duty], zones: Zones, grounds: Mapping[tuple[str, str, str], Explanation]) -> Iterator[str]:
    yield styled("\nTo do", "bold") if duties else styled("\nNothing has to be done.", "bold")
    for duty in duties:
        until = "its time has run out; it can still be done" if duty.overdue else _until(duty, zones)
        done = f"; done by {', '.join(map(zones.party, duty.done_by))}" if duty.done_by else ""
        yield wrapped(
            f"  {styled(duty.matter, 'bold')}  {duty.act}: {people(duty.who, zones)}, {until}{done}", ""
        ).replace("\n", f"\n{_INDENT}")
        yield from _reasons(grounds.get((duty.matter, duty.procedure, duty.term)))


def _until(one: Duty | Option, zones: Zones) -> str:
    return f"by {zones.words(one.due)}" if one.due else "without a time limit"


def _options(options: list[Option], zones: Zones, grounds: Mapping[tuple[str, str, str], Explanation]) -> Iterator[str]:
    if options:
        yield styled("\nOpen, if wanted", "bold")
    for option in options:
        until = f", until {zones.words(option.due)}" if option.due else ""
        signed = f"; signed by {', '.join(map(zones.party, option.signed_by))}" if option.signed_by else ""
        waits = f"; waits for {option.waits_for}" if option.waits_for else ""
        if not option.usable and option.earliest:
            waits = f"; from {zones.words(option.earliest)}"
        line = f"  {styled(option.matter, 'bold')}  {option.act}: {zones.party(option.who.words)}{until}{signed}{waits}"
        yield wrapped(line, "").replace("\n", f"\n{_INDENT}")
        yield from _reasons(grounds.get((option.matter, option.procedure, option.term)))


def _reasons(grounds: Explanation | None) -> Iterator[str]:
    if grounds is not None and grounds.clock.due is not None:
        yield wrapped(reason(grounds), _INDENT)


def reason(grounds: Explanation) -> str:
    """Return why a clock runs out when it does, in one line."""
    if grounds.moved_to is not None:
        return f"Why this time: moved by agreement; line {grounds.line}."
    if grounds.amount.endswith(WHOLE_DAY):
        return f"Why this time: {grounds.event} is the whole day {grounds.day_zero}; line {grounds.line}."
    skipped = list(dict.fromkeys(one.reason for one in grounds.stretches if not one.counted and one.reason != "day 0"))
    parts = [f"{grounds.amount} after {grounds.event}"]
    parts += [f"row '{grounds.row}', {grounds.track}"] if grounds.row else []
    parts += [f"day 0 is {grounds.day_zero}"] if grounds.day_zero else []
    parts += [f"calendar {grounds.calendar.name}"] if grounds.calendar else []
    parts += [f"not counted: {', '.join(skipped)}"] if skipped else []
    return f"Why this time: {'; '.join(parts)}; line {grounds.line}."


def silence_lines(
    programs: Mapping[int, Program], families: Mapping[str, State], moment_at: Moment, zones: Zones
) -> Iterator[str]:
    """Yield what happens if nobody acts, dated, and where it ends or rests."""
    silence = if_nobody_acts(programs, families, moment_at.at)
    if silence.steps or silence.rests:
        yield styled("\nIf nobody acts", "bold")
    for step in silence.steps:
        yield wrapped(f"  {zones.words(step.at)}  {styled(step.matter, 'bold')}  {_step(step, zones)}", "").replace(
            "\n", f"\n{_INDENT}"
        )
    for rest in silence.rests:
        yield wrapped(f"  {styled(rest.matter, 'bold')}  {rest_words(rest, zones)}", "").replace("\n", f"\n{_INDENT}")


def _step(step: SilentStep, zones: Zones) -> str:
    missed = f" from {' and '.join(map(zones.party, step.missed_by))}" if step.missed_by else ""
    opens = "; ".join(f"{one.term} opens, until {zones.words(one.due)}" for one in step.opens if one.due)
    follows = ", ".join(step.consequences)
    return f"{step.term}: {_CLOSING.get(step.result, step.result)}{missed}; then {follows}" + (
        f" ({opens})" if opens else ""
    )


def rest_words(rest: Rest, zones: Zones) -> str:
    """Return where a matter rests, or how it ends."""
    if rest.result:
        return f"{rest.procedure} ends: {rest.result}."
    if rest.unknown:
        return f"{rest.procedure}, {rest.term}: cannot be counted further: {rest.unknown}"
    waits = f" for {zones.party(rest.waits_for)}" if rest.waits_for else ""
    limit = " without a limit" if rest.without_limit else ""
    return f"{rest.procedure}, {rest.term}: waits{waits}{limit}."
