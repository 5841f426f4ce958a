"""A hundred thousand random clocks over forty zones, each counted twice: no answer may differ.

The oracle is a table of minutes and plain counting; it imports nothing of the product.
"""

import importlib.util
import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from detente.core import worktime
from detente.core.worktime import Calendar, CountingCalendar, HalfDay, Span, Unit, all_open, any_open

_spec = importlib.util.spec_from_file_location("worktime_oracle", Path(__file__).with_name("oracle.py"))
assert _spec
assert _spec.loader
oracle: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

CLOCKS_PER_ZONE = 2_500
ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Lagos", "America/Asuncion",
    "America/Chicago", "America/Havana", "America/Los_Angeles", "America/New_York", "America/Nuuk", "America/Phoenix",
    "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Colombo",
    "Asia/Dubai", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Singapore",
    "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon", "Atlantic/Azores", "Australia/Adelaide", "Australia/Eucla",
    "Australia/Lord_Howe", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/London", "Pacific/Apia",
    "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Marquesas",
]  # fmt: skip
WEEKENDS = [["saturday", "sunday"], ["friday", "saturday"], ["sunday", "2nd saturday", "4th saturday"], ["last friday"]]
WEEKS = [
    {"monday to friday": ["09:00-17:30"]},
    {"monday to friday": ["08:30-12:30", "13:00-18:30"], "saturday": ["08:30-13:00"]},
    {"sunday to thursday": ["08:00-16:00"], "friday": ["00:30-01:15", "02:15-02:45"]},
    {"monday to friday": ["20:00-04:00"]},
    {"monday to sunday": ["00:00-24:00"]},
    {"saturday to tuesday": ["22:30-02:30"], "wednesday": ["00:00-00:30", "23:30-00:00"], "friday": ["02:00-03:00"]},
]
HALF_DAYS = [((540, 720),), ((30, 150),), ((1_380, 1_560),)]
PERIOD_ENDS = [None, None, time(17), time(14), time(2, 30), time(0, 30)]
DAY_UNITS = [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH]
LONGEST = {
    Unit.WORKING_DAY: 30, Unit.CALENDAR_DAY: 45, Unit.WEEK: 6, Unit.MONTH: 2, Unit.YEAR: 1, Unit.HOUR: 90,
    Unit.BUSINESS_HOUR: 60,
}  # fmt: skip

Pair = tuple[CountingCalendar, Any]  # an oracle.OracleCalendar


def office(name: str, zone: str, dice: random.Random) -> Pair:
    """One random list, for the product and for the oracle."""
    known = range(oracle.FIRST_KNOWN, oracle.LAST_KNOWN)
    holidays = {date.fromordinal(dice.choice(known)): "day off" for _ in range(25)}
    opened = {date.fromordinal(dice.choice(known)): "made up for" for _ in range(6)}
    opened = {day: reason for day, reason in opened.items() if day not in holidays}
    halves = {date.fromordinal(dice.choice(known)): HalfDay("half", dice.choice(HALF_DAYS)) for _ in range(12)}
    weekend, week = dice.choice(WEEKENDS), dice.choice(WEEKS)
    ends = dice.choice(PERIOD_ENDS)
    calendar = Calendar(
        name=name,
        zone=zone,
        weekend=worktime.parse_weekend(weekend),
        hours=worktime.parse_hours(week),
        holidays=holidays,
        half_days=halves,
        open_days=opened,
        period_ends=ends,
        known_from=date.fromordinal(oracle.FIRST_KNOWN),
        known_until=date.fromordinal(oracle.LAST_KNOWN),
    )

    def is_open(ordinal: int) -> bool:
        day = date.fromordinal(ordinal)
        return day in opened or (day not in holidays and not oracle.is_off(weekend, ordinal))

    def hours(ordinal: int) -> Any:
        day = date.fromordinal(ordinal)
        if day in halves:
            return halves[day].hours
        monday = 7 * 105_000 + 1
        first = next(found for n in range(7) if (found := oracle.hours_of(week, monday + n)))
        return oracle.hours_of(week, ordinal) or (first if day in opened else ())

    return calendar, oracle.OracleCalendar(zone, is_open, hours, ends and ends.hour * 60 + ends.minute)


