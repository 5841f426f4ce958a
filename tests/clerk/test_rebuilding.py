"""What is computed can be taken away and made again, to the byte (I5); whoever tampered with it is told."""

import datetime as dt
import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.clerk import timers
from tests.databases import Database

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
LONG = os.environ.get("DETENTE_LONG") == "1"


def random_story(seed: int, *, steps: int = 25) -> str:
    """Live through random days: matters, answers, offers, notices, extensions, closed days, late workers."""
    from detente import clerk
    from detente.core.vocabulary.errors import Refused

    chance = random.Random(seed)
    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    at = timers.OPENED
    for _ in range(steps):
        at += dt.timedelta(minutes=chance.choice([0, 5, 50, 130, 900, 4000]))
        with clerk.filing(relationship, at=at) as desk:
            desk.live.loaded.load("1 = 1", [])
            matters = list(desk.live.loaded.origins)
            who = chance.choice([ann, ben])
            try:
                _deed(chance, desk, who, matters)
            except Refused:
                continue
    return relationship


def _deed(chance, desk, who, matters) -> None:
    from detente.clerk.acts import slug_of
    from detente.core.vocabulary.facts import ActDone, CalendarChanged, DeadlineExtended, MatterOpened

    stamp = desk.stamp()
    kind = chance.choice(
        ["note ping", "note ping", "file offer", "serve dispute notice", "answer", "extend", "close day"]
    )
    procedures = {"note ping": "ping", "file offer": "offer", "serve dispute notice": "dispute"}
    if kind in procedures:
        name = f"M-{len(matters) + 1:03d}"
        opened = MatterOpened(**stamp, matter=name, procedure=procedures[kind], opener=who.party, person=who.person)
        slug = slug_of(desk.live.programs[1], kind)
        act = ActDone(
            **stamp, matter=name, run=procedures[kind], act=slug, seat=who.party, person=who.person, values={}
        )
        desk.open(opened, act)
        return
    if kind == "close day":
        day = (desk.at + dt.timedelta(days=chance.randint(1, 5))).date()
        desk.file(
            CalendarChanged(
                **stamp, calendar=chance.choice(["england", "berlin"]), closed=(day,), effective=desk.at,
                running_clocks=chance.choice(["follow", "keep"]), agreed_by=("customer", "provider"),
            )
        )  # fmt: skip
        return
    if not matters:
        return
    matter = chance.choice(matters)
    state = desk.live.families[matter]
    stamp = desk.stamp(matter)
    root = state.runs.get(state.root)
    term = chance.choice(list(root.open)) if root and root.open else "first"
    if kind == "extend":
        until = desk.at + dt.timedelta(hours=chance.choice([1, 30, 200]))
        was = (root.open[term].due if root and term in root.open else None) or desk.at
        desk.file(
            DeadlineExtended(
                **stamp, matter=matter, run=state.root, term=term, round=1, was=was, until=until,
                agreed_by=("customer", "provider"),
            )
        )  # fmt: skip
        return
    act = chance.choice(["file pong", "accept offer", "take back offer", "settle"])
    slug = slug_of(desk.live.programs[1], act)
    desk.file(ActDone(**stamp, matter=matter, run=state.root, act=slug, seat=who.party, person=who.person, values={}))


@pytest.mark.parametrize("seed", range(200 if LONG else 8))
def test_a_rebuild_gives_the_same_bytes_whatever_was_lived_through(database: Database, seed):
    from detente.clerk.rebuilding import rebuild
    from detente.store import computed

    relationship = random_story(seed)
    before = computed.rows_of(relationship)
    assert len(before["family"]) > 1
    assert rebuild(relationship).differences == ()
    assert computed.rows_of(relationship) == before


def test_the_golden_charter_rebuilds_to_the_same_bytes(database: Database):
    from detente import clerk
    from detente.clerk import watching
    from detente.clerk.rebuilding import rebuild

    relationship = clerk.begin(GOLDEN.read_text("utf-8"), host="detente.example", at=timers.BEGAN)
    while watching.due(clerk.now()):
        watching.file_due(relationship)
    assert rebuild(relationship).differences == ()


def test_a_rebuild_says_what_somebody_had_changed_behind_the_clerks_back(database: Database):
    from detente.clerk.rebuilding import rebuild
    from detente.store import computed

    relationship = timers.begun()
    timers.open_pings(relationship, 3)
    before = computed.rows_of(relationship)
    with transaction.atomic(), connection.cursor() as cursor:  # the owner of the database, who knows the door
        cursor.execute("INSERT INTO store_door (relationship) VALUES (%s)", [relationship])
        cursor.execute("UPDATE store_family SET result = 'settled' WHERE matter = 'M-00002'")
        cursor.execute("UPDATE store_family SET due_us = NULL WHERE matter = 'M-00001'")
        columns, waits = "relationship, kind, key, due_us, says, seq", (relationship, "receipt", "joint/3", 1, "", 0)
        cursor.execute(f"INSERT INTO store_wake ({columns}) VALUES (%s, %s, %s, %s, %s, %s)", waits)
        cursor.execute("DELETE FROM store_door")

    looked = rebuild(relationship, keep=False)
    assert [one.split(":")[0] for one in looked.differences] == ["family"] * 4 + ["wake"]
    assert computed.rows_of(relationship) != before
    rebuild(relationship)
    assert computed.rows_of(relationship) == before
    assert rebuild(relationship).differences == ()


def test_what_is_due_after_a_rebuild_is_filed_as_before(database: Database):
    from detente import clerk
    from detente.clerk import watching
    from detente.clerk.rebuilding import rebuild

    relationship = timers.begun()
    timers.open_pings(relationship, 5)
    watching.file_due(relationship, most=3)
    rebuild(relationship)
    while watching.due(clerk.now()):
        watching.file_due(relationship)
    assert len(timers.rang(relationship)) == 10
    assert rebuild(relationship).differences == ()


_DIGEST = """
import hashlib, locale, sys
from detente.site.sqlite import use_bundled
use_bundled()
import django
django.setup()
from detente.clerk.rebuilding import rebuild
from detente.store import computed
for relationship in computed.relationships():
    assert rebuild(relationship).differences == (), relationship
    print(hashlib.sha256(repr(computed.rows_of(relationship)).encode()).hexdigest())
"""


def test_a_rebuild_hangs_on_no_hash_seed_zone_or_locale(database: Database):
    from detente.store import computed

    relationship = random_story(11)
    here = hashlib.sha256(repr(computed.rows_of(relationship)).encode()).hexdigest()
    connection.close()
    for seed, zone, language in (("0", "Asia/Kolkata", "C"), ("4711", "America/St_Johns", "de_DE.UTF-8")):
        told = subprocess.run(
            [sys.executable, "-c", _DIGEST], cwd=ROOT, capture_output=True, text=True,
            env={**database.environment(), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language},
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        assert told.stdout.split() == [here]
