"""Why this time: the grounds of every clock of a matter, those that ran out as they stood then, those that run now."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from detente.adapters.evidence.contents import Clock, Side
from detente.adapters.evidence.zones import both, day
from detente.core.engine import Programs
from detente.core.engine.questions import Explanation, Line, clocks, explain
from detente.core.engine.questions.explanation import WHOLE_DAY
from detente.core.engine.replay import fold
from detente.core.vocabulary.facts import DeadlinePassed
from detente.core.worktime import Stretch


def clocks_of(programs: Programs, matter: str, facts: Sequence[Any], sides: Sequence[Side]) -> Iterator[Clock]:
    """Yield the clocks of one matter.

    Args:
        facts: those that touch the matter, in order, changes of calendars among them.
    """
    for place, fact in enumerate(facts):
        if isinstance(fact, DeadlinePassed):
            yield from _one(programs, facts[:place], fact, sides)
    folded = fold(programs, facts)
    state = folded.families.get(matter)
    if state is None:
        return
    program = folded.programs[state.version]
    for line in clocks(program, state):
        yield _told(matter, explain(program, state, line), sides, passed=False)


def _one(programs: Programs, before: Sequence[Any], fact: DeadlinePassed, sides: Sequence[Side]) -> Iterator[Clock]:
    folded = fold(programs, before, until=fact.due - timedelta(microseconds=1))
    state = folded.families.get(fact.matter)
    if state is None:
        return
    program = folded.programs[state.version]
    for line in clocks(program, state):
        if (line.run, line.term) == (fact.run, fact.term) and line.due == fact.due:
            yield _told(fact.matter, explain(program, state, line), sides, passed=True)


def _told(matter: str, grounds: Explanation, sides: Sequence[Side], *, passed: bool) -> Clock:
    line: Line = grounds.clock
    return Clock(
        matter,
        line.run,
        line.term,
        line.due,
        passed,
        tuple(_grounds(grounds, sides)),
        tuple(map(_row, grounds.stretches)),
    )


def _grounds(grounds: Explanation, sides: Sequence[Side]) -> Iterator[str]:
    at = f", {both(grounds.at, sides)}" if grounds.at else ""
    zero = f"; day 0 is {day(grounds.day_zero)}" if grounds.day_zero else ""
    after = " after" if not grounds.amount.endswith(WHOLE_DAY) else ","
    yield f"{grounds.amount}{after} {grounds.event}{at}{zero}."
    if grounds.calendar is not None:
        version = f" ({grounds.calendar.version})" if grounds.calendar.version else ""
        yield f"Calendar {grounds.calendar.name}{version}, zone {grounds.calendar.zone}."
    for start, end in grounds.pauses:
        yield f"Stands still from {both(start, sides)}" + (f" to {both(end, sides)}." if end else ".")
    if grounds.moved_to:
        yield f"Moved by agreement to {both(grounds.moved_to, sides)}."
    if grounds.rolled_from:
        yield f"Full on {day(grounds.rolled_from)}, a day off; rolled to the {grounds.roll} working day."
    yield f"Line {grounds.line} of the charter; time-zone data {grounds.tzdata}."


def _row(stretch: Stretch) -> tuple[str, str, str]:
    first, last = stretch.start.date(), (stretch.end - timedelta(microseconds=1)).date()
    days = day(first) if first == last else f"{day(first)} to {day(last)}"
    counted = "not counted" if not stretch.counted else "counted" if stretch.number is None else str(stretch.number)
    return days, counted, stretch.reason
