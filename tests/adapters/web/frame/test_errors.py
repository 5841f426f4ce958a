"""Pages for what is not there, not open, or away."""

from typing import Any

import pytest


def bare(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


def test_every_cause_of_nothing_here_gives_the_same_bytes_and_headers(client: Any) -> None:
    answers = [client.get(address) for address in ("/nowhere/", "/r/", "/gallery/x", "/r/aldgate-meridian")]
    assert answers[0].status_code == 404
    assert [bare(answer) == bare(answers[0]) for answer in answers] == [True] * 4


def test_a_view_that_raises_and_an_address_without_one_look_the_same(client: Any, settings_urls: Any) -> None:
    from django.http import Http404

    def hidden(request: Any) -> Any:
        request.session.get("x")
        raise Http404("a matter of the other side")

    with settings_urls(hidden):
        assert bare(client.get("/hidden/")) == bare(client.get("/nowhere/"))


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_here_speaks_the_readers_language(client: Any, language: str) -> None:
    text = client.get("/nowhere/", headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in text


def test_a_refusal_is_told_with_what_is_open_now(client: Any) -> None:
    answer = client.get("/gallery/refuses/")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "&#39;serve mediation notice&#39; opens Thu 12 Nov 2026, 17:00 (UTC+1)." in text
    assert "Open now: settle, extend" in text
    assert "Nothing was changed." in text


def test_htmx_gets_the_refusal_alone(client: Any) -> None:
    answer = client.get("/gallery/refuses/", headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()


def test_a_database_that_is_away_is_told_calmly(client: Any, settings_urls: Any) -> None:
    from django.db import OperationalError

    def asks(request: Any) -> Any:
        raise OperationalError("connection to server at 10.0.0.4 failed: password")

    with settings_urls(asks):
        answer = client.get("/hidden/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "away for a moment" in answer.content.decode()
    assert "10.0.0.4" not in answer.content.decode()


def test_a_fault_of_ours_shows_no_trace(client: Any, settings_urls: Any) -> None:
    def falls(request: Any) -> Any:
        raise ZeroDivisionError("secret number")

    with settings_urls(falls):
        answer = client.get("/hidden/")
    assert answer.status_code == 500
    assert "secret number" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_a_form_without_its_token_is_too_old(application: Any) -> None:
    from django.test import Client

    answer = Client(enforce_csrf_checks=True, headers={"host": "localhost"}).post("/language/", {"language": "de"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_the_language_is_never_changed_by_a_link(client: Any) -> None:
    assert client.get("/language/?language=de").status_code == 405


def test_a_language_form_leads_back_to_our_pages_alone(client: Any) -> None:
    answer = client.post("/language/", {"language": "de", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert answer.cookies["language"].value == "de"
