"""A thousand small procedures: what the search says against every short story told to an independent interpreter."""

import datetime as dt
import importlib.util
import os
import random
from pathlib import Path
from typing import Any

import pytest

from detente.core.simulation.explore import Exploration, explore

_SPEC = importlib.util.spec_from_file_location("small_procedures", Path(__file__).with_name("small_procedures.py"))
small = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(small)

PROCEDURES = 1000 if os.environ.get("DETENTE_LONG") == "1" else 400  # a search and a brute force of each
PART, DEPTH = 50, 2
BUILT_IN = {"settled", "withdrawn"}
DEAD = {"EXP001", "EXP002", "EXP005"}


def explored(procedures: dict[str, Any]) -> Exploration:
    return explore(small.compiled(procedures), start=small.cases.instant(small.START), starts=1)


def facts(timeline: Any) -> list[dict[str, Any]]:
    """Return a timeline's acts as the interpreter reads them."""
    found = [dict(entry) for entry in timeline.entries if "do" in entry]
    for entry in found:
        if "with" in entry:
            whole, _, currency = entry["with"]["amount"].partition(" ")
            entry["with"] = {"amount": {"minor": whole.replace(".", ""), "currency": currency}}
        entry.pop("by", None)
    return joined(found)


def joined(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put two signatures of one instant together: the interpreter takes an act of both as one fact."""
    found: list[dict[str, Any]] = []
    for entry in entries:
        last = found[-1] if found else {}
        if (last.get("do"), last.get("at")) == (entry["do"], entry["at"]) and {last["as"], entry["as"]} == {
            "customer",
            "provider",
        }:
            last["as"] = "both"
        else:
            found.append(entry)
    return found


@pytest.mark.parametrize("first", range(0, PROCEDURES, PART))
def test_search_and_brute_force_agree(first: int) -> None:
    for seed in range(first, first + PART):
        procedures = small.procedure(random.Random(seed))
        found = explored(procedures)
        assert not found.cut, f"seed {seed}"
        stories = small.Stories(procedures, DEPTH).tell()
        results = {one.result for one in found.reached}
        assert set(stories.results) <= results, f"seed {seed}: {procedures}"
        for one in found.reached:
            ways_hold(seed, procedures, one)
        silence_holds(seed, procedures, found)
        dead_ends_hold(seed, procedures, found, stories)


def ways_hold(seed: int, procedures: dict[str, Any], one: Any) -> None:
    """The shortest way to a result gives that result, told to the interpreter."""
    at = small.cases.instant(one.timeline.entries[-1]["at"])
    (seen,) = small.look(procedures, facts(one.timeline), at)
    assert seen.ended.get("x") == one.result, f"seed {seed}: {one.timeline.text}"


def silence_holds(seed: int, procedures: dict[str, Any], found: Exploration) -> None:
    """When nobody acts after the opening, it ends so and then, and not a minute before; or it rests for ever."""
    for silence in found.silence:
        if silence.rounds:
            continue
        told = facts(silence.timeline)
        before, at = small.look(procedures, told, silence.at - small.MINUTE, silence.at)
        assert at.ended.get("x", "") == silence.result, f"seed {seed}"
        assert not before.ended or silence.at == small.cases.instant(small.START), f"seed {seed}"
        if not silence.result:
            (far,) = small.look(procedures, told, max(small.cases.instant(small.FAR), silence.at))
            assert far.ended == {}, f"seed {seed}"
            assert {term for _, term in silence.rests} <= set(at.open) & set(far.open), f"seed {seed}"
    for amount in small.SUMS:  # whichever sum is stated, no silence is later than the latest told
        latest = max(silence.at for silence in found.silence)
        (seen,) = small.look(procedures, [small.opening(amount)], latest)
        assert seen.ended or any(not silence.result for silence in found.silence), f"seed {seed}"


def dead_ends_hold(seed: int, procedures: dict[str, Any], found: Exploration, stories: Any) -> None:
    """A dead end that short stories meet is found; one that is found is dead for the interpreter, a year on too."""
    dead = [shown for shown in found.findings if shown.finding.code in DEAD]
    names_an_end = "end " in str(procedures)
    assert dead or not names_an_end or not stories.stuck, f"seed {seed}: {procedures} {stories.stuck[:1]}"
    for shown in dead:
        assert shown.timeline is not None
        told, at = facts(shown.timeline), small.cases.instant(shown.timeline.entries[-1]["at"])
        far = max(small.cases.instant(small.FAR), at + dt.timedelta(days=1))
        now, later = small.look(procedures, told, at, far)
        assert now.ended == later.ended == {}, f"seed {seed}: {shown.timeline.text}"
        joint = shown.finding.code == "EXP002"
        for act, seat in small.acts(procedures):
            if joint and seat == "both":
                continue
            fact = {"at": (far + dt.timedelta(days=1)).isoformat(), "as": seat, "do": act}
            (seen,) = small.look(procedures, [*told, fact], far + dt.timedelta(days=2))
            assert seen.ended == {}, f"seed {seed}: {act} ends it. {shown.timeline.text}"
