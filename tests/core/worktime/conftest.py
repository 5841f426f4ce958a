"""The calendars that the tests of this room share: those of the golden charter, and England's."""

from datetime import date

import pytest

from detente.core.worktime import Calendar, JointCalendar, all_open, parse_hours, parse_time, parse_weekend

WEEKEND = parse_weekend(["saturday", "sunday"])


@pytest.fixture
def england() -> Calendar:
    return Calendar(
        name="england",
        zone="Europe/London",
        weekend=WEEKEND,
        hours=parse_hours({"monday to friday": ["09:00-17:30"]}),
        holidays={
            date(2026, 4, 3): "Good Friday",
            date(2026, 4, 6): "Easter Monday",
            date(2026, 5, 4): "Early May bank holiday",
            date(2026, 5, 25): "Spring bank holiday",
            date(2027, 12, 27): "Christmas Day",
            date(2027, 12, 28): "Boxing Day",
        },
        known_from=date(2026, 1, 1),
        known_until=date(2027, 12, 31),
        source="gov.uk",
        version="2026.1",
    )


@pytest.fixture
def aldgate() -> Calendar:
    return Calendar(
        name="aldgate",
        zone="Europe/Amsterdam",
        weekend=WEEKEND,
        hours=parse_hours({"monday to friday": ["09:00-17:30"]}),
        period_ends=parse_time("17:30"),
        holidays={date(2026, 12, 25): "Christmas Day", date(2027, 1, 1): "New Year"},
        version="2026.1",
        known_until=date(2027, 3, 31),
    )


@pytest.fixture
def meridian() -> Calendar:
    return Calendar(
        name="meridian",
        zone="Asia/Kolkata",
        weekend=WEEKEND,
        hours=parse_hours({"monday to friday": ["09:30-18:30"]}),
        period_ends=parse_time("18:30"),
        holidays={
            date(2026, 11, 10): "Diwali Balipratipada",
            date(2026, 11, 24): "Guru Nanak Jayanti",
            date(2026, 12, 25): "Christmas Day",
        },
        version="2026.2",
        known_until=date(2027, 3, 26),
    )


@pytest.fixture
def both_open(aldgate: Calendar, meridian: Calendar) -> JointCalendar:
    return all_open("all open", [aldgate, meridian], zone="Europe/Amsterdam", period_ends=parse_time("14:00"))
