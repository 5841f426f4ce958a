"""Counting days: from day 0 to the last day, past what does not count."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.counting_calendar import CountingCalendar
from detente.core.worktime.pauses import FOREVER, Pause, TouchedDays, in_order
from detente.core.worktime.spans import Span, Unit
from detente.core.worktime.zones import EARLIEST, LATEST, moment

THIRTY_DAYS = "30 days"


class Asked(msgspec.Struct, frozen=True):
    """A question to the clock, as it was put."""

    anchor: datetime
    span: Span
    calendar: CountingCalendar
    backward: bool = False
    roll: str = "none"
    pauses: tuple[Pause, ...] = ()
    months: str = "corresponding"
    day_zero: date | None = None

    @property
    def text(self) -> str:
        """The question in words: `30 working days after 2027-12-01`."""
        zero = self.day_zero or self.calendar.local_day(self.anchor)
        return f"{self.span.text} {'before' if self.backward else 'after'} {zero}"


class Walk(msgspec.Struct, frozen=True):
    """A count of days as `date.toordinal()`: day 0, the day at which the count is full, and that day after rolling."""

    zero: int
    full: int
    last: int
    touched: TouchedDays


def walk(asked: Asked) -> Walk:
    """Return the days of the question. Pauses hold up counts that run forward; a date counted back from stands.

    Raises:
        BadInput: the calendar's list, the years 1900 to 2299 or a pause that has not ended stand in the way.
    """
    calendar, touched = asked.calendar, TouchedDays()
    zero = (asked.day_zero or calendar.local_day(asked.anchor)).toordinal()
    found = _walk_past(asked, zero, touched)
    if asked.pauses and not asked.backward:
        for start, end in in_order(asked.pauses):
            if start >= calendar.end_instant(found.last):
                break
            refuse_standstill(asked, start, end)
            touched.add(start, end, calendar.tz)
            found = _walk_past(asked, zero, touched)
    return found


def refuse_standstill(asked: Asked, start: int, end: int) -> None:
    """Raise BadInput where a pause that has not ended begins before the count is full."""
    if end == FOREVER:
        since = moment(start, asked.calendar.tz).isoformat()
        raise BadInput(f"{asked.text} stand still since {since}. The pause has to end before they can be counted.")


def _walk_past(asked: Asked, zero: int, touched: TouchedDays) -> Walk:
    full = _full(asked, zero, touched)
    return Walk(zero, full, full if asked.roll == "none" else rolled(asked, full, touched), touched)


def _full(asked: Asked, zero: int, touched: TouchedDays) -> int:
    span, tables = asked.span, asked.calendar.tables
    if span.unit is Unit.WORKING_DAY:
        n = span.count + span.clear
        if asked.backward:
            return _known(asked, tables.nth_before(zero, n))
        return _past_pauses(
            zero, n, touched, nth=lambda k: _known(asked, tables.nth_after(zero, k)), between=tables.number_between
        )
    length = days_in(asked, zero, span.count) + span.clear
    if asked.backward:
        return _in_years(asked, zero - length)
    return _past_pauses(
        zero, length, touched, nth=lambda k: _in_years(asked, zero + k), between=lambda after, until: until - after
    )


def _past_pauses(
    zero: int, n: int, touched: TouchedDays, *, nth: Callable[[int], int], between: Callable[[int, int], int]
) -> int:
    """Return the n-th day after `zero` that counts and is not touched by a pause."""
    extra = 0
    while True:
        day = nth(n + extra)
        lost = sum(between(first - 1, last) for first, last in touched.runs(zero, day))
        if lost == extra:
            return day
        extra = lost


def days_in(asked: Asked, zero: int, count: int) -> int:
    """Return how many calendar days `count` of the span's unit are from day `zero`, in the span's direction."""
    unit, sign = asked.span.unit, -1 if asked.backward else 1
    if unit is Unit.CALENDAR_DAY:
        return count
    if unit is Unit.WEEK:
        return 7 * count
    if unit is Unit.MONTH and asked.months == THIRTY_DAYS:
        return 30 * count
    months = count if unit is Unit.MONTH else 12 * count
    return abs(add_months(date.fromordinal(zero), sign * months).toordinal() - zero)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day so many months on, or the last of a month that has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not EARLIEST.year <= year <= LATEST.year:
        raise BadInput(f"{months} months from {day} lie outside the years {EARLIEST.year} to {LATEST.year}.")
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, date.fromordinal(following.toordinal() - 1).day))


def _in_years(asked: Asked, ordinal: int) -> int:
    if EARLIEST.toordinal() <= ordinal <= LATEST.toordinal():
        return ordinal
    raise BadInput(f"{asked.text} lie outside the years {EARLIEST.year} to {LATEST.year}.")


def rolled(asked: Asked, ordinal: int, touched: TouchedDays) -> int:
    """Return the day itself if it is a working day, else the next (not touched by a pause) or the previous one."""
    known_first, known_last = asked.calendar.known()
    if asked.roll not in ("next", "previous"):
        raise BadInput(f"roll: '{asked.roll}' is no direction. Write 'none', 'next' or 'previous'.")
    if known_first <= ordinal <= known_last and asked.calendar.is_open(date.fromordinal(ordinal)):
        return ordinal
    found = _neighbour(asked, ordinal) if known_first <= ordinal <= known_last else None
    while found is not None and asked.roll == "next" and found in touched:
        found = _neighbour(asked, found)
    if found is None:
        raise _unknown(asked, f"the {asked.roll} working day from {date.fromordinal(ordinal)}", "lies")
    return found


def _neighbour(asked: Asked, ordinal: int) -> int | None:
    tables = asked.calendar.tables
    return tables.nth_after(ordinal, 1) if asked.roll == "next" else tables.nth_before(ordinal, 1)


def _known(asked: Asked, ordinal: int | None) -> int:
    if ordinal is None:
        raise run_past(asked)
    return ordinal


def run_past(asked: Asked) -> BadInput:
    """Return the error for a calendar whose list does not cover the count."""
    return _unknown(asked, asked.text, "runs" if asked.span.count == 1 else "run")


def _unknown(asked: Asked, what: str, verb: str) -> BadInput:
    first, last = asked.calendar.limits()
    zero = (asked.day_zero or asked.calendar.local_day(asked.anchor)).toordinal()
    begins, ends = asked.calendar.known()
    early = asked.roll != "next" if verb == "lies" else (zero - 1 <= ends if asked.backward else zero + 1 < begins)
    if early:
        known, cure = f"{first.name} is known from {date.fromordinal(begins)}", "Agree one that begins earlier."
    else:
        known, cure = f"{last.name} is known until {date.fromordinal(ends)}", "Agree one that reaches further."
    return BadInput(f"calendar {known}; {what} {verb} past it. {cure}")
