"""Clocks that jump, stand still or differ between machines: the journal runs forward, and nothing rings early (T6)."""

import datetime as dt
import json
import random

import time_machine

from detente.adapters.clock.jumps import HELD, Jumps
from tests.clerk import timers
from tests.databases import Database

NOW = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)


def instants(relationship: str) -> list[str]:
    return [line["fact"]["at"] for line in timers.journal(relationship)]


def test_stamps_never_run_back_and_nothing_rings_early_however_the_clock_jumps(sqlite: Database):
    from detente import clerk
    from detente.clerk import watching

    chance = random.Random(3)
    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    latest, wall = NOW, NOW
    for _ in range(120):
        wall += chance.choice([dt.timedelta(minutes=20), dt.timedelta(hours=1), -dt.timedelta(hours=1), dt.timedelta()])
        latest = max(latest, wall)
        with time_machine.travel(wall, tick=False):
            clerk.open_matter(ann, "note ping", {})
            clerk.write_note(ann, "a note")
            for due in watching.due(clerk.now()):
                watching.file_due(due.relationship)
        rang = timers.rang(relationship)
        assert all(dt.datetime.fromisoformat(line["fact"]["due"]) <= latest for line in rang)
        assert all(line.get("noticed", line["fact"]["at"]) <= f"{latest:%Y-%m-%dT%H:%M:%S.%fZ}" for line in rang)
    assert instants(relationship) == sorted(instants(relationship))
    notes = [json.loads(json.dumps(line))["fact"]["at"] for line in timers.journal(relationship, "side_a")]
    assert notes == sorted(notes)


def test_a_machine_whose_clock_is_ahead_rings_nothing_early_where_the_database_has_the_clock(postgresql: Database):
    from detente import clerk
    from detente.clerk import watching

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    clerk.open_matter(ann, "note ping", {})
    ahead = clerk.now() + dt.timedelta(hours=5)
    with time_machine.travel(ahead):
        watching.file_due(relationship)
        clerk.open_matter(ann, "note ping", {})
    assert timers.rang(relationship) == []
    assert dt.datetime.fromisoformat(instants(relationship)[-1]) < ahead - dt.timedelta(hours=4)


class Clocks:
    """A wall clock that can be set, and one that only runs."""

    def __init__(self) -> None:
        self.wall, self.running = NOW, 0.0

    def pass_(self, seconds: float, *, jump: dt.timedelta = dt.timedelta()) -> None:
        self.wall += dt.timedelta(seconds=seconds) + jump
        self.running += seconds


def jumps(clocks: Clocks) -> Jumps:
    return Jumps(lambda: clocks.wall, lambda: clocks.running)


def test_a_sudden_year_is_held_back_and_taken_for_the_truth_only_when_it_stays():
    clocks = Clocks()
    watch = jumps(clocks)
    clocks.pass_(1, jump=dt.timedelta(days=365))
    assert watch.held()
    clocks.pass_(HELD.total_seconds() - 2)
    assert watch.held()
    clocks.pass_(3)
    assert not watch.held()


def test_a_jump_that_is_taken_back_is_over_at_once():
    clocks = Clocks()
    watch = jumps(clocks)
    clocks.pass_(1, jump=dt.timedelta(hours=1))
    assert watch.held()
    clocks.pass_(1, jump=-dt.timedelta(hours=1))
    assert not watch.held()


def test_a_clock_set_back_or_slewed_holds_nothing():
    clocks = Clocks()
    watch = jumps(clocks)
    clocks.pass_(1, jump=-dt.timedelta(hours=1))
    assert not watch.held()
    for _ in range(100):
        clocks.pass_(1, jump=dt.timedelta(seconds=2))
        assert not watch.held()
    clocks.pass_(0)
    assert not watch.held()


def test_the_watcher_files_nothing_while_the_clock_is_held(sqlite: Database, caplog):
    from detente.adapters.clock.watch import Watcher

    relationship = timers.begun()
    timers.open_pings(relationship, 2)
    clocks = Clocks()
    watcher = Watcher(jumps=jumps(clocks))
    clocks.pass_(1, jump=dt.timedelta(days=1))
    assert watcher.look() == 0
    assert "The clock of this machine jumped by 1 day" in caplog.text
    clocks.pass_(HELD.total_seconds() + 1)
    assert watcher.look() > 0
    assert len(timers.rang(relationship)) == 4
