"""Moving a date: in time by agreement, late while nothing was made of the lapse, alone where the charter says so."""

from datetime import UTC, datetime, time, timedelta

import msgspec

from detente.core.charter.model.procedure import Extension
from detente.core.charter.phrases import Who, WhoKind
from detente.core.charter.phrases.seats import Seat, SeatKind
from detente.core.engine.draft import Cause, Draft
from detente.core.engine.program import Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import actor_of, may_act, required
from detente.core.engine.state import Lapse, Open, Run, State
from detente.core.procedures import Row
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import DeadlineExtended
from detente.core.worktime import CountingCalendar, Span, Unit, count

_BOTH = Who(WhoKind.SEAT, (Seat(SeatKind.WORD, "both"),))


def extend(draft: Draft, fact: DeadlineExtended) -> None:
    """Move a term's date to `until` (the instant at which it runs out), or refuse."""
    run = draft.state.runs.get(fact.run)
    if run is None or run.ended is not None:
        raise Refusal(Because.NOT_OPEN, f"'{fact.run}' does not run.", run=fact.run, term=fact.term)
    rule = draft.program.index[fact.run].table.extension
    open_ = run.open.get(fact.term)
    if open_ is not None and open_.due is not None and not open_.waiting:
        _agreed(draft.program, draft.state, run, rule.who if rule else _BOTH, fact)
        _move(draft, run, open_, fact)
        return
    lapse = run.lapses.get(fact.term)
    if rule is None or lapse is None:
        raise Refusal(Because.NOT_OPEN, f"'{fact.term}' has no date that can be moved.", run=fact.run, term=fact.term)
    _late(draft, run, rule, lapse, fact)
    _reopen(draft, run, lapse, fact)


def _late(draft: Draft, run: Run, rule: Extension, lapse: Lapse, fact: DeadlineExtended) -> None:
    program, state = draft.program, draft.state
    calendar = _calendar(program, state, run)
    agreed_late = rule.late is not None and fact.at < count(lapse.at, rule.late, calendar, day_zero=lapse.last_day).ends
    if agreed_late:
        _agreed(program, state, run, rule.who, fact)
    else:
        _alone(program, state, run, rule, fact)
    if lapse.used:
        raise Refusal(Because.USED, f"What the lapse of '{fact.term}' opened has been used.", run=fact.run, term=fact.term)


def _alone(program: Program, state: State, run: Run, rule: Extension, fact: DeadlineExtended) -> None:
    failing = rule.failing_that
    if failing is None:
        raise Refusal(Because.TOO_LATE, f"'{fact.term}' can no longer be extended.", run=fact.run, term=fact.term)
    actors = [actor_of(program, seat, "") for seat in fact.agreed_by]
    if len(actors) != 1 or not may_act(program, state, run, failing.who, actors[0]):
        raise Refusal(Because.TOO_LATE, f"It is too late to agree; only {failing.who.data} may still set a date.", run=fact.run, term=fact.term)
    least = count(fact.at, failing.at_least, _calendar(program, state, run))
    if fact.until < least.ends:
        raise Refusal(Because.TOO_SHORT, f"The new date must leave at least {failing.at_least.text}.", run=fact.run, term=fact.term)


def _agreed(program: Program, state: State, run: Run, who: Who, fact: DeadlineExtended) -> None:
    needed = required(program, state, run, who)
    actors = [actor_of(program, seat, "") for seat in fact.agreed_by]
    if needed and not set(needed) <= {actor.party for actor in actors}:
        raise Refusal(Because.SEAT, f"Moving this date is for {who.data}.", run=fact.run, term=fact.term)
    if not needed and not any(may_act(program, state, run, who, actor) for actor in actors):
        raise Refusal(Because.SEAT, f"Moving this date is for {who.data}.", run=fact.run, term=fact.term)


def _move(draft: Draft, run: Run, open_: Open, fact: DeadlineExtended) -> None:
    index = draft.program.index[run.procedure]
    row = index.time[fact.term]
    if index.table.extension is not None and index.table.extension.shifts == "later":
        draft.state.shifts = (*draft.state.shifts, *_shifts(draft, run, row, open_, fact))
    draft.change(run, fact.term, moved_to=fact.until)
    for term in list(draft.state.runs[run.procedure].open):
        if term != fact.term:
            draft.set_clock(draft.run(run.procedure), term)


def _shifts(draft: Draft, run: Run, row: Row, open_: Open, fact: DeadlineExtended) -> list[tuple[str, int, datetime, Unit, int]]:
    """By how many units of each kind later terms on older anchors move."""
    calendar = _calendar(draft.program, draft.state, run)
    if open_.last_day is None:
        return []
    new_last = (fact.until - timedelta(microseconds=1)).astimezone(calendar.tz).date()
    found = []
    for unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH):
        units = _units_between(open_.last_day, new_last, unit, calendar)
        found.append((run.procedure, row.order, fact.at, unit, units))
    return found


def _units_between(first, last, unit: Unit, calendar: CountingCalendar) -> int:  # type: ignore[no-untyped-def]
    noon = datetime.combine(first, time(12), UTC)
    units = 0
    while count(noon, Span(units + 1, unit), calendar, day_zero=first).last_day <= last:
        units += 1
    return units


def _reopen(draft: Draft, run: Run, lapse: Lapse, fact: DeadlineExtended) -> None:
    """The term is open again with what was open under it; what its lapse opened is withdrawn."""
    owner = draft.run(run.procedure)
    cause = Cause(fact.at)
    for term in lapse.opened:
        draft.close(owner, term, cause)
    owner = draft.run(run.procedure)
    for open_ in lapse.closed:
        owner.open[open_.term] = open_
        draft.say(Kind.OPENED, run.procedure, open_.term, at=fact.at)
    owner.open[fact.term] = msgspec.structs.replace(owner.open[fact.term], moved_to=fact.until)
    del owner.lapses[fact.term]
    for open_ in lapse.closed:
        draft.set_clock(owner, open_.term)


def _calendar(program: Program, state: State, run: Run) -> CountingCalendar:
    return program.calendar(program.index[run.procedure].table.calendar, state.calendars)
