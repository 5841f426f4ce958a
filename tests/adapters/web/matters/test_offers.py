"""Offers that concern a matter: shown to both, answered with a typed code, filed with the last yes."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded

Client = Callable[[str], Any]
LATER = dt.datetime(2026, 12, 3, 13, tzinfo=dt.UTC)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def place(seeded: Seeded) -> str:
    """The matter, in which one side offers more time for the level that is open."""
    from detente import clerk
    from detente.core.vocabulary.facts import DeadlineExtended
    from detente.store import read

    viewer = seeded.viewer("Arun Shetty")
    matter = read.matter(viewer, "M-014", seeded.now)
    assert matter is not None
    open_ = matter.state.runs["escalation"].open["managers"]

    def longer(stamp: Any) -> DeadlineExtended:
        return DeadlineExtended(
            **stamp, matter="M-014", run="escalation", term="managers", round=open_.round, was=open_.due, until=LATER,
            agreed_by=(),
        )  # fmt: skip

    clerk.offer_agreement(viewer, longer, matter="M-014")
    return f"/r/{seeded.key}/matters/M-014/"


def test_an_offer_shows_to_both_with_who_what_and_until_when(signed_in: Client, place: str) -> None:
    for name, may in (("Elin Marsh", True), ("Arun Shetty", False)):
        text = words(signed_in(name).get(place))
        section = text[text.index('id="offers"') :].split("</section>")[0]
        assert "Arun Shetty</span> offered on" in section
        assert "The time of &#39;managers&#39; is moved to Thu 3 Dec 2026, 14:00 (UTC+1) Aldgate" in section
        assert "An answer counts until" in section
        assert ("Read and answer" in section) is may
        assert "Offer O1" in text.split('id="offers"')[0]  # in the lanes


def test_an_offer_that_waits_stands_on_today_of_who_may_answer(signed_in: Client, place: str) -> None:
    elin, arun = (words(signed_in(name).get("/")) for name in ("Elin Marsh", "Arun Shetty"))
    assert f'href="{place}offers/O1/">Read and answer' in elin
    assert "3 things wait for you, Elin" in elin
    assert "Read and answer" not in arun


def test_a_yes_needs_the_code_and_files_what_was_offered(signed_in: Client, place: str) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    page = elin.get(f"{place}offers/O1/")
    assert elin.post(f"{place}offers/O1/", {"code": "000 000"}).status_code == 422
    code = re.search(r'dir="ltr">([\d ]+)<', page.content.decode())
    assert code is not None
    assert elin.post(f"{place}offers/O1/", {"code": code[1]}).status_code == 302
    text = words(arun.get(place))
    assert "Filed with the last yes." in text
    assert "agreed on" in text
    assert "hold it until <b><bdi>Thu 3 Dec 2026, 14:00 (UTC+1) Aldgate" in text
    assert "Agreed to O1" in text
    assert "Read and answer" not in words(elin.get(place))


def test_nobody_answers_their_own_offer_and_a_neutral_finds_none(signed_in: Client, place: str) -> None:
    arun, ines = signed_in("Arun Shetty"), signed_in("Ines Falk")
    page = arun.get(f"{place}offers/O1/")
    assert "It waits for the other side." in words(page)
    assert "Code for this act" not in words(page)
    assert arun.post(f"{place}offers/O1/", {"code": "123456"}).status_code == 422
    ines.raise_request_exception = False
    assert ines.get(f"{place}offers/O1/").status_code == 404
    assert signed_in("Elin Marsh").get(f"{place}offers/O9/").status_code == 404


def test_an_offer_that_cannot_be_filed_any_more_says_so(signed_in: Client, place: str, seeded: Seeded) -> None:
    from detente import clerk

    elin = seeded.viewer("Elin Marsh")
    clerk.do_act(elin, "M-014", "move-on-to-executives", {}, run="escalation")
    clerk.do_act(seeded.viewer("Arun Shetty"), "M-014", "move-on-to-executives", {}, run="escalation")
    text = words(signed_in("Elin Marsh").get(place))
    assert "No answer was recorded while it could be filed." in text
    assert "Read and answer" not in text
