"""No word of a private room is in any message to somebody who may not read it; nothing tells whose answer is in."""

import datetime as dt

import pytest
import time_machine

from tests.adapters.mail.conftest import MONDAY, Sink
from tests.adapters.mail.doing import account, concern, quiet, seat, send

PEOPLE = ("Elin Marsh", "Tom Okafor", "Dana Whitlock", "Arun Shetty", "Priya Nair", "Ravi Menon", "Ines Falk")
POSITIONS = ("happens", "daily", "legal")


def address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@own.example"


def sent_to(sink: Sink, name: str) -> str:
    """Everything somebody was sent, headers and both bodies, as one text."""
    found = []
    for message in sink.to(address(name)):
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        found.append("\n".join([*map(str, message.values()), *parts]))
    return "\n".join(found)


def days(rel: str, *numbers: int) -> None:
    """Let mornings come: clocks ring, summaries are queued, everything leaves."""
    from detente.clerk import digests, watching

    for number in numbers:
        for hours in (0, 3, 6, 9):
            at = MONDAY + dt.timedelta(days=number, hours=hours - 6)
            with time_machine.travel(at, tick=False):
                watching.file_due(rel)
                digests.queue_due(at)
            send(at)


@pytest.fixture
def matter(rel: str, sink: Sink) -> str:
    """A concern, about which everybody who is told has an address."""
    for name in PEOPLE:
        account(rel, name, address(name))
    quiet(rel, MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        return concern(rel)


@pytest.mark.parametrize("position", POSITIONS)
def test_what_stands_in_private_rooms_is_in_no_message(rel: str, matter: str, sink: Sink, position: str) -> None:
    from detente import clerk
    from detente.store.models.choices import Choice

    for name in PEOPLE:
        Choice.objects.create(relationship=rel, person=seat(rel, name).person, position=position)
    with time_machine.travel(MONDAY, tick=False):
        for name in PEOPLE:
            viewer = seat(rel, name)
            for number, room in enumerate(each for each in viewer.rooms if each not in ("joint", "operations")):
                canary = f"canary {number} of {viewer.person}"
                clerk.write_note(viewer, canary, matter=matter, room=room)
                if room.startswith("caucus"):
                    clerk.send_message(viewer, matter, canary, room=room)
        clerk.add_agenda_item(seat(rel, "Elin Marsh"), "S-001", 54, "canary agenda")
    days(rel, 0, 1)
    assert len(sink.got) > 3
    everything = "\n".join(sent_to(sink, name) for name in PEOPLE)
    assert "canary" not in everything
    for name, others in (("Tom Okafor", "provider"), ("Priya Nair", "customer"), ("Elin Marsh", "provider")):
        assert f"caucus {others}" not in sent_to(sink, name)
        assert f"caucus-{others}" not in sent_to(sink, name)


def test_a_caucus_message_reaches_the_neutral_without_what_it_says(rel: str, matter: str, sink: Sink) -> None:
    from detente import clerk

    with time_machine.travel(MONDAY, tick=False):
        clerk.send_message(seat(rel, "Priya Nair"), matter, "canary: too early.", room="caucus provider")
    send(MONDAY + dt.timedelta(minutes=11))
    assert matter not in sent_to(sink, "Ines Falk")  # before mediation the matter is not the mediator's to know of
    later = MONDAY + dt.timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        for level in ("managers", "executives", "mediation"):
            for name in ("Tom Okafor", "Priya Nair"):
                clerk.do_act(seat(rel, name), matter, f"move on to {level}", {})
        clerk.send_message(seat(rel, "Ravi Menon"), matter, "canary: we could go to 40.", room="caucus provider")
    quiet(rel, later + dt.timedelta(minutes=11))
    told = sent_to(sink, "Ines Falk")
    assert f"A message waits in the caucus room of {matter}." in told
    assert "canary" not in told
    for name in ("Tom Okafor", "Dana Whitlock", "Elin Marsh"):
        assert "caucus" not in sent_to(sink, name)


def test_a_first_yes_shows_in_no_message_and_no_log(rel: str, matter: str, sink: Sink) -> None:
    from detente import clerk
    from detente.store.read.letters import letters

    with time_machine.travel(MONDAY, tick=False):
        clerk.do_act(seat(rel, "Tom Okafor"), matter, "serve package", {"package": "package A"})
    send(MONDAY + dt.timedelta(minutes=11))
    sink.got.clear()
    before = MONDAY + dt.timedelta(minutes=12)
    with time_machine.travel(before, tick=False):
        clerk.do_act(seat(rel, "Tom Okafor"), matter, "accept package", {}, run="package")
    days(rel, 0, 1)
    for name in ("Priya Nair", "Arun Shetty", "Ravi Menon"):
        assert "accept package, by" not in sent_to(sink, name)
        assert "Signed" not in sent_to(sink, name)
    log = [one for one in letters(seat(rel, "Arun Shetty")) if one.matter == matter and one.template == "last"]
    said = {one.says for one in log if one.state == "dropped" and one.due < before + dt.timedelta(days=2)}
    assert "the person has acted in the matter since" not in said


def test_a_neutral_hears_of_no_matter_without_a_seat_in_it(rel: str, matter: str, sink: Sink) -> None:
    days(rel, 0, 1)
    assert matter not in sent_to(sink, "Ines Falk")


def test_both_sides_are_told_of_a_notice_in_the_same_words(rel: str, matter: str, sink: Sink) -> None:
    send(MONDAY)
    texts = {
        message.get_body(("plain",)).get_content().replace("\r", "").partition("\n-- ")[0]
        for name in ("Arun Shetty", "Priya Nair")
        for message in sink.to(address(name))
        if message["Subject"].startswith("Notice")
    }
    assert len(texts) == 1
