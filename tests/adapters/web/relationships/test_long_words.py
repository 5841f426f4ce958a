"""A word of any length, written by somebody, bursts no page: agenda, record, matter, Today, on paper-wide and phone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import NARROW, overflow, picture

WORD = "Rechnungsverarbeitungsrückstand" * 65  # 2,015 characters
PAGES = {
    "today": "/",
    "matter": "/r/{key}/matters/M-014/",
    "agenda": "/r/{key}/meetings/S-001/58/",
    "record": "/r/{key}/record/",
}


@pytest.mark.parametrize("size", [NARROW, (1280, 900)], ids=["phone", "wide"])
@pytest.mark.parametrize("name", PAGES)
def test_a_word_of_two_thousand_characters_breaks_where_it_stands(
    page_of: Callable[..., Any], demo: Any, size: tuple[int, int], name: str
) -> None:
    from detente import clerk

    elin, arun = demo.viewer("Elin Marsh"), demo.viewer("Arun Shetty")
    clerk.make_statement(elin, "M-014", WORD)
    clerk.send_message(arun, "M-014", WORD)
    clerk.write_note(elin, WORD, matter="M-014")
    clerk.add_agenda_item(elin, "S-001", 58, WORD)
    clerk.open_matter(
        arun,
        "serve concern",
        {"what happened": WORD, "what it affects": WORD, "what is needed": WORD, "what is asked for": WORD,
         "cause": "2026-11-20"},
    )  # fmt: skip
    page = page_of("Elin Marsh", PAGES[name].format(key=demo.key), size=size)
    picture(page, f"long-{name}-{size[0]}")
    if name != "today":
        assert WORD[:30] in page.content()
    assert overflow(page) == 0
