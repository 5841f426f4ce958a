"""Calendars, spans and receipts: counted by walking over single days and single minutes.

Source: language.md section 3, "Counting"; procedures.md section 8.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
JOINT = {"all open": all, "any open": any}
Pauses = tuple[tuple[datetime, datetime], ...]
Days = Callable[[date], bool]


@dataclass(frozen=True)
class Anchor:
    """An instant from which something counts; `day` is its day 0 where that is not simply its local day."""

    at: datetime
    day: date | None = None

    def day_in(self, zone: ZoneInfo) -> date:
        return self.day or self.at.astimezone(zone).date()


@dataclass(frozen=True)
class Span:
    number: int
    unit: str
    clear: bool = False

    def times(self, rounds: int) -> Span:
        return Span(self.number * rounds, self.unit, self.clear)


def read_instant(text: str) -> datetime:
    """The instant that a text with an offset names, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


class Book:
    """All calendars of a charter; `versions` holds the closed days before and after each change."""

    def __init__(self, setting: Mapping[str, Any]) -> None:
        self.setting = setting
        self.calendars: Mapping[str, Any] = setting.get("calendars", {})
        self.default: str = setting.get("calendar", "")
        self.parties = list(setting.get("parties", []))
        self.counted: dict[Any, datetime] = setting.get("counted", {})
        """Business hours counted before under the same setting."""
        self.versions = [
            {
                name: {date.fromisoformat(day) for day in entry.get("closed", [])}
                for name, entry in self.calendars.items()
            }
        ]

    def change(self, name: str, closed: Iterable[str], opened: Iterable[str] = ()) -> None:
        days = {other: set(entry) for other, entry in self.versions[-1].items()}
        days[name] |= {date.fromisoformat(day) for day in closed}
        days[name] -= {date.fromisoformat(day) for day in opened}
        self.versions.append(days)

    def of_party(self, party: str | None) -> str:
        return str(self.setting.get("party calendars", {}).get(party, self.default))

    def members(self, name: str) -> list[str]:
        """The calendars that a joint calendar looks at: those of the parties, in their order."""
        named = self.calendars.get(name, {}).get("of")
        return list(named) if named else [self.of_party(party) for party in self.parties]

    def closed(self, name: str, version: int) -> tuple[frozenset[date], ...]:
        members = self.members(name) if name in JOINT else [name]
        return tuple(frozenset(self.versions[version][member]) for member in members)

    def zone(self, name: str) -> ZoneInfo:
        entry = {} if name in JOINT else self.calendars.get(name, {})
        return ZoneInfo(entry.get("zone") or self.setting["zone"])

    def is_open(self, name: str, day: date, version: int) -> bool:
        if name in JOINT:
            return JOINT[name](self.is_open(member, day, version) for member in self.members(name))
        entry = self.calendars[name]
        return WEEKDAYS[day.weekday()] not in entry.get("weekend", []) and day not in self.versions[version][name]

    def _of(self, name: str, key: str) -> Any:
        """What a calendar says under `key`; the setting says it for the charter's calendar."""
        own = self.calendars.get(name, {}).get(key)
        return self.setting.get(key) if own is None and name == self.default else own

    def period_end(self, name: str) -> time | None:
        hour = self._of(name, "period ends")
        return time.fromisoformat(hour) if hour else None

    def is_at_work(self, name: str, at: datetime, version: int) -> bool:
        """Whether business hours run in the minute that begins at `at`."""
        if name in JOINT:
            return JOINT[name](self.is_at_work(member, at, version) for member in self.members(name))
        hours = self._of(name, "business hours")
        local = at.astimezone(self.zone(name))
        first, last = (time.fromisoformat(hour) for hour in hours)
        return first <= local.time() < last and self.is_open(name, local.date(), version)

    def received(self, sent: datetime, receiver: str | None) -> datetime:
        """The instant of deemed receipt of an e-mail, by the calendar and clock of the receiver."""
        rule = self.setting.get("notices")
        if not rule:
            return sent
        name = self.of_party(receiver)
        local = sent.astimezone(self.zone(name))
        day = local.date()
        if self.is_open(name, day, -1) and local.time() < time.fromisoformat(rule["cut-off"]):
            return sent
        day += DAY
        while not self.is_open(name, day, -1):
            day += DAY
        hour = time.fromisoformat(rule["after it"].split()[0])
        return datetime.combine(day, hour, self.zone(name)).astimezone(UTC)


