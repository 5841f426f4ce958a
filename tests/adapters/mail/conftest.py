"""A real mail server on loopback, and a relationship whose people have addresses."""

import datetime as dt
import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Database

CHARTER = Path(__file__).parents[3] / "src" / "detente" / "charters" / "golden" / "charter.yaml"
BEGAN = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 9, 9, tzinfo=dt.UTC)  # 10:00 in Amsterdam, 14:30 in Pune


class Sink:
    """Takes every message; `answer` lets it say no."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], EmailMessage, bytes]] = []
        self.answer = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep a message."""
        if self.answer:
            return self.answer
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.got.append((list(envelope.rcpt_tos), read, envelope.content))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """Return what an address was sent."""
        return [message for to, message, _ in self.got if address in to]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def sink(settings_of_mail: None) -> Iterator[Sink]:
    from aiosmtpd.controller import Controller
    from django.conf import settings

    kept = Sink()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_PORT = controller.port
    yield kept
    controller.stop()


@pytest.fixture
def settings_of_mail(django_ready: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's settings for a server on this machine."""
    from django.conf import settings

    from detente.site.mail import mail

    for name, value in mail("smtp://127.0.0.1:1", "", "detente.example").items():
        monkeypatch.setattr(settings, name, value, raising=False)
    monkeypatch.setattr(settings, "SITE_URL", "https://detente.example")


@pytest.fixture
def rel(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """A relationship under the golden charter."""
    return begun(monkeypatch)


def begun(monkeypatch: pytest.MonkeyPatch) -> str:
    from detente import clerk
    from tests.adapters.mail.doing import everybody

    # A test moves this process's clock; on PostgreSQL stamps would come from the server's.
    monkeypatch.setattr(clerk.time, "stamp", clerk.time.now)
    key = clerk.begin(CHARTER.read_text(encoding="utf-8"), host="detente.example", at=BEGAN)
    everybody(key)
    return key
