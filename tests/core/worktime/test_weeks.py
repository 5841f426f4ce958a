"""Weekends and weekly opening hours."""

from datetime import date, time, timedelta

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import parse_hours, parse_time, parse_weekend


def off(words: list[str], month: int) -> list[int]:
    weekend, first = parse_weekend(words), date(2026, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    return [day.day for day in days if day.month == month and weekend.includes(day)]


def test_second_and_fourth_saturdays_are_off_and_the_others_worked() -> None:
    assert off(["2nd saturday", "4th saturday"], 11) == [14, 28]


def test_the_last_friday_is_the_fifth_where_there_is_one() -> None:
    assert off(["last friday"], 10) == off(["5th friday"], 10) == [30]
    assert off(["last friday"], 11) == [27]
    assert off(["5th friday"], 11) == []


def test_a_weekend_may_be_friday_and_saturday() -> None:
    assert off(["friday", "saturday"], 2) == [6, 7, 13, 14, 20, 21, 27, 28]


def test_hours_take_breaks_shifts_over_midnight_and_whole_days() -> None:
    week = parse_hours(
        {
            "monday to friday": ["13:00-18:30", "08:30-12:30"],
            "saturday": ["20:00-04:00"],
            "sunday": ["00:00-24:00"],
        }
    )
    assert week.days[0] == week.days[4] == ((510, 750), (780, 1110))
    assert week.days[5] == ((1200, 1680),)
    assert week.days[6] == ((0, 1440),)


def test_a_run_of_weekdays_may_go_over_the_end_of_the_week() -> None:
    days = parse_hours({"sunday to thursday": ["08:00-16:00"]}).days
    assert [bool(periods) for periods in days] == [True, True, True, True, False, False, True]


@pytest.mark.parametrize(
    ("week", "message"),
    [
        ({"mondy": ["09:00-17:00"]}, "'mondy' names no weekday. Nearest: 'monday'."),
        (
            {"monday to x": ["09:00-17:00"]},
            "'monday to x' names no weekday."
            " The weekdays are: monday, tuesday, wednesday, thursday, friday, saturday, sunday.",
        ),
        ({"monday": ["9-17"]}, "hours of monday: '9-17' is no period of a day. Write it like '09:00-17:30'."),
        (
            {"monday": ["24:00-08:00"]},
            "hours of monday: '24:00-08:00' is no period of a day. Write it like '09:00-17:30'.",
        ),
        ({"monday": ["08:00-08:00"]}, "hours of monday: '08:00-08:00' has no length. The whole day is '00:00-24:00'."),
        ({"monday": ["09:00-13:00", "12:00-17:00"]}, "hours of monday: '12:00-17:00' overlaps '09:00-13:00'."),
        (
            {"monday to friday": ["09:00-17:00"], "friday": ["09:00-12:00"]},
            "hours: friday is named twice, the second time in 'friday'.",
        ),
    ],
)
def test_hours_that_cannot_be_read_are_refused(week: dict[str, list[str]], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_hours(week)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("caturday", "'caturday' names no weekday. Nearest: 'saturday'."),
        (
            "6th saturday",
            "'6th saturday' is no day of a weekend. Before a weekday stand 1st, 2nd, 3rd, 4th, 5th or last.",
        ),
    ],
)
def test_a_weekend_of_unknown_words_is_refused(word: str, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_weekend([word])
    assert str(caught.value) == message


def test_an_hour_of_the_day_has_two_digits_and_two() -> None:
    assert parse_time("17:00") == time(17)
    with pytest.raises(BadInput) as caught:
        parse_time("24:00")
    assert str(caught.value) == "'24:00' is no hour of the day. Write it like '17:00'."
