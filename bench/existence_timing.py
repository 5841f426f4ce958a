"""Whether time tells what stands: answers for a foreign, a missing and a malformed address.

    python bench/existence_timing.py [pairs]

A person of another table asks for a page of the demo's table (foreign), of none (missing), of a name no table has
(malformed); the mediator asks for a matter that is not theirs, and for one that is not there. Asked in turn, in a new
order each time, in this process. Told: medians, the gap between them, and the p of the two-sided Mann-Whitney test
(normal approximation with ties). Held: every gap under 1 ms, and p over 0.01.
"""

import logging
import math
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
PAIRS, WARM, GAP_MS, P_MIN = 2_000, 50, 1.0, 0.01


def p_of(one: list[float], other: list[float]) -> float:
    """Return the two-sided p of the Mann-Whitney test."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks, ties, at = 0.0, 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        ranks += sum(1 for _, which in ranked[at:end] if which == 0) * (at + 1 + end) / 2
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    spread = math.sqrt(n * m / 12 * ((n + m + 1) - ties / ((n + m) * (n + m - 1))))
    return math.erfc(abs(u - n * m / 2) / spread / math.sqrt(2))


def measure(client: Any, addresses: dict[str, str], pairs: int) -> dict[str, list[float]]:
    """Return milliseconds by kind of address."""
    found: dict[str, list[float]] = {kind: [] for kind in addresses}
    order = list(addresses)
    for turn in range(WARM + pairs):
        random.shuffle(order)
        for kind in order:
            begun = time.perf_counter()
            answer = client.get(addresses[kind])
            took = (time.perf_counter() - begun) * 1000
            assert answer.status_code == 404, f"{addresses[kind]} answers {answer.status_code}"
            if turn >= WARM:
                found[kind].append(took)
    return found


def told(name: str, found: dict[str, list[float]]) -> bool:
    """Print what was measured; return whether it holds."""
    first, *others = found
    print(f"{name}: {first} {median(found[first]):.3f} ms")
    held = True
    for kind in others:
        gap, p = abs(median(found[kind]) - median(found[first])), p_of(found[kind], found[first])
        held &= gap < GAP_MS and p > P_MIN
        print(f"  {kind} {median(found[kind]):.3f} ms, gap {gap:.4f} ms, p {p:.4f}")
    return held


def build(place: Path) -> Any:
    """Return the world of tests/promises in a new SQLite file, with Django set up on it."""
    os.environ |= {"DETENTE_DATA": str(place), "DETENTE_DATABASE": f"sqlite://{place / 'bench.sqlite3'}"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "detente.site.settings"
    import django
    import time_machine

    django.setup()
    from django.core.management import call_command

    from detente.adapters.web.frame.statics import collect
    from tests.promises import world as worlds

    call_command("migrate", verbosity=0)
    collect()
    with time_machine.travel(worlds.NOW):
        return worlds.build()


def signed_in(world: Any, name: str) -> Any:
    """Return a client for a principal."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(world.principals[name].user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def main() -> int:
    """Measure, tell, and return 0 if it holds."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory() as place:
        world = build(Path(place))
        tables = {"foreign": world.key, "missing": "no-such-table000", "malformed": "--__--"}
        matters = {"foreign": "M-014", "missing": "M-999", "malformed": "M-" + "9" * 60}
        outside = {kind: f"/r/{name}/matters/" for kind, name in tables.items()}
        inside = {kind: f"/r/{world.key}/matters/{name}/" for kind, name in matters.items()}
        held = told("a table, asked by another's", measure(signed_in(world, "another table"), outside, pairs))
        held &= told("a matter, asked by the mediator", measure(signed_in(world, "Ines Falk"), inside, pairs))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
