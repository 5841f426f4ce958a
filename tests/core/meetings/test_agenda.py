"""Agendas: what is outstanding, new, upcoming; how items age. Cases and laws."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from detente.core.meetings import Agenda, Thing, agenda, rounds
from tests.core.meetings.facts import PLAN, Told, day_of


def of(told: Told, number: int, *things: Thing) -> Agenda:
    found = rounds(told.facts, PLAN, day_of, "UTC")
    meeting = next(one for one in found if one.number == number)
    begins = datetime.combine(meeting.day, datetime.min.time(), UTC) + timedelta(hours=10)
    return agenda(meeting, found, told.facts, things=things, begins=begins)


def names(entries: tuple) -> list[tuple[str, int]]:
    return [(one.item.item if one.item else one.thing.words, one.age) for one in entries]


def test_an_item_of_this_meeting_is_new_and_one_nobody_closed_is_outstanding_and_ages() -> None:
    told = Told()
    told.item(1, "I1")
    told.held(1)
    told.item(2, "I2")
    assert names(of(told, 2).outstanding) == [("I1", 2)]
    assert names(of(told, 2).new) == [("I2", 1)]
    told.held(2)
    assert names(of(told, 3).outstanding) == [("I1", 3), ("I2", 2)]


def test_a_meeting_that_was_not_held_carries_items_without_ageing_them() -> None:
    told = Told()
    told.item(1, "I1")
    told.missed(1)
    assert names(of(told, 2).outstanding) == [("I1", 1)]


def test_a_closed_item_stays_on_the_agenda_on_which_it_was_closed_and_on_no_later_one() -> None:
    told = Told()
    told.item(1, "I1")
    told.held(1)
    told.closed(2, "I1", "decided")
    closed = of(told, 2).outstanding[0].closed
    assert closed is not None
    assert closed.outcome == "decided"
    told.held(2)
    assert of(told, 3).entries == ()


def test_actions_are_outstanding_until_they_are_done_and_say_how_many_meetings_have_had_them() -> None:
    told = Told()
    told.held(1)
    told.held(2)
    opened = datetime.combine(day_of(1), datetime.min.time(), UTC)
    action = Thing("action", "Send the list", "A-001", "customer", opened=opened, due=opened + timedelta(weeks=3))
    assert names(of(told, 3, action).outstanding) == [("Send the list", 3)]


def test_a_matter_is_new_when_it_was_opened_since_the_last_meeting() -> None:
    told = Told()
    told.held(1)
    last = datetime.combine(day_of(1), datetime.min.time(), UTC) + timedelta(hours=11)
    older = Thing("matter", "Older", "M-001", opened=last - timedelta(days=1))
    newer = Thing("matter", "Newer", "M-002", opened=last + timedelta(days=1))
    assert names(of(told, 2, older, newer).new) == [("Newer", 1)]


def test_duties_of_two_weeks_and_agreed_dates_of_five_are_upcoming_in_order_of_time() -> None:
    told = Told()
    begins = datetime.combine(day_of(1), datetime.min.time(), UTC) + timedelta(hours=10)
    things = [
        Thing("goal", "far goal", due=begins + timedelta(days=30)),
        Thing("duty", "far duty", due=begins + timedelta(days=15)),
        Thing("duty", "near duty", due=begins + timedelta(days=3)),
        Thing("duty", "past duty", due=begins - timedelta(hours=1)),
        Thing("closed day", "holiday", due=begins + timedelta(days=20)),
    ]
    assert [name for name, _ in names(of(told, 1, *things).upcoming)] == ["near duty", "holiday", "far goal"]


def test_items_of_two_rooms_with_one_number_are_two_items() -> None:
    import msgspec

    told = Told()
    joint = told.item(1, "I1")
    own = msgspec.structs.replace(joint, id="own customer/0")
    told.facts.append(own)
    assert len(of(told, 1).new) == 2


DEEDS = st.lists(st.sampled_from(["add", "close", "hold", "miss"]), max_size=40)


@given(DEEDS, st.randoms(use_true_random=False))
def test_every_open_item_stands_in_exactly_one_column_of_the_next_meeting(deeds: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    told, number, waiting, items = Told(), 1, [], 0
    for deed in deeds:
        if deed == "add":
            items += 1
            told.item(number, f"I{items}")
            waiting.append(f"I{items}")
        elif deed == "close" and waiting:
            told.closed(number, waiting.pop(chance.randrange(len(waiting))))
        elif deed in ("hold", "miss"):
            told.held(number) if deed == "hold" else told.missed(number)
            number += 1
    found = of(told, number)
    shown = [one.item.item for one in (*found.outstanding, *found.new) if one.item and one.closed is None]
    assert sorted(shown) == sorted(waiting)
    assert all(one.item.round == number for one in found.new if one.item)
    assert all(1 <= one.age <= number for one in found.entries)