def add_months(day: date, number: int) -> date:
    """The corresponding day `number` months on, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def walk(day: date, number: int, step: timedelta, counts: Days) -> date:
    """The day on which `number` counting days have been met, `day` itself not counted."""
    while number > 0:
        day += step
        number -= counts(day)
    return day


def touched_by(pauses: Pauses, zone: ZoneInfo) -> Days:
    """Whether a pause touches a day; the end of a pause is not in it."""
    tick = timedelta(microseconds=1)
    ranges = [(a.astimezone(zone).date(), (b - tick).astimezone(zone).date()) for a, b in pauses if a < b]
    return lambda day: any(first <= day <= last for first, last in ranges)


def forward(span: Span, day: date, works: Days, touched: Days) -> date:
    """Day n of a span after day 0; days touched by a pause are not counted."""
    if span.unit == "working day":
        return walk(day, span.number + span.clear, DAY, lambda one: works(one) and not touched(one))
    if span.unit in ("month", "year"):
        number = (add_months(day, span.number * (12 if span.unit == "year" else 1)) - day).days
    else:
        number = span.number * (7 if span.unit == "week" else 1)
    return walk(day, number + span.clear, DAY, lambda one: not touched(one))


def backward(span: Span, day: date, works: Days) -> date:
    """Day n of a span before day 0."""
    if span.unit == "working day":
        return walk(day, span.number + span.clear, -DAY, works)
    if span.unit in ("month", "year"):
        day = add_months(day, -span.number * (12 if span.unit == "year" else 1))
        return day - DAY * span.clear
    return day - DAY * (span.number * (7 if span.unit == "week" else 1) + span.clear)


def including(span: Span, day: date, works: Days, touched: Days) -> date:
    """Day n of a span that counts the day of its event as day 1."""
    if span.unit in ("month", "year"):
        return forward(span, day, works, touched) - DAY
    return forward(span, day - DAY, works, touched)


def elapse(start: datetime, hours: int, pauses: Pauses) -> datetime:
    """The instant at which so many hours have passed outside the pauses."""
    end = start + timedelta(hours=hours)
    for first, last in sorted(pauses):
        inside = max(first, start)
        if inside < min(end, last):
            end += last - inside
    return end


def work_hours(start: datetime, minutes: int, runs: Callable[[datetime], bool], *, back: bool = False) -> datetime:
    """The instant at which so many minutes have been met in which `runs` holds."""
    while minutes > 0:
        minutes -= runs(start - MINUTE if back else start)
        start += -MINUTE if back else MINUTE
    return start


@dataclass(frozen=True)
class Count:
    """How one period is counted: its calendar, the version of it, the pauses, which way, whether rolled."""

    book: Book
    calendar: str
    version: int = -1
    relation: str = "after"
    roll: str | None = None
    pauses: Pauses = ()

    @property
    def zone(self) -> ZoneInfo:
        return self.book.zone(self.calendar)

    def works(self, day: date) -> bool:
        return self.book.is_open(self.calendar, day, self.version)

    def rolled(self, day: date) -> date:
        step = -DAY if self.roll == "previous" else DAY
        while self.roll and not self.works(day):
            day += step
        return day

    def day(self, span: Span, anchor: Anchor) -> date:
        day, touched = anchor.day_in(self.zone), touched_by(self.pauses, self.zone)
        if self.relation == "before":
            return self.rolled(backward(span, day, self.works))
        count = including if self.relation == "from and including" else forward
        return self.rolled(count(span, day, self.works, touched))

    def first(self, day: date) -> Anchor:
        return Anchor(midnight(day, self.zone), day)

    def last(self, day: date) -> Anchor:
        """The end of a period whose last day is `day`."""
        hour = self.book.period_end(self.calendar)
        if hour is None:
            return Anchor(midnight(day + DAY, self.zone), day)
        return Anchor(datetime.combine(day, hour, self.zone).astimezone(UTC), day)

    def hours(self, span: Span, start: datetime) -> Anchor:
        back = self.relation == "before"
        if span.unit == "hour":
            end = start - timedelta(hours=span.number) if back else elapse(start, span.number, self.pauses)
        else:
            key = (self.calendar, self.book.closed(self.calendar, self.version), span, start, self.pauses, back)
            if key not in self.book.counted:
                self.book.counted[key] = work_hours(start, span.number * 60, self.runs, back=back)
            end = self.book.counted[key]
        local = end.astimezone(self.zone)
        day = self.rolled(local.date())
        return Anchor(end if day == local.date() else datetime.combine(day, local.time(), self.zone).astimezone(UTC))

    def runs(self, at: datetime) -> bool:
        return self.book.is_at_work(self.calendar, at, self.version) and not any(a <= at < b for a, b in self.pauses)

    def end(self, span: Span, anchor: Anchor) -> Anchor:
        """The instant at which a period runs out."""
        return self.hours(span, anchor.at) if "hour" in span.unit else self.last(self.day(span, anchor))

    def start(self, span: Span, anchor: Anchor) -> Anchor:
        """The first instant of a window."""
        return self.hours(span, anchor.at) if "hour" in span.unit else self.first(self.day(span, anchor))


def window_start(count: Count, span: Span, now: datetime) -> datetime:
    """The instant a span before `now`, at the same time of the local day."""
    if "hour" in span.unit:
        return Count(count.book, count.calendar, relation="before").hours(span, now).at
    local = now.astimezone(count.zone)
    day = backward(span, local.date(), count.works)
    return datetime.combine(day, local.time(), count.zone).astimezone(UTC)
