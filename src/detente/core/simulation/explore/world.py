"""What a search plays in: the charter made ready to run, calendars that do not end, people in their seats, notices."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from detente.core.charter.calendars import NONE, calendars_of
from detente.core.charter.model import Charter, Rules
from detente.core.charter.model.record import data_of
from detente.core.charter.phrases import GuardKind
from detente.core.engine import Program
from detente.core.procedures import Compiled
from detente.core.vocabulary.facts import CharterVersion
from detente.core.worktime import Calendar, CountingCalendar, Weekend, deemed_receipt, parse_receipt
from detente.core.worktime.weeks import parse_hours, parse_weekend

_EVER = dt.date(2298, 12, 31)
_WEEKEND, _HOURS = ["saturday", "sunday"], {"monday to friday": ["09:00-17:00"]}
DEFAULT_START = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)  # of a part, which takes effect on no day
OPENING_HOUR = 10

Arrival = Callable[[dt.datetime, str], dt.datetime]  # sent, receiving party -> received


class World:
    """A charter for a search. `persons` finds somebody for a party and a role ('' is the party itself)."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled, self.charter = compiled, compiled.charter
        self.whole = isinstance(compiled.charter, Charter)
        version = compiled.charter.version if isinstance(compiled.charter, Charter) else 1
        self.program = Program(compiled, version, (long_calendars(compiled.charter),))
        self.version = CharterVersion(sha256="0" * 64, version=version)
        self.names = compiled.document.names
        self.parties = self.program.parties
        self.numbers = {name: f"p-{number}" for number, name in enumerate(self.program.people, 1)}
        self.program.persons = {number: name for name, number in self.numbers.items()}
        self.persons = _persons(compiled.charter)
        self.arrival = _arrival(compiled.charter, self.program)

    @property
    def tz(self) -> dt.tzinfo:
        """The zone of the charter's own calendar."""
        return self.program.calendar(getattr(self.charter, "calendar", None) or NONE, 0).tz

    def person(self, party: str, role: str) -> str:
        """Return who acts for a party in a role, empty where the charter names nobody."""
        found = self.persons.get((party, role), "")
        return found if found in self.numbers else ""

    def start(self) -> dt.datetime:
        """Return when a matter begins if nobody says: on the day the charter takes effect."""
        effective = getattr(self.charter, "effective", DEFAULT_START)
        return self.opening(effective.astimezone(self.tz).date())

    def opening(self, day: dt.date) -> dt.datetime:
        """Return the hour of a day at which a matter begins."""
        return dt.datetime.combine(day, dt.time(OPENING_HOUR), self.tz).astimezone(dt.UTC)

    def programs(self, guards: Any) -> list[Program]:
        """Return the program with every seat filled, and where a guard asks, one with the asked-for seats vacant."""
        asked = {guard.subject for guard in guards if guard.kind is GuardKind.SEAT and guard.words == ("vacant",)}
        if not asked:
            return [self.program]
        other = Program(self.compiled, self.program.version, self.program.generations)
        other.persons, other.vacant = self.program.persons, frozenset(asked)
        return [self.program, other]


def long_calendars(charter: Rules) -> dict[str, CountingCalendar]:
    """Return the charter's calendars as if their lists went on: after the last known day only weekends are off.

    A part of a charter that names no calendar, or one it does not list, counts weeks of five days and no days off.
    """
    entries = getattr(charter, "calendars", {})
    longer = {
        name: entry if entry.of else entry.model_copy(update={"known_until": _EVER}) for name, entry in entries.items()
    }
    if longer:
        charter = charter.model_copy(update={"calendars": longer})
    found = calendars_of(charter)
    if isinstance(charter, Charter):
        return found
    week = _week(charter.zone or "UTC")
    return _Weeks({**found, NONE: week} if not getattr(charter, "calendar", None) else found, week)


class _Weeks(dict[str, CountingCalendar]):
    def __init__(self, known: dict[str, CountingCalendar], week: CountingCalendar) -> None:
        super().__init__(known)
        self.week = week

    def __missing__(self, name: str) -> CountingCalendar:
        return self.week


def _week(zone: str) -> Calendar:
    return Calendar(
        name="weeks of five days", zone=zone, weekend=parse_weekend(_WEEKEND) if _WEEKEND else Weekend(),
        holidays={}, hours=parse_hours(_HOURS), known_until=_EVER,
    )  # fmt: skip


def _persons(charter: Rules) -> dict[tuple[str, str], str]:
    """Whoever holds each role for each party, and for the party itself the first that acts for it."""
    found: dict[tuple[str, str], str] = {}
    if not isinstance(charter, Charter):
        return found
    for role, sides in charter.roles.items():
        for party, holder in sides.items():
            found[party, role] = holder.holder
            if holder.acts_for:
                found.setdefault((holder.acts_for, ""), holder.holder)
    return found


def _arrival(charter: Rules, program: Program) -> Arrival:
    """Notices go by the first method the charter names; without one they arrive at once."""
    notices = getattr(charter, "notices", None)
    if notices is None:
        return lambda sent, _to: sent
    rule = parse_receipt(data_of(next(iter(notices.methods.values()))))
    parties = charter.parties if isinstance(charter, Charter) else {}

    def arrives(sent: dt.datetime, to: str) -> dt.datetime:
        own = parties[to].calendar if to in parties else getattr(charter, "calendar", "")
        name = own if notices.calendar == "recipient" else notices.calendar
        return deemed_receipt(sent, rule, program.calendar(name, 0)).at.astimezone(dt.UTC)

    return arrives
