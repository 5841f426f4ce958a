"""S3: whether an address has an account here cannot be read from any answer; guessing locks nobody else out."""

from typing import Any

import pytest

from tests.adapters.web.accounts.conftest import bare

PASSWORD = "a long sentence of mine"
KNOWN, UNKNOWN = "elin@aldgate.example", "nora@aldgate.example"


@pytest.fixture
def elin(table: Any) -> Any:
    """An account with a password."""
    user = table.account("Elin Marsh", KNOWN)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_signing_in_answers_the_same_for_a_wrong_password_and_an_unknown_address(table: Any, elin: Any) -> None:
    answers = [
        table.browser().post("/accounts/login/", {"login": address, "password": "no sentence of mine"})
        for address in (KNOWN, UNKNOWN)
    ]
    assert bare(answers[0]) == bare(answers[1])
    assert "Address and password do not belong together." in answers[0].content.decode()


def test_asking_for_a_new_password_answers_the_same(table: Any, elin: Any) -> None:
    answers = [table.browser().post("/accounts/password/reset/", {"email": each}) for each in (KNOWN, UNKNOWN)]
    assert bare(answers[0]) == bare(answers[1])
    assert answers[0].status_code == 302


def test_an_account_without_a_password_answers_like_one_that_is_not_there(table: Any) -> None:
    table.account("Elin Marsh", KNOWN)
    answers = [
        table.browser().post("/accounts/login/", {"login": address, "password": "no sentence of mine"})
        for address in (KNOWN, UNKNOWN)
    ]
    assert bare(answers[0]) == bare(answers[1])


def test_nobody_signs_up(table: Any) -> None:
    from detente.store.models import User

    typed = {"email": UNKNOWN, "password1": PASSWORD, "password2": PASSWORD}
    page = table.browser().post("/accounts/signup/", typed).content.decode()
    assert "Places are given by invitation" in page
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_guessing_from_afar_locks_nobody_out(table: Any, elin: Any) -> None:
    stranger = table.browser("203.0.113.9")
    for _ in range(12):
        stranger.post("/accounts/login/", {"login": KNOWN, "password": "guess"})
    page = stranger.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD}).content.decode()
    assert "Too many attempts from here" in page
    answer = table.browser("198.51.100.7").post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    assert answer.status_code == 302


def test_asking_for_a_new_password_takes_the_same_time_for_both(table: Any, elin: Any) -> None:
    import time

    took = []
    for address in (KNOWN, UNKNOWN):
        begun = time.monotonic()
        table.browser().post("/accounts/password/reset/", {"email": address})
        took.append(time.monotonic() - begun)
    from detente.adapters.web.accounts.views import EVEN_SECONDS

    assert min(took) >= EVEN_SECONDS
