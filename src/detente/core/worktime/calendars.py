"""Calendars: a dated list of days off, opening hours and a zone, as both sides agreed them."""

from collections.abc import Mapping
from datetime import date, time
from zoneinfo import ZoneInfo

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.changes import CalendarChange
from detente.core.worktime.counting_calendar import Closure, CountingCalendar
from detente.core.worktime.tables import Tables, known_range, merged
from detente.core.worktime.weeks import HalfDay, Periods, Weekend, WeekHours
from detente.core.worktime.zones import day_start, local_ordinal, minute_instant, zone

NO_HOURS = WeekHours()


class Calendar(CountingCalendar):
    """One office's working days and opening hours. Never changed once built; a change makes a new one."""

    __slots__ = ("half_days", "holidays", "hours", "known_from", "known_until", "opened", "source", "weekend")

    def __init__(
        self,
        *,
        name: str,
        zone: str,
        weekend: Weekend,
        holidays: Mapping[date, str],
        known_until: date,
        hours: WeekHours = NO_HOURS,
        half_days: Mapping[date, HalfDay] | None = None,
        open_days: Mapping[date, str] | None = None,
        period_ends: time | None = None,
        known_from: date | None = None,
        source: str = "",
        version: str = "",
    ) -> None:
        """Take the list as agreed.

        Args:
            holidays: days off with their names.
            half_days: working days with opening hours of their own.
            open_days: days off that are worked nevertheless, with the reason; where their weekday has no opening hours
                they have those of the week's first open day.
            period_ends: the hour of the last day at which periods end; without it they end with the day.
            known_from, known_until: the days for which the list is complete; nothing is counted beyond them.

        Raises:
            BadInput: an unknown zone, a day both closed and opened, or a list that ends before it begins.
        """
        self.name, self.zone, self.tz = name, zone, _zone(zone, name)
        self.weekend, self.hours = weekend, hours
        self.holidays, self.half_days, self.opened = dict(holidays), dict(half_days or {}), dict(open_days or {})
        self.period_ends, self.known_from, self.known_until = period_ends, known_from, known_until
        self.source, self.version = source, version
        self._check()
        self.bounds = known_range(known_from, known_until)
        self.tables = Tables(self)

    def __repr__(self) -> str:
        return f"Calendar({self.name!r}, version={self.version!r})"

    def _check(self) -> None:
        for day in sorted(self.holidays.keys() & self.opened.keys()):
            closed, opened = self.holidays[day], self.opened[day]
            raise BadInput(f"calendar {self.name}: {day} is both closed ({closed}) and opened ({opened}). Keep one.")
        if self.known_from and self.known_from > self.known_until:
            begins, ends = self.known_from, self.known_until
            raise BadInput(f"calendar {self.name} is known until {ends}, before it begins on {begins}. Exchange them.")

    def is_open(self, day: date) -> bool:
        """Return whether the day is a working day, by the list."""
        return day in self.opened or not (day in self.holidays or self.weekend.includes(day))

    def closures(self, day: date) -> tuple[Closure, ...]:
        """Return why the day is no working day (`weekend` before a day off on a weekend); nothing when it is one."""
        if self.is_open(day):
            return ()
        return (Closure(self.name, "weekend" if self.weekend.includes(day) else self.holidays[day]),)

    def open_reason(self, day: date) -> str:
        """Return `working day`, or why the day is worked although it would be off."""
        return self.opened.get(day) or "working day"

    def hours_reason(self, us: int) -> str:  # noqa: ARG002 (one office has one answer)
        """Return `opening hours`."""
        return "opening hours"

    def offices(self) -> tuple["Calendar", ...]:
        """Return this calendar alone."""
        return (self,)

    def with_change(self, change: CalendarChange) -> "Calendar":
        """Return the calendar with days closed and opened; its version names the day of the change."""
        closed, opened = dict(change.closed), dict(change.opened)
        return Calendar(
            name=self.name,
            zone=self.zone,
            weekend=self.weekend,
            hours=self.hours,
            holidays={day: name for day, name in self.holidays.items() if day not in opened} | closed,
            half_days=self.half_days,
            open_days={day: reason for day, reason in self.opened.items() if day not in closed} | opened,
            period_ends=self.period_ends,
            known_from=self.known_from,
            known_until=self.known_until,
            source=self.source,
            version=f"{self.version}+{change.effective.astimezone(self.tz).date()}",
        )

    def periods(self, day: date) -> Periods:
        """Return the opening hours that begin on a day, in minutes of that day."""
        if not self.is_open(day):
            return ()
        if day in self.half_days:
            return self.half_days[day].hours
        listed = self.hours.days[day.weekday()]
        return listed or (self.hours.first if day in self.opened else ())

    def shut(self, us: int) -> tuple[Closure, ...]:
        """Return why an instant (in microseconds) lies outside opening hours; nothing when it lies inside."""
        ordinal = local_ordinal(us, self.tz)
        table = self.tables.hours_over(ordinal - 1, ordinal + 1)
        if table.passed(us + 1) > table.passed(us):
            return ()
        day = date.fromordinal(ordinal)
        return self.closures(day) or (Closure(self.name, self._why_shut(us, ordinal, self.periods(day))),)

    def _why_shut(self, us: int, ordinal: int, periods: Periods) -> str:
        if not periods:
            return "no opening hours"
        if us < minute_instant(ordinal, periods[0][0], self.tz):
            return "before opening"
        return "after closing" if us >= minute_instant(ordinal, periods[-1][1], self.tz) else "break"

    def opening(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the opening time of the days from `first` to `last`, with the shift that runs into the first."""
        first, last = max(first - 1, self.known()[0]), min(last, self.known()[1])
        return merged(
            [
                (minute_instant(ordinal, start, self.tz), minute_instant(ordinal, end, self.tz))
                for ordinal in range(first, last + 1)
                for start, end in self.periods(date.fromordinal(ordinal))
            ]
        )

    def day_bounds(self, first: int, last: int) -> tuple[int, int]:
        """Return the instants between which `opening(first, last)` is complete."""
        return day_start(first, self.tz), day_start(last + 1, self.tz)


def _zone(name: str, calendar: str) -> ZoneInfo:
    try:
        return zone(name)
    except BadInput as error:
        raise BadInput(f"calendar {calendar}: {error}") from None
