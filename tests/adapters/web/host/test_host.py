"""The host sees that the installation runs, and nothing that anybody wrote."""

from typing import Any

import pytest

from tests.browser import findings, overflow, picture

CANARY = "the bottom line is 417500"


@pytest.fixture
def keeper(both: Any) -> Any:
    """Somebody who looks after the installation."""
    from detente.clerk.accounts import seats

    return seats.host("ada@host.example", "Ada Berg", at=both.now())


def test_the_host_sees_relationships_and_counts(both: Any, keeper: Any) -> None:
    both.account("Elin Marsh", "elin@aldgate.example")
    page = both.signed_in(keeper).get("/host/").content.decode()
    for words in ("Aldgate and Meridian", "Aldgate Insurance, Meridian Operations", "1 account,", "charter version"):
        assert words in page


def test_for_everybody_else_there_is_nothing_at_the_address(both: Any, keeper: Any) -> None:
    browser = both.signed_in(both.account("Elin Marsh", "elin@aldgate.example"))
    answer = browser.get("/host/")
    assert answer.status_code == 404
    assert answer.content == browser.get("/nothing/").content


def test_the_host_has_no_seat_at_any_table_and_reads_no_private_note(both: Any, keeper: Any) -> None:
    from detente import clerk

    elin = both.account("Elin Marsh", "elin@aldgate.example")
    clerk.write_note(both.viewer(elin), CANARY)
    browser = both.signed_in(keeper)
    for path in ("/host/", "/accounts/", "/r/aldgate-meridian/", "/r/aldgate-meridian/people/"):
        assert CANARY not in browser.get(path).content.decode()
    assert browser.get("/r/aldgate-meridian/people/").status_code == 404
    assert both.viewer(keeper) is None


def test_the_hosts_page_has_no_serious_finding(table: Any, opens: Any, address: str) -> None:
    from detente.clerk.accounts import seats

    keeper = seats.host("ada@host.example", "Ada Berg", at=table.now())
    page = opens()
    page.goto(address + table.link(keeper))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    page.goto(f"{address}/host/")
    assert overflow(page) == 0
    assert findings(page) == []
    picture(page, "host")
