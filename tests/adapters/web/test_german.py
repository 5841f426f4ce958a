"""Every kind of page in German, on a phone: it fits, and no sentence of ours stays English."""

from pathlib import Path
from typing import Any

import pytest

from tests.adapters.web.demo_table import address, demo, page_of, signed_in
from tests.browser import NARROW, overflow, picture

__all__ = ["address", "demo", "page_of", "signed_in"]

R = "/r/aldgate-meridian/"
PLACES = [
    "/", "/portfolio/", "/accounts/", "/verify/", "/nowhere/", R, f"{R}matters/", f"{R}matters/M-014/",
    f"{R}matters/M-014/clocks/escalation/managers/", f"{R}matters/M-014/acts/settle/?run=escalation&term=managers",
    f"{R}raise/", f"{R}meetings/", f"{R}meetings/S-001/58/", f"{R}meetings/S-001/57/", f"{R}cadence/", f"{R}goals/",
    f"{R}charter/", f"{R}charter/change/", f"{R}record/", f"{R}record/countersign/", f"{R}people/",
    f"{R}notifications/",
]  # fmt: skip
CATALOGUE = Path(__file__).parents[3] / "src/detente/adapters/web/locale/de/LC_MESSAGES/django.po"
SAID = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
  while (walker.nextNode()) found.push(walker.currentNode.textContent.trim().replace(/\\s+/g, " "))
  return found
}"""


def _english() -> set[str]:
    """The English sentences that German says otherwise; one word or two may be the charter's own (`change`)."""
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as source:
        both = [(one.id, one.string) for one in read_po(source, "de") if isinstance(one.id, str) and one.id]
    german = {said for _, said in both}
    return {english for english, _ in both if english not in german and len(english.split()) > 2}


def test_no_page_says_an_english_sentence_of_ours_or_is_wider_than_a_phone(page_of: Any) -> None:
    pytest.importorskip("babel")
    english = _english()
    for place in PLACES:
        page = page_of("Elin Marsh", place, language="de", size=NARROW)
        picture(page, f"german-{place.strip('/').replace('/', '-').partition('?')[0] or 'today'}")
        assert page.get_attribute("html", "lang") == "de", place
        assert overflow(page) <= 0, place
        left = english & set(page.evaluate(SAID))
        assert not left, place


def test_a_page_at_a_table_says_once_that_the_charters_words_are_kept(page_of: Any) -> None:
    said = "Die eigenen Worte der Charta bleiben, wie sie sind."
    page = page_of("Elin Marsh", f"{R}matters/M-014/", language="de")
    assert page.inner_text("body").count(said) == 1
    page = page_of("Elin Marsh", f"{R}matters/M-014/", language="en")
    assert "The charter's own words are kept." not in page.inner_text("body")
