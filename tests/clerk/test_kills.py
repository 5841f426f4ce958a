"""No clock is lost and none rings twice, wherever a worker is killed (T1); late is visible, and in due order (T2).

The long version kills at every write and fsync call of a whole run, and 200 workers over 10,000 matters:
DETENTE_LONG=1, `make long`.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.clerk import timers
from tests.databases import APPLICATION, Database, migrate, new_postgresql, prepare, using
from tests.postgres import Server, programs

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("DETENTE_LONG") == "1"
CALLS = {"sqlite": "pwrite64,fdatasync,fsync,ftruncate", "postgresql": "sendto,sendmsg,write"}


def fleet(database: Database, relationship: str, **told) -> dict:
    """Let workers run, and return what was seen of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.clerk.fleet", relationship, json.dumps(told)],
        cwd=ROOT, env=database.environment(), capture_output=True, text=True, timeout=3600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["failed"] == 0, done.stderr
    return seen


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine")
def test_a_worker_killed_at_any_write_call_loses_and_doubles_nothing(database: Database):
    """One of 2 to 4 workers dies at its n-th call, for every n of a whole run; each time all is checked."""
    matters = 16 if LONG else 2
    told = {"calls": CALLS[database.vendor], "matters": matters}
    seen = fleet(database, timers.begun(), **told, batch=3, pause_s=0.03)  # the traced one is the slowest of them
    print({**seen, "workers": "2 to 4", "database": database.vendor})
    assert seen["wrong"] == []
    assert seen["killed"] == seen["calls"] >= (200 if LONG else 20)
    assert seen["beside"] >= 5
    timers.whole()


def test_workers_killed_at_random_lose_and_double_nothing(database: Database):
    matters, kills = (10_000, 200) if LONG else (400, 25)
    relationship = timers.begun()
    timers.open_pings(relationship, matters, apart=timedelta(seconds=1))
    seen = fleet(database, relationship, workers=3, batch=5, kills=kills, seed=7, pause_s=0.08 if LONG else 0.03)
    left = len(timers.rang(relationship))
    assert seen["killed"] >= kills // 2
    fleet(database, relationship, workers=4, batch=50)
    print({**seen, "rang while they were killed": left, "of": 2 * matters, "database": database.vendor})
    timers.each_rang_once(relationship, matters)
    timers.whole()


def test_a_server_that_is_cut_off_takes_nothing_with_it(database: Database):
    """The database itself goes down as in a power cut, and comes back."""
    if database.vendor != "postgresql":
        pytest.skip("SQLite has no server; its files are cut by the kills above")
    found = programs()
    assert found is not None
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
            timers.each_rang_once(relationship, 60)
    finally:
        server.remove()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine")
def test_a_server_killed_at_any_write_or_sync_call_of_its_own_loses_and_doubles_nothing(
    django_ready: None, postgres_server: Server
):
    server = Server(postgres_server.programs, durable=True).start()
    try:
        prepare(server)
        name = new_postgresql(server)
        with using(server.url(name, APPLICATION)):
            migrate()
            told = {"calls": "pwrite64,pwritev,fdatasync,fsync", "matters": 30 if LONG else 1, "batch": 2}
            database = Database("postgresql", server.url(name, APPLICATION), server.place, server=server, name=name)
            done = subprocess.run(
                [sys.executable, "-m", "tests.clerk.backends", json.dumps(told)],
                cwd=ROOT, env=database.environment() | {"DETENTE_DATA": os.environ["DETENTE_DATA"]},
                capture_output=True, text=True, timeout=1800,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            seen = json.loads(done.stdout)
            print(seen)
            assert seen["wrong"] == []
            assert seen["calls"] >= (30 if LONG else 2)
    finally:
        server.remove()


def test_deadlines_of_three_hours_without_workers_ring_once_in_due_order_at_their_due_time(database: Database):
    relationship = timers.begun()
    timers.open_pings(
        relationship, 250, apart=timedelta(minutes=110) / 250
    )  # the last is opened before the first is due
    assert timers.rang(relationship) == []
    fleet(database, relationship, workers=2, batch=50)

    rang = timers.each_rang_once(relationship, 250)
    dues = [line["fact"]["due"] for line in rang]
    assert dues == sorted(dues)
    assert all(line["fact"]["at"] == line["fact"]["due"] for line in rang)
    assert all(line["noticed"] > "2026-11-01" for line in rang)
    second = {line["fact"]["matter"]: line["fact"]["due"] for line in rang if line["fact"]["term"] == "second"}
    for line in rang:
        if line["fact"]["term"] == "first":
            later = datetime.fromisoformat(second[line["fact"]["matter"]])
            assert later - datetime.fromisoformat(line["fact"]["due"]) == timedelta(hours=1)
