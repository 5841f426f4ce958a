"""C5: when somebody leaves, every way in they had is refused at once, and no process has to be told."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from detente.core.vocabulary.errors import Refused
from tests.adapters.web.accounts.conftest import totp

PASSWORD = "a long sentence of mine"


def factors(user: Any) -> tuple[str, str]:
    """Give an account an authenticator app and recovery codes; return the secret and a code."""
    from allauth.core import context
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import RequestFactory

    secret = generate_totp_secret()
    with context.request_context(RequestFactory().get("/")):
        TOTP.activate(user, secret)
        return secret, str(RecoveryCodes.activate(user).get_unused_codes()[0])


def reset_link(table: Any, address: str, outbox: list[Any]) -> str:
    """Return the link of a mail that was asked for on the page."""
    import threading

    table.browser().post("/accounts/password/reset/", {"email": address})
    for thread in threading.enumerate():
        if thread.name == "detente-account-mail":
            thread.join()
    return re.search(r"/accounts/password/reset/key/\S+", outbox[-1].body).group(0)


@pytest.fixture
def letters(django_ready: None) -> Iterator[list[Any]]:
    """Keep mails in memory."""
    from django.core import mail
    from django.test import override_settings

    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield mail.outbox


def test_every_credential_is_refused_after_leaving(both: Any, letters: list[Any]) -> None:
    from detente.clerk.accounts import people

    table, address = both, "priya@meridian.example"
    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    priya = table.account("Priya Nair", address, party="provider")
    sessions = [table.signed_in(priya) for _ in range(2)]
    priya.set_password(PASSWORD)
    priya.save()
    sessions.append(table.signed_in(priya))
    link, reset = table.link(priya), reset_link(table, address, letters)
    secret, recovery = factors(priya)
    waiting = table.invited("Kavita Joshi", "kavita@meridian.example", party="provider")
    half_way = table.browser()  # the password is told, the second step is open
    assert half_way.post("/accounts/login/", {"login": priya.email, "password": PASSWORD}).status_code == 302
    assert sessions[-1].get("/accounts/").status_code == 200
    people.off_board(table.viewer(arun), table.number("Priya Nair"), by=arun, at=table.now())

    for browser in sessions:
        assert browser.get("/accounts/").status_code == 302
    assert table.browser().post(link).status_code == 404
    page = table.browser().get(reset, follow=True).content.decode()
    assert "This link opens nothing" in page
    for typed in (totp(secret), recovery):
        half_way.post("/accounts/factors/authenticate/", {"code": typed})
        assert half_way.get("/accounts/").status_code == 302
    fresh = table.browser()
    assert fresh.post("/accounts/login/", {"login": address, "password": PASSWORD}).status_code == 200
    assert fresh.get("/accounts/").status_code == 302
    assert table.browser().get(f"/accounts/invitation/{waiting}/").status_code == 200  # somebody else's


def test_an_open_invitation_of_who_leaves_is_withdrawn(table: Any) -> None:
    from detente.clerk.accounts import people

    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    token = table.invited("Priya Nair", "priya@meridian.example", party="provider")
    people.off_board(table.viewer(arun), table.number("Priya Nair"), by=arun, at=table.now())
    assert table.browser().get(f"/accounts/invitation/{token}/").status_code == 404


def test_leaving_is_a_fact_both_sides_read(table: Any) -> None:
    from detente.clerk.accounts import people
    from detente.store.read.ruled import ruled

    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    people.off_board(table.viewer(arun), table.number("Priya Nair"), by=arun, at=table.now())
    rules = ruled(table.relationship)
    held = rules.program(table.now()).roles["service lead"]["provider"]
    assert held.holder == "Rahul Deshpande"  # the deputy follows


def test_nobody_sees_the_other_sides_people_out(table: Any) -> None:
    from detente.clerk.accounts import people

    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    tom = table.account("Tom Okafor", "tom@aldgate.example")
    with pytest.raises(Refused, match="each side's own relationship manager"):
        people.off_board(table.viewer(arun), table.number("Tom Okafor"), by=arun, at=table.now())
    tom.refresh_from_db()
    assert tom.is_active


def test_a_place_in_another_relationship_stays(table: Any) -> None:
    from detente.clerk.accounts import leaving, seats
    from detente.store.models import Membership

    priya = table.account("Priya Nair", "priya@meridian.example", party="provider")
    seats.fill("other", "provider", table.meridian)
    seats.sit(priya, ("other", "provider"), "p-2", name="Priya Nair", at=table.now())
    browser = table.signed_in(priya)
    assert leaving.end_place(table.relationship, table.number("Priya Nair"), by=None, at=table.now()) is False
    assert browser.get("/accounts/").status_code == 200
    assert table.viewer(priya) is None
    assert list(Membership.objects.filter(user=priya, until=None).values_list("relationship", flat=True)) == ["other"]
