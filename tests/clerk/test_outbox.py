"""What is queued with the facts, and what leaves: to whom, of which class, when, once."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from tests.adapters.mail.doing import account, everybody
from tests.databases import Database

CHARTER = Path(__file__).parents[2] / "src" / "detente" / "charters" / "golden" / "charter.yaml"
BEGAN = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 9, 9, tzinfo=dt.UTC)  # 10:00 in Amsterdam, 14:30 in Pune

CONCERN = {
    "what happened": "From 12 Oct to 6 Nov, 4,180 of 31,200 invoices took longer than 2 working days.",
    "what it affects": "Suppliers charge interest.",
    "what is needed": "The share of late invoices back under 5 %.",
    "what is asked for": "A plan by the end of November.",
    "cause": "2026-10-12",
}


@pytest.fixture
def rel(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    from detente import clerk

    # A test moves this process's clock; on PostgreSQL stamps would come from the server's.
    monkeypatch.setattr(clerk.time, "stamp", clerk.time.now)
    key = clerk.begin(CHARTER.read_text(encoding="utf-8"), host="detente.example", at=BEGAN)
    everybody(key)
    return key


def seat(rel: str, name: str):
    from detente.clerk.readers import readers_at
    from detente.store import read

    ruled = read.ruled(rel)
    party = readers_at(ruled, ruled.programs, BEGAN, ()).party(ruled.number(name))
    return read.seated(ruled, "Aldgate and Meridian", person=ruled.number(name), name=name, party=party)


def rows(rel: str, **where):
    """The outbox as (name, template, state), in the order of leaving."""
    from detente.store.models import Outbox
    from detente.store.read import ruled

    names = ruled(rel).names
    found = Outbox.objects.filter(relationship=rel, **where).order_by("hold_until_us", "id")
    return [(names[row.person], row.template, row.state) for row in found]


def concern(rel: str) -> str:
    from detente import clerk

    return clerk.open_matter(seat(rel, "Tom Okafor"), "serve concern", CONCERN).fact.matter


def leave(at: dt.datetime):
    """Let everything leave that is due; return it as (name, template)."""
    from detente.clerk import posting

    with time_machine.travel(at, tick=False):
        posts = list(posting.take(most=100))
        for post in posts:
            posting.mark_sent(post)
    return [(post.to.name, post.letter.template) for post in posts]


def test_a_notice_reaches_addressee_and_copies_and_the_turn_its_owner(rel: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    assert ("Arun Shetty", "notice", "waiting") in rows(rel)
    assert ("Priya Nair", "notice", "waiting") in rows(rel)
    assert rows(rel, template="turn", values__contains="M-001") == []  # the copy tells the owner of the turn, too
    left = leave(MONDAY)
    assert [one for one in left if one[1] == "notice"] == [("Arun Shetty", "notice"), ("Priya Nair", "notice")]
    assert leave(MONDAY) == []


def quiet(rel: str, at: dt.datetime) -> None:
    """Let everything ring and leave that is due by an instant."""
    from detente.clerk import watching

    with time_machine.travel(at, tick=False):
        watching.file_due(rel)
    leave(at)


def at_hour(at: dt.datetime, do):
    """Return what a doing returns, done at an instant."""
    with time_machine.travel(at, tick=False):
        return do()


def test_a_reminder_of_what_was_done_meanwhile_never_leaves(rel: str) -> None:
    from detente import clerk

    quiet(rel, MONDAY)
    matter = at_hour(MONDAY, lambda: concern(rel))
    at_hour(MONDAY, lambda: clerk.do_act(seat(rel, "Priya Nair"), matter, "acknowledge concern", {}))
    left = leave(MONDAY + dt.timedelta(days=3))
    assert ("Arun Shetty", "last", "dropped") in rows(rel, template="last", values__contains="acknowledgement")
    assert all(state == "dropped" for _, _, state in rows(rel, template="last", values__contains="acknowledgement"))
    assert left


def test_somebody_away_is_stood_in_for_and_nobody_is_told_twice(rel: str) -> None:
    from detente import clerk

    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: clerk.note_leave(seat(rel, "Arun Shetty"), dt.date(2026, 11, 9), dt.date(2026, 11, 20)))
    at_hour(MONDAY, lambda: concern(rel))
    late = MONDAY + dt.timedelta(days=7)
    quiet(rel, late)
    levels = rows(rel, template="level", values__contains="managers")
    assert ("Kavita Joshi", "level", "sent") in levels
    assert ("Arun Shetty", "level", "sent") not in levels


def test_leave_noted_after_a_message_was_queued_sends_it_to_the_deputy(rel: str) -> None:
    from detente import clerk

    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: concern(rel))
    later = MONDAY + dt.timedelta(minutes=5)
    at_hour(later, lambda: clerk.note_leave(seat(rel, "Priya Nair"), dt.date(2026, 11, 10), dt.date(2026, 11, 20)))
    leave(MONDAY + dt.timedelta(days=8))
    lasts = rows(rel, template="last", values__contains="service level")
    assert ("Priya Nair", "last", "dropped") in lasts
    assert ("Rahul Deshpande", "last", "waiting") in lasts or ("Rahul Deshpande", "last", "sent") in lasts


def test_messages_of_one_matter_become_one_after_ten_minutes(rel: str) -> None:
    from detente import clerk
    from detente.clerk import posting

    quiet(rel, MONDAY)
    matter = at_hour(MONDAY, lambda: concern(rel))
    leave(MONDAY)
    for minute in (1, 2, 3):
        at = MONDAY + dt.timedelta(minutes=minute)
        at_hour(at, lambda: clerk.send_message(seat(rel, "Tom Okafor"), matter, "Could we talk at four?"))
    assert leave(MONDAY + dt.timedelta(minutes=10)) == []
    with time_machine.travel(MONDAY + dt.timedelta(minutes=14), tick=False):
        (post,) = posting.take(most=10)
    assert (post.to.name, len(post.merged)) == ("Priya Nair", 2)


def test_a_message_that_was_answered_meanwhile_is_not_sent(rel: str) -> None:
    from detente import clerk

    quiet(rel, MONDAY)
    matter = at_hour(MONDAY, lambda: concern(rel))
    leave(MONDAY)
    soon = MONDAY + dt.timedelta(minutes=1)
    at_hour(soon, lambda: clerk.send_message(seat(rel, "Tom Okafor"), matter, "Could we talk at four?"))
    at_hour(soon, lambda: clerk.send_message(seat(rel, "Priya Nair"), matter, "Yes, at four."))
    assert ("Priya Nair", "waiting") not in leave(MONDAY + dt.timedelta(minutes=14))


def test_a_caucus_message_is_told_to_its_own_readers_alone(rel: str) -> None:
    from detente import clerk

    quiet(rel, MONDAY)
    matter = at_hour(MONDAY, lambda: concern(rel))
    leave(MONDAY)
    mediator, room = seat(rel, "Ines Falk"), "caucus provider"
    at_hour(MONDAY, lambda: clerk.send_message(seat(rel, "Priya Nair"), matter, "For you alone.", room=room))
    at_hour(MONDAY, lambda: clerk.send_message(mediator, matter, "Heard.", room=room))
    at_hour(MONDAY, lambda: clerk.write_note(mediator, "They might settle.", matter=matter))
    assert rows(rel, template="room") == [("Ines Falk", "room", "waiting"), ("Priya Nair", "room", "waiting")]
    from detente.store.read.letters import letters

    assert all(one.room == "joint" for one in letters(seat(rel, "Tom Okafor")))
    assert any(one.room == room for one in letters(seat(rel, "Arun Shetty")))


def test_whoever_left_gets_nothing(rel: str) -> None:
    from detente.clerk.record import record
    from detente.core.vocabulary.facts import PersonLeft

    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: concern(rel))
    gone = seat(rel, "Priya Nair")
    at_hour(MONDAY, lambda: record(gone, lambda desk, stamp: PersonLeft(**stamp, person=gone.person, from_=desk.at)))
    left = leave(MONDAY + dt.timedelta(days=8))
    assert "Priya Nair" not in {name for name, _ in left}
    assert {state for name, _, state in rows(rel) if name == "Priya Nair"} <= {"sent", "dropped"}


def test_a_choice_holds_from_then_on_and_never_stops_a_notice(rel: str) -> None:
    from detente import clerk
    from detente.store.models.choices import Choice

    quiet(rel, MONDAY)
    Choice.objects.create(relationship=rel, person=seat(rel, "Priya Nair").person, position="legal")
    matter = at_hour(MONDAY, lambda: concern(rel))
    at_hour(MONDAY, lambda: clerk.send_message(seat(rel, "Tom Okafor"), matter, "Could we talk at four?"))
    left = leave(MONDAY + dt.timedelta(minutes=14))
    assert ("Priya Nair", "notice") in left
    assert ("Priya Nair", "waiting") not in left
    assert ("Priya Nair", "waiting", "dropped") in rows(rel, template="waiting")


def test_a_summary_comes_once_a_business_day_and_never_empty(rel: str) -> None:
    from detente.clerk import digests

    for name in ("Elin Marsh", "Arun Shetty"):
        account(rel, name, f"{name.split()[0].lower()}@own.example")
    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: concern(rel))
    leave(MONDAY)
    morning = dt.datetime(2026, 11, 10, 7, 5, tzinfo=dt.UTC)  # 08:05 in Amsterdam; a holiday in Pune
    assert digests.queue_due(morning) > 0
    assert digests.queue_due(morning) == 0
    left = leave(morning)
    readers = {name for name, template in left if template == "digest"}
    assert "Elin Marsh" in readers
    assert "Arun Shetty" not in readers  # Diwali Balipratipada
    next_day = dt.datetime(2026, 11, 11, 7, 5, tzinfo=dt.UTC)
    digests.queue_due(next_day)
    assert ("Elin Marsh", "digest") not in leave(next_day)  # nothing new since


def test_a_row_leaves_one_sender_alone(rel: str) -> None:
    from detente.clerk import posting

    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: concern(rel))
    with time_machine.travel(MONDAY, tick=False):
        first = list(posting.take(most=10))
        assert list(posting.take(most=10)) == []
    assert len(first) >= 2


def test_the_same_fact_filed_again_queues_nothing_twice(rel: str) -> None:
    from detente.clerk.outbox import letter_of, send_instead
    from detente.store.models import Outbox

    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: concern(rel))
    before = Outbox.objects.count()
    send_instead(rel, [letter_of(row) for row in Outbox.objects.all()])
    assert Outbox.objects.count() == before


def test_the_doctor_tells_of_messages_that_wait(rel: str) -> None:
    from detente.clerk.doctor import examine

    quiet(rel, MONDAY)
    at_hour(MONDAY, lambda: concern(rel))
    late = MONDAY + dt.timedelta(minutes=11)
    found = {one.what: one for one in at_hour(late, lambda: examine(now=lambda: late))}
    assert found["outbox"].says.endswith("since 2026-11-09 09:00 UTC. Nothing is lost.")
    leave(late)
    assert "outbox" not in {one.what for one in at_hour(late, lambda: examine(now=lambda: late))}


def test_whoever_has_not_taken_their_place_gets_no_mail(rel: str) -> None:
    from detente.store.models import Outbox
    from detente.store.models.accounts import Membership

    Membership.objects.all().delete()
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    assert leave(MONDAY) == [("Arun Shetty", "notice")]  # to the charter's own address for notices
    says = set(Outbox.objects.filter(state="dropped").values_list("says", flat=True))
    assert says == {"their place is not taken yet, and no address for notices is known"}
