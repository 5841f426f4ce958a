"""Snapshots: whatever is told, a state that was written and read again goes on exactly as it would have."""

import hashlib
import importlib.util
import os
import random
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from detente.core.engine.corrections import values_of
from detente.core.engine.snapshot import FORMAT, dump, load
from detente.core.engine.state import State
from detente.core.simulation.relationship import Relationship
from detente.core.simulation.telling import Story
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import File
from detente.core.vocabulary.money import Money

HERE = Path(__file__)
TESTS = HERE.parents[2]


def _module(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases = _module("language_cases", HERE.with_name("language_cases.py"))
library = _module("library_cases", TESTS / "cases/test_library_cases.py")
stories = _module("stories", TESTS / "core/simulation/stories.py")
SHARED, CASES = cases.load()


class Written(dict):
    """Families that keep nothing but what their snapshots say."""

    seen = 0

    def __setitem__(self, matter, state):
        written = dump(state)
        read = load(written)
        assert dump(read) == written
        assert values_of(read) == values_of(state)
        Written.seen += 1
        super().__setitem__(matter, read)


class Reread(Relationship):
    """A relationship in memory whose families are written and read after every step."""

    @property
    def families(self):
        return self.__dict__["written"]

    @families.setter
    def families(self, families):
        self.__dict__["written"] = Written()
        for matter, state in families.items():
            self.families[matter] = state


def reread(relationship):
    """Let a relationship that has filed nothing yet keep snapshots only."""
    relationship.__class__ = Reread
    relationship.families = {}


def filed(relationship):
    return [(one.fact, one.matter, one.effects, str(one.refused or "")) for one in relationship.filed]


def same(one, other):
    assert filed(one) == filed(other)
    assert {name: values_of(state) for name, state in one.families.items()} == {
        name: values_of(state) for name, state in other.families.items()
    }


def told_again(story):
    again = Story(story.relationship.first[story.version], story.timeline)
    reread(again.relationship)
    return again.tell(until=story.ends)


@pytest.mark.parametrize("file", library.TIMELINES, ids=library.shown)
def test_a_library_timeline_told_from_snapshots_is_the_same(file):
    story = library.told(file)
    same(told_again(story).relationship, story.relationship)


def test_the_golden_story_told_from_snapshots_is_the_same():
    story = stories.golden()
    before = Written.seen
    same(told_again(story).relationship, story.relationship)
    assert Written.seen - before > len(story.relationship.families)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_of_the_language_told_from_snapshots_is_the_same(case):
    last = max(cases.instant(one["at"]) for one in [*case["facts"], *case["expect"]])
    live, kept = cases.Told(SHARED, case), cases.Told(SHARED, case)
    reread(kept.relationship)
    for told in (live, kept):
        for fact in case["facts"]:
            told.tell(fact)
        told.relationship.advance(last)
    same(kept.relationship, live.relationship)


CORRECTED = """
- {at: 2026-04-01T10:00+01:00, by: Ben Bauer, as: provider, do: note question, matter: Q-1,
   with: {answer day: 2026-04-02}}
- {at: 2026-04-10T09:00+01:00, as: both, fact: FactCorrected, with: {entry: 2, reason: it was asked for another day}}
"""


def test_a_correction_folds_again_from_snapshots():
    story = stories.told(stories.NOTICE + CORRECTED)
    same(told_again(story).relationship, story.relationship)


def test_a_snapshot_is_the_same_in_whatever_order_its_maps_were_filled():
    chance = random.Random(7)
    for state in stories.golden().relationship.families.values():
        written = dump(state)
        for _ in range(10):
            other = state.copy()
            for name in ("events", "values", "counters", "decisions", "notices", "limitations"):
                pairs = list(getattr(state, name).items())
                chance.shuffle(pairs)
                setattr(other, name, dict(pairs))
            assert dump(other) == written


def test_runs_and_open_terms_keep_their_order():
    state = next(state for state in stories.golden().relationship.families.values() if len(state.runs) > 1)
    turned = state.copy()
    turned.runs = dict(reversed(state.runs.items()))

    assert list(load(dump(turned)).runs) == list(turned.runs) != list(state.runs)
    assert dump(turned) != dump(state)


_DIGEST = """
import hashlib, importlib.util, sys
spec = importlib.util.spec_from_file_location("stories", sys.argv[1])
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
from detente.core.engine.snapshot import dump
families = stories.golden().relationship.families
print(hashlib.sha256(b"".join(dump(families[name]) for name in sorted(families))).hexdigest())
"""


def test_a_snapshot_does_not_hang_on_the_seed_of_hashes():
    families = stories.golden().relationship.families
    here = hashlib.sha256(b"".join(dump(families[name]) for name in sorted(families))).hexdigest()
    for seed in ("0", "1", "4711"):
        told = subprocess.run(
            [sys.executable, "-c", _DIGEST, str(TESTS / "core/simulation/stories.py")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == here


def test_every_kind_of_value_comes_back_as_what_it_was():
    state = State("M-1", "dispute", ("customer", "provider"), 1)
    state.values = {
        "amount": Money(500, "EUR"),
        "plan": File(sha256="a" * 64, bytes=17, media="application/pdf"),
        "streams": ("one", "two"),
        "days": 3,
        "text": "5.00 EUR",
        "moment": datetime(2026, 3, 1, 12, 0, 0, 1, tzinfo=UTC),
        "day": date(2026, 3, 1),
        "nested": (("a", 1), ()),
        "names": frozenset({"b", "a"}),
        "agreed": True,
        "nothing": None,
    }
    read = load(dump(state)).values

    assert read == state.values
    assert {name: type(value) for name, value in read.items()} == {
        name: type(value) for name, value in state.values.items()
    }


def test_an_unknown_format_says_how_to_make_it_anew():
    state = State("M-1", "dispute", ("customer", "provider"), 1)
    with pytest.raises(BadInput) as caught:
        load(bytes([FORMAT + 1]) + dump(state)[1:])
    assert str(caught.value) == "the format of the snapshot is 2, not 1. 'detente rebuild' makes it anew."
    with pytest.raises(BadInput, match=r"^the format of the snapshot is missing, not 1\."):
        load(b"")


def test_bytes_that_were_cut_are_no_snapshot():
    for state in stories.golden().relationship.families.values():
        written = dump(state)
        for length in range(1, len(written), 7):
            with pytest.raises(BadInput, match=r"^the bytes are no snapshot"):
                load(written[:length])


def test_a_text_that_is_no_value_of_a_charter_is_not_written():
    state = State("M-1", "dispute", ("customer", "provider"), 1)
    state.values = {"odd": 1.5}
    with pytest.raises(TypeError, match=r"no value of a charter: 1\.5"):
        dump(state)
