"""Old versions of facts, lifted when they are read and never rewritten.

A lift takes the plain fields of one version of a kind and returns those of the next; `kind` and `version` are set for
it. No kind has a second version yet, so the register is empty. When one comes: change the struct in
`vocabulary/facts.py`, add the lift here, and keep a journal of the old version under `tests/cases/journals`.
"""

from collections.abc import Callable, Mapping
from typing import Any

Lift = Callable[[dict[str, Any]], dict[str, Any]]
Lifts = Mapping[tuple[str, int], Lift]

LIFTS: Lifts = {}


def lifted(fact: dict[str, Any], lifts: Lifts) -> dict[str, Any]:
    """Return the fields of the newest version that the lifts reach."""
    while lift := lifts.get((fact["kind"], fact["version"])):
        fact = {**lift(dict(fact)), "kind": fact["kind"], "version": fact["version"] + 1}
    return fact
