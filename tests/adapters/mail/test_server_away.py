"""The mail server is away for hours, in three ways: facts are filed meanwhile; then everything arrives, once (R9)."""

import datetime as dt
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine

from tests.adapters.mail.conftest import MONDAY, Sink, free_port
from tests.adapters.mail.doing import account, concern, quiet

HOURS = 6
READERS = ("Arun Shetty", "Priya Nair", "Tom Okafor")


@contextmanager
def refuses(_sink: Sink) -> Iterator[str]:
    """Nobody listens."""
    from django.conf import settings

    before, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    yield "refused"
    settings.EMAIL_PORT = before


@contextmanager
def hangs(_sink: Sink) -> Iterator[str]:
    """Somebody listens, and says nothing."""
    from django.conf import settings

    before = settings.EMAIL_PORT
    with socket.create_server(("127.0.0.1", 0), backlog=200) as mute:
        settings.EMAIL_PORT = mute.getsockname()[1]
        yield "timed out"
        settings.EMAIL_PORT = before


@contextmanager
def puts_off(sink: Sink) -> Iterator[str]:
    """The server takes nothing for now."""
    sink.answer = "451 4.3.2 come back later"
    yield "451"
    sink.answer = ""


@pytest.fixture
def sending(rel: str, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sender that runs by itself, with short pauses and no patience."""
    from django.conf import settings

    from detente.adapters.mail import send
    from detente.clerk import doctor

    for name in READERS:
        account(rel, name, f"{name.split()[0].lower()}@own.example")
    quiet(rel, MONDAY)
    sink.got.clear()
    monkeypatch.setattr(settings, "EMAIL_TIMEOUT", 0.05)
    monkeypatch.setattr(doctor, "_SECONDS", 0.2)
    monkeypatch.setattr(send, "AWAY_S", 0.02)
    sender = send.Sender(pause_s=0.01)
    thread = send.start(sender)
    yield
    sender.stop()
    thread.join(20)
    assert not thread.is_alive()


def rows(**which: str) -> list[dict]:
    from django.db import transaction

    from detente.store.models import Outbox

    with transaction.atomic():
        return list(Outbox.objects.filter(channel="mail", hold_until_us__gt=0, **which).values())


def now_us() -> int:
    from detente.clerk.time import now
    from detente.store.instants import to_us

    return to_us(now())


def until(holds) -> None:
    for _ in range(1_000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to hold")


def said() -> dict[str, str]:
    from detente.clerk.doctor import examine
    from detente.clerk.time import now

    return {one.what: one.says for one in examine(now=now) if not one.fine}


@pytest.mark.parametrize("trouble", [refuses, hangs, puts_off])
def test_everything_arrives_once_when_a_server_that_was_away_for_hours_is_back(rel, sink, sending, trouble) -> None:
    from detente.clerk import watching
    from detente.store import lines

    with time_machine.travel(MONDAY, tick=False) as clock:
        with trouble(sink) as says:
            before = lines.head(rel, "joint")[0].size
            for hour in range(1, HOURS + 1):
                concern(rel)
                until(lambda: any(says in row["says"] for row in rows(state="waiting")))
                clock.move_to(MONDAY + dt.timedelta(hours=hour))
                watching.file_due(rel)
            if trouble is puts_off:
                until(lambda: any(row["tries"] > 1 for row in rows(state="waiting")))
            assert sink.got == []
            assert lines.head(rel, "joint")[0].size >= before + 2 * HOURS
            told = said()
            assert "wait since" in told["outbox"] or f"put off by the mail server: {says}" in told["outbox"]
            assert says in told["mail"] if trouble is not puts_off else "mail" not in told
            assert rows(state="failed") == []
        for hours in range(HOURS, HOURS + 14):
            clock.move_to(MONDAY + dt.timedelta(hours=hours, minutes=1))
            until(lambda: not [row for row in rows() if row["state"] in ("waiting", "sending") and due(row)])
        assert "outbox" not in said()
    sent = {row["message_id"] for row in rows(state="sent") if row["sent_us"] > now_of(MONDAY)}
    assert len(sent) >= 2 * HOURS
    assert Counter(message["Message-ID"] for _, message, _ in sink.got) == Counter(dict.fromkeys(sent, 1))


def due(row: dict) -> bool:
    return bool(row["hold_until_us"] <= now_us())


def now_of(at: dt.datetime) -> int:
    from detente.store.instants import to_us

    return to_us(at)
