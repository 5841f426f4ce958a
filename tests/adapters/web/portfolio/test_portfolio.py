"""The portfolio: joint facts of one's own relationships, and no others."""

import re
from typing import Any

import pytest


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def second(demo: Any, golden: bytes, *, seat: bool) -> str:
    """Begin another relationship; with `seat` Dana Whitlock sits at it too."""
    from detente import clerk
    from detente.clerk.accounts import seats
    from detente.store.read import ruled

    words = golden.decode().replace("name: Aldgate Insurance", "name: Borough Insurance", 1)
    words = words.replace("short: Aldgate", "short: Borough", 1).replace("short: Meridian", "short: Corvane", 1)
    words = words.replace("name: Meridian Operations", "name: Corvane Systems", 1)
    key = clerk.begin(words.replace("name: Aldgate and Meridian", "name: Borough and Corvane", 1), host="x.example")
    if seat:
        dana = demo.users["Dana Whitlock"]
        seats.fill(key, "customer", dana.organisation)
        seats.sit(dana, (key, "customer"), ruled(key).number("Dana Whitlock"), name="Dana Whitlock", at=demo.now)
    return key


def test_an_executive_sees_what_is_theirs_to_decide_and_what_is_asked(signed_in: Any) -> None:
    page = text(signed_in("Dana Whitlock").get("/portfolio/"))
    for words in ("yours to decide", "Meridian Operations", "Meetings held", "Goals reached", "Asked of you", "M-006"):
        assert words in page, words


@pytest.mark.parametrize("name", ["Dana Whitlock", "Elin Marsh", "Arun Shetty", "Priya Nair"])
def test_today_home_and_portfolio_say_the_same_number(demo: Any, signed_in: Any, name: str) -> None:
    client = signed_in(name)
    said = re.compile(r"(\d+) things? waits? for you, \w+|Nothing waits for you today, \w+")
    today, portfolio = (said.search(text(client.get(page))) for page in ("/", "/portfolio/"))
    assert today
    assert portfolio
    assert today[0] == portfolio[0]
    home = re.search(r"(\d+) things? (?:is|are) asked of you", text(client.get(f"/r/{demo.key}/")))
    assert (home[1] if home else None) == today[1]


def test_every_relationship_of_the_account_is_a_row_and_no_other_is_named(
    demo: Any, signed_in: Any, golden: bytes
) -> None:
    other = second(demo, golden, seat=False)
    dana = signed_in("Dana Whitlock")
    assert other not in dana.get("/portfolio/").content.decode()
    assert "Corvane" not in text(dana.get("/portfolio/"))


def test_two_relationships_cost_as_many_questions_as_one(
    demo: Any, signed_in: Any, golden: bytes, django_queries: Any
) -> None:
    dana = signed_in("Dana Whitlock")
    dana.get("/portfolio/")
    one = django_queries(lambda: dana.get("/portfolio/"))
    second(demo, golden, seat=True)
    assert "2 relationships" in text(dana.get("/portfolio/"))
    assert django_queries(lambda: dana.get("/portfolio/")) == one <= 12


def test_a_private_word_changes_no_number(demo: Any, signed_in: Any) -> None:
    from detente import clerk

    dana = signed_in("Dana Whitlock")
    before = re.sub(rb'value="[^"]{40,}"|nonce="[^"]+"', b"", dana.get("/portfolio/").content)
    clerk.write_note(demo.viewer("Arun Shetty"), "a note of Meridian's own", matter="M-014")
    clerk.add_agenda_item(demo.viewer("Arun Shetty"), "S-001", 58, "unseen")
    assert re.sub(rb'value="[^"]{40,}"|nonce="[^"]+"', b"", dana.get("/portfolio/").content) == before


def test_a_mediator_has_no_portfolio_of_parties(signed_in: Any) -> None:
    assert "No relationship is open to you as a party." in text(signed_in("Ines Falk").get("/portfolio/"))


def test_who_is_not_signed_in_is_asked_to(client: Any) -> None:
    assert client.get("/portfolio/").status_code == 302
