"""What the clerk stands on is cut away, piece by piece: nothing acknowledged is lost, nothing half done stays (R9)."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from tests.clerk import timers
from tests.databases import APPLICATION, Database, migrate, new_postgresql, prepare, using

ROOT = Path(__file__).parents[2]


def everything(relationship: str):
    from detente.store import computed, whole

    return computed.rows_of(relationship), [list(whole.lines_of(kept)) for kept in whole.journals()], whole.outbox()


def pragma(text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {text}")
        return cursor.fetchone()


@pytest.mark.parametrize("cut", ["max_page_count", "query_only"])
def test_a_full_or_read_only_disk_refuses_and_leaves_everything_as_it_was(sqlite: Database, cut):
    from detente import clerk

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    before = everything(relationship)
    pragma("query_only = ON" if cut == "query_only" else "max_page_count = 1")  # no more than there are
    acknowledged = []

    def until_refused():
        for _ in range(500):
            clerk.open_matter(ann, "note ping", {})
            acknowledged.append(everything(relationship))

    with pytest.raises(DatabaseError, match=r"full|readonly"):
        until_refused()
    before = acknowledged[-1] if acknowledged else before
    assert everything(relationship) == before
    pragma("query_only = OFF" if cut == "query_only" else "max_page_count = 1000000")
    clerk.open_matter(ann, "note ping", {})
    assert everything(relationship) != before


_UNTIL_FULL = """
import resource, signal, sys
from detente.site.commands import set_up
set_up()
from detente import clerk
from tests.clerk import timers
ann, _ = timers.viewers("harbor-quay")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
clerk.open_matter(ann, "note ping", {})
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
while True:
    print(clerk.open_matter(ann, "note ping", {}).fact.id, flush=True)
"""


def test_what_was_acknowledged_before_the_file_could_not_grow_is_there_after(sqlite: Database):
    relationship = timers.begun()
    connection.close()
    limit = sqlite.file.stat().st_size + 300_000
    told = subprocess.run(
        [sys.executable, "-c", _UNTIL_FULL, str(limit)], cwd=ROOT, env=sqlite.environment(), capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    assert "disk" in told.stderr.splitlines()[-1]
    acknowledged = told.stdout.split()
    ids = {line["fact"]["id"] for line in timers.journal(relationship)}
    assert acknowledged
    assert set(acknowledged) <= ids
    assert pragma("integrity_check") == ("ok",)
    from detente.clerk.rebuilding import rebuild

    assert rebuild(relationship).differences == ()


def test_a_watcher_waits_for_a_server_that_is_away_and_files_when_it_is_back(django_ready, postgres_server, caplog):
    from detente import clerk
    from detente.adapters.clock.watch import Watcher, start
    from tests.postgres import Server

    own = Server(postgres_server.programs, durable=True).start()
    caplog.set_level(logging.WARNING)
    try:
        prepare(own)
        name = new_postgresql(own)
        with using(own.url(name, APPLICATION)):
            migrate()
            relationship = timers.begun()
            watcher = Watcher(pause_s=0.05)
            thread = start(watcher)
            time.sleep(0.3)
            own.stop(at_once=True)
            ann_is_away(relationship)
            time.sleep(0.5)
            own.start()
            connection.close()
            ann, _ = timers.viewers(relationship)
            timers.open_pings(relationship, 5)
            clerk.write_note(ann, "it is back")
            deadline = time.monotonic() + 20
            while len(timers.rang(relationship)) < 10 and time.monotonic() < deadline:
                time.sleep(0.05)
            watcher.stop()
            thread.join(10)
            assert not thread.is_alive()
            assert len(timers.rang(relationship)) == 10
            assert caplog.text.count("The database does not answer") >= 1
    finally:
        own.remove()


def ann_is_away(relationship: str) -> None:
    from detente import clerk

    with pytest.raises(DatabaseError):
        timers.open_pings(relationship, 1)
    with pytest.raises(DatabaseError):
        clerk.filing(relationship).__enter__()


def test_what_is_done_beside_the_watching_may_fail_and_clocks_ring_on(sqlite: Database, caplog):
    from detente.adapters.clock.watch import Each, Watcher

    def broken(_):
        raise OSError("the mail server is away")

    relationship = timers.begun()
    timers.open_pings(relationship, 3)
    watcher = Watcher(Each(0, broken))
    for _ in range(4):
        watcher.look()
    assert len(timers.rang(relationship)) == 6
    assert [record.name for record in caplog.records] == ["detente.clock"]  # told once, not each second


def test_a_journal_that_cannot_be_read_holds_up_no_other(sqlite: Database, caplog):
    from detente import clerk
    from detente.adapters.clock.watch import Watcher

    one = timers.begun()
    other = clerk.begin(timers.CHARTER.replace("Harbor", "Mole"), host="detente.example", at=timers.BEGAN)
    timers.open_pings(one, 2)
    timers.open_pings(other, 2)
    ann, _ = timers.viewers(one)
    clerk.sign_checkpoint(ann)
    for file in sqlite.place.glob("witness/*harbor-quay*"):
        file.write_text("torn")
    watcher = Watcher()
    watcher.look()
    watcher.look()
    assert len(timers.rang(other)) == 4
    assert timers.rang(one) == []
    assert "cannot be read" in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="a directory that cannot be written is made by its mode")
def test_a_checkpoint_that_cannot_be_kept_outside_stands_inside(sqlite: Database, caplog):
    from detente import clerk
    from detente.store import read

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    (sqlite.place / "witness").write_text("a file where the directory would be")
    note = clerk.sign_checkpoint(ann)
    assert [one.note for one in read.checkpoints(ann)] == [note]
    (sqlite.place / "witness").unlink()
    clerk.open_matter(ann, "note ping", {})
    clerk.sign_checkpoint(ann)
    assert len(list(sqlite.place.glob("witness/*.note"))) == 1
