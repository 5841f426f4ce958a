"""The grounds of a count: which stretches of time counted, which did not, and why."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime
from itertools import pairwise

import msgspec

from detente.core.worktime.calendars import Calendar
from detente.core.worktime.counting_calendar import Closure, CountingCalendar
from detente.core.worktime.hours import hours_end
from detente.core.worktime.pauses import TouchedDays, in_order
from detente.core.worktime.spans import Unit
from detente.core.worktime.walk import Asked, Walk, days_in, walk
from detente.core.worktime.zones import day_start, local_ordinal, micro, moment

PAUSED = "paused"


class Stretch(msgspec.Struct, frozen=True):
    """A half-open stretch of time that counted or did not.

    `number` stands on the stretch that completes the n-th unit of a count of days, weeks, months or years. `reason` is
    for readers: `open at both`, `weekend`, `Guru Nanak Jayanti, meridian`; `closed_by` is the same as data.
    """

    start: datetime
    end: datetime
    counted: bool
    number: int | None
    reason: str
    closed_by: tuple[Closure, ...] = ()


class _Label(msgspec.Struct, frozen=True):
    counted: bool
    reason: str
    number: int | None = None
    closed_by: tuple[Closure, ...] = ()


Piece = tuple[int, int, _Label]  # from, to (days: both included; instants: half-open), what it is


def reason_of(closures: tuple[Closure, ...], offices: int) -> str:
    """Return why a time does not count, in words; the calendar is named where not all are closed for one reason."""
    if len(closures) == offices and len({closure.reason for closure in closures}) == 1:
        return closures[0].reason
    return "; ".join(f"{closure.reason}, {closure.calendar}" for closure in closures)


def _closed(calendar: CountingCalendar, closures: tuple[Closure, ...], before: str = "") -> _Label:
    return _Label(False, before + reason_of(closures, len(calendar.offices())), None, closures)


# ---- days


def day_stretches(asked: Asked) -> tuple[Stretch, ...]:
    """Return the stretches from day 0 to the end of the last day (backward: from the last day to day 0), in order."""
    found, calendar = walk(asked), asked.calendar
    pieces = _joined(_counted_days(asked, found) + _rolled_days(asked, found))
    if asked.backward:
        pieces = [(last, first, label) for first, last, label in reversed(pieces)]
    stretches = [
        _stretch(calendar, day_start(first, calendar.tz), day_start(last + 1, calendar.tz), label)
        for first, last, label in pieces
    ]
    if not asked.backward and found.last >= found.full:
        stretches[-1] = msgspec.structs.replace(
            stretches[-1], end=moment(calendar.end_instant(found.last), calendar.tz)
        )
    return tuple(stretches)


def _stretch(calendar: CountingCalendar, start: int, end: int, label: _Label) -> Stretch:
    local = moment(start, calendar.tz), moment(end, calendar.tz)
    return Stretch(*local, label.counted, label.number, label.reason, label.closed_by)


def _counted_days(asked: Asked, found: Walk) -> list[Piece]:
    step = -1 if asked.backward else 1
    ends = {days_in(asked, found.zero, n) if _by_length(asked) else n: n for n in range(1, asked.span.count + 1)}
    total = max(ends, default=0)
    pieces = [(found.zero, found.zero, _Label(False, "day 0"))]
    counted = 0
    for ordinal in range(found.zero + step, found.full + step, step):
        label = _why_not(asked, ordinal, found.touched)
        if label is None:
            counted += 1
            label = _counts(asked, ordinal, ends.get(counted)) if counted <= total else _beyond_clear(asked)
        pieces.append((ordinal, ordinal, label))
    return pieces


def _by_length(asked: Asked) -> bool:
    return asked.span.unit is not Unit.WORKING_DAY


def _why_not(asked: Asked, ordinal: int, touched: TouchedDays) -> _Label | None:
    if ordinal in touched:
        return _Label(False, PAUSED)
    if asked.span.unit is Unit.WORKING_DAY:
        closures = asked.calendar.closures(date.fromordinal(ordinal))
        return _closed(asked.calendar, closures) if closures else None
    return None


def _counts(asked: Asked, ordinal: int, number: int | None) -> _Label:
    if asked.span.unit is Unit.WORKING_DAY:
        return _Label(True, asked.calendar.open_reason(date.fromordinal(ordinal)), number)
    return _Label(True, asked.span.unit.value, number)


def _beyond_clear(asked: Asked) -> _Label:
    return _Label(False, "the day before the clear days" if asked.backward else "the day after the clear days")


def _rolled_days(asked: Asked, found: Walk) -> list[Piece]:
    """Return the days passed over by rolling away from day 0; rolling towards it passes over nothing new."""
    step = -1 if asked.backward else 1
    pieces: list[Piece] = []
    for ordinal in range(found.full + step, found.last + step, step):
        closures = asked.calendar.closures(date.fromordinal(ordinal))
        if ordinal == found.last:
            label = _Label(False, f"rolled to the {asked.roll} working day")
        else:
            label = _closed(asked.calendar, closures, "rolled over: ") if closures else _Label(False, PAUSED)
        pieces.append((ordinal, ordinal, label))
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with neighbours of one kind made one; what completes a unit ends its piece."""
    joined: list[Piece] = []
    for first, last, label in pieces:
        before = joined[-1] if joined else None
        if before and before[2].number is None and _same_kind(before[2], label):
            joined[-1] = (before[0], last, label)
        else:
            joined.append((first, last, label))
    return joined


