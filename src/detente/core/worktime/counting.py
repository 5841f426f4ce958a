"""Counting: when a span after or before an instant has passed, by the charter's rules."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.counting_calendar import CountingCalendar
from detente.core.worktime.due import Due
from detente.core.worktime.hours import hours_end, opening_between, reach_opening, refuse_without_hours, rolled_hours
from detente.core.worktime.pauses import Pause
from detente.core.worktime.spans import Span, Unit
from detente.core.worktime.walk import THIRTY_DAYS, Asked, walk
from detente.core.worktime.zones import (
    EARLIEST,
    LATEST,
    MINUTE,
    day_start,
    local_ordinal,
    micro,
    moment,
    tzdata_version,
)

_TZDATA = tzdata_version()
_YEARS = range(EARLIEST.year + 1, LATEST.year)  # a zone away, the anchor's local year may be the next


def count(
    anchor: datetime,
    span: Span,
    calendar: CountingCalendar,
    *,
    backward: bool = False,
    roll: str = "none",
    pauses: Sequence[Pause] = (),
    months: str = "corresponding",
    day_zero: date | None = None,
) -> Due:
    """Return when `span` has passed since `anchor` (backward: from when it passes until `anchor`).

    Day 0 is the local day of the anchor in the calendar's zone; a `clear` span ends one counted day later; months and
    years go to the corresponding day of the original anchor; hours elapse, business hours are opening time.

    Args:
        anchor: aware.
        roll: `next` or `previous`: where the end falls on a day off, it moves to that working day. Hours keep their
            time of day; business hours end in opening time already and do not move.
        pauses: half-open; None is a pause that has not ended. A day touched by a pause is not counted (weeks, months
            and years end as many days later), hours stand still exactly; what begins after the end is not looked at,
            and a count backward from a date is not held up.
        months: `30 days` counts months as thirty days each; years stay corresponding days.
        day_zero: day 0 where it is not the anchor's day: a date, or the last day of what lapsed.

    Raises:
        BadInput: the calendar's list does not cover the count, it has no opening hours, a pause has not ended, the
            anchor names no zone, or the years 1900 to 2299 are left.

    Source: language.md, section 3, Counting; procedures.md, section 8.
    """
    asked = Asked(anchor, span, calendar, backward, roll, tuple(pauses) if pauses else (), months, day_zero)
    _check(asked)
    unit = span.unit
    if unit is Unit.BUSINESS_HOUR:
        return _due_at(asked, hours_end(asked))
    if unit is Unit.HOUR:
        end = hours_end(asked)
        return _due_at(asked, end if roll == "none" else rolled_hours(asked, end))
    return _due_on(asked)


def _check(asked: Asked) -> None:
    anchor = asked.anchor
    if anchor.tzinfo is None:
        raise BadInput(f"the anchor {anchor.isoformat()} names no zone. Write it with its offset.")
    if anchor.year not in _YEARS:
        raise BadInput(f"{anchor.isoformat()} lies outside the years {_YEARS[0]} to {_YEARS[-1]}.")
    if asked.span.count < 0:
        raise BadInput(f"'{asked.span.text}' runs backward. Count backward from the anchor instead.")
    if asked.months not in ("corresponding", THIRTY_DAYS):
        raise BadInput(f"months: '{asked.months}' is no way to count. Write 'corresponding' or '{THIRTY_DAYS}'.")


def _due_at(asked: Asked, us: int) -> Due:
    calendar = asked.calendar
    end = moment(us, calendar.tz)
    zero = asked.day_zero or asked.anchor.astimezone(calendar.tz).date()
    return Due(zero, end.date(), end, end, asked.span, calendar.name, calendar.version, _TZDATA, asked)


def _due_on(asked: Asked) -> Due:
    calendar, found = asked.calendar, walk(asked)
    begins = moment(day_start(found.last, calendar.tz), calendar.tz)
    ends = moment(calendar.end_instant(found.last), calendar.tz)
    days = date.fromordinal(found.zero), date.fromordinal(found.last)
    return Due(*days, begins, ends, asked.span, calendar.name, calendar.version, _TZDATA, asked)


def nth_round(
    anchor: datetime,
    span: Span,
    n: int,
    calendar: CountingCalendar,
    *,
    roll: str = "none",
    pauses: Sequence[Pause] = (),
    months: str = "corresponding",
    day_zero: date | None = None,
) -> Due:
    """Return when the n-th period (n >= 1) since `anchor` is over, counted from the anchor, not from the round before.

    From 31 January, every month: 28 February, 31 March. Arguments and errors are those of `count`.
    """
    whole = Span(span.count * n, span.unit, span.clear)
    return count(anchor, whole, calendar, roll=roll, pauses=pauses, months=months, day_zero=day_zero)


def business_time(start: datetime, end: datetime, calendar: CountingCalendar) -> timedelta:
    """Return the opening time between two aware instants; negative where `end` comes first.

    Raises:
        BadInput: the calendar has no opening hours, or an instant lies outside its list.
    """
    refuse_without_hours(calendar, "business hours")
    since, until = micro(start), micro(end)
    if since > until:
        return -business_time(end, start, calendar)
    first, last = calendar.known()
    if not first <= local_ordinal(since, calendar.tz) <= local_ordinal(max(since, until - 1), calendar.tz) <= last:
        opens, closes = calendar.limits()
        days = f"{date.fromordinal(first)} ({opens.name}) to {date.fromordinal(last)} ({closes.name})"
        raise BadInput(f"calendar {calendar.name} is known from {days}; {start.date()} to {end.date()} is not in it.")
    return timedelta(microseconds=opening_between(calendar, since, until))


def business_minutes(start: datetime, end: datetime, calendar: CountingCalendar) -> int:
    """Return the whole minutes of opening time between two aware instants. Errors are those of `business_time`."""
    return business_time(start, end, calendar) // timedelta(microseconds=MINUTE)


def next_opening(at: datetime, calendar: CountingCalendar) -> datetime:
    """Return the first instant at or after `at` in opening hours: where a reminder due at night is moved to."""
    asked = Asked(at, Span(1, Unit.BUSINESS_HOUR), calendar)
    _check(asked)
    return moment(reach_opening(asked, micro(at), 1) - 1, calendar.tz)
