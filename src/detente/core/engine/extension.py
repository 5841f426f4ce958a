"""Moving a date: in time by agreement, late while nothing was made of the lapse, alone where the charter says so."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec

from detente.core.charter.model.procedure import Extension, Unilateral
from detente.core.charter.phrases import Who, WhoKind
from detente.core.charter.phrases.seats import Seat, SeatKind
from detente.core.engine.consequences import Cause
from detente.core.engine.draft import Draft
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import actor_of, may_act, required
from detente.core.engine.state import Here, Lapse, Open, Run, Shift
from detente.core.procedures import Row
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import DeadlineExtended
from detente.core.worktime import CountingCalendar, Span, Unit, count

_BOTH = Who(WhoKind.SEAT, (Seat(SeatKind.WORD, "both"),))
_SHIFTED = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH)


def extend(draft: Draft, fact: DeadlineExtended) -> None:
    """Move a term's date to `until` (the instant at which it runs out), or refuse."""
    run = draft.state.runs.get(fact.run)
    if run is None or run.ended is not None:
        raise _refuse(Because.NOT_OPEN, fact, f"'{fact.run}' does not run.")
    rule = draft.program.index[fact.run].table.extension
    open_ = run.open.get(fact.term)
    if open_ is not None and open_.due is not None and not open_.waiting:
        _agreed(Here(draft.program, draft.state, run), rule.who if rule else _BOTH, fact)
        _move(draft, run, open_, fact)
        return
    lapse = run.lapses.get(fact.term)
    if rule is None or lapse is None:
        raise _refuse(Because.NOT_OPEN, fact, f"'{fact.term}' has no date that can be moved.")
    _late(Here(draft.program, draft.state, run), rule, lapse, fact)
    _reopen(draft, run, lapse, fact)


def _late(here: Here, rule: Extension, lapse: Lapse, fact: DeadlineExtended) -> None:
    calendar = _calendar(here)
    if rule.late is not None and fact.at < count(lapse.at, rule.late, calendar, day_zero=lapse.last_day).ends:
        _agreed(here, rule.who, fact)
    elif rule.failing_that is None:
        raise _refuse(Because.TOO_LATE, fact, f"'{fact.term}' can no longer be extended.")
    else:
        _alone(here, rule.failing_that, lapse, fact)
    if lapse.used:
        raise _refuse(Because.USED, fact, f"What the lapse of '{fact.term}' opened has been used.")


def _alone(here: Here, rule: Unilateral, lapse: Lapse, fact: DeadlineExtended) -> None:
    actors = [actor_of(here.program, seat, "") for seat in fact.agreed_by]
    if len(actors) != 1 or not may_act(here, rule.who, actors[0]):
        says = f"It is too late to agree; only {rule.who.words} may still set a date."
        raise _refuse(Because.TOO_LATE, fact, says)
    if fact.until < count(fact.at, rule.at_least, _calendar(here)).ends:
        raise _refuse(Because.TOO_SHORT, fact, f"The new date must leave at least {rule.at_least.text}.")
    if rule.until is not None and fact.until > _latest(here, rule.until, lapse):
        raise _refuse(Because.TOO_LATE, fact, f"The new date lies beyond {_words(rule.until)}.")


def _latest(here: Here, until: Span | str, lapse: Lapse) -> datetime:
    """A length counts from the missed date; `end of the period` is that date itself."""
    if isinstance(until, str):
        return lapse.at
    return count(lapse.at, until, _calendar(here), day_zero=lapse.last_day).ends


def _words(until: Span | str) -> str:
    return f"the {until}" if isinstance(until, str) else f"{until.text} after the missed date"


def _agreed(here: Here, who: Who, fact: DeadlineExtended) -> None:
    needed = required(here.state, who)
    actors = [actor_of(here.program, seat, "") for seat in fact.agreed_by]
    signed = {actor.party for actor in actors}
    if not (set(needed) <= signed if needed else any(may_act(here, who, actor) for actor in actors)):
        raise _refuse(Because.SEAT, fact, f"Moving this date is for {who.words}.")


def _refuse(because: Because, fact: DeadlineExtended, says: str) -> Refusal:
    return Refusal(because, says, run=fact.run, term=fact.term)


def _move(draft: Draft, run: Run, open_: Open, fact: DeadlineExtended) -> None:
    _shift(draft, run, open_, fact)
    draft.change(run, fact.term, moved_to=fact.until)
    draft.set_clocks()


def _shift(draft: Draft, run: Run, open_: Open, fact: DeadlineExtended) -> None:
    """Note by how much later terms move, where the charter says that they do."""
    index = draft.program.index[run.procedure]
    if index.table.extension is not None and index.table.extension.shifts == "later" and open_.last_day is not None:
        shifts = _shifts(_calendar(Here(draft.program, draft.state, run)), index.time[fact.term], open_.last_day, fact)
        draft.state.shifts = (*draft.state.shifts, *shifts)


def _shifts(calendar: CountingCalendar, row: Row, last_day: date, fact: DeadlineExtended) -> list[Shift]:
    """By how many units of each kind later terms on older anchors move."""
    new_last = (fact.until - timedelta(microseconds=1)).astimezone(calendar.tz).date()
    return [
        Shift(fact.run, row.order, fact.at, unit, _units_between(last_day, new_last, unit, calendar))
        for unit in _SHIFTED
    ]


def _units_between(first: date, last: date, unit: Unit, calendar: CountingCalendar) -> int:
    noon = datetime.combine(first, time(12), UTC)
    units = 0
    while count(noon, Span(units + 1, unit), calendar, day_zero=first).last_day <= last:
        units += 1
    return units


def _reopen(draft: Draft, run: Run, lapse: Lapse, fact: DeadlineExtended) -> None:
    """The term is open again with what was open under it; what its lapse opened is withdrawn."""
    for term in lapse.opened:
        draft.close(draft.run(run.procedure), term, Cause(fact.at))
    owner = draft.run(run.procedure)
    for open_ in lapse.closed:
        owner.open[open_.term] = open_
        draft.say(Kind.OPENED, run.procedure, open_.term, at=fact.at)
    _shift(draft, owner, owner.open[fact.term], fact)
    owner.open[fact.term] = msgspec.structs.replace(owner.open[fact.term], moved_to=fact.until)
    del owner.lapses[fact.term]
    draft.set_clocks()


def _calendar(here: Here) -> CountingCalendar:
    return here.program.calendar(here.program.index[here.run.procedure].table.calendar, here.state.calendars)
