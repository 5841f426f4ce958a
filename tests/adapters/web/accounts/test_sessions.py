"""S2: sessions have new keys, end in time, are listed and ended; a second factor is never passed over."""

from datetime import timedelta
from typing import Any

import pytest

from tests.adapters.web.accounts.conftest import totp

PASSWORD = "a long sentence of mine"


@pytest.fixture
def elin(table: Any) -> Any:
    """An account with a password."""
    user = table.account("Elin Marsh", "elin@aldgate.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(browser: Any, password: str = PASSWORD) -> Any:
    return browser.post("/accounts/login/", {"login": "elin@aldgate.example", "password": password})


def key(browser: Any) -> str:
    return str(browser.cookies["session"].value)


def app(user: Any) -> str:
    """Give the account an authenticator app; return its secret."""
    from allauth.core import context
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import RequestFactory

    secret = generate_totp_secret()
    with context.request_context(RequestFactory().get("/")):
        TOTP.activate(user, secret)
    return secret


def test_signing_in_gives_the_session_a_new_key(table: Any, elin: Any) -> None:
    browser = table.signed_in(elin)
    first = key(browser)
    browser.post(table.link(elin))
    assert key(browser) != first
    before = table.browser()
    before.cookies["session"] = first
    assert before.get("/accounts/").status_code == 302


def test_a_session_brings_its_account_in_one_query(table: Any, elin: Any) -> None:
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from detente.adapters.web.accounts.middleware import SignedIn

    request = RequestFactory().get("/")
    request.COOKIES["session"] = key(table.signed_in(elin))
    with CaptureQueriesContext(connection) as asked:
        assert SignedIn(lambda asks: str(asks.user.organisation))(_with_session(request)) == "Aldgate Insurance"
    assert len(asked.captured_queries) == 1


def _with_session(request: Any) -> Any:
    from detente.store.sessions import SessionStore

    request.session = SessionStore(request.COOKIES["session"])
    return request


@pytest.mark.parametrize("column", ["expire_date", "began_at"])
def test_a_session_ends_when_it_is_quiet_or_old(table: Any, elin: Any, column: str) -> None:
    from detente.store.models import Session
    from detente.store.sessions import WHOLE

    browser = table.signed_in(elin)
    assert browser.get("/accounts/").status_code == 200
    past = table.now() - (WHOLE if column == "began_at" else timedelta(seconds=1))
    Session.objects.filter(user=elin).update(**{column: past})
    assert browser.get("/accounts/").status_code == 302


def test_use_keeps_a_session_and_its_last_moment(table: Any, elin: Any) -> None:
    from detente.store.models import Session

    browser = table.signed_in(elin)
    earlier = table.now() - timedelta(hours=3)
    Session.objects.filter(user=elin).update(seen_at=earlier, expire_date=table.now() + timedelta(minutes=1))
    browser.get("/accounts/")
    row = Session.objects.get(user=elin)
    assert row.seen_at > earlier
    assert row.expire_date > table.now() + timedelta(hours=11)


def test_sessions_are_listed_without_their_keys_and_ended_one_by_one(table: Any, elin: Any) -> None:
    here, there = table.signed_in(elin), table.signed_in(elin)
    page = here.get("/accounts/").content.decode()
    assert page.count("End this session") == 2
    assert key(here) not in page
    assert key(there) not in page
    from detente.store.read.accounts import mark

    here.post("/accounts/sessions/end/", {"session": mark(key(there))})
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200


def test_all_the_others_end_at_once(table: Any, elin: Any) -> None:
    here, *others = [table.signed_in(elin) for _ in range(4)]
    here.post("/accounts/sessions/end/", {"session": "others"})
    assert [each.get("/accounts/").status_code for each in others] == [302, 302, 302]
    assert here.get("/accounts/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(table: Any, elin: Any) -> None:
    from detente.store.read.accounts import mark

    tom = table.account("Tom Okafor", "tom@aldgate.example")
    his, hers = table.signed_in(tom), table.signed_in(elin)
    his.post("/accounts/sessions/end/", {"session": mark(key(hers))})
    assert hers.get("/accounts/").status_code == 200


def test_a_new_password_ends_the_other_sessions(table: Any, elin: Any) -> None:
    here, there = table.browser(), table.signed_in(elin)
    sign_in(here)
    new = {"oldpassword": PASSWORD, "password1": "another sentence of mine", "password2": "another sentence of mine"}
    assert here.post("/accounts/password/change/", new).status_code == 302
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200


def test_a_short_or_common_password_is_refused(table: Any, elin: Any) -> None:
    browser = table.browser()
    sign_in(browser)
    for weak in ("short", "password1234", "123456789012", "elin marsh elin"):
        typed = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        assert browser.post("/accounts/password/change/", typed).status_code == 200
        assert sign_in(table.browser(), weak).status_code == 200


def test_passwords_are_kept_with_argon2(elin: Any) -> None:
    assert elin.password.startswith("argon2$argon2id$")


def test_a_one_time_link_does_not_pass_over_the_second_step(table: Any, elin: Any) -> None:
    app(elin)
    browser = table.browser()
    answer = browser.post(table.link(elin))
    assert answer.headers["Location"].startswith("/accounts/factors/authenticate/")
    assert browser.get("/accounts/").status_code == 302


def test_a_new_password_by_mail_does_not_pass_over_the_second_step(table: Any, elin: Any) -> None:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    app(elin)
    address = f"/accounts/password/reset/key/{user_pk_to_url_str(elin)}-{default_token_generator.make_token(elin)}/"
    browser = table.browser()
    form = browser.get(address).headers["Location"]
    new = {"password1": "another sentence of mine", "password2": "another sentence of mine"}
    assert browser.post(form, new).status_code == 302
    assert browser.get("/accounts/").status_code == 302
    answer = sign_in(browser, "another sentence of mine")
    assert answer.headers["Location"].startswith("/accounts/factors/authenticate/")


def test_a_code_of_the_app_works_once(table: Any, elin: Any) -> None:
    secret = app(elin)
    code = totp(secret)
    first, second = table.browser(), table.browser()
    for browser in (first, second):
        assert sign_in(browser).status_code == 302
    first.post("/accounts/factors/authenticate/", {"code": code})
    second.post("/accounts/factors/authenticate/", {"code": code})
    assert first.get("/accounts/").status_code == 200
    assert second.get("/accounts/").status_code == 302


def test_an_older_or_later_code_is_refused(table: Any, elin: Any) -> None:
    import time

    secret = app(elin)
    browser = table.browser()
    sign_in(browser)
    now = time.time()
    for away in (-60, -30, 60):
        browser.post("/accounts/factors/authenticate/", {"code": totp(secret, now + away)})
    assert browser.get("/accounts/").status_code == 302


def test_the_secret_of_an_app_lies_sealed(elin: Any) -> None:
    from allauth.mfa.models import Authenticator

    secret = app(elin)
    kept = Authenticator.objects.get(user=elin).data["secret"]
    assert secret not in kept
    assert kept.startswith("gAAAA")


def test_signing_out_needs_a_post_and_leaves_nothing(table: Any, elin: Any) -> None:
    from detente.store.models import Session

    browser = table.signed_in(elin)
    browser.get("/accounts/logout/")
    assert browser.get("/accounts/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/accounts/").status_code == 302
    assert not Session.objects.filter(user=elin).exists()
