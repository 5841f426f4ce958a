"""The pages of matters in a browser: themes, phone, right to left, paper, without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded
from tests.browser import NARROW, WIDE, findings, overflow, picture

LOOKS = [
    pytest.param({"size": WIDE}, id="wide"),
    pytest.param({"size": WIDE, "dark": True}, id="wide-dark"),
    pytest.param({"size": WIDE, "language": "ar"}, id="wide-arabic"),
    pytest.param({"size": NARROW}, id="phone"),
    pytest.param({"size": NARROW, "dark": True}, id="phone-dark"),
    pytest.param({"size": NARROW, "language": "ar"}, id="phone-arabic"),
]
PAGES = {
    "today": "/",
    "matter": "/r/{key}/matters/M-014/",
    "board": "/r/{key}/matters/",
    "raise": "/r/{key}/raise/",
    "clock": "/r/{key}/matters/M-014/clocks/escalation/managers/",
    "settle": "/r/{key}/matters/M-014/acts/settle/?run=escalation",
}


@pytest.mark.parametrize("look", LOOKS)
def test_pages_stand_without_a_serious_finding(
    page_of: Callable[..., Any], seeded: Seeded, look: dict, request: pytest.FixtureRequest
) -> None:
    for name, path in PAGES.items():
        page = page_of("Elin Marsh", path.format(key=seeded.key), **look)
        picture(page, f"{name}-{request.node.callspec.id}")
        assert page.trouble == [], name  # before axe, which sets styles of its own that the policy blocks
        assert overflow(page) == 0, name
        assert findings(page) == [], name


def test_a_matter_is_settled_and_a_fact_stated_without_script(page_of: Callable[..., Any], seeded: Seeded) -> None:
    page = page_of("Elin Marsh", f"/r/{seeded.key}/matters/M-014/", script=False)
    page.get_by_role("link", name="Add a fact").first.click()
    page.get_by_label("What is so?").fill("The desk opened on 2 Nov.")
    page.get_by_role("button", name="State it to both sides").click()
    assert page.get_by_text("The desk opened on 2 Nov.").count() == 1
    page.get_by_role("link", name="Settle", exact=True).click()
    page.get_by_label("Terms").fill("Package 2")
    page.get_by_role("button", name="Check what it leads to").click()
    page.get_by_label("Code", exact=True).fill(page.locator("b.hash").inner_text())
    page.get_by_role("button", name="Settle").click()
    assert page.get_by_text("has signed").count() >= 1


def test_a_concern_is_raised_in_a_browser(page_of: Callable[..., Any], seeded: Seeded) -> None:
    page = page_of("Elin Marsh", f"/r/{seeded.key}/raise/")
    for place, says in enumerate(("Letters went out twice", "1,200 customers", "One template", "A plan by 4 Dec")):
        page.locator(f"[name=v-{place}]").fill(says)
    page.locator("[name=v-4]").fill("2026-11-20")
    page.get_by_role("button", name="See what follows").click()
    picture(page, "concern-check")
    page.get_by_role("button", name="Show it to both sides").click()
    assert "Letters went out twice" in page.locator("h1").inner_text()


def test_a_matter_prints_as_a_fact_sheet_of_two_pages_the_same_for_both(
    page_of: Callable[..., Any], seeded: Seeded
) -> None:
    pages = [page_of(name, f"/r/{seeded.key}/matters/M-014/") for name in ("Elin Marsh", "Arun Shetty")]
    for page in pages:
        assert re.findall(rb"/Type /Pages.*?/Count (\d+)", page.pdf(prefer_css_page_size=True), re.S) == [b"2"]
        page.emulate_media(media="print")
    shown = [page.locator(".matter").inner_text() for page in pages]
    assert shown[0] == shown[1]


def test_a_message_a_note_and_a_yes_change_their_own_section_where_scripts_run(
    page_of: Callable[..., Any], seeded: Seeded
) -> None:
    page = page_of("Elin Marsh", f"/r/{seeded.key}/matters/M-014/")
    page.evaluate("window.still = true")
    for number in ("first", "second"):  # the section that was swapped in works as the first one did
        page.get_by_label("Message").fill(f"the {number} question")
        page.get_by_role("button", name="Write to both sides").click()
        page.locator("#messages").get_by_text(f"the {number} question").wait_for()
    page.get_by_label("Note").fill("ours alone")
    page.get_by_role("button", name="Keep this note").click()
    page.locator("#notes").get_by_text("ours alone").wait_for()
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("3 confirmed").wait_for()
    assert page.evaluate("window.still"), "the page was not loaded anew"
    assert page.trouble == []
