"""What generated cases exercise: `python tests/oracle/tally.py 1000` prints how often each thing happened."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracle.counting import read_instant
from oracle.generate import generate
from oracle.interpreter import fold, read_versions, run
from oracle.terms import Charter


def tally(case: Mapping[str, Any]) -> Counter[str]:
    """What happened in one case, up to the last instant that is looked at."""
    charters = {number: Charter(texts) for number, texts in read_versions(case).items()}
    last = read_instant(case["expect"][-1]["at"])
    world = fold(case["setting"], charters, case["facts"], last)
    found = Counter({f"do {verb}": number for verb, number in world.tally.items()})
    found.update(f"effect {effect.split(':')[0]}" for effect in world.effects)
    found.update(f"refused {reason}" for reason in world.refusals.values())
    found.update(f"end {result}" for result in world.ended.values())
    found.update(f"fact {fact.get('fact', 'ActDone')}" for fact in case["facts"])
    found.update({"late extensions granted": len(world.plan.granted), "notices sent": len(world.sent)})
    found.update(
        {"terms written": sum(len(one.terms) for one in charters[1].procedures.values()), "looks": len(case["expect"])}
    )
    found["second procedure ran"] = any(one.procedure == "y" for one in world.runs)
    found["matter moved to version 2"] = world.charter is not charters[1]
    return found


def main(number: int) -> None:
    total: Counter[str] = Counter()
    slowest = 0.0
    for seed in range(number):
        case = generate(random.Random(seed))
        start = time.perf_counter()
        run(case)
        slowest = max(slowest, time.perf_counter() - start)
        total += tally(case)
    print(f"{number} cases, slowest run {slowest:.2f} s")
    for name, count in sorted(total.items()):
        print(f"{count:7}  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
