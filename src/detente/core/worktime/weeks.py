"""The week: which days are off, and at which hours the others are open."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from itertools import pairwise

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHICH = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
_PERIOD = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")

Periods = tuple[tuple[int, int], ...]  # minutes of the day, half-open; past 1440 on the day after


class Weekend(msgspec.Struct, frozen=True):
    """Days off by the week: every one of a weekday (0 is Monday), or only the n-th of the month (-1 is the last)."""

    every: frozenset[int] = frozenset()
    some: frozenset[tuple[int, int]] = frozenset()  # (which, weekday)

    def includes(self, day: date) -> bool:
        """Return whether the day is off by the week alone."""
        weekday = day.weekday()
        if weekday in self.every:
            return True
        return bool(self.some) and any(weekday == off and _is_nth(day, which) for which, off in self.some)


def _is_nth(day: date, which: int) -> bool:
    if which > 0:
        return (day.day - 1) // 7 + 1 == which
    return date.fromordinal(day.toordinal() + 7).month != day.month


def parse_weekend(words: Sequence[str]) -> Weekend:
    """Return the weekend that words such as `saturday`, `2nd saturday`, `last friday` name; none is a seven-day week.

    Raises:
        BadInput: a word is no weekday, or no place in the month.
    """
    every, some = set(), set()
    for word in words:
        which, _, name = word.rpartition(" ")
        weekday = _weekday(name, word)
        if not which:
            every.add(weekday)
        elif which in _WHICH:
            some.add((_WHICH[which], weekday))
        else:
            raise BadInput(f"'{word}' is no day of a weekend. Before a weekday stand 1st, 2nd, 3rd, 4th, 5th or last.")
    return Weekend(frozenset(every), frozenset(some))


def _weekday(name: str, whole: str) -> int:
    if name in WEEKDAYS:
        return WEEKDAYS.index(name)
    like = nearest(name, WEEKDAYS)
    cure = f"Nearest: '{like}'." if like else f"The weekdays are: {', '.join(WEEKDAYS)}."
    raise BadInput(f"'{whole}' names no weekday. {cure}")


class WeekHours(msgspec.Struct, frozen=True):
    """Opening hours by weekday, Monday first. A shift that crosses midnight belongs to the day it starts on."""

    days: tuple[Periods, ...] = ((),) * 7

    @property
    def first(self) -> Periods:
        """The hours of the first weekday that has any: those of a day opened out of turn."""
        return next((periods for periods in self.days if periods), ())


class HalfDay(msgspec.Struct, frozen=True):
    """A working day with hours of its own, such as Christmas Eve until noon."""

    name: str
    hours: Periods


def parse_hours(week: Mapping[str, Sequence[str]]) -> WeekHours:
    """Return the opening hours written as `{"monday to friday": ["09:00-12:30", "13:00-17:30"]}`.

    An end at or before its start lies on the day after (`20:00-04:00`); `00:00-24:00` is the whole day.

    Raises:
        BadInput: no weekday, no hours, a weekday named twice, or periods of one day that overlap.
    """
    days: dict[int, Periods] = {}
    for key, periods in week.items():
        parsed = parse_periods(periods, key)
        for weekday in _weekdays(key):
            if weekday in days:
                raise BadInput(f"hours: {WEEKDAYS[weekday]} is named twice, the second time in '{key}'.")
            days[weekday] = parsed
    return WeekHours(tuple(days.get(weekday, ()) for weekday in range(7)))


def _weekdays(key: str) -> list[int]:
    first, _, last = key.partition(" to ")
    start = _weekday(first, key)
    end = _weekday(last, key) if last else start
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def parse_periods(periods: Sequence[str], where: str) -> Periods:
    """Return periods such as `09:00-17:30` as minutes of the day, in order. `where` is named in errors."""
    found = sorted((_period(text, where), text) for text in periods)
    for ((_, end), text), ((start, _), following) in pairwise(found):
        if start < end:
            raise BadInput(f"hours of {where}: '{following}' overlaps '{text}'.")
    return tuple(period for period, _ in found)


def _period(text: str, where: str) -> tuple[int, int]:
    match = _PERIOD.fullmatch(text)
    start = _minutes(match[1]) if match else None
    end = 1440 if match and match[2] == "24:00" else _minutes(match[2]) if match else None
    if start is None or end is None:
        raise BadInput(f"hours of {where}: '{text}' is no period of a day. Write it like '09:00-17:30'.")
    if start == end:
        raise BadInput(f"hours of {where}: '{text}' has no length. The whole day is '00:00-24:00'.")
    return start, end if end > start else end + 1440


def _minutes(text: str) -> int | None:
    match = _HOUR.fullmatch(text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def parse_time(text: str) -> time:
    """Return the hour of the day written as `17:00`.

    Raises:
        BadInput: not two digits, a colon and two digits between 00:00 and 23:59.
    """
    minutes = _minutes(text)
    if minutes is None:
        raise BadInput(f"'{text}' is no hour of the day. Write it like '17:00'.")
    return time(minutes // 60, minutes % 60)
