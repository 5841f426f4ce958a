"""CPU time of searching a charter: a ladder of over 50 terms and 3 calendars, and what the clocks' units change.

Parsing and compiling are left out. The goal is at most 100 ms for the large ladder. A small ladder is also searched the
way a model checker without symbols would: as a graph of 15-minute ticks in networkx, with the same answer checked.

    python bench/explore.py [--json] [--runs 15]
"""

import argparse
import datetime as dt
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from compile_and_lint import text as large_text

from detente.core.charter.parse import parse
from detente.core.procedures import Compiled, compile_charter
from detente.core.simulation.explore import Exploration, explore
from detente.core.simulation.explore.world import World
from detente.core.worktime import Span, Unit, count

GOAL_MS, GOAL_RATIO = 100.0, 50.0
UNITS = ("hours", "calendar days", "weeks", "months", "years")
TICK = dt.timedelta(minutes=15)
RUNGS, DAYS = 3, 10
HEAD = """\
language: 1
name: Small
version: 1
effective: 2026-03-02T00:00:00+00:00
zone: Europe/London
currency: EUR
calendar: office
parties:
  customer: {name: A, zone: Europe/London, calendar: office}
  provider: {name: B, zone: Europe/London, calendar: office}
calendars: {office: {zone: Europe/London, weekend: [saturday, sunday], known until: 2030-12-31}}
procedures:
  ladder:
    opens: {who: either, may: note dispute, then: rung 0}
    terms:
"""


def ladder(unit: str, rungs: int = 6, amount: int = 5) -> Compiled:
    """Return a ladder whose rungs each last so many of a unit, and which either side may climb at once."""
    lines = [
        f"      rung {n}: {{who: both, may: settle, by: {amount} {unit}, else: {above(n, rungs)}, meanwhile: "
        f"{{give up {n}: {{who: either, then: {above(n, rungs)}}}}}}}"
        for n in range(rungs)
    ]
    court = "      court: {who: either, may: start proceedings, then: end in court}"
    document = parse("\n".join([HEAD.rstrip(), *lines, court, ""]).encode())
    assert document.charter is not None, document.findings
    return compile_charter(document)


def above(rung: int, rungs: int) -> str:
    return f"rung {rung + 1}" if rung + 1 < rungs else "court"


def measured(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Return the median CPU time of a piece of work in milliseconds, and what it gave; the first run does not count."""
    times, found = [], None
    for _ in range(runs + 1):
        gc.collect()
        before = time.process_time()
        found = work()
        times.append(1e3 * (time.process_time() - before))
    return statistics.median(times[1:]), found


def large(runs: int) -> tuple[float, Exploration, int]:
    """Return time and answer for the large ladder, compiled anew each time, and how many terms it has."""
    document = parse(large_text())
    assert document.charter is not None
    compiled = [compile_charter(document) for _ in range(runs + 1)]
    terms = len(compiled[0].tables["ladder"].parents)
    took, found = measured(lambda: explore(compiled.pop()), runs)
    return took, found, terms


def in_units(unit: str, runs: int = 5) -> tuple[float, Exploration]:
    """Return time and answer for a ladder of six rungs whose clocks count a unit, compiled anew each time."""
    compiled = [ladder(unit) for _ in range(runs + 1)]
    return measured(lambda: explore(compiled.pop(), starts=1), runs)


def ticks(nx: Any, compiled: Compiled) -> tuple[int, int]:
    """Return the longest way of the small ladder in ticks, and the nodes of the graph that was searched for it."""
    world = World(compiled)
    start, calendar = world.start(), world.program.calendar("office", 0)
    graph, first = nx.DiGraph(), (0, _due(start, calendar), start)
    queue, seen = [first], {first}
    while queue:
        rung, due, now = node = queue.pop()
        following = [_next(rung, due, now, calendar)] if rung < RUNGS else []
        if rung < RUNGS and now < due:
            following.append(_opened(rung + 1, now, calendar))  # either side gives up
        for other in following:
            graph.add_edge(node, other, weight=(other[2] - now) // TICK)
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return int(nx.dag_longest_path_length(graph)), graph.number_of_nodes()


def _next(rung: int, due: dt.datetime, now: dt.datetime, calendar: Any) -> tuple[int, dt.datetime, dt.datetime]:
    """A tick later, or at the end of the rung the next one: its day 0 is the last day of the one that lapsed."""
    later = min(now + TICK, due)
    if later < due:
        return rung, due, later
    return _opened(rung + 1, due, calendar, day_zero=(due - dt.timedelta(seconds=1)).astimezone(calendar.tz).date())


def _opened(rung: int, now: dt.datetime, calendar: Any, **day_zero: Any) -> tuple[int, dt.datetime, dt.datetime]:
    return (rung, _due(now, calendar, **day_zero) if rung < RUNGS else now, now)


def _due(now: dt.datetime, calendar: Any, **day_zero: Any) -> dt.datetime:
    return count(now, Span(DAYS, Unit.WORKING_DAY), calendar, **day_zero).ends.astimezone(dt.UTC)


def against_ticks(runs: int) -> dict[str, float] | None:
    """Return both times for the small ladder, or nothing where networkx (group `bench`) is not there."""
    try:
        import networkx as nx
    except ImportError:
        return None
    compiled = ladder("working days", RUNGS, DAYS)
    took, found = measured(lambda: explore(compiled, starts=1), runs)
    slow, (longest, nodes) = measured(lambda: ticks(nx, compiled), 2)
    (way,) = found.longest
    assert (way.at - found.started) // TICK == longest, "the two disagree"
    return {"symbolic_ms": took, "ticks_ms": slow, "nodes": nodes, "ratio": slow / took}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--runs", type=int, default=15, help="runs whose median is taken (default: %(default)s)")
    runs = (arguments := parser.parse_args()).runs
    took, found, terms = large(runs)
    units = {unit: in_units(unit) for unit in UNITS}
    compared = against_ticks(runs)
    if arguments.json:
        whole = {"name": "explore", "cpu_ms": round(took, 2), "goal_ms": GOAL_MS, "positions": found.positions,
                 "units_ms": {unit: round(each, 2) for unit, (each, _) in units.items()},
                 "units_positions": {unit: each.positions for unit, (_, each) in units.items()},
                 "ticks": {key: round(value, 2) for key, value in compared.items()} if compared else None,
                 "goal_ratio": GOAL_RATIO}  # fmt: skip
        print(json.dumps(whole))
        return
    (way,) = found.longest
    print(f"one procedure, {terms} terms, 3 calendars: {found.positions} positions, {len(found.findings)} finding(s)")
    length = way.measured
    print(f"  longest way: {length.text}, at most {length.days_most} calendar days ({length.starts} starts)")
    print(f"median CPU of {runs} runs: {took:.1f} ms   (goal {GOAL_MS:.0f} ms)")
    print("the same ladder of 6 rungs, with clocks of")
    for unit, (each, one) in units.items():
        print(f"  {unit:<14}{each:8.1f} ms {one.positions:6} positions")
    if compared is None:
        print("networkx is not here: install the group 'bench' to compare with a graph of ticks.")
        return
    print(f"a ladder of {RUNGS} rungs of {DAYS} working days, one start")
    print(f"  search       {compared['symbolic_ms']:10.1f} ms")
    print(f"  networkx     {compared['ticks_ms']:10.1f} ms   {compared['nodes']:.0f} nodes of 15 minutes")
    print(f"  ratio        {compared['ratio']:10.0f}      (goal {GOAL_RATIO:.0f})")


if __name__ == "__main__":
    main()
