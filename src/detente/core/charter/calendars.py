"""From a charter's `calendars` section to calendars that count."""

import datetime as dt
from collections.abc import Mapping

from detente.core.charter.model import Charter, Rules
from detente.core.charter.model.sections import CalendarEntry
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Calendar, CountingCalendar, HalfDay, Weekend, WeekHours, all_open, any_open
from detente.core.worktime.weeks import parse_hours, parse_periods, parse_weekend

ALL_OPEN, ANY_OPEN, NONE = "all open", "any open", "none"
_WHOLE_DAY = WeekHours((((0, 1440),),) * 7)
_EVER = dt.date(2299, 12, 31)


def calendars_of(charter: Rules, changed: Mapping[str, CountingCalendar] = {}) -> dict[str, CountingCalendar]:
    """Return every calendar a charter speaks of, by name.

    Beside the declared ones stand `none` (elapsed time in the charter's zone) and, where they are not declared,
    `all open` and `any open` over the parties' calendars (in a part of a charter: over all its lists).

    Args:
        changed: lists as they are by now, by name; what is combined of them follows.

    Raises:
        BadInput: an entry without `known until`, one that leads back to itself, or what worktime refuses.
    """
    return _Builder(charter, changed).calendars()


def calendar_for(charter: Rules, name: str = "") -> CountingCalendar:
    """Return one calendar; without a name the charter's own, and `none` where it names none.

    Raises:
        BadInput: no calendar of that name, or an entry that cannot be built.
    """
    return _Builder(charter).calendar(name or getattr(charter, "calendar", None) or NONE)


class _Builder:
    def __init__(self, charter: Rules, changed: Mapping[str, CountingCalendar] = {}) -> None:
        self.zone = charter.zone or "UTC"
        self.entries: Mapping[str, CalendarEntry] = getattr(charter, "calendars", {})
        self.parties = _of_parties(charter) or [name for name, entry in self.entries.items() if entry.of is None]
        self.built: dict[str, CountingCalendar] = dict(changed)
        self.begun: list[str] = []

    def calendars(self) -> dict[str, CountingCalendar]:
        combined = (ALL_OPEN, ANY_OPEN) if self.parties else ()
        return {name: self.calendar(name) for name in dict.fromkeys([*self.entries, *combined, NONE])}

    def calendar(self, name: str) -> CountingCalendar:
        if name not in self.built:
            if name in self.begun:
                raise BadInput(f"calendar {name} is made of itself: {' > '.join([*self.begun, name])}. Take one out.")
            self.begun.append(name)
            self.built[name] = self._build(name)
            self.begun.pop()
        return self.built[name]

    def _build(self, name: str) -> CountingCalendar:
        entry = self.entries.get(name)
        if entry is None:
            return self._implied(name)
        if entry.of is not None:
            return self._joint(name, entry.of, entry)
        return self._office(name, entry)

    def _implied(self, name: str) -> CountingCalendar:
        if name == NONE:
            return Calendar(
                name=NONE, zone=self.zone, weekend=Weekend(), holidays={}, hours=_WHOLE_DAY, known_until=_EVER
            )
        if name in (ALL_OPEN, ANY_OPEN) and self.parties:
            return self._joint(name, self.parties, CalendarEntry())
        raise BadInput(f"'{name}' is no calendar of this charter. It has: {', '.join([*self.entries, NONE])}.")

    def _joint(self, name: str, members: list[str], entry: CalendarEntry) -> CountingCalendar:
        """Put calendars together; only `any open` counts a day on which one of them is closed."""
        put = any_open if name == ANY_OPEN else all_open
        found = [self.calendar(member) for member in dict.fromkeys(members)]
        return put(name, found, zone=entry.zone or self.zone, period_ends=entry.period_ends)

    def _office(self, name: str, entry: CalendarEntry) -> Calendar:
        like = self._like(entry)
        known_until = entry.known_until or (like.known_until if like else None)
        if known_until is None:
            raise BadInput(f"calendar {name} does not say how far its list goes. Write 'known until: YEAR-MONTH-DAY'.")
        return Calendar(
            name=name,
            zone=entry.zone or self.zone,
            weekend=parse_weekend(entry.weekend or []),
            holidays=_holidays(entry, like),
            hours=parse_hours(entry.hours or {}),
            half_days={
                day: HalfDay(half.name, parse_periods(half.hours, f"{name}, {day}"))
                for day, half in entry.half_days.items()
            },
            open_days=entry.open_days,
            period_ends=entry.period_ends,
            known_from=entry.known_from or (like.known_from if like else None),
            known_until=known_until,
            source=entry.source or (like.source if like else ""),
            version=entry.version or (like.version if like else ""),
        )

    def _like(self, entry: CalendarEntry) -> Calendar | None:
        """The calendar whose days off this one shares."""
        if entry.holidays_as is None:
            return None
        found = self.calendar(entry.holidays_as)
        if not isinstance(found, Calendar):
            raise BadInput(
                f"'holidays as: {entry.holidays_as}' names calendars put together. Name one with a list of its own."
            )
        return found


def _holidays(entry: CalendarEntry, like: Calendar | None) -> dict[dt.date, str]:
    shared = like.holidays if like else {}
    return {day: reason for day, reason in (shared | entry.holidays).items() if day not in entry.open_days}


def _of_parties(charter: Rules) -> list[str]:
    if not isinstance(charter, Charter):
        return []
    return list(dict.fromkeys(party.calendar for party in charter.parties.values()))
