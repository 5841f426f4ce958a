"""Expectations compared with what is: each that fails says what was expected and what is the case."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from detente.core.engine import Open, Program, Run, State
from detente.core.engine.dates import limitation_of
from detente.core.simulation.relationship import Filed
from detente.core.simulation.timeline import Entry
from detente.core.vocabulary.effects import Effect, Kind

_PARTS = {"open": "open terms", "due": "due", "from": "usable from", "ended": "ended runs", "counters": "counters"}


class Failure(msgspec.Struct, frozen=True):
    """An expectation that does not hold."""

    entry: int
    line: int
    matter: str
    at: datetime
    what: str
    expected: str
    found: str

    @property
    def says(self) -> str:
        """The failure in one line."""
        return f"{self.matter}, {self.what}: expected {self.expected}; found {self.found}."


class Seen(msgspec.Struct, frozen=True):
    """What an expectation looks at."""

    program: Program
    state: State | None
    filed: Sequence[Filed]  # of this matter, up to now
    refused: str = ""  # why what was filed at this instant changed nothing


def compare(entry: Entry, seen: Seen) -> list[Failure]:
    """Return where an expectation fails; nothing where it holds."""
    found = []
    for key, expected in (entry.expect or {}).items():
        what, wanted, is_ = _compared(key, expected, seen)
        if wanted != is_:
            line = entry.place.line
            found.append(Failure(entry.number, line, entry.matter, entry.at, what, _words(wanted), _words(is_)))
    return found


def _compared(key: str, expected: Any, seen: Seen) -> tuple[str, Any, Any]:
    what = _PARTS.get(key, key)
    if key == "open":
        return what, sorted(expected), sorted(open_terms(seen.state))
    if key in ("due", "from"):
        return what, expected, {term: _instant(seen, key, term) for term in expected}
    if key == "state":
        return what, expected, (seen.state.result if seen.state else "") or "open"
    if key == "ended":
        runs = seen.state.runs.values() if seen.state else ()
        return what, expected, {run.procedure: run.result for run in runs if run.ended is not None}
    if key == "refused":
        return what, expected, seen.refused
    if key == "counters":
        counters = seen.state.counters if seen.state else {}
        return what, expected, {name: len(counters.get(name, ())) for name in expected}
    told = {words for filed in seen.filed for effect in filed.effects for words in effect_words(effect)}
    return what, sorted(expected), sorted(words for words in expected if words in told)


def open_terms(state: State | None) -> list[str]:
    """Return the open terms of a family; options that are always open and built-in ones are left out."""
    return [term for run in _running(state) for term, open_ in run.open.items() if _shown(open_)]


def _running(state: State | None) -> Iterator[Run]:
    yield from (run for run in state.runs.values() if run.ended is None) if state else ()


def _shown(open_: Open) -> bool:
    return "\0" not in open_.term and not open_.waiting


def _instant(seen: Seen, key: str, term: str) -> Any:
    if seen.state is None:
        return "not open"
    if term == "limitation":
        found = limitation_of(seen.program, seen.state, seen.state.runs[seen.state.root])
        return found.ends if found else None
    open_ = next((run.open[term] for run in _running(seen.state) if term in run.open), None)
    if open_ is None:
        return "not open"
    return open_.due if key == "due" else open_.earliest


def effect_words(effect: Effect) -> list[str]:
    """Return an effect as expectations name it: `missed: serve plan by provider`, `told: manager`."""
    named = {
        Kind.MISSED: [f"missed: {effect.name} by {party}" for party in effect.by],
        Kind.RIGHT_LOST: [f"lost: {effect.name} by {party}" for party in effect.by],
        Kind.TELL: [f"told: {effect.name}"],
        Kind.KEPT_LATE: [f"kept late: {effect.term}"],
        Kind.USED: [f"used: {effect.term}"],
        Kind.LAPSED: [f"lapsed: {effect.term}"],
    }
    return named.get(effect.kind, [f"{effect.kind}: {effect.name}"])


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(one)}" for key, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "none"
    return "none" if value is None or value == "" else str(value)
