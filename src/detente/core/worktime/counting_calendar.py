"""What every calendar offers to those who count by it."""

from abc import ABC, abstractmethod
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.tables import Tables
from detente.core.worktime.zones import day_start, micro, moment, time_instant

if TYPE_CHECKING:
    from detente.core.worktime.calendars import Calendar


class Closure(msgspec.Struct, frozen=True):
    """Why one calendar is closed: `weekend`, the name of a day off, `before opening`."""

    calendar: str
    reason: str


class CountingCalendar(ABC):
    """What every calendar offers to those who count by it: one office's, or several offices' together."""

    __slots__ = ("bounds", "name", "period_ends", "tables", "tz", "version", "zone")

    name: str
    version: str
    zone: str
    tz: ZoneInfo
    period_ends: time | None
    bounds: tuple[int, int]
    tables: Tables

    @abstractmethod
    def is_open(self, day: date) -> bool:
        """Return whether the day is a working day, by the list."""

    @abstractmethod
    def closures(self, day: date) -> tuple[Closure, ...]:
        """Return why the day is no working day; nothing when it is one."""

    @abstractmethod
    def shut(self, us: int) -> tuple[Closure, ...]:
        """Return why an instant (in microseconds) lies outside opening hours; nothing when it lies inside."""

    @abstractmethod
    def open_reason(self, day: date) -> str:
        """Return the words for a day that counts."""

    @abstractmethod
    def hours_reason(self, us: int) -> str:
        """Return the words for opening time that counts."""

    @abstractmethod
    def offices(self) -> tuple["Calendar", ...]:
        """Return the single calendars behind this one."""

    @abstractmethod
    def opening(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the opening time of the days from `first` to `last`, in order and apart."""

    @abstractmethod
    def day_bounds(self, first: int, last: int) -> tuple[int, int]:
        """Return the instants between which `opening(first, last)` is complete."""

    def limits(self) -> tuple["Calendar", "Calendar"]:
        """Return the calendars whose list begins last and ends first: they bound what can be counted."""
        offices = self.offices()
        return max(offices, key=lambda each: each.known()[0]), min(offices, key=lambda each: each.known()[1])

    def known(self) -> tuple[int, int]:
        """Return the first and the last day that every list knows, as `date.toordinal()`."""
        return self.bounds

    def open_days(self, first: int, last: int) -> list[int]:
        """Return the working days from `first` to `last`, in order."""
        return [ordinal for ordinal in range(first, last + 1) if self.is_open(date.fromordinal(ordinal))]

    def refuse_unknown(self, day: date) -> None:
        """Raise BadInput where the day lies outside the list: `is_open` would only guess.

        Raises:
            BadInput: names the office and the end of its list.
        """
        begins, ends = (date.fromordinal(ordinal) for ordinal in self.bounds)
        first, last = self.limits()
        if day < begins:
            known, cure = f"{first.name} is known from {begins}", "Agree one that begins earlier."
        elif day > ends:
            known, cure = f"{last.name} is known until {ends}", "Agree one that reaches further."
        else:
            return
        raise BadInput(f"calendar {known}; {day} lies past it. {cure}")

    def local_day(self, instant: datetime) -> date:
        """Return the day that clocks in the calendar's zone show."""
        return instant.astimezone(self.tz).date()

    def is_open_at(self, instant: datetime) -> bool:
        """Return whether the instant lies in opening hours."""
        return not self.shut(micro(instant))

    def starts(self, day: date) -> datetime:
        """Return the first instant of the day: what `from` that day means."""
        return moment(day_start(day.toordinal(), self.tz), self.tz)

    def ends(self, day: date) -> datetime:
        """Return what `by` that day means: the start of the next day, or the hour at which periods end."""
        return moment(self.end_instant(day.toordinal()), self.tz)

    def end_instant(self, ordinal: int) -> int:
        """Return the same in microseconds for a day given as `date.toordinal()`."""
        if self.period_ends is None:
            return day_start(ordinal + 1, self.tz)
        return time_instant(ordinal, self.period_ends, self.tz)
