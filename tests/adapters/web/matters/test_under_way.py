"""A matter whose notice is under way: told apart, with what follows, and people may write in it already."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.adapters.web.matters.test_signing import words
from tests.adapters.web.seeding import Seeded, at

Client = Callable[[str], Any]
EVENING = dt.datetime(2026, 11, 25, 14, 0, tzinfo=dt.UTC)  # 19:30 in Pune is past the cut-off
CONCERN = {
    "what happened": "Letters went out twice on 20 Nov. It was the second time.",
    "what it affects": "1,200 customers.",
    "what is needed": "One template.",
    "what is asked for": "A plan by 4 Dec.",
    "cause": "2026-11-20",
}


@pytest.fixture
def matter(seeded: Seeded) -> Iterator[str]:
    """A concern raised in the evening, whose notice counts as received the next morning."""
    from detente import clerk

    with at(EVENING):
        opened = clerk.open_matter(seeded.viewer("Tom Okafor"), "serve concern", CONCERN).fact.matter
        yield f"/r/{seeded.key}/matters/{opened}/"


def test_its_page_bears_its_own_words_and_says_what_follows(signed_in: Client, matter: str) -> None:
    for name in ("Tom Okafor", "Arun Shetty"):
        text = words(signed_in(name).get(matter))
        assert "Letters went out twice on 20 Nov" in text.split("What it states")[0]
        assert "Tom Okafor gave notice of it: Serve concern." in text
        assert "It counts as received Thu 26 Nov 2026, 04:30 (UTC+1) Aldgate / 09:00 (UTC+5:30) Meridian" in text
        assert "On which day did it happen? Fri 20 Nov 2026" in text
        assert "Asked then" in text
        assert "Acknowledge concern" in part(text, "Asked then", "If nobody acts")
        assert "Meridian" in part(text, "Asked then", "If nobody acts")
        assert "Nobody is taken to have agreed to anything." in text


def part(text: str, first: str, last: str) -> str:
    return text.split(first, 1)[1].split(last, 1)[0]


def test_people_write_and_state_facts_in_it_already(signed_in: Client, matter: str) -> None:
    tom, arun = signed_in("Tom Okafor"), signed_in("Arun Shetty")
    assert arun.post(f"{matter}messages/", {"room": "joint", "text": "Which customers?"}).status_code == 302
    assert tom.post(f"{matter}state/", {"text": "1,204 letters."}).status_code == 302
    fact = re.search(r'id="(F\d+)"', arun.get(matter).content.decode())
    assert fact is not None
    assert arun.post(f"{matter}facts/{fact[1]}/confirm/").status_code == 302
    for client in (tom, arun):
        text = words(client.get(matter))
        assert "Which customers?" in text
        assert "1,204 letters." in text
        assert "1 confirmed" in text


def test_lists_tell_such_matters_apart(signed_in: Client, matter: str, seeded: Seeded) -> None:
    text = words(signed_in("Arun Shetty").get(f"/r/{seeded.key}/matters/"))
    assert "Letters went out twice on 20 Nov" in text
    assert "The notice is under way; it counts as received Thu 26 Nov 2026, 04:30 (UTC+1)" in text


def test_the_same_words_are_not_raised_twice_unseen(signed_in: Client, matter: str, seeded: Seeded) -> None:
    tom, name = signed_in("Tom Okafor"), matter.split("/")[-2]
    again = {f"v-{place}": text for place, text in enumerate(CONCERN.values())}
    check = tom.post(f"/r/{seeded.key}/raise/", again)
    assert f"The same words stand in {name} already." in words(check)
    unseen = tom.post(f"/r/{seeded.key}/raise/", {**again, "confirmed": "1"})
    assert unseen.status_code == 422
    assert f"The same words stand in {name} already." in words(unseen)
    assert tom.post(f"/r/{seeded.key}/raise/", {**again, "confirmed": "1", "twin": name}).status_code == 302


def test_other_words_are_raised_without_a_question(signed_in: Client, matter: str, seeded: Seeded) -> None:
    other = {"confirmed": "1"} | {
        f"v-{place}": text for place, text in enumerate((CONCERN | {"what happened": "Something else."}).values())
    }
    assert signed_in("Tom Okafor").post(f"/r/{seeded.key}/raise/", other).status_code == 302
