"""What a message says and what its headers promise."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
import time_machine

from tests.adapters.mail.conftest import MONDAY, Sink
from tests.adapters.mail.doing import CONCERN, account, concern, quiet, seat, send

LOCALE = Path(__file__).parents[3] / "src" / "detente" / "adapters" / "mail" / "locale"


@pytest.fixture
def told(rel: str, sink: Sink) -> Sink:
    """Everybody has been told of a concern."""
    for name in ("Arun Shetty", "Priya Nair", "Tom Okafor"):
        account(rel, name, f"{name.split()[0].lower()}@own.example")
    quiet(rel, MONDAY)
    sink.got.clear()
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    send(MONDAY)
    return sink


def test_a_notice_says_what_was_stated_in_both_zones_and_who_else_has_it(told: Sink) -> None:
    (message,) = told.to("arun@own.example")
    assert message["Subject"] == "Notice: serve concern, M-001"
    text = message.get_body(("plain",)).get_content()
    assert CONCERN["what happened"] in text
    assert "Aldgate / " in text
    assert "Meridian" in text
    assert "Priya Nair (Meridian)" in text
    assert "not this message" in text
    assert message["Reply-To"] == "detente@detente.example"
    assert "https://detente.example/r/aldgate-meridian/matters/M-001/" in text


def test_a_notice_goes_to_the_address_that_the_charter_gives_too(told: Sink) -> None:
    assert [message["Message-ID"] for message in told.to("notices@meridian.example")] == [
        message["Message-ID"] for message in told.to("arun@own.example")
    ]


def test_no_message_loads_anything_from_elsewhere(told: Sink) -> None:
    for _, message, raw in told.got:
        html = message.get_body(("html",)).get_content()
        assert not any(word in html for word in ("<img", "<link", "<script", "src=", "url(", "<form", "style="))
        assert html.count("http") == html.count("https://detente.example/")
        assert b"text/plain" in raw


def test_nobody_gets_the_summary_header_but_the_daily_summary(told: Sink) -> None:
    assert all(message["List-Unsubscribe"] is None for _, message, _ in told.got)


def test_both_sides_read_the_same_words_about_a_level(told: Sink, rel: str) -> None:
    late = MONDAY + dt.timedelta(days=7)
    with time_machine.travel(late, tick=False):
        from detente.clerk import watching

        watching.file_due(rel)
    for name in ("Elin Marsh",):
        account(rel, name, "elin@own.example")
    told.got.clear()
    send(late)
    levels = {
        to[0]: message.get_body(("plain",)).get_content().replace("\r", "")
        for to, message, _ in told.got
        if message["Subject"].startswith("Moved to your level")
    }
    assert set(levels) == {"arun@own.example", "elin@own.example"}
    one, other = (text.partition("\n-- ")[0] for text in levels.values())
    assert one == other


def test_an_offered_version_reaches_everybody_who_may_sign_it_and_nobody_else(rel: str, sink: Sink) -> None:
    from detente import clerk
    from detente.core.vocabulary.facts import CharterSigned
    from detente.store import read

    for name in ("Ravi Menon", "Arun Shetty", "Priya Nair", "Elin Marsh"):
        account(rel, name, f"{name.split()[0].lower()}@own.example")
    wednesday = MONDAY + dt.timedelta(days=2)  # a day that has not its number of messages yet
    quiet(rel, MONDAY)
    quiet(rel, wednesday - dt.timedelta(days=1))
    sink.got.clear()
    ruled = read.ruled(rel)
    newest = max(ruled.versions)
    charter = msgspec.structs.replace(ruled.charters[newest], version=newest + 1)

    def build(stamp: Any) -> CharterSigned:
        text = ruled.versions[newest].text
        return CharterSigned(**{**stamp, "charter": charter}, text=text, effective=wednesday, signatures=())

    with time_machine.travel(wednesday, tick=False):
        clerk.offer_version(seat(rel, "Dana Whitlock"), build)
    send(wednesday + dt.timedelta(hours=1))
    found = [(to, message) for to, message, _ in sink.got if "charter" in message["Subject"]]
    assert sorted(to[0] for to, _ in found) == ["arun@own.example", "ravi@own.example"]
    for _, message in found:
        assert message["Subject"] == "A version of the charter waits for a signature"
        text = message.get_body(("plain",)).get_content()
        assert f"https://detente.example/r/{rel}/charter/" in text
        assert "you sign a charter for your side, or stand in for who does" in text


def test_a_name_cannot_end_a_header_or_turn_writing_round(rel: str, sink: Sink) -> None:
    from detente.adapters.mail.words import plain

    assert plain("Harbor\r\nBcc: all@else.example") == "Harbor Bcc: all@else.example"
    assert plain("a\u202eb\u2066c\x00d") == "a b c d"


def test_an_address_that_no_header_may_hold_is_refused_for_good(rel: str, sink: Sink) -> None:
    from detente.store.models import Outbox, User

    account(rel, "Priya Nair", "priya@own.example")
    User.objects.filter(email="priya@own.example").update(email="priya@own.example\r\nBcc: all@else.example")
    quiet(rel, MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    send(MONDAY)
    number = seat(rel, "Priya Nair").person
    assert Outbox.objects.get(person=number, template="notice").state == "failed"
    assert all("else.example" not in str(message) for _, message, _ in sink.got)


def test_a_message_speaks_the_language_of_its_reader(rel: str, sink: Sink) -> None:
    account(rel, "Arun Shetty", "arun@own.example", "ar")
    account(rel, "Priya Nair", "priya@own.example", "de")
    quiet(rel, MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    send(MONDAY)
    arabic, german = sink.to("arun@own.example")[-1], sink.to("priya@own.example")[-1]
    html = arabic.get_body(("html",)).get_content()
    assert 'lang="ar" dir="rtl"' in html
    assert arabic["Subject"].startswith("إشعار")
    assert german["Subject"] == "Mitteilung: serve concern, M-001"  # the charter's own words stay
    assert "Wenn niemand handelt" in german.get_body(("plain",)).get_content()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_word_of_a_message_is_translated(language: str) -> None:
    from babel.messages.pofile import read_po

    place = LOCALE / language / "LC_MESSAGES" / "django.po"
    with place.open("rb") as source:
        missing = [message.id for message in read_po(source, language) if message.id and not message.string]
    assert missing == []


def test_the_daily_summary_can_be_switched_off_by_one_press_and_opening_changes_nothing(rel: str, sink: Sink) -> None:
    from django.test import Client

    from detente.adapters.web.frame.statics import collect
    from detente.clerk import digests
    from detente.store.read.choices import position

    account(rel, "Elin Marsh", "elin@own.example")
    quiet(rel, MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    morning = MONDAY + dt.timedelta(hours=22, minutes=5)
    digests.queue_due(morning)
    send(morning)
    message = next(each for each in sink.to("elin@own.example") if each["Subject"].startswith("Summary"))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://detente.example/r/")
    path, person = address.removeprefix("https://detente.example"), seat(rel, "Elin Marsh").person
    collect()
    browser = Client(HTTP_HOST="localhost")
    assert browser.get(path).status_code == 200
    assert position(rel, person) in ("", "happens")
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code < 400
    assert position(rel, person) not in ("", "happens")
