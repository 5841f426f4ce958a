"""When a message may leave, by the charter's section on notifications: rules alone, told the time (decision 0047).

Classes: N1 notice with legal effect, N2 your turn, N3 half of the time or last working day, N4 moved to a level,
N5 offer or reply waiting, N6 meeting, N7 everything else, once a day.
"""

import datetime as dt
from enum import StrEnum

import msgspec

from detente.core.charter.model import Charter
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import (
    Calendar,
    CountingCalendar,
    business_minutes,
    next_opening,
    parse_hours,
    parse_weekend,
    zone,
)

MERGED_AFTER = dt.timedelta(minutes=10)  # offers and replies of one matter become one message
_FAR = dt.date(2199, 12, 31)
_BISECTIONS = 24


class Position(StrEnum):
    """The one selector a person has in each relationship."""

    HAPPENS = "happens"
    DAILY = "daily"
    LEGAL = "legal"


class Pace(StrEnum):
    """How fast a message leaves."""

    AT_ONCE = "at once"
    IN_HOURS = "in own working hours"
    DIGEST = "digest"


POLICY = {
    "notice": "N1", "bounced": "N1", "turn": "N2", "half": "N3", "last": "N3", "level": "N4", "told": "N4",
    "waiting": "N5", "room": "N5", "agenda": "N6", "minutes": "N6", "digest": "N7",
}  # fmt: skip
STRENGTH = tuple(POLICY)  # of what one fact says to one person, the first of these is the message
INTERRUPTING = frozenset(POLICY) - {"digest"}
_WORDS = {
    "turn": "your turn", "half": "half of the time is over", "last": "last working day", "level": "moved to your level",
    "told": "moved to your level", "waiting": "offer waiting", "room": "offer waiting",
}  # fmt: skip
_LEGAL = frozenset({"notice", "bounced", "turn", "last", "level", "told"})
_YIELDS = frozenset({"half", "waiting", "room", "minutes"})  # to the digest, above the budget or by choice


class Rules(msgspec.Struct, frozen=True):
    """What a charter says of messages; without its section, what stands here."""

    at_once: frozenset[str] = frozenset({"notice", "moved to your level"})
    in_hours: frozenset[str] = frozenset({"your turn", "half of the time is over", "last working day", "offer waiting"})
    at_most: int = 3
    digest_at: dt.time = dt.time(8)
    digest_zone: str = "own"


def rules_of(charter: Charter) -> Rules:
    """Return what a charter says of messages."""
    said = charter.notifications
    if said is None:
        return Rules()
    digest = said.digest
    return Rules(
        frozenset(said.at_once),
        frozenset(said.in_own_working_hours),
        said.budget.at_most,
        digest.at if digest else dt.time(8),
        digest.zone if digest else "own",
    )


def pace_of(template: str, rules: Rules) -> Pace:
    """Return how fast a message of this kind leaves: a notice always at once, what the charter leaves out daily."""
    if POLICY[template] == "N1":
        return Pace.AT_ONCE
    word = _WORDS.get(template)
    if word is None:
        return Pace.IN_HOURS
    if word in rules.at_once:
        return Pace.AT_ONCE
    return Pace.IN_HOURS if word in rules.in_hours else Pace.DIGEST


def is_wanted(template: str, position: Position) -> bool:
    """Return whether a person in this position is sent such a message at all."""
    return position is not Position.LEGAL or template in _LEGAL


def is_folded(template: str, position: Position, *, days_left: int | None) -> bool:
    """Return whether it waits for the digest instead; `days_left` are whole working days until its clock rings."""
    if position is not Position.DAILY:
        return False
    return template in _YIELDS or (template == "turn" and days_left is not None and days_left > 2)


def yields(template: str) -> bool:
    """Return whether it waits for the digest on a day that has its number of messages."""
    return template in _YIELDS


