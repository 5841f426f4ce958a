"""Calendars: what a day is, how far a list reaches, and what is said beyond it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import (
    Calendar,
    HalfDay,
    JointCalendar,
    all_open,
    any_open,
    business_minutes,
    business_time,
    count,
    next_opening,
    nth_round,
    parse_hours,
    parse_span,
    parse_weekend,
)

MARCH = datetime(2026, 3, 30, 10, tzinfo=UTC)


def refused(what: Callable[[], object]) -> str:
    with pytest.raises(BadInput) as caught:
        what()
    return str(caught.value)


@pytest.mark.parametrize(
    ("anchor", "span", "options", "message"),
    [
        (
            datetime(2027, 12, 1, 12, tzinfo=UTC),
            "30 working days",
            {},
            "calendar england is known until 2027-12-31; 30 working days after 2027-12-01 run past it."
            " Agree one that reaches further.",
        ),
        (
            datetime(2027, 12, 31, 12, tzinfo=UTC),
            "1 working day",
            {},
            "calendar england is known until 2027-12-31; 1 working day after 2027-12-31 runs past it."
            " Agree one that reaches further.",
        ),
        (
            datetime(2026, 1, 5, 12, tzinfo=UTC),
            "5 working days",
            {"backward": True},
            "calendar england is known from 2026-01-01; 5 working days before 2026-01-05 run past it."
            " Agree one that begins earlier.",
        ),
        (
            datetime(2025, 12, 1, 12, tzinfo=UTC),
            "5 working days",
            {},
            "calendar england is known from 2026-01-01; 5 working days after 2025-12-01 run past it."
            " Agree one that begins earlier.",
        ),
        (
            datetime(2027, 12, 30, 12, tzinfo=UTC),
            "30 business hours",
            {},
            "calendar england is known until 2027-12-31; 30 business hours after 2027-12-30 run past it."
            " Agree one that reaches further.",
        ),
        (
            datetime(2026, 1, 2, 9, tzinfo=UTC),
            "30 business hours",
            {"backward": True},
            "calendar england is known from 2026-01-01; 30 business hours before 2026-01-02 run past it."
            " Agree one that begins earlier.",
        ),
        (
            datetime(2027, 12, 20, 12, tzinfo=UTC),
            "30 calendar days",
            {"roll": "next"},
            "calendar england is known until 2027-12-31; the next working day from 2028-01-19 lies past it."
            " Agree one that reaches further.",
        ),
        (
            MARCH,
            "5 working days",
            {"pauses": [(datetime(2026, 4, 1, tzinfo=UTC), None)]},
            "5 working days after 2026-03-30 stand still since 2026-04-01T01:00:00+01:00."
            " The pause has to end before they can be counted.",
        ),
        (
            MARCH,
            "5 working days",
            {"pauses": [(datetime(2026, 4, 2, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))]},
            "a pause ends at 2026-04-01T00:00:00+00:00, before it begins at 2026-04-02T00:00:00+00:00. Exchange them.",
        ),
        (MARCH, "1 week", {"roll": "up"}, "roll: 'up' is no direction. Write 'none', 'next' or 'previous'."),
        (MARCH, "1 month", {"months": "31"}, "months: '31' is no way to count. Write 'corresponding' or '30 days'."),
        (
            datetime(2026, 3, 30, 10),  # noqa: DTZ001
            "1 week",
            {},
            "the anchor 2026-03-30T10:00:00 names no zone. Write it with its offset.",
        ),
        (
            datetime(2250, 3, 30, 10, tzinfo=UTC),
            "100 years",
            {},
            "1200 months from 2250-03-30 lie outside the years 1900 to 2299.",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(
    england: Calendar, anchor: datetime, span: str, options: dict[str, Any], message: str
) -> None:
    assert refused(lambda: count(anchor, parse_span(span), england, **options)) == message


def test_calendar_days_weeks_months_and_hours_ask_no_list(england: Calendar) -> None:
    anchor = datetime(2027, 12, 20, 12, tzinfo=UTC)
    spans = ["30 calendar days", "4 weeks", "2 months", "1 year", "480 hours"]
    assert [count(anchor, parse_span(text), england).last_day.year for text in spans] == [2028] * 5


def test_a_list_without_hours_counts_days_and_refuses_business_hours() -> None:
    bare = Calendar(
        name="bare", zone="UTC", weekend=parse_weekend(["sunday"]), holidays={}, known_until=date(2026, 12, 31)
    )
    assert count(MARCH, parse_span("1 working day"), bare).last_day == date(2026, 3, 31)
    message = refused(lambda: count(MARCH, parse_span("8 business hours"), bare))
    assert (
        message == "calendar bare names no opening hours, so 8 business hours cannot be counted in it. Write its hours."
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"open_days": {date(2026, 5, 1): "made up"}},
            "calendar desk: 2026-05-01 is both closed (Labour Day) and opened (made up). Keep one.",
        ),
        (
            {"known_from": date(2027, 1, 1)},
            "calendar desk is known until 2026-12-31, before it begins on 2027-01-01. Exchange them.",
        ),
        (
            {"zone": "Europe/Pariss"},
            "calendar desk: 'Europe/Pariss' is no time zone of the tzdata package 2026.6. Nearest: 'Europe/Paris'.",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(changed: dict[str, Any], message: str) -> None:
    listed: dict[str, Any] = {
        "name": "desk",
        "zone": "Europe/Paris",
        "weekend": parse_weekend(["sunday"]),
        "holidays": {date(2026, 5, 1): "Labour Day"},
        "known_until": date(2026, 12, 31),
    }
    assert refused(lambda: Calendar(**{**listed, **changed})) == message


def test_a_made_up_saturday_counts_and_has_the_first_hours_of_the_week() -> None:
    desk = Calendar(
        name="desk",
        zone="Asia/Shanghai",
        weekend=parse_weekend(["saturday", "sunday"]),
        hours=parse_hours({"monday to friday": ["09:00-18:00"]}),
        holidays={date(2026, 10, 1): "National Day"},
        open_days={date(2026, 10, 10): "made up for National Day"},
        known_until=date(2026, 12, 31),
    )
    due = count(datetime(2026, 10, 9, 4, tzinfo=UTC), parse_span("1 working day"), desk)
    assert due.last_day == date(2026, 10, 10)
    assert due.stretches()[-1].reason == "made up for National Day"
    friday_evening = datetime(2026, 10, 9, 12, tzinfo=UTC)
    assert count(friday_evening, parse_span("1 business hour"), desk).ends.isoformat() == "2026-10-10T10:00:00+08:00"


def test_a_half_day_is_a_working_day_with_its_own_hours() -> None:
    desk = Calendar(
        name="desk",
        zone="UTC",
        weekend=parse_weekend(["saturday", "sunday"]),
        hours=parse_hours({"monday to friday": ["09:00-17:00"]}),
        holidays={date(2026, 12, 25): "Christmas Day"},
        half_days={date(2026, 12, 24): HalfDay("Christmas Eve", ((540, 720),))},
        known_until=date(2026, 12, 31),
    )
    eve = datetime(2026, 12, 23, 17, tzinfo=UTC)
    assert count(eve, parse_span("1 working day"), desk).last_day == date(2026, 12, 24)
    assert count(eve, parse_span("4 business hours"), desk).ends == datetime(2026, 12, 28, 10, tzinfo=UTC)


def test_a_shift_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    night = Calendar(
        name="night",
        zone="Asia/Kolkata",
        weekend=parse_weekend(["saturday", "sunday"]),
        hours=parse_hours({"monday to friday": ["20:00-04:00"]}),
        holidays={date(2026, 11, 24): "Guru Nanak Jayanti"},
        known_until=date(2027, 3, 31),
    )
    friday = datetime.fromisoformat("2026-11-20T23:00:00+05:30")
    assert count(friday, parse_span("5 business hours"), night).ends.isoformat() == "2026-11-21T04:00:00+05:30"
    monday = datetime.fromisoformat("2026-11-24T03:00:00+05:30")  # Monday's shift, on the holiday
    assert count(monday, parse_span("2 business hours"), night).ends.isoformat() == "2026-11-25T21:00:00+05:30"


def test_both_offices_are_known_as_far_as_the_shorter_list(both_open: JointCalendar) -> None:
    anchor = datetime(2027, 3, 25, 12, tzinfo=UTC)
    assert refused(lambda: count(anchor, parse_span("3 working days"), both_open)) == (
        "calendar meridian is known until 2027-03-26; 3 working days after 2027-03-25 run past it."
        " Agree one that reaches further."
    )


def test_any_open_is_known_only_as_far_as_the_shorter_list_too(aldgate: Calendar, meridian: Calendar) -> None:
    either = any_open("any open", [aldgate, meridian], zone="Europe/Amsterdam")
    anchor = datetime(2027, 3, 25, 12, tzinfo=UTC)
    assert count(anchor, parse_span("1 working day"), either).last_day == date(2027, 3, 26)
    assert "calendar meridian is known until" in refused(lambda: count(anchor, parse_span("2 working days"), either))


def test_no_calendars_cannot_be_put_together() -> None:
    assert refused(lambda: all_open("all open", [], zone="UTC")) == (
        "calendar all open puts no calendars together. Name at least one under 'of'."
    )


def test_common_opening_time_meets_on_the_line_of_instants(both_open: JointCalendar) -> None:
    now = datetime.fromisoformat("2026-11-25T10:20:00+01:00")
    due = datetime.fromisoformat("2026-11-26T14:00:00+01:00")
    assert business_minutes(now, due, both_open) == 520  # golden/README.md: 8 h 40 min in which both are open
    assert business_minutes(due, now, both_open) == -520


def test_opening_time_outside_the_list_is_refused(england: Calendar) -> None:
    start, end = datetime(2027, 12, 30, 12, tzinfo=UTC), datetime(2028, 1, 3, 12, tzinfo=UTC)
    assert refused(lambda: business_time(start, end, england)) == (
        "calendar england is known from 2026-01-01 (england) to 2027-12-31 (england);"
        " 2027-12-30 to 2028-01-03 is not in it."
    )


def test_no_time_at_all_holds_no_opening_time(england: Calendar) -> None:
    midnight = england.starts(date(2026, 1, 1))
    assert business_minutes(midnight, midnight, england) == 0


def test_a_day_outside_the_list_is_not_guessed(both_open: JointCalendar, england: Calendar) -> None:
    assert refused(lambda: both_open.refuse_unknown(date(2027, 3, 27))) == (
        "calendar meridian is known until 2027-03-26; 2027-03-27 lies past it. Agree one that reaches further."
    )
    assert refused(lambda: england.refuse_unknown(date(2025, 12, 31))) == (
        "calendar england is known from 2026-01-01; 2025-12-31 lies past it. Agree one that begins earlier."
    )


def test_a_negative_span_is_refused(england: Calendar) -> None:
    assert refused(lambda: nth_round(MARCH, parse_span("1 week"), -1, england)) == (
        "'-1 weeks' runs backward. Count backward from the anchor instead."
    )


def test_a_list_known_for_ever_costs_no_more_than_what_is_asked() -> None:
    desk = Calendar(
        name="desk",
        zone="Europe/Berlin",
        weekend=parse_weekend([]),
        hours=parse_hours({"monday to sunday": ["00:00-24:00"]}),
        holidays={},
        known_until=date.max,
    )
    assert count(MARCH, parse_span("24 business hours"), desk).ends.astimezone(UTC) == MARCH.replace(day=31)
    assert desk.tables.hours.last - desk.tables.hours.first < 1_000


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-04-02T23:30:00+01:00", "2026-04-07T09:00:00+01:00"),
        ("2026-04-07T09:00:00+01:00", "2026-04-07T09:00:00+01:00"),
        ("2026-04-07T12:00:00+01:00", "2026-04-07T12:00:00+01:00"),
        ("2026-04-07T17:30:00+01:00", "2026-04-08T09:00:00+01:00"),
    ],
)
def test_a_reminder_at_night_moves_to_the_next_opening(england: Calendar, at: str, opens: str) -> None:
    moved = next_opening(datetime.fromisoformat(at), england)
    assert moved.isoformat() == opens
    assert england.is_open_at(moved)
