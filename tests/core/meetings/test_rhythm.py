"""When a meeting begins, and when its agenda is shared."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.engine import program_of
from detente.core.meetings import Rhythm, rhythm, share_before, target
from detente.core.meetings.rhythm import in_person_share
from detente.core.procedures.compile import compile_charter
from detente.core.worktime import zone


@pytest.fixture(scope="module")
def program() -> Any:
    from importlib import resources

    text = resources.files("detente").joinpath("charters", "golden", "charter.yaml").read_bytes()
    return program_of(compile_charter(parse(text)))


@pytest.fixture
def section(program: Any) -> Any:
    return program.charter.meetings


def stated(section: Any, **changes: Any) -> Any:
    return section.model_copy(update=changes)


def test_a_weekly_hour_is_read_in_the_charters_zone(section: Any) -> None:
    found = rhythm(section, "Europe/Amsterdam")
    assert (found.at.hour if found.at else None, found.weekday, found.minutes) == (10, 0, 45)
    assert found.begins(date(2026, 11, 30)) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert found.begins(date(2026, 7, 6)) == datetime(2026, 7, 6, 8, tzinfo=UTC)
    assert found.ends(date(2026, 11, 30)) == datetime(2026, 11, 30, 9, 45, tzinfo=UTC)


def test_without_an_hour_only_the_day_is_known(section: Any) -> None:
    phase = section.steady.model_copy(update={"weekly": "formal"})
    assert rhythm(stated(section, steady=phase), "Europe/Amsterdam") == Rhythm("Europe/Amsterdam", 45)
    assert Rhythm("Europe/Amsterdam", 45).begins(date(2026, 11, 30)) is None


@pytest.mark.parametrize(
    ("begins", "shared"),
    [
        (datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 11, 27, 9, tzinfo=UTC)),  # Monday: the Friday before
        (datetime(2026, 11, 25, 9, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)),  # Guru Nanak Jayanti on Tuesday
        (datetime(2026, 3, 30, 8, tzinfo=UTC), datetime(2026, 3, 27, 9, tzinfo=UTC)),  # summer time began between
    ],
)
def test_an_agenda_is_shared_one_joint_working_day_before_at_the_same_hour(
    program: Any, section: Any, begins: datetime, shared: datetime
) -> None:
    local = begins.astimezone(zone("Europe/Amsterdam"))
    assert share_before(local, section, program.calendar("all open", -1)) == shared


@pytest.mark.parametrize(
    ("words", "shared"),
    [
        ("24 hours before the meeting", datetime(2026, 11, 29, 9, tzinfo=UTC)),
        (None, datetime(2026, 11, 29, 9, tzinfo=UTC)),
        ("the evening before", datetime(2026, 11, 29, 9, tzinfo=UTC)),
    ],
)
def test_hours_are_elapsed_hours_and_what_cannot_be_counted_is_a_day(
    program: Any, section: Any, words: str | None, shared: datetime
) -> None:
    agreed = stated(section, items_unseen_until=words)
    assert share_before(datetime(2026, 11, 30, 9, tzinfo=UTC), agreed, program.calendar("all open", -1)) == shared


def test_targets_are_read_as_they_are_written(section: Any) -> None:
    found = target(section)
    assert found is not None
    assert (found.held, found.all) == (48, 52)
    assert target(stated(section, held_per_year="most weeks")) is None
    assert in_person_share(section) == (1, 3)
    assert in_person_share(stated(section, in_person="when it helps")) is None
