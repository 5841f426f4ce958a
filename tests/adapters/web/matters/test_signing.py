"""What is signed says something, shows to both at once, and never slips in under another text."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded
from tests.browser import NARROW, WIDE, findings, overflow, picture

Client = Callable[[str], Any]
TWO = {"run": "escalation", "term": "managers", "v-0": "Package 2, paid by Aldgate", "v-1": "2000.00 EUR"}
FIFTEEN = {**TWO, "v-1": "1500.00 EUR"}
NOTHING = {**TWO, "v-0": " ", "v-1": ""}


@pytest.fixture
def matter(seeded: Seeded) -> str:
    return f"/r/{seeded.key}/matters/M-014/"


def words(answer: Any) -> str:
    """Return what a page says to somebody who reads it, without its marks."""
    text = re.sub(r"<(script|svg|select|textarea)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
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


# ---- one side has signed


def part(text: str, first: str, last: str) -> str:
    text = text[text.index(first) :]
    return text[: text.index(last, len(first))]


def test_a_signature_of_one_side_is_told_to_both_on_the_page_and_on_today(signed_in: Client, matter: str) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    sign(elin, matter, TWO)
    for client in (elin, arun):
        page = words(client.get(matter))
        assert "Settle: signed by Aldgate, not yet by Meridian." in page
        assert "Elin Marsh signed on Wed 25 Nov 2026, 10:20 (UTC+1) Aldgate" in page
        silence = part(page, "If nobody acts", "Why this time?")
        assert "What one side alone has signed has no effect by itself." in silence
    hers, his = words(elin.get(matter)), words(arun.get(matter))
    assert "Your side has signed." in hers
    assert "Meridian is asked by Thu 26 Nov 2026, 14:00 (UTC+1) Aldgate" in hers
    assert "Your side is asked by Thu 26 Nov 2026, 14:00 (UTC+1) Aldgate" in his
    hers, his = words(elin.get("/")), words(arun.get("/"))
    assert "Your side has signed. Elin Marsh signed on" in part(hers, "With others", "Since yesterday")
    turn = part(his, "Your turn", "Since yesterday")
    assert "Elin Marsh signed on Wed 25 Nov 2026, 10:20 (UTC+1)" in turn
    assert "Your side is asked by Thu 26 Nov 2026, 14:00 (UTC+1)" in turn


def test_who_has_signed_is_not_asked_again_and_may_offer_other_terms(signed_in: Client, matter: str) -> None:
    elin = signed_in("Elin Marsh")
    before = int(words(elin.get("/")).split(" things wait")[0].split()[-1])
    page = sign(elin, matter, TWO)
    assert f"{before - 1} thing" in words(elin.get("/"))
    assert ">Offer other terms</a>" in page.content.decode()
    form = words(elin.get(f"{matter}acts/settle/?run=escalation"))
    assert "These are the terms that your side signed (Elin Marsh, Wed 25 Nov 2026" in form
    assert "Sign the same" not in form
    check = words(elin.post(f"{matter}acts/settle/", FIFTEEN))
    assert "This replaces the terms that your side signed." in check


def test_the_form_says_whose_terms_it_begins_with_and_offers_to_sign_the_same(signed_in: Client, matter: str) -> None:
    sign(signed_in("Elin Marsh"), matter, TWO)
    answer = signed_in("Arun Shetty").get(f"{matter}acts/settle/?run=escalation")
    text = words(answer)
    assert "What Elin Marsh signed for Aldgate Wed 25 Nov 2026" in text
    assert "Terms Package 2, paid by Aldgate Amount 2000.00 EUR Sign the same" in text
    assert "The form begins with the terms that Elin Marsh signed for Aldgate." in text


def test_the_same_terms_settle_however_a_browser_ends_their_lines(
    signed_in: Client, matter: str, seeded: Seeded
) -> None:
    from detente import clerk

    terms = {"terms": "Package 2.\nPaid by Aldgate. "}
    clerk.do_act(seeded.viewer("Elin Marsh"), "M-014", "settle", terms, run="escalation")
    same = {**TWO, "v-0": "Package 2.\r\nPaid by Aldgate.", "v-1": ""}
    arun = signed_in("Arun Shetty")
    assert "These are the terms that Elin Marsh signed for Aldgate." in words(arun.post(f"{matter}acts/settle/", same))
    assert "This matter has ended: settled." in words(sign(arun, matter, same))


# ---- other terms


def test_other_terms_are_said_to_be_other_before_the_code(signed_in: Client, matter: str) -> None:
    sign(signed_in("Elin Marsh"), matter, TWO)
    answer = signed_in("Arun Shetty").post(f"{matter}acts/settle/", FIFTEEN)
    text = words(answer)
    assert "This is not what Elin Marsh signed for Aldgate." in text
    assert "nothing holds until both have signed the same" in text
    assert text.index("This is not what") < text.index("Code for this act")
    assert "<mark>1500.00</mark> EUR" in answer.content.decode()
    assert "<mark>2000.00</mark> EUR" in answer.content.decode()


def test_a_counter_text_stands_beside_ones_own_and_is_never_signed_unseen(signed_in: Client, matter: str) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    sign(elin, matter, TWO)
    shown = elin.post(f"{matter}acts/settle/", TWO)
    sign(arun, matter, FIFTEEN)
    late = elin.post(f"{matter}acts/settle/", {**TWO, "confirmed": "1", "code": code(shown)})
    assert late.status_code == 422
    assert "This is not what Arun Shetty signed for Meridian." in words(late)
    page = words(elin.get(matter))
    assert "Aldgate signed other terms before (Elin Marsh," in page
    assert "that signature no longer counts" in page
    answer = elin.get(f"{matter}acts/settle/?run=escalation")
    text = words(answer)
    assert "What Arun Shetty signed for Meridian" in text
    assert "Aldgate signed other terms before (Elin Marsh," in text
    assert "<mark>1500.00</mark> EUR" in answer.content.decode()
    assert "<mark>2000.00</mark> EUR" in answer.content.decode()
    assert text.index("Sign the same") < text.index("The form begins with the terms that Arun Shetty signed")
    assert "This matter has ended: settled." in words(sign(elin, matter, FIFTEEN))


def test_a_yes_that_stays_hidden_shows_no_hand_to_the_other_side(
    signed_in: Client, matter: str, seeded: Seeded
) -> None:
    from detente import clerk

    arun = signed_in("Arun Shetty")
    places = (matter, "/", f"{matter}acts/accept-package/?run=package")
    before = [words(arun.get(place)) for place in places]
    clerk.do_act(seeded.viewer("Elin Marsh"), "M-014", "accept-package", {}, run="package")
    after = [words(arun.get(place)) for place in places]
    assert [re.sub(r"act: [\d ]+", "", one) for one in after] == [re.sub(r"act: [\d ]+", "", one) for one in before]
    assert "Accept package: signed by" not in after[0]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "phone"])
def test_both_texts_stand_on_a_phone_too(
    page_of: Callable[..., Any], signed_in: Client, matter: str, size: tuple[int, int]
) -> None:
    sign(signed_in("Elin Marsh"), matter, {**TWO, "v-0": "Package 2, paid by Aldgate until 31 January 2027."})
    sign(signed_in("Arun Shetty"), matter, {**FIFTEEN, "v-0": "Package 2, paid by Aldgate until 28 February 2027."})
    for name, path in (("texts", f"{matter}acts/settle/?run=escalation"), ("half-signed", matter)):
        page = page_of("Elin Marsh", path, size=size)
        picture(page, f"signing-{name}-{size[0]}")
        assert page.trouble == []
        assert overflow(page) == 0
        assert findings(page) == []
