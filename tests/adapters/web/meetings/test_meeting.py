"""Meetings on pages: what each side sees before an agenda is shared, and what people do round a meeting."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine

NEXT = "/r/aldgate-meridian/meetings/S-001/58/"
PAST = "/r/aldgate-meridian/meetings/S-001/57/"
SHARED = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
QUERIES_MAX = 12


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def bare(answer: Any) -> bytes:
    """A page without what is drawn at random for each answer."""
    found = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
    return re.sub(rb'nonce="[^"]+"', b"", found)


def test_three_columns_are_filled_and_items_say_how_many_meetings_have_had_them(signed_in: Any) -> None:
    page = text(signed_in("Elin Marsh").get(NEXT))
    for words in (
        "Mon 30 Nov 2026, 10:00 (UTC+1) Aldgate / 14:30 (UTC+5:30) Meridian", "Return of two trained people",
        "third meeting", "second meeting", "Name the people of the joint desk", "Claims complete", "Christmas Day",
        "Items of both sides appear when the agenda is shared",
    ):  # fmt: skip
        assert words in page, words


def test_a_side_sees_its_own_unseen_items_and_the_other_side_no_trace_of_them(demo: Any, signed_in: Any) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    places = [NEXT, "/r/aldgate-meridian/meetings/", "/r/aldgate-meridian/", "/r/aldgate-meridian/cadence/",
              "/r/aldgate-meridian/notifications/"]  # fmt: skip
    before = [bare(arun.get(place)) for place in places]
    for number in range(7):
        answer = elin.post(f"{NEXT}add/", {"text": f"Canary {number}", "about": "M-014" if number else ""})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{NEXT}?recorded=item#own")
    assert [bare(arun.get(place)) for place in places] == before
    page = text(elin.get(NEXT))
    assert "Canary 0" in page
    assert "Canary 6" in page


def test_at_the_agreed_instant_both_sides_see_the_same_items(demo: Any, signed_in: Any) -> None:
    from detente.clerk import watching

    signed_in("Elin Marsh").post(f"{NEXT}add/", {"text": "From Aldgate", "about": ""})
    signed_in("Arun Shetty").post(f"{NEXT}add/", {"text": "From Meridian", "about": "M-014"})
    with time_machine.travel(SHARED, tick=False):
        watching.file_due(demo.key)
        pages = [text(signed_in(name).get(NEXT)) for name in ("Elin Marsh", "Arun Shetty")]
        assert all("From Aldgate" in page and "From Meridian" in page for page in pages)
        answer = signed_in("Arun Shetty").post(f"{NEXT}add/", {"text": "After it was shared", "about": ""})
        assert answer.status_code == 302
        assert "After it was shared" in text(signed_in("Elin Marsh").get(NEXT))


def test_an_unseen_item_can_be_taken_back_by_its_side_alone(signed_in: Any) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    assert "Invoice backlog: what the managers settled" in text(elin.get(NEXT))
    assert "Invoice backlog: what the managers settled" not in text(arun.get(NEXT))
    assert elin.post(f"{NEXT}take-back/", {"item": "I1"}).status_code == 302
    assert "Invoice backlog: what the managers settled" not in text(elin.get(NEXT))


def test_an_item_without_words_is_asked_for_again_and_what_was_chosen_is_kept(signed_in: Any) -> None:
    answer = signed_in("Elin Marsh").post(f"{NEXT}add/", {"text": "", "about": "M-014"})
    assert answer.status_code == 422
    assert '<option value="M-014" selected>' in answer.content.decode()


def test_an_item_is_decided_in_a_sentence_and_several_are_ticked_as_done(signed_in: Any) -> None:
    elin = signed_in("Elin Marsh")
    numbers = re.findall(r'id="tick-(I\d+)"', elin.get(NEXT).content.decode())
    assert (
        elin.post(f"{NEXT}close/", {"item": numbers[0], "outcome": "decided", "text": "By 4 December."}).status_code
        == 302
    )
    assert elin.post(f"{NEXT}tick/", {"done": numbers[1:3]}).status_code == 302
    page = text(signed_in("Arun Shetty").get(NEXT))
    assert "decided" in page
    assert "By 4 December." in page
    assert elin.post(f"{NEXT}close/", {"item": numbers[0], "outcome": "done"}).status_code == 422
    assert elin.post(f"{NEXT}close/", {"item": numbers[3], "outcome": "whatever"}).status_code == 422


def test_an_action_has_one_owner_and_a_day_and_is_outstanding_from_then_on(signed_in: Any) -> None:
    elin = signed_in("Elin Marsh")
    form = elin.get(NEXT).content.decode()
    names = re.findall(r'name="(v-\d)"', form)
    said = dict(zip(names, ("Send the forecast by Thursday", "provider", "2026-12-03"), strict=True))
    assert elin.post(f"{NEXT}action/", said).status_code == 302
    page = text(signed_in("Arun Shetty").get(NEXT))
    assert "Send the forecast by Thursday" in page
    assert "A-023" in page
    assert elin.post(f"{NEXT}action/", {**said, names[2]: ""}).status_code == 422


def test_minutes_are_written_by_one_side_and_accepted_with_one_press_by_the_other(demo: Any, signed_in: Any) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    assert arun.post(f"{PAST}minutes/", {"text": "Anew: one decided."}).status_code == 302
    page = elin.get(PAST).content.decode()
    assert "Anew: one decided." in page
    entry = re.search(r'name="minutes" value="([^"]+)"', page)
    assert entry is not None
    assert "Accept the minutes" not in arun.get(PAST).content.decode()  # who wrote them stands by them
    assert elin.post(f"{PAST}accept/", {"minutes": entry[1]}).status_code == 302
    for client in (elin, arun):
        shown = client.get(PAST).content.decode()
        assert "accepted by both" in shown
        assert "Accept the minutes" not in shown
    stale = elin.post(f"{PAST}accept/", {"minutes": "joint/1"})
    assert stale.status_code == 422


def test_minutes_that_wait_stand_on_today_of_the_other_side_alone(demo: Any, signed_in: Any) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    arun.post(f"{PAST}minutes/", {"text": "Anew: one decided."})
    says = "The minutes of meeting 57 wait for your side."
    page = elin.get("/").content.decode()
    assert says in page
    assert f'href="{PAST}#minutes"' in page
    assert says not in arun.get("/").content.decode()
    entry = re.search(r'name="minutes" value="([^"]+)"', elin.get(PAST).content.decode())
    assert entry is not None
    elin.post(f"{PAST}accept/", {"minutes": entry[1]})
    assert says not in elin.get("/").content.decode()


def test_a_meeting_counts_when_both_sides_have_said_that_it_was_held(signed_in: Any) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC), tick=False):
        elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
        assert elin.post(f"{NEXT}hold/", {"act": "meeting"}).status_code == 302
        assert "has said so" in text(arun.get(NEXT))
        assert arun.post(f"{NEXT}hold/", {"act": "meeting"}).status_code == 302
        assert "Held." in text(arun.get(NEXT))
        assert "58 Mon 30 Nov 2026 held" in text(elin.get("/r/aldgate-meridian/meetings/"))


def test_nobody_says_that_a_meeting_was_held_before_it_begins(signed_in: Any) -> None:
    elin = signed_in("Elin Marsh")
    page = elin.get(NEXT)
    assert f'action="{NEXT}hold/"' not in page.content.decode()
    assert "That can be said from Mon 30 Nov, 10:00 (UTC+1) / 14:30 (UTC+5:30) on." in text(page)
    assert "To meet earlier, both agree to another day." in text(page)
    refused = elin.post(f"{NEXT}hold/", {"act": "meeting"})
    assert refused.status_code == 422
    assert "this meeting begins Mon 30 Nov 2026, 10:00 (UTC+1)" in text(refused)
    act = "/r/aldgate-meridian/matters/S-001/acts/meeting/?run=weekly+meeting&term=meeting"
    assert "Opens then: Mon 30 Nov 2026, 10:00 (UTC+1) Aldgate" in text(elin.get(act))
    assert elin.post(act, {"confirmed": "1"}).status_code == 422


def test_a_meeting_that_both_moved_forward_is_held_on_its_new_day(signed_in: Any) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    assert elin.post(f"{NEXT}move/", {"day": "2026-11-26"}).status_code == 302
    offer = re.search(r'name="offer" value="(O\d+)"', arun.get(NEXT).content.decode())
    assert offer is not None
    assert arun.post(f"{NEXT}agree/", {"offer": offer[1]}).status_code == 302
    assert f'action="{NEXT}hold/"' not in elin.get(NEXT).content.decode()
    with time_machine.travel(dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC), tick=False):
        elin = signed_in("Elin Marsh")
        assert f'action="{NEXT}hold/"' in elin.get(NEXT).content.decode()
        assert elin.post(f"{NEXT}hold/", {"act": "meeting"}).status_code == 302


def test_a_meeting_moves_when_the_other_side_agrees(signed_in: Any) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    assert elin.post(f"{NEXT}move/", {"day": "2026-12-01"}).status_code == 302
    assert "Nothing moves until both agree." in text(elin.get(NEXT))
    page = arun.get(NEXT).content.decode()
    assert "Tue 1 Dec 2026 is offered instead" in page
    offer = re.search(r'name="offer" value="(O\d+)"', page)
    assert offer is not None
    assert arun.post(f"{NEXT}agree/", {"offer": offer[1]}).status_code == 302
    assert "Moved from Mon 30 Nov 2026 by both" in text(elin.get(NEXT))
    assert elin.post(f"{NEXT}move/", {"day": "2020-01-01"}).status_code == 422


def test_a_neutral_has_no_meeting_of_the_sides_and_nobody_has_one_that_is_not_there(signed_in: Any) -> None:
    ines, elin = signed_in("Ines Falk"), signed_in("Elin Marsh")
    assert ines.get(NEXT).status_code == 404
    assert ines.post(f"{NEXT}add/", {"text": "x"}).status_code == 404
    for place in ("/r/aldgate-meridian/meetings/S-001/400/", "/r/aldgate-meridian/meetings/M-014/1/",
                  "/r/aldgate-meridian/meetings/S-900/1/", "/r/other/meetings/S-001/58/"):  # fmt: skip
        assert elin.get(place).status_code == 404, place


@pytest.mark.parametrize("place", [NEXT, PAST, "/r/aldgate-meridian/meetings/", "/r/aldgate-meridian/cadence/"])
def test_a_page_asks_at_most_twelve_questions(place: str, signed_in: Any, django_queries: Any) -> None:
    elin = signed_in("Elin Marsh")
    elin.get(place)
    assert django_queries(lambda: elin.get(place)) <= QUERIES_MAX


@pytest.mark.parametrize(
    "word", ["add", "take-back", "close", "tick", "action", "hold", "minutes", "accept", "move", "agree"]
)
def test_nothing_is_done_by_a_get(word: str, signed_in: Any) -> None:
    assert signed_in("Elin Marsh").get(f"{NEXT}{word}/").status_code == 405
