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


@pytest.fixture
def post(application: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What leaves by mail."""
    from django.conf import settings
    from django.core import mail

    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.example")
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []
    return mail.outbox


def code(page: str) -> str:
    return re.search(r"(\d{3} \d{3})</b>", page).group(1)


def test_everybody_sees_roles_and_where_places_were_offered_the_other_sides_all_but_hidden(
    table: Any, arun: Any
) -> None:
    table.account("Tom Okafor", "tom@aldgate.example")
    page = table.signed_in(arun).get(AT).content.decode()
    for name in ("Elin Marsh", "Tom Okafor", "Priya Nair", "Ines Falk"):
        assert name in page
    assert "arun@meridian.example" in page
    assert "t…@aldgate.example" in page
    assert "tom@" not in page


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


def test_an_invitation_goes_to_the_address_and_its_link_is_shown_to_nobody_else(
    table: Any, arun: Any, post: list[Any]
) -> None:
    address, his = f"{AT}{table.number('Priya Nair')}/invite/", table.signed_in(arun)
    answer = his.post(address, {"email": "priya@meridian.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = his.get(address).content.decode()
    assert "An invitation went to priya@meridian.example." in page
    assert "/accounts/invitation/" not in page
    assert [message.to for message in post] == [["priya@meridian.example"]]
    assert "(UTC+1) Aldgate / " in post[0].body
    path = re.search(r"(/accounts/invitation/[\w-]{43}/)", post[0].body).group(1)
    assert table.browser().post(path, {"email": "priya@meridian.example"}).status_code == 302
    assert '"tag">invited' not in his.get(AT).content.decode()


def test_an_invitation_that_the_mail_server_does_not_take_is_not_open(
    table: Any, arun: Any, post: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    def away(*_told: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", away)
    his = table.signed_in(arun)
    answer = his.post(f"{AT}{table.number('Priya Nair')}/invite/", {"email": "priya@meridian.example"})
    assert answer.status_code == 422
    assert "The mail server did not take the invitation" in answer.content.decode()
    assert '"tag">invited' not in his.get(AT).content.decode()


def test_where_no_mail_leaves_the_host_hands_the_link_over(table: Any, arun: Any) -> None:
    his, address = table.signed_in(arun), f"{AT}{table.number('Priya Nair')}/invite/"
    page = his.get(address).content.decode()
    assert "No mail leaves this installation." in page
    assert "--person &#39;Priya Nair&#39;" in page or "--person 'Priya Nair'" in page
    assert his.post(address, {"email": "priya@meridian.example"}).status_code == 422
    assert '"tag">invited' not in his.get(AT).content.decode()


def test_nobody_asks_into_a_place_that_signs_who_does_not_sign(table: Any, post: list[Any]) -> None:
    elin = table.account("Elin Marsh", "elin@aldgate.example")
    hers, address = table.signed_in(elin), f"{AT}{table.number('Dana Whitlock')}/invite/"
    assert "This place signs for its side." in hers.get(address).content.decode()
    refused = hers.post(address, {"email": "elin.private@mail.example"})
    assert refused.status_code == 422
    typed = {"role": "executive", "standing": "deputy"}
    refused = hers.post(f"{AT}{table.number('Elin Marsh')}/appoint/", typed)
    assert refused.status_code == 422
    assert "this place signs for its side" in refused.content.decode()
    assert post == []
    dana = table.account("Dana Whitlock", "dana@aldgate.example")
    deputy = f"{AT}{table.number('Henrik Vos')}/invite/"
    assert table.signed_in(dana).post(deputy, {"email": "henrik@aldgate.example"}).status_code == 302


def test_whoever_lost_every_way_in_gets_a_new_one_at_the_same_address(table: Any, arun: Any, post: list[Any]) -> None:
    from allauth.mfa.models import Authenticator

    priya = table.account("Priya Nair", "priya@meridian.example", party="provider")
    priya.set_password("a long sentence that was forgotten")
    priya.save()
    Authenticator.objects.create(user=priya, type=Authenticator.Type.TOTP, data={"secret": "lost"})
    address, his = f"{AT}{table.number('Priya Nair')}/invite/", table.signed_in(arun)
    assert "Send a new way in" in his.get(AT).content.decode()
    assert his.post(address, {"email": "elsewhere@mail.example"}).status_code == 302
    assert [message.to for message in post] == [["priya@meridian.example"]]
    path = re.search(r"(/accounts/invitation/[\w-]{43}/)", post[0].body).group(1)
    hers = table.browser()
    answer = hers.post(path, {"email": "priya@meridian.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/")
    assert "Choose how you sign in from now on" in hers.get("/accounts/").content.decode()
    priya.refresh_from_db()
    assert not priya.has_usable_password()
    assert not Authenticator.objects.filter(user=priya).exists()


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
