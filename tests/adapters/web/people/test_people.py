"""People: both sides see who holds what; each side changes its own."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.browser import NARROW, findings, overflow, picture

AT = "/r/aldgate-meridian/people/"


@pytest.fixture
def arun(table: Any) -> Any:
    """The provider's relationship manager."""
    return table.account("Arun Shetty", "arun@meridian.example", party="provider")


def code(page: str) -> str:
    return re.search(r"(\d{3} \d{3})</b>", page).group(1)


def test_everybody_sees_the_roles_of_both_sides_and_no_accounts_of_the_other(table: Any, arun: Any) -> None:
    table.account("Tom Okafor", "tom@aldgate.example")
    page = table.signed_in(arun).get(AT).content.decode()
    for name in ("Elin Marsh", "Tom Okafor", "Priya Nair", "Ines Falk"):
        assert name in page
    assert page.count("has an account") == 1  # his own


def test_the_page_asks_the_database_at_most_twelve_times(table: Any, arun: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = table.signed_in(arun)
    browser.get(AT)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(AT).status_code == 200
    assert len(asked.captured_queries) <= 12


def test_leave_is_noted_and_shown_to_both(table: Any, arun: Any) -> None:
    first = table.now().date() + timedelta(days=3)
    typed = {"first": first.isoformat(), "last": (first + timedelta(days=4)).isoformat()}
    assert table.signed_in(arun).post(f"{AT}leave/", typed).status_code == 302
    elin = table.account("Elin Marsh", "elin@aldgate.example")
    assert "away from" in table.signed_in(elin).get(AT).content.decode()


def test_a_leave_that_ends_before_it_begins_is_asked_again(table: Any, arun: Any) -> None:
    first = table.now().date() + timedelta(days=3)
    typed = {"first": first.isoformat(), "last": (first - timedelta(days=1)).isoformat()}
    answer = table.signed_in(arun).post(f"{AT}leave/", typed)
    assert answer.status_code == 422
    assert "The last day comes before the first." in answer.content.decode()


def test_an_invitation_made_on_the_page_lets_the_person_in(table: Any, arun: Any) -> None:
    number = table.number("Priya Nair")
    page = table.signed_in(arun).post(f"{AT}{number}/invite/", {"email": "priya@meridian.example"}).content.decode()
    path = re.search(r"(/accounts/invitation/[\w-]{43}/)", page).group(1)
    assert table.browser().post(path, {"email": "priya@meridian.example"}).status_code == 302
    assert "invited" not in table.signed_in(arun).get(AT).content.decode()


def test_a_role_is_given_from_now_on(table: Any, arun: Any) -> None:
    from detente.store.read.ruled import ruled

    number = table.number("Kavita Joshi")
    typed = {"role": "service lead", "standing": "deputy"}
    assert table.signed_in(arun).post(f"{AT}{number}/appoint/", typed).status_code == 302
    held = ruled(table.relationship).program(table.now()).roles["service lead"]["provider"]
    assert [deputy.person for deputy in held.deputies] == ["Rahul Deshpande", "Kavita Joshi"]
    again = table.signed_in(arun).post(f"{AT}{number}/appoint/", typed)
    assert again.status_code == 422
    assert "stands in the role" in again.content.decode()


def test_seeing_somebody_out_takes_a_typed_code(table: Any, arun: Any) -> None:
    priya = table.account("Priya Nair", "priya@meridian.example", party="provider")
    hers, his = table.signed_in(priya), table.signed_in(arun)
    address = f"{AT}{table.number('Priya Nair')}/see-out/"
    shown = code(his.get(address).content.decode())
    assert his.post(address, {"code": "000 000" if shown != "000 000" else "000 001"}).status_code == 422
    assert hers.get("/accounts/").status_code == 200
    assert his.post(address, {"code": shown}).status_code == 302
    assert hers.get("/accounts/").status_code == 302
    assert "no longer here" in his.get(AT).content.decode()


@pytest.mark.parametrize("act", ["invite", "appoint", "see-out"])
def test_for_the_other_side_and_for_who_looks_after_nobody_there_is_no_such_page(
    table: Any, arun: Any, act: str
) -> None:
    rahul = table.account("Rahul Deshpande", "rahul@meridian.example", party="provider")
    other, own, nobody = table.number("Tom Okafor"), table.number("Priya Nair"), "p-99"
    for user, number in ((arun, other), (arun, nobody), (rahul, own)):
        browser = table.signed_in(user)
        found = browser.get(f"{AT}{number}/{act}/")
        assert found.status_code == 404
        assert found.content == browser.get("/r/none/people/").content
        assert browser.post(f"{AT}{number}/{act}/", {"email": "x@meridian.example"}).status_code == 404


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"language": "ar", "size": NARROW}], ids=["light", "dark", "rtl"])
def test_the_pages_of_people_have_no_serious_finding(
    table: Any, arun: Any, opens: Any, address: str, look: dict[str, Any]
) -> None:
    page = opens(**look)
    page.goto(address + table.link(arun))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    priya = table.number("Priya Nair")
    for name in ("", f"{priya}/invite/", f"{priya}/appoint/", f"{priya}/see-out/"):
        page.goto(f"{address}{AT}{name}")
        assert overflow(page) == 0, name
        assert findings(page) == [], name
        picture(page, f"people-{name.replace('/', '-')}-{'-'.join(look)}")
