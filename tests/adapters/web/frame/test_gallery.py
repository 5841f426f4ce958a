"""The gallery in a browser: every part in both themes, in Arabic, on a phone, on paper and without script."""

from typing import Any

import pytest

from tests.browser import NARROW, WIDE, findings, overflow, picture

LOOKS = [
    pytest.param({"size": WIDE}, id="wide"),
    pytest.param({"size": WIDE, "dark": True}, id="wide dark"),
    pytest.param({"size": WIDE, "language": "ar"}, id="wide arabic"),
    pytest.param({"size": NARROW}, id="phone"),
    pytest.param({"size": NARROW, "dark": True}, id="phone dark"),
    pytest.param({"size": NARROW, "language": "ar"}, id="phone arabic"),
    pytest.param({"size": WIDE, "language": "de"}, id="wide german"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_every_part_stands_without_a_serious_finding(
    opens: Any, server: str, look: dict, request: pytest.FixtureRequest
) -> None:
    page = opens(**look)
    page.goto(f"{server}/gallery/")
    picture(page, f"gallery-{request.node.callspec.id.replace(' ', '-')}")
    assert page.trouble == []  # before axe, which sets styles of its own that the policy blocks
    assert overflow(page) == 0
    assert findings(page) == []


def test_a_form_with_open_entries_stands_without_a_serious_finding(opens: Any, server: str) -> None:
    page = opens()
    page.goto(f"{server}/gallery/")
    page.get_by_role("button", name="Show it to both sides").click()
    page.get_by_text("entries are open").wait_for()
    picture(page, "gallery-open-entries")
    assert findings(page) == []
    assert page.get_by_label("What happened?").input_value() == "4,180 invoices were late."


def test_htmx_loads_a_piece_twice_under_the_policy(opens: Any, server: str) -> None:
    page = opens()
    page.goto(f"{server}/gallery/")
    page.get_by_text("Load a piece").click()
    page.get_by_text("Load it again").wait_for()
    page.get_by_text("Load it again").click()
    page.wait_for_timeout(200)
    assert page.url.endswith("/gallery/")
    assert page.trouble == []


def test_an_element_without_the_nonce_gets_no_htmx(opens: Any, server: str) -> None:
    page = opens()
    page.goto(f"{server}/gallery/")
    page.evaluate("""() => {
        const piece = document.querySelector('#piece');
        piece.insertAdjacentHTML('beforeend', '<a id="foreign" hx-get="/gallery/piece/">x</a>');
        htmx.process(piece);
    }""")
    assert page.locator("#foreign").get_attribute("hx-get") is None


def test_every_form_and_link_works_without_script(opens: Any, server: str) -> None:
    page = opens(script=False)
    page.goto(f"{server}/gallery/")
    page.get_by_text("Load a piece").click()
    assert page.url.endswith("/gallery/piece/")
    page.goto(f"{server}/gallery/")
    page.get_by_role("button", name="Show it to both sides").click()
    assert page.get_by_text("entries are open").count() == 1


def test_the_keyboard_reaches_the_content_first(opens: Any, server: str) -> None:
    page = opens()
    page.goto(f"{server}/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_reader_changes_the_language(opens: Any, server: str) -> None:
    page = opens()
    page.goto(f"{server}/gallery/")
    page.get_by_label("Language").select_option("ar")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.url.endswith("/gallery/")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]


@pytest.mark.parametrize("address", ["/nowhere/", "/gallery/refuses/"])
def test_error_pages_stand_without_a_serious_finding(opens: Any, server: str, address: str) -> None:
    page = opens()
    page.goto(server + address)
    assert findings(page) == []


def test_every_printed_page_says_at_its_foot_what_it_is(opens: Any, server: str) -> None:
    import io

    pypdf = pytest.importorskip("pypdf")
    page = opens()
    page.goto(f"{server}/gallery/")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    said = [each.extract_text() for each in printed]
    assert len(said) > 1
    assert [text.count("charter 9f3c 41d7 0b1e") for text in said] == [1] * len(said)
    assert [f"{number} / {len(said)}" in text for number, text in enumerate(said, 1)] == [True] * len(said)
