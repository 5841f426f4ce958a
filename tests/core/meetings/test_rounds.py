"""Rounds as facts tell them: cases and laws."""

from hypothesis import given
from hypothesis import strategies as st

from detente.core.meetings import Outcome, cadence, minutes, rounds
from detente.core.meetings.rhythm import Target
from tests.core.meetings.facts import PLAN, Told, day_of


def outcomes(told: Told) -> list[str]:
    return [one.outcome.value for one in rounds(told.facts, PLAN, day_of, "UTC")]


def test_a_meeting_is_held_when_both_sides_have_said_so() -> None:
    told = Told()
    told.signs("customer", 1)
    (one,) = rounds(told.facts, PLAN, day_of, "UTC")
    assert (one.outcome, one.signed) == (Outcome.OPEN, ("customer",))
    told.signs("provider", 1)
    assert outcomes(told) == ["held", "open"]


def test_one_side_saying_it_twice_is_still_one_side() -> None:
    told = Told()
    told.signs("customer", 1)
    told.signs("customer", 1)
    assert outcomes(told) == ["open"]


def test_a_meeting_that_was_not_held_counts_and_the_next_one_comes() -> None:
    told = Told()
    told.held(1)
    told.signs("customer", 2)
    told.missed(2)
    told.held(3)
    assert outcomes(told) == ["held", "missed", "held", "open"]


def test_a_moved_meeting_keeps_its_number_and_has_another_day() -> None:
    told = Told()
    told.moved(1, 1)
    told.held(1)
    first = rounds(told.facts, PLAN, day_of, "UTC")[0]
    assert (first.moved, (first.day - first.planned).days, first.outcome) == (True, 1, Outcome.HELD)


def test_a_year_says_what_was_held_moved_and_not_held() -> None:
    told = Told()
    told.held(1)
    told.missed(2)
    told.moved(3, 1)
    told.held(3)
    found = rounds(told.facts, PLAN, day_of, "UTC")
    year = cadence(found, day_of(4), in_person=[day_of(1)], target=Target(48, 52))
    assert [week.state for week in year.weeks] == ["held", "missed", "moved", "next"]
    assert (year.held, year.all, year.in_person) == (2, 3, 1)


def test_a_year_is_never_longer_than_its_weeks() -> None:
    told = Told()
    for number in range(1, 80):
        told.held(number)
    assert len(cadence(rounds(told.facts, PLAN, day_of, "UTC"), day_of(80)).weeks) == 52


def test_minutes_stand_by_who_wrote_and_who_accepted_them_and_a_new_text_begins_again() -> None:
    told = Told()
    first = told.written(1)
    assert minutes(told.facts, 1).stands_by == ("provider",)  # type: ignore[union-attr]
    told.accepted(1, first, "customer")
    found = minutes(told.facts, 1)
    assert found is not None
    assert found.stand(("customer", "provider"))
    told.written(1)
    again = minutes(told.facts, 1)
    assert again is not None
    assert again.accepted == {}
    told.accepted(1, first, "customer")  # of the old text: it does not count
    assert not minutes(told.facts, 1).stand(("customer",))  # type: ignore[union-attr]
    assert minutes(told.facts, 2) is None


DEEDS = st.lists(st.sampled_from(["held", "missed", "one side", "moved"]), max_size=30)


@given(DEEDS)
def test_rounds_are_numbered_without_a_gap_and_only_the_last_is_open(deeds: list[str]) -> None:
    told, number = Told(), 1
    for deed in deeds:
        if deed == "held":
            told.held(number)
        elif deed == "missed":
            told.missed(number)
        elif deed == "one side":
            told.signs("customer", number)
        else:
            told.moved(number, 1)
        number += deed in ("held", "missed")
    found = rounds(told.facts, PLAN, day_of, "UTC")
    assert [one.number for one in found] == list(range(1, number + 1))
    assert [one.outcome is Outcome.OPEN for one in found] == [False] * (number - 1) + [True]


@given(DEEDS)
def test_a_year_counts_every_meeting_once(deeds: list[str]) -> None:
    told, number = Told(), 1
    for deed in deeds:
        if deed in ("held", "missed"):
            getattr(told, deed)(number)
            number += 1
    year = cadence(rounds(told.facts, PLAN, day_of, "UTC"), day_of(number))
    assert year.all == number - 1
    assert year.held == sum(deed == "held" for deed in deeds)
