"""A slow clock that shares nothing with the product: a table of minutes per zone, and plain counting.

Standard library only. A minute is a number since BASE in UTC; a local minute is `ordinal * 1440 + minute of the day`.
Clocks on the wall may jump back, so a local time is reached when the highest time shown so far reaches it.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import compress
from zoneinfo import ZoneInfo

BASE = datetime(2026, 1, 10, tzinfo=UTC)
DAYS = 500
MINUTES = DAYS * 1440
FIRST_KNOWN, LAST_KNOWN = date(2026, 1, 14).toordinal(), date(2027, 5, 15).toordinal()

Minutes = tuple[tuple[int, int], ...]
Pauses = list[tuple[int, int]]


class OutOfTable(Exception):
    """The answer lies outside the table: the question is put aside."""


@lru_cache(maxsize=4)
def highest_shown(zone: str) -> "array[int]":
    """Return for every minute the highest local minute that clocks in the zone have shown until then."""
    tz, start, highest = ZoneInfo(zone), int(BASE.timestamp()), 0
    table = array("i")
    for minute in range(MINUTES):
        local = datetime.fromtimestamp(start + 60 * minute, tz)
        shown = local.toordinal() * 1440 + local.hour * 60 + local.minute
        highest = max(highest, shown)
        table.append(highest)
    return table


WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def is_off(words: list[str], ordinal: int) -> bool:
    """Return whether a weekend such as `saturday`, `2nd saturday`, `last friday` takes in the day: walks its month."""
    day = date.fromordinal(ordinal)
    first = day.replace(day=1).toordinal()
    month = [first + n for n in range(31) if date.fromordinal(first + n).month == day.month]
    alike = [each for each in month if (each - ordinal) % 7 == 0]
    names = ["1st", "2nd", "3rd", "4th", "5th"][alike.index(ordinal)], "last" if ordinal == alike[-1] else "no"
    weekday = WEEKDAYS[day.weekday()]
    return weekday in words or any(f"{name} {weekday}" in words for name in names)


def hours_of(week: dict[str, list[str]], ordinal: int) -> Minutes:
    """Return the opening hours that the week gives the day, by name."""
    weekday = WEEKDAYS[date.fromordinal(ordinal).weekday()]
    for key, periods in week.items():
        first, last = key.split(" to ") if " to " in key else (key, key)
        run = (WEEKDAYS * 2)[WEEKDAYS.index(first) :]
        if weekday in run[: run.index(last) + 1]:
            return tuple(_minutes(period) for period in periods)
    return ()


def _minutes(period: str) -> tuple[int, int]:
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in period.split("-"))
    return start, end if end > start else end + 1440


class OracleCalendar:
    """One office: its zone, which days are open, which minutes of a day, and the hour at which periods end."""

    def __init__(self, zone: str, is_open: Callable[[int], bool], hours: Callable[[int], Minutes], ends: int | None):
        self.zone, self.is_open, self.ends = zone, is_open, ends
        self.table = highest_shown(zone)
        self.flags = bytearray(MINUTES)
        for day in range(FIRST_KNOWN, LAST_KNOWN + 1):
            for start, end in hours(day) if is_open(day) else ():
                a, b = self.reached(day * 1440 + start), self.reached(day * 1440 + end)
                self.flags[a:b] = b"\1" * (b - a)
        self._set_minutes()

    def _set_minutes(self) -> None:
        self.open_minutes = list(compress(range(MINUTES), self.flags))

    def reached(self, local_minute: int) -> int:
        """Return the first minute at which clocks have shown this local minute or a later one."""
        minute = bisect_left(self.table, local_minute)
        if not 0 < minute < MINUTES:
            raise OutOfTable
        return minute

    def shown(self, minute: int) -> tuple[int, int]:
        """Return the local day and minute of the day that clocks show."""
        local = (BASE + timedelta(minutes=minute)).astimezone(ZoneInfo(self.zone))
        return local.toordinal(), local.hour * 60 + local.minute

    def end_of(self, day: int) -> int:
        """Return the minute at which a period that ends on this day is over."""
        return self.reached((day + 1) * 1440 if self.ends is None else day * 1440 + self.ends)


def together(zone: str, members: list[OracleCalendar], every: bool, ends: int | None) -> OracleCalendar:
    """Return several offices as one calendar: open when every, or any, office is."""
    meet = all if every else any
    joint = OracleCalendar(zone, lambda day: meet(member.is_open(day) for member in members), lambda _: (), ends)
    joint.flags = bytearray(meet(flags) for flags in zip(*(member.flags for member in members), strict=True))
    joint._set_minutes()
    return joint


class Question:
    """What is asked of both clocks; minutes since BASE throughout."""

    def __init__(self, anchor: int, n: int, unit: str, **more: object) -> None:
        self.anchor, self.n, self.unit = anchor, n, unit
        self.clear = bool(more.get("clear"))
        self.backward = bool(more.get("backward"))
        self.roll = str(more.get("roll", "none"))
        self.months = str(more.get("months", "corresponding"))
        zero = more.get("day_zero")
        self.day_zero = zero if isinstance(zero, int) else None
        pauses = more.get("pauses")
        self.pauses: Pauses = sorted(pauses) if isinstance(pauses, list) else []

    def __repr__(self) -> str:
        return f"Question({vars(self)})"


def answer(calendar: OracleCalendar, question: Question) -> tuple[int, int, int]:
    """Return the last day and the minutes at which it begins and the period ends."""
    if question.unit in ("hour", "business hour"):
        minute = _hours(calendar, question)
        return calendar.shown(minute)[0], minute, minute
    day = _days(calendar, question)
    return day, calendar.reached(day * 1440), calendar.end_of(day)


def _touched(calendar: OracleCalendar, day: int, pauses: Pauses) -> bool:
    start, end = calendar.reached(day * 1440), calendar.reached((day + 1) * 1440)
    return any(begin < end and stop > start for begin, stop in pauses if begin < stop)


def _days(calendar: OracleCalendar, question: Question) -> int:
    """A pause matters when it begins before the period is over, as far as the pauses before it have moved its end."""
    zero = calendar.shown(question.anchor)[0] if question.day_zero is None else question.day_zero
    active: Pauses = []
    day = _rolled(calendar, question.roll, _counted(calendar, question, zero, active), active)
    for pause in [] if question.backward else question.pauses:
        if pause[0] >= calendar.end_of(day):
            break
        active.append(pause)
        day = _rolled(calendar, question.roll, _counted(calendar, question, zero, active), active)
    return day


def _counted(calendar: OracleCalendar, question: Question, zero: int, active: Pauses) -> int:
    step = -1 if question.backward else 1
    left = _length(question, zero, step) + question.clear
    day = zero
    while left:
        day += step
        if not FIRST_KNOWN <= day <= LAST_KNOWN:
            raise OutOfTable
        counts = question.unit != "working day" or calendar.is_open(day)
        left -= counts and not _touched(calendar, day, active)
    return day


def _length(question: Question, zero: int, step: int) -> int:
    if question.unit in ("working day", "calendar day"):
        return question.n
    if question.unit == "week":
        return question.n * 7
    if question.unit == "month" and question.months == "30 days":
        return question.n * 30
    months = question.n * (12 if question.unit == "year" else 1)
    start = date.fromordinal(zero)
    year, month = start.year, start.month
    for _ in range(months):
        month += step
        if month in (0, 13):
            year, month = year + step, 12 if month == 0 else 1
    for day in range(start.day, 0, -1):
        try:
            return abs(date(year, month, day).toordinal() - zero)
        except ValueError:
            continue
    raise AssertionError("no month is without days")


def _rolled(calendar: OracleCalendar, roll: str, day: int, active: Pauses) -> int:
    if roll == "none" or calendar.is_open(day):
        return day
    step = 1 if roll == "next" else -1
    while True:
        day += step
        if not FIRST_KNOWN <= day <= LAST_KNOWN:
            raise OutOfTable
        if calendar.is_open(day) and not (roll == "next" and _touched(calendar, day, active)):
            return day


def _hours(calendar: OracleCalendar, question: Question) -> int:
    minute = _elapsed(question) if question.unit == "hour" else _opening(calendar, question)
    if not 0 < minute < MINUTES - 1:
        raise OutOfTable
    if question.roll == "none" or question.unit == "business hour":
        return minute
    active: Pauses = []
    found = _rolled_hour(calendar, question.roll, minute, active)
    for pause in [] if question.backward else question.pauses:
        if pause[0] >= found:
            break
        active.append(pause)
        found = _rolled_hour(calendar, question.roll, minute, active)
    return found


def _rolled_hour(calendar: OracleCalendar, roll: str, minute: int, active: Pauses) -> int:
    day, of_day = calendar.shown(minute)
    if calendar.is_open(day):
        return minute
    return calendar.reached(_rolled(calendar, roll, day, active) * 1440 + of_day)


def _paused(question: Question) -> set[int]:
    return {minute for start, end in question.pauses for minute in range(start, end)}


def _elapsed(question: Question) -> int:
    if question.backward:
        return question.anchor - 60 * question.n
    minute, left, paused = question.anchor, 60 * question.n, _paused(question)
    while left:
        left -= minute not in paused
        minute += 1
    return minute


def _opening(calendar: OracleCalendar, question: Question) -> int:
    left, minutes = 60 * question.n, calendar.open_minutes
    if not left:
        return question.anchor
    at = bisect_left(minutes, question.anchor)
    if question.backward:
        if at < left:
            raise OutOfTable
        return minutes[at - left]
    paused = _paused(question)
    for minute in minutes[at:]:
        left -= minute not in paused
        if not left:
            return minute + 1
    raise OutOfTable
