"""Random small procedures, and every story of a few acts under them, told to the naive interpreter of tests/oracle."""

import datetime as dt
import importlib.util
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(TESTS))

from oracle.interpreter import Observation, simulate  # noqa: E402 (the tests' own folder comes first)

_SPEC = importlib.util.spec_from_file_location("language_cases", TESTS / "core/engine/language_cases.py")
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)

SETTING, _ = cases.load()
SETTING = {**SETTING, "values": {"amount": "money"}}
START = "2026-03-02T10:00+00:00"
FAR = "2027-06-01T00:00+00:00"
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
UNITS = ["working days", "calendar days", "weeks", "hours"]
RESULTS = ["done", "failed", "exhausted", "rejected", "accepted"]
SEATS = ["customer", "provider", "either", "both"]
SUMS = [{"minor": "50000", "currency": "EUR"}, {"minor": "150000", "currency": "EUR"}]


def procedure(rng: random.Random) -> dict[str, Any]:
    """Return two to four stages with options, silence, guards, a counter, a way back, a nested way out."""
    names = [f"stage {letter}" for letter in "abcd"[: rng.randint(2, 4)]]
    terms = {name: stage(rng, number, names) for number, name in enumerate(names)}
    then = [names[0]]
    if rng.random() < 0.3:
        terms["small"] = {"if": "amount < 1000.00 EUR"} | stage(rng, 7, names)
        terms["large"] = {"if": rng.choice(["otherwise", "amount >= 1000.00 EUR", "amount > 1200.00 EUR"])} | stage(
            rng, 8, names
        )
        then = ["small", "large"] if rng.random() < 0.5 else [names[0], "small"]
        if then[-1] == "small":
            del terms["large"]
    opens = {"who": "either", "may": "note claim", "states": ["amount"], "then": then}
    return {"x": {"opens": opens, "terms": terms}}


def stage(rng: random.Random, number: int, names: list[str]) -> dict[str, Any]:
    """Return one stage."""
    found: dict[str, Any] = {"who": rng.choice(SEATS), "may": f"note act {number}", "then": follows(rng, names)}
    if rng.random() < 0.75:
        since = rng.choice(["", "", "", " after claim"])
        unit = rng.choice(UNITS)
        found["by"] = f"{rng.randint(2, 9) * (12 if unit == 'hours' else 1)} {unit}{since}"
        # Silence leads on, never back: it could go round for ever at one instant, which the interpreter does not know.
        found["else"] = follows(rng, [name for name in names if name > names[number % 4 % len(names)]])
    if rng.random() < 0.3:
        found["meanwhile"] = {f"way out {number}": {"who": rng.choice(SEATS[:3]), "then": follows(rng, names)}}
    if rng.random() < 0.1:
        days = rng.randint(1, 3)
        found["from"] = f"{days} calendar day{'s' if days > 1 else ''}"
    return found


def follows(rng: random.Random, names: list[str]) -> list[str]:
    """Return what follows: a stage, an end, or nothing of the two."""
    chance = rng.random()
    if names and chance < 0.55:
        return [rng.choice(names)]
    return [f"end {rng.choice(RESULTS)}"] if chance < 0.95 else ["record it"]


def compiled(procedures: dict[str, Any]) -> Any:
    """Return the procedures compiled in a whole charter with the setting's calendars."""
    from detente.core.procedures import compile_charter

    return compile_charter(cases.document_of(cases.charter_data(SETTING, procedures, 1)))


def acts(procedures: dict[str, Any]) -> list[tuple[str, str]]:
    """Return every act of the stages with every seat that may do it."""
    found = []
    queue = list(procedures["x"]["terms"].items())
    while queue:
        name, term = queue.pop()
        queue += term.get("meanwhile", {}).items()
        seat = term["who"]
        seats = ["customer"] if seat == "either" else [seat]
        found += [(term.get("may", name), one) for one in seats]
    return found


def opening(amount: dict[str, str]) -> dict[str, Any]:
    """Return the fact that opens the matter."""
    return {"at": START, "as": "customer", "do": "note claim", "with": {"amount": amount}}


def look(procedures: dict[str, Any], facts: list[dict[str, Any]], *instants: dt.datetime) -> list[Observation]:
    """Return what the interpreter sees."""
    return simulate(SETTING, procedures, facts, [at.isoformat() for at in instants])


class Stories:
    """Every story of at most `depth` acts, each as early as may be and at the last moment before something is due."""

    def __init__(self, procedures: dict[str, Any], depth: int) -> None:
        self.procedures, self.depth = procedures, depth
        self.acts = acts(procedures)
        self.results: dict[str, list[dict[str, Any]]] = {}
        self.stuck: list[list[dict[str, Any]]] = []

    def tell(self) -> "Stories":
        for amount in SUMS:
            self._go([opening(amount)], cases.instant(START), self.depth)
        return self

    def _go(self, facts: list[dict[str, Any]], now: dt.datetime, depth: int) -> None:
        """From a story on: wait through everything that falls due, and before each of it try every act."""
        for at, seen in self._waits(facts, now):
            if "x" in seen.ended:
                self.results.setdefault(seen.ended["x"], facts)
                return
            dues = [due for due in seen.due.values() if due is not None and due > at]
            moments = [at, min(dues) - MINUTE] if dues else [at]
            moved = self._try(facts, moments, depth)
            opens = [start for start in seen.start.values() if start is not None and start > at]
            if not dues and not opens and not moved and depth:
                self.stuck.append(facts)

    def _waits(self, facts: list[dict[str, Any]], now: dt.datetime) -> Iterator[tuple[dt.datetime, Observation]]:
        for _ in range(12):
            (seen,) = look(self.procedures, facts, now)
            yield now, seen
            dues = [due for due in [*seen.due.values(), *seen.start.values()] if due is not None and due > now]
            if not dues:
                return
            now = min(dues)

    def _try(self, facts: list[dict[str, Any]], moments: list[dt.datetime], depth: int) -> bool:
        moved = False
        for at in moments if depth else ():
            for act, seat in self.acts:
                fact = {"at": at.isoformat(), "as": seat, "do": act}
                before, (after,) = look(self.procedures, facts, at)[0], look(self.procedures, [*facts, fact], at)
                if after.refused is None and (after.open, after.ended, after.due) != (
                    before.open,
                    before.ended,
                    before.due,
                ):
                    moved = True
                    self._go([*facts, fact], at, depth - 1)
        return moved
