"""Why this time: what a clock counts from, how much, which days counted and which did not, and where it is written."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from detente.core.charter.model import walk
from detente.core.charter.phrases import Combined, Counted, EventKind, Instant, OnDate, OnEvent
from detente.core.engine.dates import Clock, When, anchor_of, anchored, limitation_of, shift_of, span_of, when_of
from detente.core.engine.program import Program
from detente.core.engine.state import Open, Run, State
from detente.core.procedures import Outcome, Row
from detente.core.worktime import CountingCalendar, Pause, Stretch, Unit, tzdata_version

LIMITATION = "limitation"
WHOLE_DAY = "the whole day"
_NO_CALENDAR = frozenset({Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.HOUR})


class Line(NamedTuple):
    """A clock of a matter: which term of which run, in which round."""

    run: str
    term: str
    round: int
    kind: str  # must, may, wait, limitation
    due: datetime | None
    standing_still: bool


class Explanation(msgspec.Struct, frozen=True):
    """The grounds of a clock.

    `calendar` is none where no calendar is asked (elapsed time, months without a roll). `moved_to` stands where the
    date was extended. A clock that stands still, or waits for its event, has no `due`.
    """

    clock: Line
    event: str
    at: datetime | None
    day_zero: date | None
    amount: str
    row: str
    track: str
    calendar: CountingCalendar | None
    stretches: tuple[Stretch, ...]
    pauses: tuple[Pause, ...]
    shifted: int
    roll: str
    rolled_from: date | None
    moved_to: datetime | None
    tzdata: str
    line: int
    then: tuple[str, ...]


def clocks(program: Program, state: State) -> list[Line]:
    """Return the clocks of a matter, the earliest first; those that stand still last."""
    found = []
    for run in state.runs.values():
        if run.ended is None:
            found += [line for term in run.open if (line := _line(program, run, term)) is not None]
            if program.index[run.procedure].limitation is not None:
                when = limitation_of(program, state, run)
                found.append(Line(run.procedure, LIMITATION, 1, LIMITATION, when.ends if when else None, when is None))
    return sorted(found, key=lambda one: (one.due is None, one.due.timestamp() if one.due else 0.0))


def _line(program: Program, run: Run, term: str) -> Line | None:
    open_ = run.open[term]
    row = program.index[run.procedure].time.get(term)
    if row is None or open_.overdue or open_.waiting:
        return None
    still = bool(open_.pauses and open_.pauses[-1][1] is None) or open_.held or bool(open_.notice)
    return Line(run.procedure, term, open_.round, _kind(row), open_.due, still)


def _kind(row: Row) -> str:
    if row.result is Outcome.MISSED:
        return "must"
    return "may" if row.result is Outcome.LAPSED else "wait"


def explain(program: Program, state: State, clock: Line) -> Explanation:
    """Return the grounds of one clock of a matter."""
    run = state.runs[clock.run]
    index = program.index[clock.run]
    row = index.limitation if clock.term == LIMITATION else index.time[clock.term]
    assert row is not None, "a clock has a row"
    open_ = run.open.get(clock.term) or Open(LIMITATION, run.opened, calendars=state.calendars)
    asked = Clock(program, state, run, row, open_)
    written = row.every or row.latest
    assert written is not None, "a clock has a time"
    part = _deciding(asked, written)
    found = when_of(asked, part) if clock.term != LIMITATION else limitation_of(program, state, run)
    return _explained(asked, clock, part, found)


def _deciding(asked: Clock, written: Instant) -> Instant:
    """Of `earlier of` and `later of` the part that decides; the first one while none does."""
    if not isinstance(written, Combined):
        return written
    whole = when_of(asked, written)
    for part in written.instants:
        found = when_of(asked, part)
        if whole is not None and found is not None and found.ends == whole.ends:
            return _deciding(asked, part)
    return _deciding(asked, written.instants[0])


def _explained(asked: Clock, clock: Line, part: Instant, found: When | None) -> Explanation:
    event, at, day_zero = _anchor(asked, clock, part)
    shown = isinstance(part, Counted) and found is not None and found.due is not None
    stretches = found.due.stretches() if shown and found and found.due else ()
    still = clock.term == LIMITATION and clock.standing_still
    pauses: tuple[Pause, ...] = ((asked.run.opened, None),) if still else asked.open.pauses
    return Explanation(
        clock=clock,
        event=event,
        at=at,
        day_zero=day_zero,
        amount=_amount(asked, part),
        row=part.amount if isinstance(part, Counted) and isinstance(part.amount, str) else "",
        track=_track(asked, part),
        calendar=_calendar(asked, part),
        stretches=stretches,
        pauses=pauses,
        shifted=_shifted(asked, part),
        roll=part.roll if isinstance(part, Counted) else "",
        rolled_from=_rolled_from(stretches),
        moved_to=asked.open.moved_to,
        tzdata=tzdata_version(),
        line=line_of(asked.program, asked.run.procedure, clock.term),
        then=tuple(do.data for do in asked.row.do) or _barred(asked),
    )


def _barred(asked: Clock) -> tuple[str, ...]:
    return ("record claim barred by limitation",) if asked.row.term == LIMITATION else ()


def _anchor(asked: Clock, clock: Line, part: Instant) -> tuple[str, datetime | None, date | None]:
    """What the clock counts from; a date has no instant, hours have no day 0."""
    if isinstance(part, OnDate):
        return part.data, None, part.date
    if isinstance(part, OnEvent):
        happened = anchor_of(asked.program, asked.state, asked.run, part.event)
        if happened is None:
            return part.event.text, None, None
        return part.event.text, None if happened.day_zero else happened.last, happened.day_zero
    assert isinstance(part, Counted), "an instant that decides is no combination"
    happened = anchored(asked, part)
    event = part.event.text if part.event else f"opening of {clock.term}"
    if happened is None:
        return event, None, None
    dated = part.event is not None and part.event.kind in (EventKind.VALUE, EventKind.DATE, EventKind.LIMITATION)
    at = happened.first if part.event and part.event.first else happened.last
    return event, None if dated else at, _day_zero(asked, part, at, happened.day_zero)


def _day_zero(asked: Clock, part: Counted, at: datetime, stated: date | None) -> date | None:
    if span_of(asked, part).unit in (Unit.HOUR, Unit.BUSINESS_HOUR):
        return None
    return stated or _counting(asked, part).local_day(at)


def _counting(asked: Clock, part: Counted) -> CountingCalendar:
    return asked.program.calendar(part.calendar, asked.open.calendars) if part.calendar else asked.calendar


def _amount(asked: Clock, part: Instant) -> str:
    if isinstance(part, Counted):
        return span_of(asked, part).text
    if isinstance(part, OnDate):
        return WHOLE_DAY
    assert isinstance(part, OnEvent), "an instant that decides is no combination"
    if part.event.kind is EventKind.VALUE:
        return f"stated date, {WHOLE_DAY}"
    return f"date of the charter, {WHOLE_DAY}" if part.event.kind is EventKind.DATE else "at that instant"


def _track(asked: Clock, part: Instant) -> str:
    if not isinstance(part, Counted) or not isinstance(part.amount, str):
        return ""
    columns = asked.program.index[asked.run.procedure].table.times[part.amount]
    return asked.state.track if asked.state.track in columns else next(iter(columns))


def _calendar(asked: Clock, part: Instant) -> CountingCalendar | None:
    if not isinstance(part, Counted):
        return asked.calendar
    unasked = span_of(asked, part).unit in _NO_CALENDAR and not part.roll
    return None if unasked else _counting(asked, part)


def _shifted(asked: Clock, part: Instant) -> int:
    if not isinstance(part, Counted) or part.event is None:
        return 0
    happened = anchored(asked, part)
    return shift_of(asked, span_of(asked, part), happened.last) if happened else 0


def _rolled_from(stretches: Sequence[Stretch]) -> date | None:
    """The day on which the count was full, where it was then rolled."""
    if not stretches or not stretches[-1].reason.startswith("rolled to"):
        return None
    full = next((one for one in reversed(stretches) if one.counted), None)
    return date.fromordinal(full.end.toordinal() - 1) if full else None


def line_of(program: Program, procedure: str, term: str) -> int:
    """Return the line of the charter on which a term's time is written."""
    place = program.compiled.document.place
    if term == LIMITATION:
        return place("procedures", procedure, LIMITATION, "by").line
    step = next(step for step in walk(program.charter.procedures[procedure]) if step.name == term)
    return place("procedures", procedure, *step.path, "every" if step.term.every else "by").line
