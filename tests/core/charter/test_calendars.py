"""From the calendars section to calendars that count."""

import datetime as dt
from pathlib import Path

import pytest

from detente.core.charter.calendars import calendar_for, calendars_of
from detente.core.charter.model import Rules
from detente.core.charter.parse import parse
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Calendar, JointCalendar, count, parse_span

ROOT = Path(__file__).resolve().parents[3]
PROCEDURE = "procedures: {p: {opens: {who: either, may: serve notice, then: t}, terms: {t: {who: both, may: settle}}}}"


@pytest.fixture(scope="module")
def golden() -> Rules:
    return charter((ROOT / "src/detente/charters/golden/charter.yaml").read_text(encoding="utf-8"))


def charter(text: str) -> Rules:
    document = parse(text.encode())
    assert document.charter is not None, document.findings
    return document.charter


def part(calendars: str) -> Rules:
    return charter(f"zone: Europe/London\ncalendars:\n{calendars}\n{PROCEDURE}")


def test_every_calendar_of_the_golden_charter_is_built(golden: Rules) -> None:
    assert list(calendars_of(golden)) == [
        "all open", "aldgate", "meridian", "invoice desk", "night desk", "any open", "none",
    ]  # fmt: skip


def test_a_declared_combination_ends_its_periods_at_its_hour_in_the_charters_zone(golden: Rules) -> None:
    joint = calendar_for(golden, "all open")
    assert (joint.period_ends, joint.zone) == (dt.time(14), "Europe/Amsterdam")
    assert not joint.is_open(dt.date(2026, 11, 24))  # Guru Nanak Jayanti, Pune
    assert joint.is_open(dt.date(2026, 11, 25))


def test_any_open_counts_a_day_on_which_one_office_is_open(golden: Rules) -> None:
    joint = calendar_for(golden, "any open")
    assert isinstance(joint, JointCalendar)
    assert joint.is_open(dt.date(2026, 11, 24))
    assert not joint.is_open(dt.date(2026, 12, 25))


def test_without_a_name_the_charters_own_calendar_counts(golden: Rules) -> None:
    assert calendar_for(golden).name == "all open"


def test_a_calendar_takes_its_days_off_from_another(golden: Rules) -> None:
    desk = calendar_for(golden, "invoice desk")
    assert isinstance(desk, Calendar)
    assert desk.holidays[dt.date(2026, 11, 24)] == "Guru Nanak Jayanti"
    assert desk.is_open(dt.date(2026, 11, 7))  # a first saturday
    assert not desk.is_open(dt.date(2026, 11, 14))  # a second one
    assert desk.is_open_at(dt.datetime.fromisoformat("2026-11-25T12:00:00+05:30"))
    assert not desk.is_open_at(dt.datetime.fromisoformat("2026-11-25T12:45:00+05:30"))


def test_none_lets_all_time_count_in_the_charters_zone(golden: Rules) -> None:
    due = count(
        dt.datetime.fromisoformat("2026-12-25T23:00:00+01:00"), parse_span("4 hours"), calendar_for(golden, "none")
    )
    assert due.ends.isoformat() == "2026-12-26T03:00:00+01:00"


def test_without_a_declared_one_all_open_joins_every_list_of_a_part() -> None:
    made = part(
        "  a: {weekend: [saturday, sunday], known until: 2027-12-31, holidays: {2026-11-03: closed}}\n"
        "  b: {weekend: [friday, saturday], known until: 2027-12-31}"
    )
    joint = calendar_for(made, "all open")
    assert [office.name for office in joint.offices()] == ["a", "b"]
    assert [day for day in range(1, 8) if joint.is_open(dt.date(2026, 11, day))] == [2, 4, 5]
    assert joint.zone == "Europe/London"


def test_half_days_and_days_opened_out_of_turn_are_kept() -> None:
    made = part("""  a:
    weekend: [saturday, sunday]
    hours: {monday to friday: ["09:00-17:00"]}
    known until: 2027-12-31
    holidays: {2026-12-25: Christmas Day}
    half days: {2026-12-24: {name: Christmas Eve, hours: ["09:00-12:00"]}}
    open days: {2026-12-19: instead of Monday}""")
    office = calendar_for(made, "a")
    assert office.is_open(dt.date(2026, 12, 19))
    assert not office.is_open_at(dt.datetime.fromisoformat("2026-12-24T13:00:00+00:00"))
    assert not office.is_open(dt.date(2026, 12, 25))


def test_an_unknown_calendar_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"'b' is no calendar of this charter\. It has: a, none\."):
        calendar_for(part("  a: {known until: 2027-12-31}"), "b")


def test_a_list_without_an_end_is_refused() -> None:
    with pytest.raises(
        BadInput, match=r"calendar a does not say how far its list goes\. Write 'known until: YEAR-MONTH-DAY'\."
    ):
        calendar_for(part("  a: {weekend: [sunday]}"), "a")


def test_a_calendar_made_of_itself_is_refused() -> None:
    with pytest.raises(BadInput, match=r"calendar a is made of itself: a > b > a\. Take one out\."):
        calendar_for(part("  a: {of: [b]}\n  b: {of: [a]}"), "a")


def test_a_text_without_calendars_has_elapsed_time_alone() -> None:
    assert list(calendars_of(charter(PROCEDURE))) == ["none"]
