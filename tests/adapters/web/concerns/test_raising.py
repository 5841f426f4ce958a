"""Raising a concern: four questions, a look ahead, and nothing shown to anybody before."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded

Client = Callable[[str], Any]
ANSWERS = {
    "open": "concern",
    "v-0": "Letters went out twice on 20 Nov.",
    "v-1": "1,200 customers.",
    "v-2": "One template.",
    "v-3": "A plan by 4 Dec.",
    "v-4": "2026-11-20",
}


@pytest.fixture
def place(seeded: Seeded) -> str:
    return f"/r/{seeded.key}/raise/"


def words(answer: Any) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_concern_and_its_four_questions_stand_first(signed_in: Client, place: str) -> None:
    text = words(signed_in("Elin Marsh").get(place))
    assert "What happened, with date and number?" in text
    assert "What do you ask for, and by when?" in text
    assert text.index("Lighter moves first") < text.index("What else may be opened")
    assert "Ask a question in M-014" in text
    assert "Serve change request" in text
    assert "<title>Raise a concern" in text


def test_lighter_moves_are_few_and_light(signed_in: Client, place: str) -> None:
    text = words(signed_in("Elin Marsh").get(place))
    note = text[text.index("Lighter moves first") :].split("</section>")[0]
    assert 2 <= note.count("<a ") <= 4
    assert "package" not in note
    assert "A-0" not in note


def test_the_look_ahead_names_levels_people_and_both_zones(signed_in: Client, place: str, seeded: Seeded) -> None:
    from detente.store import read

    before = read.head(seeded.viewer("Elin Marsh"))
    text = words(signed_in("Elin Marsh").post(place, ANSWERS))
    assert "Mon 30 Nov 2026, 14:00 (UTC+1) Aldgate" in text
    assert "2 Managers" in text
    assert "Dana Whitlock" in text
    assert "No work is suspended." in text
    assert "Concede nothing by silence" in text
    assert read.head(seeded.viewer("Elin Marsh")) == before


def test_a_concern_is_raised_and_shown_to_both_sides(signed_in: Client, place: str) -> None:
    done = signed_in("Tom Okafor").post(place, {**ANSWERS, "confirmed": "1"})
    assert done.status_code == 302
    assert "Letters went out twice on 20 Nov" in words(signed_in("Priya Nair").get(done.headers["Location"]))


def test_an_answer_that_is_missing_is_asked_for_and_the_others_are_kept(signed_in: Client, place: str) -> None:
    answer = signed_in("Elin Marsh").post(place, {**ANSWERS, "v-0": ""})
    assert answer.status_code == 422
    assert "1 entry is open" in words(answer)
    assert "One template.</textarea>" in words(answer)


def test_a_draft_is_kept_for_its_writer_alone(signed_in: Client, place: str) -> None:
    tom, elin, arun = (signed_in(name) for name in ("Tom Okafor", "Elin Marsh", "Arun Shetty"))
    before = [words(client.get(place)) for client in (elin, arun)]
    assert tom.post(place, {**ANSWERS, "keep": "1"}).status_code == 302
    assert "One template.</textarea>" in words(tom.get(place))
    assert [words(client.get(place)) for client in (elin, arun)] == before


def test_the_draft_goes_when_the_concern_is_raised(signed_in: Client, place: str) -> None:
    client = signed_in("Tom Okafor")
    client.post(place, {**ANSWERS, "confirmed": "1"})
    assert "One template." not in words(client.get(place))


def test_what_is_not_open_to_a_person_looks_like_nothing(signed_in: Client, place: str) -> None:
    for name, wanted in (("Ines Falk", "?open=concern"), ("Elin Marsh", "?open=no-such-act")):
        client = signed_in(name)
        client.raise_request_exception = False
        assert client.get(place + wanted).status_code == 404
