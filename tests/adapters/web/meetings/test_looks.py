"""Meetings, home, goals, portfolio, notifications, seen: two themes, a phone, right to left, without script."""

import re
from typing import Any

import pytest

from tests.browser import NARROW, findings, overflow, picture

R = "/r/aldgate-meridian/"
PLACES = {
    "home": R, "meetings": f"{R}meetings/", "meeting": f"{R}meetings/S-001/58/", "past": f"{R}meetings/S-001/57/",
    "cadence": f"{R}cadence/", "goals": f"{R}goals/", "notifications": f"{R}notifications/", "portfolio": "/portfolio/",
}  # fmt: skip
LOOKS = {
    "light": {}, "dark": {"dark": True}, "phone": {"size": NARROW}, "rtl": {"language": "ar"},
    "rtl-phone": {"language": "ar", "size": NARROW, "dark": True},
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_page_has_no_serious_finding_and_fits_its_window(place: str, page_of: Any) -> None:
    for name, look in LOOKS.items():
        page = page_of("Elin Marsh", PLACES[place], **look)
        picture(page, f"{place}-{name}")
        assert page.trouble == [], name
        assert overflow(page) <= 0, name
        assert findings(page) == [], name


def test_an_item_is_added_and_ticked_without_script(page_of: Any) -> None:
    page = page_of("Elin Marsh", PLACES["meeting"], script=False)
    page.fill("#own input[name=text]", "Added by hand")
    page.click("#own button.main")
    assert "Added by hand" in page.inner_text("#own")
    page.check("section:has(h2:text('Outstanding')) li:nth-child(1) input[type=checkbox]")
    page.click("#tick button")
    assert page.is_checked("section:has(h2:text('Outstanding')) li:nth-child(1) input[type=checkbox]")


def test_where_scripts_run_the_page_stays_and_only_its_content_changes(page_of: Any) -> None:
    page = page_of("Elin Marsh", PLACES["meeting"])
    page.evaluate("window.stayed = true")
    page.fill("#own input[name=text]", "Added by script")
    page.click("#own button.main")
    page.wait_for_selector("#own >> text=Added by script")
    page.click("#own li:has-text('Added by script') button")
    page.wait_for_selector("#own >> text=Added by script", state="detached")
    page.check("section:has(h2:text('Outstanding')) li:nth-child(1) input[type=checkbox]")
    page.click("#tick button")
    page.wait_for_selector("section:has(h2:text('Outstanding')) li:nth-child(1) input[disabled]")
    assert page.evaluate("window.stayed") is True
    assert page.trouble == []


def test_the_portfolio_prints_on_two_pages(page_of: Any) -> None:
    page = page_of("Dana Whitlock", PLACES["portfolio"])
    pages = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(pages) <= 2
