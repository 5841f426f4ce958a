"""No clock is lost and none rings twice, wherever a worker is killed (T1); late is visible, and in due order (T2).

The long version kills at every write and fsync call of a whole run, and 200 workers over 10,000 matters:
DETENTE_LONG=1, `make long`.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.clerk import timers
from tests.databases import Database

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("DETENTE_LONG") == "1"
CALLS = {"sqlite": "pwrite64,fdatasync,fsync,ftruncate", "postgresql": "sendto,sendmsg,write"}


def fleet(database: Database, relationship: str, **told) -> dict:
    """Let workers run, and return what was seen of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.clerk.fleet", relationship, json.dumps(told)],
        cwd=ROOT, env=database.environment(), capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["failed"] == 0, done.stderr
    return seen


def each_rang_once(relationship: str, matters: int) -> list[dict]:
    """Check that every clock of every matter rang, once, and that the journal stands; return its clocks."""
    from detente.core.journal.reading import verify_journal
    from detente.store import lines, models

    rang = timers.rang(relationship)
    times = Counter((line["fact"]["matter"], line["fact"]["term"]) for line in rang)
    assert set(times.values()) == {1}
    assert len(times) == 2 * matters
    assert models.Wake.objects.count() == 0
    assert models.Family.objects.filter(result="exhausted").count() == matters
    report = verify_journal(line.encode() + b"\n" for _, line in lines.rows(relationship, "joint"))
    assert (report.broken, report.root) == (None, lines.head(relationship, "joint")[0].root)
    return rang


def whole(database: Database) -> None:
    """Check that the file of a SQLite database is sound."""
    from django.db import connection

    if database.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine")
def test_a_worker_killed_at_any_write_call_loses_and_doubles_nothing(database: Database):
    matters = 2_000 if LONG else 50 if database.vendor == "sqlite" else 20
    relationship = timers.begun()
    timers.open_pings(relationship, matters)
    seen = fleet(database, relationship, calls=CALLS[database.vendor], batch=3)
    assert seen["killed"] >= (100 if LONG else 6)
    each_rang_once(relationship, matters)
    whole(database)


def test_workers_killed_at_random_lose_and_double_nothing(database: Database):
    matters, kills = (10_000, 200) if LONG else (400, 25)
    relationship = timers.begun()
    timers.open_pings(relationship, matters, apart=timedelta(seconds=1))
    seen = fleet(database, relationship, workers=3, batch=5, kills=kills, seed=7, pause_s=0.08 if LONG else 0.03)
    assert seen["killed"] >= kills // 2
    fleet(database, relationship, workers=4, batch=50)
    each_rang_once(relationship, matters)
    whole(database)


def test_a_server_that_is_cut_off_takes_nothing_with_it(database: Database):
    """The database itself goes down as in a power cut, and comes back."""
    if database.vendor != "postgresql":
        pytest.skip("SQLite has no server; its files are cut by the kills above")
    from tests.postgres import Server, programs

    found = programs()
    assert found is not None
    from tests.databases import APPLICATION, migrate, new_postgresql, prepare, using

    server = Server(found, durable=True).start()
    try:
        prepare(server)
        name = new_postgresql(server)
        url = server.url(name, APPLICATION)
        with using(url):
            migrate()
            relationship = timers.begun()
            timers.open_pings(relationship, 60)
            from detente import clerk
            from detente.clerk import watching

            filed = watching.file_due(relationship, most=7)
            before = timers.rang(relationship)
            assert len(before) >= 7 <= (filed or 0)
            server.stop(at_once=True)
            with pytest.raises(Exception, match=r"(?i)connect|server|terminat|closed"):
                watching.file_due(relationship)
            server.start()
            from django.db import connection

            connection.close()
            assert timers.rang(relationship)[: len(before)] == before
            while watching.due(clerk.now()):
                watching.file_due(relationship)
            each_rang_once(relationship, 60)
    finally:
        server.remove()


def test_deadlines_of_three_hours_without_workers_ring_once_in_due_order_at_their_due_time(database: Database):
    relationship = timers.begun()
    timers.open_pings(
        relationship, 250, apart=timedelta(minutes=110) / 250
    )  # the last is opened before the first is due
    assert timers.rang(relationship) == []
    fleet(database, relationship, workers=2, batch=50)

    rang = each_rang_once(relationship, 250)
    dues = [line["fact"]["due"] for line in rang]
    assert dues == sorted(dues)
    assert all(line["fact"]["at"] == line["fact"]["due"] for line in rang)
    assert all(line["noticed"] > "2026-11-01" for line in rang)
    second = {line["fact"]["matter"]: line["fact"]["due"] for line in rang if line["fact"]["term"] == "second"}
    for line in rang:
        if line["fact"]["term"] == "first":
            later = datetime.fromisoformat(second[line["fact"]["matter"]])
            assert later - datetime.fromisoformat(line["fact"]["due"]) == timedelta(hours=1)
