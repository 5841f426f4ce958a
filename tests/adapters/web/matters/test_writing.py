"""What people write: nothing is cut off in silence, no day of the past lies ahead, only what is kept is called kept."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.matters.test_signing import words
from tests.adapters.web.seeding import Seeded

Client = Callable[[str], Any]
LONG = "x" * 20_001
CONCERN = {f"v-{place}": text for place, text in enumerate(("Twice.", "Customers.", "One template.", "A plan."))}


@pytest.fixture
def matter(seeded: Seeded) -> str:
    return f"/r/{seeded.key}/matters/M-014/"


# ---- long texts


def test_no_field_of_long_text_lets_the_browser_cut_it(signed_in: Client, matter: str, seeded: Seeded) -> None:
    elin = signed_in("Elin Marsh")
    for place in (matter, f"{matter}state/", f"{matter}acts/settle/?run=escalation", f"/r/{seeded.key}/raise/"):
        page = elin.get(place).content.decode()
        assert 'data-most="20000"' in page, place
        assert 'maxlength="20000"' not in page, place


def test_a_text_that_does_not_fit_is_refused_whole_and_shown_again(
    signed_in: Client, matter: str, seeded: Seeded
) -> None:
    elin = signed_in("Elin Marsh")
    for place, sent in (
        (f"{matter}state/", {"text": LONG}),
        (f"{matter}messages/", {"room": "joint", "text": LONG}),
        (f"/r/{seeded.key}/raise/", {**CONCERN, "v-0": LONG, "v-4": "2026-11-20"}),
    ):
        answer = elin.post(place, sent)
        assert answer.status_code == 422, place
        assert "At most 20000 characters fit here; these are 20001." in words(answer)
        assert LONG in answer.content.decode()


def test_a_field_says_how_much_is_written_and_how_much_does_not_fit(
    page_of: Callable[..., Any], seeded: Seeded
) -> None:
    page = page_of("Elin Marsh", f"/r/{seeded.key}/matters/M-014/state/")
    box = page.get_by_label("What is so?")
    box.fill("short")
    assert page.locator(".count").count() == 0
    box.fill("x" * 19_000)
    assert page.locator(".count").inner_text() == "19,000 of 20,000 characters"
    box.fill(LONG)
    assert page.locator(".count").inner_text() == "Too long by 1: at most 20,000 characters fit. Nothing is cut off."
    assert box.input_value() == LONG
    assert page.trouble == []


def test_a_message_that_does_not_fit_is_shown_again_where_scripts_run(
    page_of: Callable[..., Any], seeded: Seeded
) -> None:
    page = page_of("Elin Marsh", f"/r/{seeded.key}/matters/M-014/")
    page.get_by_label("Message", exact=True).fill(LONG)
    page.get_by_role("button", name="Write to both sides").click()
    page.get_by_text("At most 20000 characters fit here; these are 20001.").wait_for()
    assert page.get_by_label("Message", exact=True).input_value() == LONG


# ---- days


def test_a_day_on_which_something_happened_does_not_lie_ahead(signed_in: Client, seeded: Seeded) -> None:
    place = f"/r/{seeded.key}/raise/"
    tom = signed_in("Tom Okafor")
    ahead = tom.post(place, {**CONCERN, "v-4": "2027-03-01"})
    assert ahead.status_code == 422
    assert "Enter a date up to Wed 25 Nov 2026." in words(ahead)
    check = tom.post(place, {**CONCERN, "v-4": "2026-11-25"})
    assert check.status_code == 200
    assert "On which day did it happen? Wed 25 Nov 2026" in words(check)


# ---- what is kept


def test_only_what_somebody_wrote_is_called_kept(signed_in: Client, matter: str, seeded: Seeded) -> None:
    elin = signed_in("Elin Marsh")
    empty = elin.post(f"{matter}state/", {"text": ""})
    assert "1 entry is open" in words(empty)
    assert "What was written is kept." not in words(empty)
    terms = {"run": "escalation", "term": "managers", "v-0": "Package 2", "v-1": "31200.00 EUR"}
    wrong = elin.post(f"{matter}acts/settle/", {**terms, "confirmed": "1", "code": "000000"})
    assert "1 entry is open" in words(wrong)
    assert "What was written is kept." not in words(wrong)
    half = elin.post(f"/r/{seeded.key}/raise/", CONCERN)
    assert "What was written is kept." in words(half)


# ---- after it is written


@pytest.mark.parametrize(
    ("place", "sent", "says", "section"),
    [
        ("state/", {"text": "It opened."}, "The fact is on record. Both sides see it.", "facts"),
        ("facts/F5/confirm/", {}, "Your side has confirmed it. Both sides see that.", "facts"),
        ("facts/F6/version/", {"text": "No."}, "Your version is on record beside the other.", "facts"),
        ("messages/", {"room": "joint", "text": "When?"}, "The message is on record. Both sides read it.", "messages"),
        ("notes/", {"text": "Ours."}, "The note is kept. Only your side reads it.", "notes"),
        ("cause/", {"cause": "change"}, "It is on record how your side sees it.", "cause"),
    ],
)
def test_after_each_post_a_line_says_what_is_on_record(
    signed_in: Client, matter: str, seeded: Seeded, place: str, sent: dict[str, str], says: str, section: str
) -> None:
    from detente import clerk

    clerk.make_statement(seeded.viewer("Arun Shetty"), "M-014", "The desk opened on 4 Nov.")
    elin = signed_in("Elin Marsh")
    done = elin.post(f"{matter}{place}", sent)
    page = elin.get(done.headers["Location"]).content.decode()
    shown = page[page.index(f'id="{section}"') :].split("</section>")[0]
    assert says in shown
    assert 'role="status"' in shown
    assert says not in elin.get(matter).content.decode()


def test_an_address_says_nothing_of_its_own(signed_in: Client, matter: str) -> None:
    page = words(signed_in("Elin Marsh").get(f"{matter}?recorded=<b>All+settled</b>"))
    assert "All settled" not in page.split("Language")[0]
