"""No message is lost, wherever a sender is killed; what leaves twice leaves under one Message-ID."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.adapters.mail.conftest import CHARTER, Sink
from tests.adapters.mail.doing import concern, everybody
from tests.databases import Database

ROOT = Path(__file__).parents[3]
CALLS = {"sqlite": "connect,sendto,pwrite64,fdatasync", "postgresql": "connect,sendto"}


@pytest.fixture
def waiting(database: Database, sink: Sink) -> str:
    """Fifteen concerns, whose notices wait."""
    from detente import clerk

    at = clerk.time.stamp() - dt.timedelta(minutes=1)
    rel = clerk.begin(CHARTER.read_text(encoding="utf-8"), host="detente.example", at=at)
    everybody(rel)
    for _ in range(15):
        concern(rel)
    return rel


def senders(database: Database, sink: Sink, rel: str, **told) -> int:
    """Let senders run and die; return how many were killed."""
    from django.conf import settings

    done = subprocess.run(
        [sys.executable, "-m", "tests.adapters.mail.senders", rel, str(settings.EMAIL_PORT), json.dumps(told)],
        cwd=ROOT, env=database.environment() | {"DETENTE_SMTP": "smtp://127.0.0.1"}, capture_output=True, text=True,
        timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["killed"]


def nothing_is_lost(sink: Sink, killed: int) -> None:
    """Check that every message that left is marked, arrived, and doubles share their Message-ID."""
    from detente.store.models import Outbox

    due = Outbox.objects.exclude(state="waiting")
    assert set(due.values_list("state", flat=True)) <= {"sent", "dropped", "folded"}
    assert Outbox.objects.filter(template="notice", state="sent").count() == 30
    got = Counter(message["Message-ID"] for _, message, _ in sink.got)
    assert set(got) == set(Outbox.objects.filter(state="sent").values_list("message_id", flat=True))
    assert sum(got.values()) - len(got) <= killed
    bodies = {(message["Message-ID"], message["To"], message["Subject"]) for _, message, _ in sink.got}
    assert len(bodies) == len(got)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine")
def test_a_sender_killed_at_any_call_loses_nothing(waiting: str, database: Database, sink: Sink) -> None:
    killed = senders(database, sink, waiting, calls=CALLS[database.vendor])
    assert killed >= 10
    nothing_is_lost(sink, killed)


def test_senders_killed_at_random_lose_nothing(waiting: str, database: Database, sink: Sink) -> None:
    killed = senders(database, sink, waiting, senders=2, kills=20, seed=7, pause_s=0.12)
    assert killed >= 5
    nothing_is_lost(sink, killed)
