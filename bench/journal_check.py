"""Checking a journal: `read_journal` (decode, canonical bytes, leaf, tree, compare) in lines per CPU second.

A journal of 100,000 facts as a live relationship leaves them (acts, deadlines with `noticed`, notices, statements), a
checkpoint after every 1,000, made from a fixed seed. CPU time, the best of some runs; the parts are measured on the
same lines. verify.py alone is measured on fewer.

    python bench/journal_check.py [--json] [--facts 100000] [--runs 5]
"""

import argparse
import hashlib
import json
import time as clock
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from detente.core.journal import (
    JournalWriter,
    append,
    append_checkpoint,
    host,
    read_journal,
    seal,
    sign,
    verify_journal,
)
from detente.core.journal.verify import verify_journal as verify_alone
from detente.core.vocabulary.facts import (
    ActDone,
    CharterVersion,
    DeadlinePassed,
    Fact,
    File,
    NoticeReceived,
    NoticeSent,
    PartyNamed,
    RelationshipOpened,
    StatementMade,
)
from detente.core.vocabulary.money import Money

NAME = "journal check"
START = datetime(2026, 3, 2, 13, tzinfo=UTC)
CHARTER = CharterVersion("55" * 32, 3)
CONTENT = File("ab" * 32, 48_211, "application/pdf")
GOAL = 250_000
WORDS = [
    "queue",
    "rule",
    "change",
    "late",
    "invoice",
    "plan",
    "owner",
    "weekly",
    "sample",
    "staff",
    "shift",
    "interest",
    "supplier",
    "template",
]


def facts(n: int, seed: int = 1) -> Iterator[Fact]:
    """Yield the facts of one relationship."""
    dice, at = Random(seed), START
    opened = RelationshipOpened(
        id="joint/0",
        at=at,
        relationship="aldgate-meridian",
        name="Aldgate and Meridian",
        parties=(PartyNamed("customer", "Aldgate Insurance"), PartyNamed("provider", "Meridian Operations")),
    )
    yield opened
    for seq in range(1, n):
        at += timedelta(microseconds=dice.randrange(1, 3_600_000_000))
        yield one_fact(seq, at, dice)


def one_fact(seq: int, at: datetime, dice: Random) -> Fact:
    """Return one of the kinds that a journal mostly holds: seven acts in ten."""
    common: dict[str, Any] = {"id": f"joint/{seq}", "at": at, "charter": CHARTER}
    matter, party = f"M-{dice.randrange(seq // 20 + 1):03d}", dice.choice(["customer", "provider"])
    about: dict[str, Any] = {"matter": matter, "run": "escalation"}
    kind = dice.random()
    if kind < 0.7:
        said = {"what happened": " ".join(dice.choices(WORDS, k=9)), "amount": Money(dice.randrange(10**7), "EUR")}
        values: dict[str, Any] = said if kind < 0.35 else {"cause": "2026-10-12"}
        person = f"p-{dice.randrange(40)}"
        return ActDone(**common, **about, act="acknowledge-concern", seat=party, person=person, values=values)
    if kind < 0.8:
        return DeadlinePassed(**common, **about, term="managers", round=0, due=at, tzdata="2026.6")
    if kind < 0.88:
        return NoticeReceived(
            **common, notice=f"joint/{seq - 1}", received=at, rule="deemed", method="e-mail", calendar="pune"
        )
    box = seal("Tom Okafor", fact_id=f"joint/{seq}", field="text", key_name="p-1", key=b"k" * 32, nonce=b"n" * 12)
    if kind < 0.94:
        return StatementMade(**common, matter=matter, statement="F1", party=party, person="p-2", text=box)
    sent: dict[str, Any] = {
        "from_": "customer",
        "to": "provider",
        "addressee": "p-3",
        "address": box,
        "copies": ("p-4",),
    }
    return NoticeSent(
        **common, notice="concern", matter=matter, **sent, method="e-mail", content=CONTENT, act=f"joint/{seq - 1}"
    )


def journal(n: int) -> list[bytes]:
    """Return the lines of a journal of `n` facts."""
    writer, lines, keeper = (
        JournalWriter("joint"),
        list[bytes](),
        host("detente.example/aldgate-meridian/joint", b"h" * 32),
    )
    for fact in facts(n):
        salt = hashlib.sha256(fact.id.encode()).digest()[:16]
        noticed = fact.at + timedelta(seconds=7) if isinstance(fact, DeadlinePassed) else None
        done = append(writer, fact, salt=salt, noticed=noticed)
        writer = done.writer
        lines.append(done.line)
        if writer.tree.size % 1_000 == 0:
            lines.append(append_checkpoint(writer, sign(writer.tree, keeper)))
    return lines


def rate(work: Callable[[], Any], lines: int, runs: int) -> float:
    """Return lines per CPU second, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        began = clock.process_time()
        work()
        best = min(best, clock.process_time() - began)
    return lines / best


def drained(lines: list[bytes]) -> None:
    """Read a journal to its end, keeping nothing."""
    deque(read_journal(lines), maxlen=0)


def parts(lines: list[bytes], runs: int) -> dict[str, float]:
    """Return the rates of single steps over the same facts."""
    from detente.core.journal.canonical import FACTS
    from detente.core.journal.verify import grow

    end = b',"kind":"fact","leaf":"'
    bodies = [line[8 : line.rindex(end)] for line in lines if line.startswith(b'{"fact"')]
    known, again = [FACTS.decode(body) for body in bodies], msgspec.json.Encoder(order="sorted").encode
    salt, leaves = b"s" * 16, [hashlib.sha256(body).digest() for body in bodies]

    def tree() -> None:
        peaks: list[bytes] = []
        for size, leaf in enumerate(leaves):
            grow(peaks, size, leaf)

    work: dict[str, Callable[[], Any]] = {
        "decode": lambda: deque(map(FACTS.decode, bodies), maxlen=0),
        "write again": lambda: deque(map(again, known), maxlen=0),
        "leaf": lambda: deque((hashlib.sha256(b"\x00" + salt + body).digest() for body in bodies), maxlen=0),
        "tree": tree,
    }
    return {name: rate(step, len(bodies), runs) for name, step in work.items()}


def memory(n: int) -> int:
    """Return the peak of bytes that reading takes, the lines themselves made one by one."""
    lines = journal(n)
    drained(lines[:100])
    tracemalloc.start()
    drained(lines)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measure(n: int, runs: int) -> dict[str, Any]:
    """Return everything this script measures."""
    lines = journal(n)
    report = verify_journal(lines)
    if not report.ok:
        raise SystemExit("\n".join(report.lines))
    few = lines[: len(lines) // 10]
    size = sum(map(len, lines))
    return {
        "name": NAME,
        "lines": len(lines),
        "bytes_per_line": round(size / len(lines)),
        "read_journal_per_cpu_s": round(rate(lambda: drained(lines), len(lines), runs)),
        "goal_at_least": GOAL,
        "verify_py_per_cpu_s": round(rate(lambda: verify_alone(few), len(few), runs)),
        **{f"{step.replace(' ', '_')}_per_cpu_s": round(each) for step, each in parts(lines, runs).items()},
        "peak_bytes_2000": memory(2_000),
        "peak_bytes_20000": memory(20_000),
    }


def main() -> None:
    """Print a table, or one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--facts", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    found = measure(chosen.facts, chosen.runs)
    if chosen.json:
        print(json.dumps(found))
        return
    for key, value in found.items():
        print(f"{key:28} {value}")


if __name__ == "__main__":
    main()
