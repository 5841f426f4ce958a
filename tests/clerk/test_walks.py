"""Random walks: what is armed again rings again, once (T8); a fact makes one message for each person (T9)."""

import datetime as dt
import os
import random
from collections import Counter

import pytest

from tests.clerk import timers
from tests.clerk.test_rebuilding import random_story
from tests.databases import Database

LONG = os.environ.get("DETENTE_LONG") == "1"
WALKS = 10_000 if LONG else 60


def armed(state):
    """The clocks of a matter that is open: term, round, due."""
    return [
        (one.term, one.round, one.due)
        for run in state.runs.values()
        if run.ended is None
        for one in run.open.values()
        if one.due is not None and not one.held and not one.waiting
    ]


def walk(relationship: str, seed: int) -> None:
    """Arm, move, and let run out the clocks of one matter."""
    from detente import clerk
    from detente.core.vocabulary.errors import Refused
    from detente.core.vocabulary.facts import DeadlineExtended

    chance = random.Random(seed)
    matter = f"W-{seed:05d}"
    person = timers.viewers(relationship)[0].person
    at = timers.OPENED + dt.timedelta(days=seed)
    with clerk.filing(relationship, at=at) as desk:
        timers.open_ping(desk, matter, at, person)
    for _ in range(chance.randint(2, 5)):
        at += dt.timedelta(minutes=chance.choice([20, 59, 61, 119, 121]))
        try:
            with clerk.filing(relationship, at=at) as desk:
                clocks = armed(desk.live.families[matter])
                if chance.random() < 0.7 and clocks:
                    term, round_, was = chance.choice(clocks)
                    until = at + dt.timedelta(minutes=chance.choice([30, 90, 300]))
                    desk.file(
                        DeadlineExtended(
                            **desk.stamp(matter), matter=matter, run="ping", term=term, round=round_, was=was,
                            until=until, agreed_by=("customer", "provider"),
                        )
                    )  # fmt: skip
        except Refused:
            continue


def test_what_is_armed_again_rings_again_and_once(database: Database):
    """Every clock that rang was armed for that very instant; none is missing, none is there twice."""
    from detente import clerk
    from detente.clerk import watching
    from detente.core.engine.replay import fold
    from detente.core.vocabulary.facts import DeadlineExtended
    from detente.store import lines
    from detente.store.read.ruled import ruled

    relationship = timers.begun()
    for seed in range(WALKS):
        walk(relationship, seed)
    while watching.due(clerk.now()):
        watching.file_due(relationship)
    with clerk.filing(relationship, at=timers.OPENED + dt.timedelta(days=WALKS + 30)):
        pass  # a walk a day: the last of ten thousand ends in decades
    rang = timers.rang(relationship)
    keys = Counter(tuple(line["fact"][key] for key in ("matter", "run", "term", "round", "due")) for line in rang)
    assert set(keys.values()) == {1}
    facts = lines.facts(lines.rows(relationship, "joint"))
    folded = fold(ruled(relationship).first, facts)
    assert folded.differences == []  # each rang where the engine, told the same facts, rings it
    assert all(state.result for state in folded.families.values())
    extended = sum(isinstance(fact, DeadlineExtended) for fact in facts)
    assert len(folded.families) == WALKS
    assert extended > WALKS
    print(f"{WALKS} walks, {extended} clocks armed again, {len(rang)} rang, none twice, none suppressed")


@pytest.mark.parametrize("seed", range(100, 400 if LONG else 106))
def test_one_fact_makes_one_message_for_each_person_channel_and_template(database: Database, seed):
    from detente.store import whole

    relationship = random_story(seed, steps=40)
    messages = whole.outbox()
    known = Counter((row["fact"], row["person"], row["channel"], row["template"]) for row in messages)
    assert set(known.values()) <= {1}
    assert len({row["message_id"] for row in messages}) == len(messages)
    for line in timers.journal(relationship):
        fact = line["fact"]
        if fact["kind"] == "NoticeSent":
            to = {row["person"] for row in messages if row["fact"] == fact["id"] and row["policy"] == "N1"}
            assert to == {fact["addressee"], *fact["copies"]}
