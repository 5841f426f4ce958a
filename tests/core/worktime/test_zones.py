"""Zones: one source, and local times that are missing or shown twice."""

import zoneinfo
from datetime import UTC, date, datetime, time

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Calendar, Span, Unit, count, parse_hours, parse_weekend, tzdata_version, zone


def round_the_clock(name: str, hours: str = "00:00-24:00", ends: time | None = None) -> Calendar:
    return Calendar(
        name="desk",
        zone=name,
        weekend=parse_weekend([]),
        hours=parse_hours({"monday to sunday": [hours]}),
        holidays={},
        period_ends=ends,
        known_until=date(2027, 12, 31),
    )


def opening(calendar: Calendar, day: date) -> list[str]:
    found = calendar.opening(day.toordinal() + 1, day.toordinal() + 1)  # with the shift that runs into it
    return [datetime.fromtimestamp(edge / 1_000_000, UTC).isoformat() for edge in found[0]]


def test_the_package_is_the_only_source() -> None:
    assert zoneinfo.TZPATH == ()
    assert tzdata_version() == "2026.6"
    assert datetime(2026, 11, 23, 9, tzinfo=UTC).astimezone(zone("Africa/Casablanca")).hour == 9


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("Europe/Lundon", "Nearest: 'Europe/London'."),
        ("europe/london", "Nearest: 'Europe/London'."),
        ("Kolkata", "Nearest: 'Asia/Kolkata'."),
        ("New York", "Nearest: 'America/New_York'."),
        ("../../etc/passwd", "Write it like Europe/London."),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest(name: str, cure: str) -> None:
    with pytest.raises(BadInput) as caught:
        zone(name)
    assert str(caught.value) == f"'{name}' is no time zone of the tzdata package 2026.6. {cure}"


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-24T01:00:00+03:00"),
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-29T01:00:00+03:00"),
        ("America/Santiago", date(2026, 9, 6), "2026-09-06T01:00:00-03:00"),
        ("America/Havana", date(2026, 11, 1), "2026-11-01T00:00:00-04:00"),
    ],
)
def test_a_day_without_midnight_begins_at_its_first_instant(name: str, day: date, begins: str) -> None:
    assert round_the_clock(name).starts(day).isoformat() == begins


def test_a_day_whose_last_hour_is_shown_twice_ends_after_the_second() -> None:
    ends = round_the_clock("Africa/Cairo").ends(date(2026, 10, 29))
    assert ends.astimezone(UTC) == datetime(2026, 10, 29, 22, tzinfo=UTC)
    assert ends.isoformat() == "2026-10-30T00:00:00+02:00"


def test_hours_that_open_at_a_missing_time_open_at_the_first_that_exists() -> None:
    opens, closes = opening(round_the_clock("Europe/London", "01:30-09:00"), date(2026, 3, 29))
    assert (opens, closes) == ("2026-03-29T01:00:00+00:00", "2026-03-29T08:00:00+00:00")


def test_hours_at_times_shown_twice_open_and_close_at_the_first_showing() -> None:
    opens, closes = opening(round_the_clock("Europe/London", "01:30-01:45"), date(2026, 10, 25))
    assert (opens, closes) == ("2026-10-25T00:30:00+00:00", "2026-10-25T00:45:00+00:00")


def test_hours_over_a_time_shown_twice_are_an_hour_longer() -> None:
    opens, closes = opening(round_the_clock("Europe/London", "00:30-04:00"), date(2026, 10, 25))
    assert (opens, closes) == ("2026-10-24T23:30:00+00:00", "2026-10-25T04:00:00+00:00")


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    calendar = round_the_clock("Australia/Lord_Howe")
    day = datetime(2026, 10, 3, 10, tzinfo=zone("Australia/Lord_Howe"))
    due = count(day, Span(24, Unit.HOUR), calendar)
    assert due.ends.isoformat() == "2026-10-04T10:30:00+11:00"


def test_a_period_that_ends_at_a_missing_hour_ends_at_the_first_instant_after_it() -> None:
    calendar = round_the_clock("Europe/Berlin", ends=time(2, 30))
    assert calendar.ends(date(2026, 3, 29)).isoformat() == "2026-03-29T03:00:00+02:00"


def test_two_instants_that_clocks_show_alike_are_told_apart() -> None:
    calendar = round_the_clock("Europe/London")
    anchor = datetime(2026, 10, 25, tzinfo=UTC)
    first, second = (count(anchor, Span(hours, Unit.HOUR), calendar).ends for hours in (0, 1))
    assert (first.isoformat(), second.isoformat()) == ("2026-10-25T01:00:00+01:00", "2026-10-25T01:00:00+00:00")
    assert first < second
    assert first == anchor
