"""A worker of a machine whose clock is wrong: set back an hour, forward a month, or too fast, by libfaketime (T6).

The worker is a process of its own. Which clock it sees stands in a file, which libfaketime reads at every look at one.
"""

import datetime as dt
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.clerk import timers
from tests.databases import Database

ROOT = Path(__file__).parents[2]
LIBRARIES = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/local/lib/faketime")
WORKER = """
from detente.site.commands import set_up
set_up()
from detente.site.commands.worker import watching
watcher = watching()
watcher.pause_s = 0.05
watcher.run()
"""
HOUR_BACK, MONTH_AHEAD = "-3600", "+2592000"


@pytest.fixture(scope="module")
def library() -> Path:
    """The library; a machine without it skips, but in CI it has to be there."""
    found = [path for pattern in LIBRARIES for path in Path("/").glob(f"{pattern[1:]}/libfaketimeMT.so.1")]
    if not found:
        says = "libfaketime is not on this machine (Debian, Ubuntu: apt-get install faketime)"
        pytest.fail(says) if os.environ.get("CI") == "true" else pytest.skip(says)
    return found[0]


class Worker:
    """A worker that runs by a clock that can be set."""

    def __init__(self, database: Database, library: Path, clock: str) -> None:
        self.file, self.log = database.place / "clock", database.place / "worker.log"
        self.set(clock)
        environment = database.environment() | {
            "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
        }  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=environment, stderr=log)

    def set(self, clock: str) -> None:
        """Set its clock, in one step."""
        new = self.file.with_suffix(".new")
        new.write_text(clock + "\n")
        new.rename(self.file)


@contextmanager
def worker(database: Database, library: Path, clock: str = "+0") -> Iterator[Worker]:
    """Run one; it is running still when the block ends."""
    running = Worker(database, library, clock)
    try:
        yield running
        assert running.process.poll() is None, running.log.read_text()
    finally:
        running.process.kill()
        running.process.wait()


def until(holds: Callable[[], bool], *, seconds: float = 15) -> None:
    """Wait until something holds."""
    latest = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < latest, "it did not come to hold"
        time.sleep(0.02)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def due_in(relationship: str, seconds: float, *, start: int) -> None:
    """Open three matters whose first clock is due in some seconds, and their second an hour later."""
    timers.open_pings(relationship, 3, at=now() - dt.timedelta(hours=2) + dt.timedelta(seconds=seconds), start=start)


def sound(relationship: str) -> list[dict]:
    """Check that stamps run forward, nothing rang before it was due or twice, and the journal holds."""
    from detente.core.journal.reading import verify_journal
    from detente.store import lines

    rang = timers.rang(relationship)
    assert set(Counter((line["fact"]["matter"], line["fact"]["term"]) for line in rang).values()) == {1}
    assert all(line["fact"]["at"] == line["fact"]["due"] <= line.get("noticed", line["fact"]["due"]) for line in rang)
    stamps = [line["fact"]["at"] for line in timers.journal(relationship)]
    assert stamps == sorted(stamps)
    report = verify_journal(line.encode() + b"\n" for _, line in lines.rows(relationship, "joint"))
    assert (report.broken, report.root) == (None, lines.head(relationship, "joint")[0].root)
    return rang


def test_a_clock_that_is_set_back_and_far_forward_rings_nothing_early_and_nothing_twice(
    database: Database, library: Path
):
    from detente import clerk

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    timers.open_pings(relationship, 3, at=now() - dt.timedelta(hours=6))
    with worker(database, library) as running:
        until(lambda: len(timers.rang(relationship)) == 6)
        running.set(HOUR_BACK)
        time.sleep(0.2)
        due_in(relationship, 0.2, start=10)
        due_in(relationship, 1.7, start=20)
        later = time.monotonic() + 1.7
        time.sleep(0.6)
        by_another_clock = 3 if database.vendor == "postgresql" else 0  # the server's, which is right
        assert len(timers.rang(relationship)) == 6 + by_another_clock
        running.set(MONTH_AHEAD)
        time.sleep(max(0, later - time.monotonic()) + 0.3)
        assert len(timers.rang(relationship)) == 6 + by_another_clock  # what it does not believe it files nothing by
        running.set("+0")
        until(lambda: len(timers.rang(relationship)) == 12)
        clerk.open_matter(ann, "note ping", {})
        assert "The clock of this machine jumped by" in running.log.read_text()
    rang = sound(relationship)
    assert len(rang) == 12  # second clocks of what was opened here are due in an hour
    assert all(line["fact"]["due"] <= f"{now():%Y-%m-%dT%H:%M:%S.%fZ}" for line in rang)


def test_a_clock_that_runs_too_fast_rings_nothing_before_it_has_seen_its_instant(database: Database, library: Path):
    """On SQLite the machine's clock is the only one; on PostgreSQL the server's is, and nothing rings early at all."""
    relationship = timers.begun()
    began = now()
    timers.open_pings(relationship, 8, at=began - dt.timedelta(hours=2, minutes=1), apart=dt.timedelta(minutes=1))
    with worker(database, library, "+0 x200"):
        until(lambda: len(timers.rang(relationship)) >= (8 if database.vendor == "sqlite" else 2))
        time.sleep(0.5)
    rang, passed = sound(relationship), now() - began
    seen = began + (200 if database.vendor == "sqlite" else 1) * passed
    assert all(dt.datetime.fromisoformat(line.get("noticed", line["fact"]["due"])) <= seen for line in rang)
    if database.vendor == "sqlite":
        timers.open_pings(relationship, 1, at=now(), start=20)  # a machine whose clock is right, and behind the record
        sound(relationship)
