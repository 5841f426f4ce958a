"""Facts per CPU second of `step` on a five-level ladder, and whether the cost stays flat from 10^3 to 10^6 facts.

The charter has two calendars (a day counts when both are open), a clock change on the way, deemed receipt and a track.
Facts are made beforehand; a thousand matters' worth is repeated, each over matters of its own, so that up to 10^4
matters are open at once. Prints a table; with --json one JSON object.
"""

import datetime as dt
import gc
import json
import sys
import time
from typing import Any

from detente.core.charter.parse import parse
from detente.core.engine import Program, State, begin, next_expiry, program_of, step
from detente.core.procedures import compile_charter
from detente.core.vocabulary.facts import ActDone, CharterVersion, DeadlinePassed, MatterOpened, NoticeReceived

GOAL = 60_000
CHARTER = b"""language: 1
name: Bench
version: 1
effective: 2026-01-01T00:00:00+00:00
zone: Europe/London
currency: GBP
calendar: all open
calendars:
  all open: {of: [london, pune], period ends: "13:00"}
  london: {zone: Europe/London, weekend: [saturday, sunday], hours: {monday to friday: ["09:00-17:30"]},
    known until: 2027-12-31, holidays: {2026-04-03: Good Friday, 2026-04-06: Easter Monday, 2026-05-04: Early May}}
  pune: {zone: Asia/Kolkata, weekend: [saturday, sunday], hours: {monday to friday: ["09:30-18:30"]},
    known until: 2027-12-31, holidays: {2026-04-03: Good Friday, 2026-04-14: Ambedkar Jayanti, 2026-05-01: May Day}}
parties:
  customer: {name: Customer, zone: Europe/London, calendar: london}
  provider: {name: Provider, zone: Asia/Kolkata, calendar: pune}
procedures:
  dispute:
    times: {first: {standard: 5 working days, fast: 2 working days}}
    opens: {who: either, may: serve notice, then: level 1}
    always: [keep performing]
    terms:
      level 1:
        who: both
        may: settle
        by: first after notice
        else: level 2
        meanwhile:
          meeting: {who: both, must: hold meeting, by: 3 working days, else: stays overdue}
          hurry: {who: both, then: choose fast}
      level 2: {who: both, may: settle, by: 5 working days, else: level 3}
      level 3: {who: both, may: settle, by: 10 working days, else: level 4}
      level 4: {who: both, may: settle, by: 20 calendar days, else: level 5}
      level 5: {who: either, may: start proceedings, by: 1 month, then: end in court, else: end lapsed}
"""
VERSION = CharterVersion(sha256="0" * 64, version=1)
START = dt.datetime(2026, 3, 23, 9, tzinfo=dt.UTC)  # the clocks go forward on 29 March


def program(known_until: str = "2027-12-31") -> Program:
    """Return the bench charter, ready to run."""
    document = parse(CHARTER.replace(b"2027-12-31", known_until.encode()))
    assert document.charter is not None, document.findings
    return program_of(compile_charter(document))


def story(programs: dict[int, Program], matter: str, start: dt.datetime) -> list[Any]:
    """Return the facts of one matter: notice, receipt, a meeting, a faster track, silence to the end."""
    common: dict[str, Any] = {"id": "joint/1", "charter": VERSION}
    hour = dt.timedelta(hours=1)
    received = NoticeReceived(
        **common,
        at=start + hour,
        notice="joint/1",
        received=start + hour,
        rule="deemed",
        method="e-mail",
        calendar="london",
    )
    facts: list[Any] = [
        MatterOpened(**common, at=start, matter=matter, procedure="dispute", opener="customer"),
        _act(matter, start, "notice", "customer"),
        received,
        _act(matter, start + 2 * hour, "meeting", "customer"),
        _act(matter, start + 3 * hour, "meeting", "provider"),
        _act(matter, start + 4 * hour, "hurry", "customer"),
        _act(matter, start + 5 * hour, "hurry", "provider"),
    ]
    state = begin(programs, facts[0]).state
    for fact in facts[1:]:
        state = step(programs, state, fact).state
    while (clock := next_expiry(programs[1], state)) is not None:
        rung = DeadlinePassed(
            **common,
            at=clock.due,
            matter=matter,
            run=clock.run,
            term=clock.term,
            round=clock.round,
            due=clock.due,
            tzdata="2026.6",
        )
        facts.append(rung)
        state = step(programs, state, rung).state
    assert state.result == "lapsed", state.result
    return facts


def _act(matter: str, at: dt.datetime, act: str, seat: str) -> ActDone:
    return ActDone(id="joint/1", at=at, charter=VERSION, matter=matter, run="dispute", act=act, seat=seat, values={})


def rate(programs: dict[int, Program], told: list[list[Any]], matters: int, facts: int) -> float:
    """Return facts per CPU second over `matters` matters open at once; each tells the same stories again and again."""
    families: dict[int, State] = {}
    done = 0
    length = len(told[0])
    before = time.process_time()
    while done < facts:
        for at in range(length):
            for matter in range(matters):
                fact = told[matter % len(told)][at]
                families[matter] = (
                    begin(programs, fact).state if at == 0 else step(programs, families[matter], fact).state
                )
            done += matters
            if done >= facts:
                break
    return done / (time.process_time() - before)


def main() -> None:
    gc.set_threshold(100_000, 50, 50)  # as every command of the product does
    programs = {1: program()}
    told = [story(programs, f"M-{n}", START + dt.timedelta(minutes=n)) for n in range(1, 201)]
    sizes = [(100, 10**3), (1_000, 10**4), (10_000, 10**5), (10_000, 10**6)]
    rate(programs, told, 100, 2_000)
    rates = {f"{facts} facts, {matters} matters": rate(programs, told, matters, facts) for matters, facts in sizes}
    best = max(rates.values())
    flat = max(rates.values()) / min(rates.values())
    if "--json" in sys.argv:
        rounded = {name: round(value) for name, value in rates.items()}
        found = {"name": "step", "facts_per_cpu_s": rounded, "best": round(best)}
        print(json.dumps({**found, "goal_at_least": GOAL, "slowest_to_fastest": round(flat, 2)}))
        return
    print(f"step on a five-level ladder, {len(told[0])} facts a matter, facts per CPU second")
    for name, value in rates.items():
        print(f"  {name:<32}{value:10,.0f}")
    print(f"  fastest to slowest {flat:.2f}; goal: at least {GOAL:,}, flat")


if __name__ == "__main__":
    main()
