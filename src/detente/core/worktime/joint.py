"""Several offices' calendars counted as one: a day counts when all of them are open, or any."""

from collections.abc import Sequence
from datetime import date, time

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.calendars import Calendar
from detente.core.worktime.counting_calendar import Closure, CountingCalendar
from detente.core.worktime.tables import Tables, common, merged
from detente.core.worktime.zones import day_start, zone


class JointCalendar(CountingCalendar):
    """Calendars together. A date is judged by each office's own list; opening hours meet on the line of instants.

    It is known only as far as each of its calendars is: an office whose list has ended could be closed (which moves a
    deadline when all must be open) or open (which moves it when any will do).
    """

    __slots__ = ("every", "members")

    def __init__(
        self, name: str, members: Sequence[CountingCalendar], *, every: bool, zone_name: str, period_ends: time | None
    ) -> None:
        """Put calendars together; `every`: all must be open, otherwise any."""
        if not members:
            raise BadInput(f"calendar {name} puts no calendars together. Name at least one under 'of'.")
        self.name, self.zone, self.tz, self.period_ends = name, zone_name, zone(zone_name), period_ends
        self.members, self.every = tuple(members), every
        self.version = ", ".join(f"{each.name} {each.version}".strip() for each in self.offices())
        known = [office.known() for office in self.offices()]
        self.bounds = max(first for first, _ in known), min(last for _, last in known)
        self.tables = Tables(self)

    def __repr__(self) -> str:
        return f"JointCalendar({self.name!r}, {list(self.members)!r})"

    def offices(self) -> tuple[Calendar, ...]:
        """Return the single calendars behind this one, each once."""
        return tuple(dict.fromkeys(office for member in self.members for office in member.offices()))

    def is_open(self, day: date) -> bool:
        """Return whether the day counts."""
        return (all if self.every else any)(member.is_open(day) for member in self.members)

    def closures(self, day: date) -> tuple[Closure, ...]:
        """Return which calendars keep the day from counting, and why; nothing when it counts."""
        return self._together([member.closures(day) for member in self.members])

    def shut(self, us: int) -> tuple[Closure, ...]:
        """Return which calendars keep an instant (in microseconds) from counting, and why."""
        return self._together([member.shut(us) for member in self.members])

    def _together(self, found: list[tuple[Closure, ...]]) -> tuple[Closure, ...]:
        if not self.every and not all(found):
            return ()
        return tuple(dict.fromkeys(closure for closures in found for closure in closures))

    def open_reason(self, day: date) -> str:
        """Return `open at both`, or where the day is worked."""
        return self._open_at([member.name for member in self.members if member.is_open(day)])

    def hours_reason(self, us: int) -> str:
        """Return `open at both`, or where there are opening hours at the instant."""
        return self._open_at([member.name for member in self.members if not member.shut(us)])

    def _open_at(self, names: list[str]) -> str:
        if len(names) == len(self.members) > 1:
            return "open at both" if len(names) == 2 else "open at all"
        return "open at " + " and ".join(names)

    def opening(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the common (or any) opening time between the bounds of these days."""
        found = [member.opening(first - 2, last + 2) for member in self.members]
        whole = found[0]
        for stretches in found[1:]:
            whole = common(whole, stretches) if self.every else merged(whole + stretches)
        return common(whole, [self.day_bounds(first, last)])

    def day_bounds(self, first: int, last: int) -> tuple[int, int]:
        """Return the instants between which `opening(first, last)` is complete: an office's list may end earlier."""
        bounds = [(day_start(first, self.tz), day_start(last + 1, self.tz))]
        for office in self.offices():
            known_first, known_last = office.known()
            bounds.append(office.day_bounds(max(known_first, first - 2), min(known_last, last + 2)))
        return max(since for since, _ in bounds), min(until for _, until in bounds)


def all_open(
    name: str, calendars: Sequence[CountingCalendar], *, zone: str, period_ends: time | None = None
) -> JointCalendar:
    """Return a calendar in which a day counts when every one of `calendars` is open, in the charter's zone."""
    return JointCalendar(name, calendars, every=True, zone_name=zone, period_ends=period_ends)


def any_open(
    name: str, calendars: Sequence[CountingCalendar], *, zone: str, period_ends: time | None = None
) -> JointCalendar:
    """Return a calendar in which a day counts when any one of `calendars` is open, in the charter's zone."""
    return JointCalendar(name, calendars, every=False, zone_name=zone, period_ends=period_ends)
