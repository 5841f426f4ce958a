"""Every micro-case of the language, told to the engine."""

import importlib.util
from pathlib import Path

import pytest

from detente.core.engine.dates import limitation_of
from detente.core.vocabulary.effects import Kind

_SPEC = importlib.util.spec_from_file_location("language_cases", Path(__file__).with_name("language_cases.py"))
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
SHARED, CASES = cases.load()

_BY = {Kind.MISSED, Kind.RIGHT_LOST}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    told = cases.Told(SHARED, case)
    facts = [(cases.instant(fact["at"]), fact) for fact in case["facts"]]
    refused = {}
    for expected in case["expect"]:
        at = cases.instant(expected["at"])
        while facts and facts[0][0] <= at:
            when, fact = facts.pop(0)
            refused[when] = told.tell(fact)
        told.relationship.advance(at)
        seen = observed(told, expected, refused.get(at, ""))
        assert seen == wanted(expected), f"at {expected['at']}: {case['teaches']}"


def wanted(expected):
    kept = {key: value for key, value in expected.items() if key != "at"}
    for key in ("due", "from"):
        if key in kept:
            kept[key] = {term: when if when == "none" else cases.instant(when) for term, when in kept[key].items()}
    if "counters" in kept:
        kept["counters"] = {name: int(n) for name, n in kept["counters"].items()}
    for key in ("open", "missed", "lost", "told"):
        if key in kept:
            kept[key] = sorted(kept[key])
    if "effects" in kept:
        kept["effects"] = sorted(kept["effects"])
    return kept


def observed(told, expected, refused):
    state = told.relationship.families.get("M-1")
    effects = [effect for filed in told.relationship.filed for effect in filed.effects]
    runs = state.runs.values() if state else []
    opened = {
        term: (run, open_)
        for run in runs
        if run.ended is None
        for term, open_ in run.open.items()
        if "\0" not in term and not open_.waiting
    }
    found = {
        "open": sorted(opened),
        "due": {term: due(told, state, opened, term) for term in expected.get("due", {})},
        "from": {term: opened[term][1].earliest for term in expected.get("from", {}) if term in opened},
        "ended": {run.procedure: run.result for run in runs if run.ended is not None},
        "refused": refused,
        "effects": sorted(text for text in expected.get("effects", []) if text in set(words(effects))),
        "counters": {name: len(state.counters.get(name, ())) for name in expected.get("counters", {})} if state else {},
        "missed": sorted(f"{e.name} by {party}" for e in effects if e.kind is Kind.MISSED for party in e.by),
        "lost": sorted(f"{e.name} by {party}" for e in effects if e.kind is Kind.RIGHT_LOST for party in e.by),
        "told": sorted(e.name for e in effects if e.kind is Kind.TELL),
    }
    return {key: found[key] for key in expected if key != "at"}


def due(told, state, opened, term):
    if term == "limitation":
        run = state.runs[state.root]
        found = limitation_of(told.relationship.programs[state.version], state, run)
        return found.ends if found else "none"
    assert term in opened, f"{term} is not open"
    return opened[term][1].due or "none"


def words(effects):
    for e in effects:
        yield from {
            Kind.MISSED: [f"missed: {e.name} by {party}" for party in e.by],
            Kind.RIGHT_LOST: [f"lost: {e.name} by {party}" for party in e.by],
            Kind.TELL: [f"told: {e.name}"],
            Kind.KEPT_LATE: [f"kept late: {e.term}"],
            Kind.USED: [f"used: {e.term}"],
            Kind.LAPSED: [f"lapsed: {e.term}"],
        }.get(e.kind, [f"{e.kind}: {e.name}"])
