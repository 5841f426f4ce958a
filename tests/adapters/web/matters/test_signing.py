"""What is signed says something, shows to both at once, and never slips in under another text."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded

Client = Callable[[str], Any]
TWO = {"run": "escalation", "term": "managers", "v-0": "Package 2, paid by Aldgate", "v-1": "2000.00 EUR"}
FIFTEEN = {**TWO, "v-1": "1500.00 EUR"}
NOTHING = {**TWO, "v-0": " ", "v-1": ""}


@pytest.fixture
def matter(seeded: Seeded) -> str:
    return f"/r/{seeded.key}/matters/M-014/"


def words(answer: Any) -> str:
    """Return what a page says to somebody who reads it, without its marks."""
    text = re.sub(r"<(script|svg|select)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace(" .", ".").replace(" ,", ",")


def code(answer: Any) -> str:
    found = re.search(r'dir="ltr">([\d ]+)<', answer.content.decode())
    assert found, "a binding act shows its code"
    return found[1]


def sign(client: Any, matter: str, terms: dict[str, str]) -> Any:
    """Sign terms as the pages lead to it; return the page on which it ends."""
    check = client.post(f"{matter}acts/settle/", terms)
    done = client.post(f"{matter}acts/settle/", {**terms, "confirmed": "1", "code": code(check)})
    assert done.status_code == 302, words(done)
    return client.get(done.headers["Location"])


# ---- something is signed


def test_a_settlement_that_says_nothing_is_asked_for_its_terms(signed_in: Client, matter: str) -> None:
    answer = signed_in("Elin Marsh").post(f"{matter}acts/settle/", NOTHING)
    assert answer.status_code == 422
    assert "Write the terms, or an amount: a settlement says what both sides agree to." in words(answer)
    assert "Code for this act" not in words(answer)


def test_the_clerk_refuses_a_settlement_that_says_nothing(seeded: Seeded) -> None:
    from detente import clerk
    from detente.core.vocabulary.errors import Refused

    elin = seeded.viewer("Elin Marsh")
    for values in ({}, {"terms": " \n"}):
        with pytest.raises(Refused) as refused:
            clerk.do_act(elin, "M-014", "settle", values, run="escalation")
        assert str(refused.value) == (
            "a settlement without terms and without an amount says nothing. It needs terms, or an amount."
        )
    clerk.do_act(elin, "M-014", "settle", {"terms": "Package 2"}, run="escalation")


def test_the_check_page_shows_every_line_that_is_signed(signed_in: Client, matter: str) -> None:
    text = words(signed_in("Elin Marsh").post(f"{matter}acts/settle/", {**TWO, "v-1": ""}))
    assert "What is signed Terms Package 2, paid by Aldgate Amount none" in text


def test_a_code_counts_for_the_text_it_was_shown_with(signed_in: Client, matter: str) -> None:
    elin = signed_in("Elin Marsh")
    shown = code(elin.post(f"{matter}acts/settle/", TWO))
    other = elin.post(f"{matter}acts/settle/", {**FIFTEEN, "confirmed": "1", "code": shown})
    assert other.status_code == 422
    assert "1500.00 EUR" in words(other)
