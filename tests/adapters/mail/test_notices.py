"""A notice by mail says by whom, when it counts as received, what is asked by when and what follows, as its page."""

import datetime as dt

import pytest
import time_machine

from tests.adapters.mail.conftest import MONDAY, Sink
from tests.adapters.mail.doing import account, concern, quiet, send

EVENING = MONDAY + dt.timedelta(hours=5)  # 19:30 in Pune is past the cut-off


def text_of(rel: str, sink: Sink, at: dt.datetime) -> str:
    for name in ("Arun Shetty", "Tom Okafor"):
        account(rel, name, f"{name.split()[0].lower()}@own.example")
    quiet(rel, at)
    sink.got.clear()
    with time_machine.travel(at, tick=False):
        concern(rel)
    send(at)
    (message,) = sink.to("arun@own.example")
    return str(message.get_body(("plain",)).get_content()).replace("\r", "")


@pytest.mark.parametrize("at", [MONDAY, EVENING])
def test_it_says_by_whom_and_what_is_asked_by_when(rel: str, sink: Sink, at: dt.datetime) -> None:
    text = text_of(rel, sink, at)
    assert "Tom Okafor (Aldgate) gave notice in M-001: serve concern." in text
    asked = text.partition("Asked then\n" if at is EVENING else "Open now\n")[2].partition("\n\n")[0]
    assert "- acknowledge concern: Meridian, until " in asked
    silence = text.partition("If nobody acts")[2]
    assert "acknowledge concern: nothing is recorded from Meridian by then." in silence
    assert "count misses" not in silence


def test_it_says_when_it_counts_as_received_in_the_words_of_the_page(rel: str, sink: Sink) -> None:
    text = text_of(rel, sink, EVENING)
    assert "The notice is under way." in text
    assert "It counts as received Wed 11 Nov 2026, 04:30 (UTC+1) Aldgate / 09:00 (UTC+5:30) Meridian" in text
    assert "the clocks begin then." in text


def test_its_answers_stand_under_the_questions_of_the_form(rel: str, sink: Sink) -> None:
    text = text_of(rel, sink, MONDAY)
    asked = (
        "What happened, with date and number?", "What does it affect?", "What would you need to carry on?",
        "What do you ask for, and by when?", "On which day did it happen?",
    )  # fmt: skip
    places = [text.index(f"- {question}") for question in asked]
    assert places == sorted(places)
    assert "- On which day did it happen? Mon 12 Oct 2026" in text


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_and_mails_ask_in_the_same_words(django_ready: None, language: str) -> None:
    from django.utils import translation

    from detente.adapters.mail import questions
    from detente.adapters.web.matters import acts

    with translation.override(language):
        by_mail, on_pages = ({key: str(one) for key, one in found.QUESTIONS.items()} for found in (questions, acts))
    assert by_mail == on_pages
