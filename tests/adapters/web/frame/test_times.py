"""How instants, days and time left are written."""

import datetime as dt
from typing import Any

import pytest

ENDS = dt.datetime(2026, 11, 26, 13, 0, tzinfo=dt.UTC)


@pytest.fixture
def speaking(django_ready: None) -> Any:
    from django.utils import translation

    with translation.override("en"):
        yield translation


@pytest.fixture
def places(django_ready: None) -> Any:
    from detente.adapters.web.frame.sides import Side

    return (Side("customer", "Aldgate", "a", "Europe/Berlin"), Side("provider", "Meridian", "b", "Asia/Kolkata"))


def test_an_instant_is_written_in_both_zones_with_their_offsets(speaking: Any, places: Any) -> None:
    from detente.adapters.web.frame import times

    said = times.everywhere(ENDS, places)
    assert said == "Thu 26 Nov 2026, 14:00 (UTC+1) Aldgate / 18:30 (UTC+5:30) Meridian"


def test_the_second_place_names_its_day_where_it_differs(speaking: Any, places: Any) -> None:
    from detente.adapters.web.frame import times

    late = ENDS.replace(hour=21)
    assert times.everywhere(late, places) == (
        "Thu 26 Nov 2026, 22:00 (UTC+1) Aldgate / Fri 27 Nov 2026, 02:30 (UTC+5:30) Meridian"
    )


def test_an_instant_carries_its_machine_time(speaking: Any, places: Any) -> None:
    from detente.adapters.web.frame import times

    assert times.when(ENDS, places).startswith('<time datetime="2026-11-26T13:00:00Z"><bdi>Thu 26 Nov')


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thu 26 Nov 2026, 14:00 (UTC+1)"),
        ("de", "Do 26. Nov 2026, 14:00 (UTC+1)"),
        ("ar", "الخميس 26 نوفمبر 2026، 14:00 (UTC+1)"),
    ],
)
def test_days_and_months_speak_the_readers_language(speaking: Any, language: str, said: str) -> None:
    from detente.adapters.web.frame import times

    with speaking.override(language):
        assert times.moment(ENDS, "Europe/Berlin") == said


@pytest.mark.parametrize(
    ("minutes", "day_minutes", "days", "said"),
    [
        (70, 1440, "", "1 h 10 min"),
        (380, 510, "working", "6 h 20 min"),
        (2 * 510 + 7 * 60 + 5, 510, "working", "2 working days 7 h"),
        (510, 510, "working", "1 working day"),
        (1441, 1440, "", "1 day"),
        (0, 1440, "", "less than a minute"),
    ],
)
def test_a_length_has_two_units_at_most(speaking: Any, minutes: int, day_minutes: int, days: str, said: str) -> None:
    from detente.adapters.web.frame import times

    assert times.length(minutes, day_minutes, days) == said


@pytest.mark.parametrize(
    ("language", "left", "gone"),
    [
        ("de", "noch 1 Arbeitstag 3 Std. (gemeinsame Arbeitszeit)", "3 Tage her"),
        ("ar", "بقي يوم عمل واحد 3 س من وقت العمل المشترك", "مضى 3 أيام"),
    ],
)
def test_lengths_speak_the_readers_language(speaking: Any, language: str, left: str, gone: str) -> None:
    from detente.adapters.web.frame import times

    with speaking.override(language):
        of = speaking.gettext("joint working time")
        assert times.left(510 + 180, of, day_minutes=510, days="working") == left
        assert times.ago(ENDS, ENDS + dt.timedelta(days=3, hours=5)) == gone


def test_hours_never_reach_the_day_of_the_calendar(speaking: Any) -> None:
    from detente.adapters.web.frame import times

    for minutes in range(5 * 510):
        hours = times.length(minutes, 510, "working").partition(" h")[0].rpartition(" ")[2]
        assert not hours.isdigit() or int(hours) * 60 < 510


def test_time_left_names_the_calendar_that_counts(speaking: Any) -> None:
    from detente.adapters.web.frame import times

    assert times.left(380, "Meridian business time", day_minutes=510) == "6 h 20 min of Meridian business time left"
    assert times.left(70) == "1 h 10 min left"


def test_a_relative_time_has_one_unit(speaking: Any) -> None:
    from detente.adapters.web.frame import times

    assert times.ago(ENDS, ENDS + dt.timedelta(hours=2, minutes=50)) == "2 h ago"
    assert times.ago(ENDS + dt.timedelta(days=3, hours=1), ENDS) == "in 3 days"


def test_an_offset_west_of_utc_has_a_minus_sign_at_which_no_line_breaks(speaking: Any) -> None:
    from detente.adapters.web.frame import times

    assert times.moment(ENDS, "America/Bogota") == "Thu 26 Nov 2026, 08:00 (UTC\N{MINUS SIGN}5)"


def test_an_offset_stays_whole_in_the_narrowest_column(opens: Any, speaking: Any) -> None:
    from detente.adapters.web.frame import times

    page = opens(script=False)
    page.set_content(f'<div style="width:1px">{times.clock(ENDS.astimezone(times.zone("America/Bogota")))}</div>')
    lines = page.evaluate("(r => (r.selectNodeContents(document.querySelector('div')), r.getClientRects().length))"
                          "(document.createRange())")  # fmt: skip
    assert lines == 2  # the hour, and its offset
