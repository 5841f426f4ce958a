"""When a message leaves: the charter's words, the reader's own desk."""

import datetime as dt

from detente.clerk import policy
from detente.clerk.policy import Desk, Pace, Position, Rules
from detente.core.worktime import Calendar, parse_hours, parse_weekend

PUNE = Desk(
    "Asia/Kolkata",
    Calendar(
        name="pune", zone="Asia/Kolkata", weekend=parse_weekend(["saturday", "sunday"]), holidays={
            dt.date(2026, 11, 10): "Diwali Balipratipada"
        }, hours=parse_hours({"monday to friday": ["09:30-18:30"]}), known_until=dt.date(2027, 3, 31),
    ),
)  # fmt: skip
FRIDAY_NIGHT = dt.datetime(2026, 11, 6, 20, tzinfo=dt.UTC)  # Saturday 01:30 in Pune
MONDAY_MORNING = dt.datetime(2026, 11, 9, 4, tzinfo=dt.UTC)  # 09:30 in Pune


def test_a_notice_leaves_at_once_whatever_the_charter_lists() -> None:
    rules = Rules(at_once=frozenset(), in_hours=frozenset())
    assert policy.pace_of("notice", rules) is Pace.AT_ONCE
    assert policy.pace_of("turn", rules) is Pace.DIGEST


def test_a_charter_that_says_at_once_is_not_waited_with() -> None:
    assert policy.pace_of("turn", Rules(at_once=frozenset({"your turn"}))) is Pace.AT_ONCE
    assert policy.pace_of("turn", Rules()) is Pace.IN_HOURS


def test_your_turn_waits_for_the_readers_next_morning() -> None:
    held = policy.held_until("turn", FRIDAY_NIGHT, due=None, desk=PUNE, rules=Rules())
    assert held == MONDAY_MORNING


def test_your_turn_leaves_at_once_when_its_clock_rings_before_that_morning() -> None:
    due = FRIDAY_NIGHT + dt.timedelta(hours=48)
    assert policy.held_until("turn", FRIDAY_NIGHT, due=due, desk=PUNE, rules=Rules()) == FRIDAY_NIGHT


def test_an_offer_is_held_ten_minutes() -> None:
    at = MONDAY_MORNING + dt.timedelta(hours=1)
    held = policy.held_until("waiting", at, due=None, desk=PUNE, rules=Rules())
    assert held == at + dt.timedelta(minutes=10)


def test_half_of_the_working_time_is_counted_at_the_readers_desk() -> None:
    due = dt.datetime(2026, 11, 20, 13, tzinfo=dt.UTC)  # Friday 18:30 in Pune: 9 working days, Diwali left out
    half = policy.half_of(MONDAY_MORNING, due, PUNE)
    assert half is not None
    assert half == dt.datetime(2026, 11, 16, 4, tzinfo=dt.UTC).replace(hour=half.hour, minute=half.minute)
    assert abs(PUNE.minutes(MONDAY_MORNING, half) - PUNE.minutes(half, due)) <= 2
    assert policy.half_of(MONDAY_MORNING, MONDAY_MORNING + dt.timedelta(days=2), PUNE) is None


def test_the_last_working_day_begins_in_the_morning_and_not_before_the_clock() -> None:
    due = dt.datetime(2026, 11, 11, 13, tzinfo=dt.UTC)
    assert policy.last_morning_of(MONDAY_MORNING, due, PUNE) == dt.datetime(2026, 11, 11, 4, tzinfo=dt.UTC)
    assert policy.last_morning_of(MONDAY_MORNING, MONDAY_MORNING + dt.timedelta(hours=3), PUNE) is None
    on_the_holiday = dt.datetime(2026, 11, 10, 13, tzinfo=dt.UTC)
    assert policy.last_morning_of(MONDAY_MORNING, on_the_holiday, PUNE) is None


def test_off_means_off_and_the_law_is_never_off() -> None:
    off = {template for template in policy.POLICY if not policy.is_wanted(template, Position.LEGAL)}
    assert off == {"half", "waiting", "room", "agenda", "minutes", "digest"}


def test_daily_keeps_your_turn_for_the_summary_while_there_is_time() -> None:
    assert policy.is_folded("turn", Position.DAILY, days_left=3)
    assert not policy.is_folded("turn", Position.DAILY, days_left=2)
    assert not policy.is_folded("level", Position.DAILY, days_left=9)
    assert not policy.is_folded("waiting", Position.HAPPENS, days_left=9)


def test_beyond_the_list_of_days_off_every_weekday_counts() -> None:
    assert PUNE.works_on(dt.date(2029, 1, 1))
    late = dt.datetime(2029, 1, 1, tzinfo=dt.UTC)
    assert PUNE.opening(late) == late