def _same_kind(one: _Label, other: _Label) -> bool:
    return (one.counted, one.reason, one.closed_by) == (other.counted, other.reason, other.closed_by)


# ---- hours


def hour_stretches(asked: Asked, end: int) -> tuple[Stretch, ...]:
    """Return the stretches between the anchor and the instant at which the hours have passed or are rolled to."""
    at, full = micro(asked.anchor), hours_end(asked)
    since, until = (full, at) if asked.backward else (at, full)
    pauses = [] if asked.backward else in_order(asked.pauses)
    pieces = [(start, stop, _hour_label(asked, start, pauses)) for start, stop in _cuts(asked, since, until, pauses)]
    if end > until:
        pieces.append((until, end, _Label(False, "rolled to the next working day")))
    elif end < since:
        pieces.insert(0, (end, since, _Label(False, "rolled to the previous working day")))
    return tuple(_stretch(asked.calendar, start, stop, label) for start, stop, label in _joined(pieces))


def _hour_label(asked: Asked, start: int, pauses: list[tuple[int, int]]) -> _Label:
    if any(begin <= start < end for begin, end in pauses):
        return _Label(False, PAUSED)
    if asked.span.unit is Unit.HOUR:
        return _Label(True, "elapsed")
    closures = asked.calendar.shut(start)
    return _closed(asked.calendar, closures) if closures else _Label(True, asked.calendar.hours_reason(start))


def _cuts(asked: Asked, since: int, until: int, pauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = {since, until}
    edges.update(edge for pause in pauses for edge in pause)
    if asked.span.unit is Unit.BUSINESS_HOUR and since < until:
        for office in asked.calendar.offices():
            edges.update(_office_edges(office, since, until))
    inside = sorted(edge for edge in edges if since <= edge <= until)
    return list(pairwise(inside))


def _office_edges(office: Calendar, since: int, until: int) -> list[int]:
    first, last = local_ordinal(since, office.tz), local_ordinal(until, office.tz)
    table = office.tables.hours_over(first - 1, last + 1)
    i, j = max(bisect_right(table.opens, since) - 1, 0), bisect_left(table.opens, until)
    edges = [day_start(ordinal, office.tz) for ordinal in range(first, last + 1)]
    for opens, length in zip(table.opens[i:j], table.lengths[i:j], strict=True):
        edges += (opens, opens + length)
    return edges
