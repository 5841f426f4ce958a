"""When a meeting begins, until when its items are unseen, how many are agreed: the charter's words as values."""

import re
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from detente.core.charter.model.sections import Meetings
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import CountingCalendar, Unit, business_time, count, parse_span, zone

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SLOT = re.compile(r"(?:(?P<day>[a-z]+day) )?(?P<hour>[0-2][0-9]):(?P<minute>[0-5][0-9])", re.IGNORECASE)
_BEFORE = re.compile(r"(?P<span>.+) before the meeting")
_TARGET = re.compile(r"(?P<held>[0-9]+) of (?P<all>[0-9]+)")
_SHARE = re.compile(r"(?P<number>[0-9]+) an? (?P<period>month|quarter|half-year|year)")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class Rhythm(msgspec.Struct, frozen=True):
    """At which hour regular meetings begin, in which zone, how long they take. Without `at` only the day is agreed."""

    zone: str
    minutes: int
    at: time | None = None
    weekday: int | None = None

    def begins(self, day: date) -> datetime | None:
        """Return when a meeting of that day begins; nothing where no hour is agreed."""
        if self.at is None:
            return None
        return datetime.combine(day, self.at, zone(self.zone)).astimezone(UTC)

    def ends(self, day: date) -> datetime | None:
        """Return when a meeting of that day is over."""
        begins = self.begins(day)
        return begins + timedelta(minutes=self.minutes) if begins else None


class Target(msgspec.Struct, frozen=True):
    """So many meetings of so many in a year are agreed."""

    held: int
    all: int


def rhythm(section: Meetings | None, zone_name: str) -> Rhythm:
    """Return the rhythm that a charter agrees: `Monday 10:00` of the steady phase, in the charter's zone."""
    if section is None:
        return Rhythm(zone_name, 60)
    written = section.steady.weekly or section.steady.monthly or section.steady.quarterly or ""
    found = _SLOT.search(written)
    if found is None:
        return Rhythm(zone_name, section.steady.minutes)
    day = (found["day"] or "").lower()
    weekday = _DAYS.index(day) if day in _DAYS else None
    return Rhythm(zone_name, section.steady.minutes, time(int(found["hour"]), int(found["minute"])), weekday)


def target(section: Meetings | None) -> Target | None:
    """Return how many meetings a year are agreed: `48 of 52`."""
    found = _TARGET.fullmatch((section.held_per_year if section else "") or "")
    return Target(int(found["held"]), int(found["all"])) if found else None


def in_person_share(section: Meetings | None) -> tuple[int, int] | None:
    """Return how many meetings in person are agreed in how many months: `1 a quarter` is (1, 3)."""
    found = _SHARE.fullmatch((section.in_person if section else "") or "")
    return (int(found["number"]), _MONTHS[found["period"]]) if found else None


def share_before(begins: datetime, section: Meetings | None, calendar: CountingCalendar) -> datetime:
    """Return when the agenda of a meeting is shared: `1 working day before the meeting`, at the meeting's own hour.

    Where the charter says nothing that can be counted, the agenda is shared 24 hours before.
    """
    found = _BEFORE.fullmatch((section.items_unseen_until if section else "") or "")
    try:
        span = parse_span(found["span"]) if found else None
    except BadInput:
        span = None
    if span is None:
        return begins - timedelta(hours=24)
    if span.unit is Unit.HOUR:
        return begins - timedelta(hours=span.count)
    if span.unit is Unit.BUSINESS_HOUR:
        return _business_hours_before(begins, span.count, calendar)
    due = count(begins, span, calendar, backward=True)
    local = begins if begins.tzinfo is not UTC else begins.astimezone(due.begins.tzinfo)
    return datetime.combine(due.last_day, local.timetz()).astimezone(UTC)


def _business_hours_before(begins: datetime, hours: int, calendar: CountingCalendar) -> datetime:
    back = begins
    while business_time(back, begins, calendar) < timedelta(hours=hours):
        back -= timedelta(minutes=30)
    return back


__all__ = ["Rhythm", "Target", "in_person_share", "rhythm", "share_before", "target"]