def calendars(zone: str, dice: random.Random) -> list[Pair]:
    """Two lists in the zone, one elsewhere, and three ways to put them together."""
    one, two = office("one", zone, dice), office("two", zone, dice)
    far = office("far", "Asia/Kolkata", dice)
    joint: list[Pair] = []
    for every, members, ends in [(True, (one, far), time(14)), (False, (two, far), None), (False, (one, two), None)]:
        put = all_open if every else any_open
        mine = put("joint", [pair[0] for pair in members], zone=zone, period_ends=ends)
        slow = oracle.together(zone, [pair[1] for pair in members], every, ends and ends.hour * 60)
        joint.append((mine, slow))
    return [one, two, *joint]


def question(dice: random.Random, zone: str) -> Any:
    """A random clock, with everything that can move it."""
    unit = dice.choice([*DAY_UNITS, Unit.HOUR, Unit.HOUR, Unit.BUSINESS_HOUR, Unit.BUSINESS_HOUR])
    backward = dice.random() < 0.25
    first, last = 90, 380
    if dice.random() < 0.02:
        unit = Unit.YEAR
        first, last = (400, 460) if backward else (20, 60)
    anchor = dice.randrange(first * 1440, last * 1440)
    hours = unit in (Unit.HOUR, Unit.BUSINESS_HOUR)
    zero = None
    if not hours and dice.random() < 0.2:
        zero = moment(anchor).astimezone(ZoneInfo(zone)).toordinal() + dice.choice([-1, 1])
    return oracle.Question(
        anchor, dice.randint(0, LONGEST[unit]), unit.value, clear=not hours and dice.random() < 0.2, backward=backward,
        roll=dice.choice(["none", "none", "next", "previous"]), months=dice.choice(["corresponding", "30 days"]),
        day_zero=zero, pauses=pauses(dice, anchor, backward) if dice.random() < 0.4 else [],
    )  # fmt: skip


def pauses(dice: random.Random, anchor: int, backward: bool) -> list[tuple[int, int]]:
    """Up to three pauses around and after the anchor; they may touch, overlap or be empty."""
    found = []
    for _ in range(dice.randint(1, 3)):
        start = anchor + dice.randrange((-30 if backward else -2) * 1440, 25 * 1440)
        found.append((start, start + dice.choice([0, 1, 90, 600, 1440, dice.randrange(6 * 1440)])))
    return found


def moment(minute: int) -> datetime:
    """A minute of the oracle's table as an instant."""
    base: datetime = oracle.BASE
    return base + timedelta(minutes=minute)


def product(calendar: CountingCalendar, asked: Any) -> tuple[int, datetime, datetime]:
    """What the product answers."""
    due = worktime.count(
        moment(asked.anchor), Span(asked.n, Unit(asked.unit), asked.clear), calendar, backward=asked.backward,
        roll=asked.roll, months=asked.months, pauses=[(moment(start), moment(end)) for start, end in asked.pauses],
        day_zero=None if asked.day_zero is None else date.fromordinal(asked.day_zero),
    )  # fmt: skip
    return due.last_day.toordinal(), due.begins.astimezone(UTC), due.ends.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_no_answer_differs_from_plain_counting(zone: str) -> None:
    dice = random.Random(f"worktime {zone}")
    pairs, compared, different = calendars(zone, dice), 0, []
    while compared < CLOCKS_PER_ZONE:
        (mine, slow), asked = dice.choice(pairs), question(dice, zone)
        try:
            day, begins, ends = oracle.answer(slow, asked)
        except oracle.OutOfTable:
            continue
        compared += 1
        expected = day, moment(begins), moment(ends)
        if product(mine, asked) != expected:
            different.append((mine, asked, expected, product(mine, asked)))
    assert len(different) == 0, different[0]


def test_there_are_forty_zones_and_a_hundred_thousand_clocks() -> None:
    assert len(set(ZONES)) == 40
    assert len(ZONES) * CLOCKS_PER_ZONE == 100_000
