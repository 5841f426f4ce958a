"""CPU time of compiling a charter with a procedure of over 50 terms and 3 calendars, and of every rule of the tables.

Parsing is left out. Prints a table; with --json one JSON object. The goal is at most 50 ms.
"""

import gc
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from detente.core.charter.lint import apply
from detente.core.charter.parse import Document, parse
from detente.core.procedures import Compiled, compile_charter
from detente.core.procedures.checks.every import RULES

RUNS = 31
GOAL_MS = 50.0
LEVELS = 9
SIDES = {"customer": "Ann", "provider": "Bob"}
CALENDARS = ("alder", "birch", "cedar")
HEAD = """\
language: 1
name: A ladder of nine levels
version: 1
effective: 2026-01-05T00:00:00+00:00
zone: Europe/London
currency: EUR
calendar: every office
parties:
  customer: {name: A, zone: Europe/London, calendar: alder}
  provider: {name: B, zone: Europe/London, calendar: birch}
neutrals: {expert: {name: C}}
values: {amount: money, cause: date, day: date, speed: [normal, urgent]}
"""
LEVEL = """\
      level N:
        who: {customer: role N, provider: role N}
        may: settle
        by: row N
        else: ELSE
        meanwhile:
          talk N: {who: both, must: hold talk N, by: 3 working days in OFFICE, then: paper N, else: stays overdue}
          paper N: {who: provider, must: file paper N, states: [day], by: 2 working days, else: stays overdue}
          give up N: {who: either, from: 1 working day after opening of level N, then: ABOVE}
"""
ASK = """\
          ask N: {who: customer, may: ask N, by: 5 calendar days, then: [count asks, note N], else: nothing}
          note N: {if: asks >= 3 in 3 months, then: tell role N}
"""
SMALL = """\
      small N:
        if: [amount < 1000, speed is normal]
        who: expert
        must: serve view N
        by: 10 working days
        else: stays overdue
"""


def text() -> bytes:
    """Return a charter with one procedure: always the same bytes."""
    return "\n".join(
        [HEAD, "roles:", *_roles(), "calendars:", *_calendars(), "procedures:", "  ladder:", *_procedure()]
    ).encode()


def _roles() -> Iterator[str]:
    for level in range(LEVELS):
        sides = (
            f"{side}: {{holder: {name} {level}, authority: {level + 1}000.00 EUR}}" for side, name in SIDES.items()
        )
        yield f"  role {level}: {{{', '.join(sides)}}}"


def _calendars() -> Iterator[str]:
    yield f"  every office: {{of: [{', '.join(CALENDARS)}]}}"
    for number, name in enumerate(CALENDARS):
        days = ", ".join(f"2026-{month:02}-{3 + 7 * number + month % 5:02}: Day {month}" for month in range(1, 13))
        yield f"  {name}: {{zone: Europe/London, weekend: [saturday, sunday], known until: 2028-12-31,"
        yield f"    holidays: {{{days}}}}}"


def _procedure() -> Iterator[str]:
    yield "    times:"
    for level in range(LEVELS):
        yield f"      row {level}: {{normal: {5 + level} working days, urgent: {1 + level} working days}}"
    yield "    opens: {who: either, may: serve notice, states: [amount, cause, speed], then: [hurry, level 0]}"
    yield "    always: [keep performing]"
    yield "    limitation: {by: 6 years after cause, while open: stands still}"
    yield "    extension: {who: both, late: 2 working days, shifts: later}"
    yield "    anytime:"
    yield "      urgent relief: {who: either, may: ask a court for urgent relief}"
    yield "      save the claim: {who: either, may: sue, from: 20 working days before limitation date}"
    yield "    terms:"
    yield "      hurry: {if: speed is urgent, then: choose urgent}"
    for level in range(LEVELS):
        yield from _level(level)
    yield "      mediation: {who: both, may: settle, by: 30 working days, else: court, private: mediator only}"
    yield "      court: {who: either, may: start proceedings, then: end in court}"


def _level(level: int) -> Iterator[str]:
    above = f"level {level + 1}" if level + 1 < LEVELS else "mediation"
    lines = LEVEL + (SMALL if level % 3 == 0 else ASK)
    following = f"[small {level}, {above}]" if level % 3 == 0 else above
    words = {"N": str(level), "ABOVE": above, "ELSE": following, "OFFICE": CALENDARS[level % len(CALENDARS)]}
    for word, meaning in words.items():
        lines = re.sub(rf"\b{word}\b", meaning, lines)
    yield from lines.splitlines()


def measured(work: Callable[[], object]) -> float:
    """Return the median CPU time of a piece of work in milliseconds."""
    times = []
    for _ in range(RUNS + 1):
        gc.collect()
        before = time.process_time()
        work()
        times.append(1e3 * (time.process_time() - before))
    return statistics.median(times[1:])


def main() -> None:
    document = parse(text())
    if document.charter is None:
        raise SystemExit(f"The procedure of this script does not parse: {document.findings[0].says}")
    terms = len(compile_charter(document).tables["ladder"].parents)
    found = apply(RULES, compile_charter(document), document)

    def lint(compiled: Compiled, document: Document) -> object:
        return apply(RULES, compiled, document)

    compiling = measured(lambda: compile_charter(document))
    both = measured(lambda: lint(compile_charter(document), document))
    parsing = measured(lambda: parse(text()))
    if "--json" in sys.argv:
        print(json.dumps({"name": "compile_and_lint", "cpu_ms": round(both, 2), "goal_ms": GOAL_MS}))
        return
    print(f"one procedure, {terms} terms, {len(CALENDARS)} calendars, {len(RULES)} rules, {len(found)} finding(s)")
    print(f"median CPU of {RUNS} runs")
    for name, value in (("parse (left out)", parsing), ("compile", compiling), ("compile and rules", both)):
        print(f"  {name:<20}{value:8.2f} ms")
    print(f"  goal                {GOAL_MS:8.2f} ms")


if __name__ == "__main__":
    main()
