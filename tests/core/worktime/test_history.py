"""A calendar changed while clocks run: they follow, or keep their dates."""

from datetime import UTC, date, datetime

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Calendar, CalendarChange, CalendarHistory, count, parse_span

CLAIM = datetime.fromisoformat("2026-03-30T10:00:00+01:00")
CHANGED = datetime.fromisoformat("2026-04-01T10:00:00+01:00")
PROCLAIMED = {date(2026, 4, 10): "day of mourning"}


def changed(england: Calendar, running: str) -> CalendarHistory:
    return CalendarHistory(england).with_change(CalendarChange(CHANGED, PROCLAIMED, {}, running))


def ends(history: CalendarHistory, opened: datetime, looked: datetime) -> str:
    calendar = history.for_clock(opened, looked)
    return count(CLAIM, parse_span("10 working days"), calendar).ends.isoformat()


def test_a_clock_that_follows_moves_once_the_change_is_in_effect(england: Calendar) -> None:
    history = changed(england, "follow")
    assert ends(history, CLAIM, CLAIM) == "2026-04-16T00:00:00+01:00"
    assert ends(history, CLAIM, CHANGED) == "2026-04-17T00:00:00+01:00"


def test_a_clock_that_keeps_its_date_does_not_move_and_a_later_one_counts_by_the_new_list(england: Calendar) -> None:
    history = changed(england, "keep")
    assert ends(history, CLAIM, CHANGED) == "2026-04-16T00:00:00+01:00"
    assert ends(history, CHANGED, CHANGED) == "2026-04-17T00:00:00+01:00"


def test_a_kept_change_does_not_hide_a_later_one_that_is_followed(england: Calendar) -> None:
    later = CalendarChange(CHANGED.replace(day=2), {date(2026, 4, 13): "flood"}, {}, "follow")
    history = changed(england, "keep").with_change(later)
    calendar = history.for_clock(CLAIM, CHANGED.replace(day=3))
    assert calendar.is_open(date(2026, 4, 10))
    assert not calendar.is_open(date(2026, 4, 13))
    assert calendar is history.for_clock(CLAIM, CHANGED.replace(day=4))


def test_a_changed_list_is_a_new_one_and_says_so(england: Calendar) -> None:
    opened = {date(2026, 4, 6): "worked for the release"}
    new = england.with_change(CalendarChange(CHANGED, PROCLAIMED, opened, "follow"))
    assert new.version == "2026.1+2026-04-01"
    assert (new.is_open(date(2026, 4, 6)), new.is_open(date(2026, 4, 10))) == (True, False)
    assert (england.is_open(date(2026, 4, 6)), england.is_open(date(2026, 4, 10))) == (False, True)


def test_a_change_says_what_running_clocks_do_and_does_not_contradict_itself() -> None:
    with pytest.raises(BadInput) as caught:
        CalendarChange(CHANGED, {}, {}, "maybe")
    assert str(caught.value) == "running clocks: 'maybe' says neither. Write 'follow' or 'keep'."
    with pytest.raises(BadInput) as caught:
        CalendarChange(CHANGED.astimezone(UTC), PROCLAIMED, PROCLAIMED, "keep")
    assert str(caught.value) == "the calendar change of 2026-04-01 both closes and opens 2026-04-10. Keep one."