class Desk(msgspec.Struct, frozen=True):
    """Where somebody works: the zone, and the calendar of their office."""

    zone: str
    calendar: CountingCalendar

    def local_day(self, at: dt.datetime) -> dt.date:
        """Return the day it is there."""
        return at.astimezone(zone(self.zone)).date()

    def works_on(self, day: dt.date) -> bool:
        """Return whether the office is open on a day; beyond its list every weekday counts."""
        first, last = self.calendar.known()
        return self.calendar.is_open(day) if first <= day.toordinal() <= last else day.weekday() < 5

    def opening(self, at: dt.datetime) -> dt.datetime:
        """Return the first instant at or after `at` at which somebody sits there; beyond the list `at` itself."""
        try:
            return next_opening(at, self.calendar).astimezone(dt.UTC)
        except BadInput:
            return at

    def instant(self, day: dt.date, hour: dt.time) -> dt.datetime:
        """Return an hour of a day there."""
        return dt.datetime.combine(day, hour, zone(self.zone)).astimezone(dt.UTC)

    def midnight(self, at: dt.datetime) -> dt.datetime:
        """Return when the day began there."""
        return self.instant(self.local_day(at), dt.time())

    def minutes(self, start: dt.datetime, end: dt.datetime) -> int:
        """Return the working minutes between two instants; elapsed ones beyond the list."""
        try:
            return max(0, business_minutes(start, end, self.calendar))
        except BadInput:
            return max(0, (end - start) // dt.timedelta(minutes=1))


def neutral_desk(place: str) -> Desk:
    """Return the desk of somebody whose calendar no charter lists: weekdays, nine to five."""
    made = Calendar(
        name="own hours", zone=place, weekend=parse_weekend(["saturday", "sunday"]), holidays={},
        hours=parse_hours({"monday to friday": ["09:00-17:00"]}), known_until=_FAR,
    )  # fmt: skip
    return Desk(place, made)


def held_until(template: str, at: dt.datetime, *, due: dt.datetime | None, desk: Desk, rules: Rules) -> dt.datetime:
    """Return when a message leaves: at once, or when its reader next works, or earlier if its clock rings before."""
    merged = at + MERGED_AFTER if POLICY[template] == "N5" else at
    if pace_of(template, rules) is not Pace.IN_HOURS:
        return merged
    opens = desk.opening(merged)
    return at if due is not None and opens >= due else opens


def half_of(start: dt.datetime, due: dt.datetime, desk: Desk) -> dt.datetime | None:
    """Return when half of the working time is over; nothing for a clock of up to two working days."""
    whole = desk.minutes(start, due)
    if len(_days_between(start, due, desk)) <= 3:
        return None
    low, high = start, due
    for _ in range(_BISECTIONS):
        middle = low + (high - low) / 2
        low, high = (middle, high) if desk.minutes(start, middle) * 2 < whole else (low, middle)
    return desk.opening(high.replace(microsecond=0))


def last_morning_of(start: dt.datetime, due: dt.datetime, desk: Desk) -> dt.datetime | None:
    """Return when the last working day before a clock rings begins; nothing where it began before the clock did."""
    days = _days_between(start, due, desk)
    for day in reversed(days):
        opens = desk.opening(desk.instant(day, dt.time()))
        if opens < due:
            return opens if opens > start and desk.local_day(opens) != desk.local_day(start) else None
    return None


def working_days_left(at: dt.datetime, due: dt.datetime, desk: Desk) -> int:
    """Return how many whole working days lie between today and the day a clock rings."""
    return max(0, len(_days_between(at, due, desk)) - 1)


def _days_between(start: dt.datetime, due: dt.datetime, desk: Desk) -> list[dt.date]:
    """The working days from one instant's day to another's, both included; at most the last 400 of them."""
    first, last = desk.local_day(start), desk.local_day(due)
    first = max(first, last - dt.timedelta(days=600))
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if desk.works_on(day)]
