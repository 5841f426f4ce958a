"""If nobody acts: the earliest clock rings, then the next, until every matter has ended or rests at an open term."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from detente.core.charter.phrases import Do, Verb, WhoKind
from detente.core.engine.clocks import Expiry, next_expiry, ring
from detente.core.engine.program import Program
from detente.core.engine.questions.people import seated
from detente.core.engine.state import Run, State
from detente.core.engine.step import Programs
from detente.core.procedures import On, Row
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.errors import BadInput

HORIZON = timedelta(days=400)
STEPS_MAX = 400  # of one family


class Opened(msgspec.Struct, frozen=True):
    """A term that a step opens, with its clock."""

    procedure: str
    term: str
    due: datetime | None
    earliest: datetime | None


class SilentStep(msgspec.Struct, frozen=True):
    """A clock that rings with nobody acting, and what follows."""

    at: datetime
    matter: str
    procedure: str
    term: str
    round: int
    result: str
    missed_by: tuple[str, ...]
    consequences: tuple[str, ...]
    opens: tuple[Opened, ...]
    told: tuple[str, ...]
    ended: tuple[tuple[str, str], ...]  # runs that end: procedure, result


class Rest(msgspec.Struct, frozen=True):
    """Where a matter is when no clock rings any more, or at the horizon: at an open term, or at its result."""

    matter: str
    procedure: str
    term: str
    waits_for: str
    without_limit: bool
    result: str
    until: datetime | None = None  # a clock beyond the horizon
    unknown: str = ""  # a clock that cannot be counted so far ahead


class Silence(msgspec.Struct, frozen=True):
    """The dated list, and where it leads."""

    steps: tuple[SilentStep, ...]
    rests: tuple[Rest, ...]


def if_nobody_acts(
    programs: Programs, families: Mapping[str, State], at: datetime, *, horizon: timedelta = HORIZON
) -> Silence:
    """Return what silence leads to, over all matters, merged by date; one round of each series."""
    steps: list[SilentStep] = []
    rests: list[Rest] = []
    for state in families.values():
        if state.runs and not state.result:
            told, where = _family(programs[state.version], state, at + horizon)
            steps += told
            rests += where
    return Silence(tuple(sorted(steps, key=lambda step: step.at)), tuple(rests))


def _family(program: Program, state: State, until: datetime) -> tuple[list[SilentStep], list[Rest]]:
    steps: list[SilentStep] = []
    rounds: set[tuple[str, str]] = set()
    for _ in range(STEPS_MAX):
        expiry = _next(program, state, rounds)
        if expiry is None or expiry.due > until:
            break
        try:
            after, effects = ring(program, state, expiry)
        except BadInput as error:
            return steps, [*_rests(program, state), _uncountable(state, expiry, str(error))]
        row = program.index[expiry.run].time[expiry.term]
        if not state.runs[expiry.run].open[expiry.term].waiting:
            steps.append(_step(program, state, after, row=row, expiry=expiry, effects=effects))
        if row.every is not None:
            rounds.add((expiry.run, expiry.term))
        state = after
    return steps, _rests(program, state)


def _next(program: Program, state: State, rounds: set[tuple[str, str]]) -> Expiry | None:
    """The next clock; a series that has had its round is left out, with what is under it."""
    if not rounds:
        return next_expiry(program, state)
    quiet = state.copy()
    for run, term in rounds:
        if run in quiet.runs and term in quiet.runs[run].open:
            other = quiet.runs[run].copy()
            for name in (term, *program.index[run].inside.get(term, ())):
                if name in other.open:
                    other.open[name] = msgspec.structs.replace(other.open[name], due=None)
            quiet.runs[run] = other
    return next_expiry(program, quiet)


def _uncountable(state: State, expiry: Expiry, says: str) -> Rest:
    return Rest(state.matter, expiry.run, expiry.term, "", False, "", expiry.due, says)


def _step(
    program: Program, before: State, after: State, *, row: Row, expiry: Expiry, effects: Sequence[Effect]
) -> SilentStep:
    run = before.runs[expiry.run]
    steps_open = tuple(_opened(program, after, effects))
    opened = {(effect.run, effect.term) for effect in effects if effect.kind is Kind.OPENED}
    return SilentStep(
        at=expiry.due,
        matter=before.matter,
        procedure=expiry.run,
        term=expiry.term,
        round=expiry.round,
        result=str(row.result),
        missed_by=_missed(row, effects),
        consequences=tuple(dict.fromkeys(_Following(program, before, opened).words(run, row))),
        opens=steps_open,
        told=tuple(_told(program, after, effects, steps_open)),
        ended=tuple((effect.run, effect.name) for effect in effects if effect.kind is Kind.ENDED),
    )


def _missed(row: Row, effects: Sequence[Effect]) -> tuple[str, ...]:
    """Who did not act: parties, or where roles act together party and role."""
    by = next((effect.by for effect in effects if effect.kind is Kind.MISSED), ())
    if row.who is None or row.who.kind is not WhoKind.TOGETHER:
        return by
    roles = {party: seat.name for party, seat in zip(row.who.parties, row.who.seats, strict=True)}
    return tuple(f"{party} {roles[party]}" if party in roles else party for party in by)


def _told(program: Program, state: State, effects: Sequence[Effect], opens: Sequence[Opened]) -> Iterator[str]:
    """Who hears of it: whom the charter tells, who acts next, and of a right that is lost every side."""
    found: dict[str, None] = {}
    for one in opens:
        row = program.index[one.procedure].act.get(one.term)
        if row is not None and row.who is not None:
            who = seated(program, state, state.runs[one.procedure], row.who)
            found |= dict.fromkeys([who.seat] if isinstance(who.seat, str) else row.who.names)
    for effect in effects:
        if effect.kind is Kind.TELL:
            found[effect.name] = None
        elif effect.kind is Kind.RIGHT_LOST:
            found |= dict.fromkeys(state.parties)
    yield from found


def _opened(program: Program, after: State, effects: Sequence[Effect]) -> Iterator[Opened]:
    """The terms that opened and still are: those with a clock or a window, and those at the top."""
    seen: set[tuple[str, str]] = set()
    for effect in effects:
        run = after.runs.get(effect.run)
        if effect.kind is Kind.OPENED and (effect.run, effect.term) not in seen and run and effect.term in run.open:
            seen.add((effect.run, effect.term))
            open_ = run.open[effect.term]
            if open_.due or open_.earliest or not program.index[effect.run].table.parents.get(effect.term):
                yield Opened(effect.run, effect.term, open_.due, open_.earliest)


class _Following(msgspec.Struct, frozen=True):
    """What followed a clock: the state before, and the terms that opened."""

    program: Program
    state: State
    opened: set[tuple[str, str]]

    def words(self, run: Run, row: Row) -> Iterator[str]:
        """What follows, in the words of the charter: through rules, deemed acts, runs that begin, runs that end."""
        index = self.program.index[run.procedure]
        for do in row.do:
            target = index.act.get(do.name) if do.verb is Verb.OPEN else None
            if do.verb is not Verb.OPEN or (run.procedure, do.name) in self.opened or _is_rule(target):
                yield do.data
            yield from self._through(run, do, target)

    def _through(self, run: Run, do: Do, target: Row | None) -> Iterator[str]:
        index = self.program.index[run.procedure]
        if target is not None and _is_rule(target):
            yield from self.words(run, target)
        elif target is not None and target.runs:
            yield f"start {target.runs}"
        elif do.verb is Verb.AS_IF:
            for acted in index.table.acted(do.name)[:1]:
                yield from self.words(run, acted)
        elif do.verb is Verb.END and run.by_term:
            yield from self.words(self.state.runs[run.by], self.program.index[run.by].act[run.by_term])


def _is_rule(row: Row | None) -> bool:
    return row is not None and row.on is On.OPENING


# ---- where it rests


def _rests(program: Program, state: State) -> list[Rest]:
    if state.result:
        return [Rest(state.matter, state.root, "", "", False, state.result)]
    found = []
    for run in state.runs.values():
        for term in program.index[run.procedure].table.top() if run.ended is None else ():
            open_ = run.open.get(term)
            row = program.index[run.procedure].act.get(term)
            running = row is not None and row.runs and row.runs in state.runs and state.runs[row.runs].ended is None
            if open_ is not None and not running:
                waits = waited_for(program, state, run, term)
                found.append(Rest(state.matter, run.procedure, term, waits, open_.due is None, "", open_.due))
    return found


def waited_for(program: Program, state: State, run: Run, term: str) -> str:
    """Return whose act or what event would close a term: its own seat, what leads out of it."""
    index, open_ = program.index[run.procedure], run.open[term]
    own = index.act.get(term)
    words = [_who(program, state, run, own) + (", overdue" if open_.overdue else "")] if own and own.who else []
    words += [
        row.event.text if row.event else _who(program, state, run, row)
        for row in index.table.rows
        if row.term in run.open and term in row.leaves and row.on is not On.TIME
    ]
    return ", or ".join(dict.fromkeys(word for word in words if word))


def _who(program: Program, state: State, run: Run, row: Row) -> str:
    return seated(program, state, run, row.who).words if row.who is not None else ""


__all__ = ["HORIZON", "Opened", "Rest", "Silence", "SilentStep", "if_nobody_acts", "waited_for"]
