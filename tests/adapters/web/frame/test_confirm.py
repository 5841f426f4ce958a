"""The typed code of a binding act."""

from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def step(django_ready: None) -> Any:
    from django.test import RequestFactory

    from detente.adapters.web.frame.confirm import Step

    def made(typed: str | None = None, *, session: str = "s1", act: str = "sign", matter: str = "M-014") -> Any:
        asks = RequestFactory()
        request = asks.get("/") if typed is None else asks.post("/", {"code": typed})
        request.session = SimpleNamespace(session_key=session)
        return Step(request, act, matter)

    return made


def test_the_code_shown_is_the_code_taken(step: Any) -> None:
    assert step(step().shown).done()
    assert step(step().shown.replace(" ", "")).done()


@pytest.mark.parametrize("other", [{"session": "s2"}, {"act": "settle"}, {"matter": "M-015"}])
def test_a_code_holds_for_one_session_act_and_matter(step: Any, other: dict) -> None:
    assert not step(step().shown, **other).done()


def test_a_code_of_the_quarter_hour_before_is_still_taken_and_an_older_one_is_not(
    step: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.adapters.web.frame import confirm

    code, now = step().shown, confirm._window()
    monkeypatch.setattr(confirm, "_window", lambda: now + 1)
    assert step(code).done()
    monkeypatch.setattr(confirm, "_window", lambda: now + 2)
    assert not step(code).done()


@pytest.mark.parametrize("typed", ["", "12", "abc def", "000000000"])
def test_anything_else_says_what_to_type_and_does_nothing(step: Any, typed: str) -> None:
    asked = step(typed)
    assert not asked.done()
    assert asked.form.errors["code"]
