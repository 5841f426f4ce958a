"""Verified replay from a file (log check, decoding, step) against the `eventsourcing` library's rebuild from SQLite.

A journal of N facts (default 100,000; `bench/replay.py 1000000` for the long run) is written to a temporary file:
matters of a five-level ladder, 200 of them open at once. Replaying it checks every leaf and the tree, decodes every
fact and steps; a family that has ended is let go, so memory follows the open matters. The peer rebuilds aggregates of
20 trivial events each. CPU time, the same process group, the best of five runs each. With --json one JSON object.
"""

import datetime as dt
import gc
import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).parent))
from step import START, program, story  # type: ignore[import-not-found]

from detente.core.engine import Program, State, advance, begin
from detente.core.journal import JournalWriter, append, lines_of, read_journal
from detente.core.vocabulary.facts import MatterOpened, RelationshipOpened

OPEN_AT_ONCE, GOAL, AIM = 200, 1.5, 5.0
WAVE = dt.timedelta(days=120)  # longer than a matter lasts, so that facts are filed in order


def facts(programs: dict[int, Program], number: int) -> Iterator[tuple[str, Any]]:
    """Yield facts, each with its matter: 200 matters side by side, step by step, then the next 200."""
    parties = [{"key": "customer", "name": "Customer"}, {"key": "provider", "name": "Provider"}]
    opened = {"kind": "RelationshipOpened", "id": "joint/0", "at": START, "version": 1, "relationship": "bench",
              "name": "Bench", "parties": parties}  # fmt: skip
    yield "", msgspec.convert(opened, RelationshipOpened)
    made, wave = 1, 0
    while made < number:
        for fact in story(programs, "M-1", START + wave * WAVE):
            for n in range(OPEN_AT_ONCE):
                matter = f"M-{wave * OPEN_AT_ONCE + n + 1}"
                yield matter, msgspec.structs.replace(fact, matter=matter) if hasattr(fact, "matter") else fact
                made += 1
                if made >= number:
                    return
        wave += 1


def written(programs: dict[int, Program], number: int, path: Path) -> None:
    """Write a journal of `number` facts."""
    writer = JournalWriter("joint")
    sent: dict[str, str] = {}
    with path.open("wb") as file:
        for matter, fact in facts(programs, number):
            sent[matter] = writer.next_id if getattr(fact, "act", "") == "notice" else sent.get(matter, "")
            numbered = {"id": writer.next_id} | ({"notice": sent[matter]} if hasattr(fact, "notice") else {})
            fact = msgspec.structs.replace(fact, **numbered)  # noqa: PLW2901 (the same fact, numbered)
            appended = append(writer, fact, salt=hashlib.sha256(fact.id.encode()).digest()[:16])
            writer = appended.writer
            file.write(appended.line)


def replayed(programs: dict[int, Program], path: Path) -> int:
    """Check, decode and step a whole file; return how many facts there were."""
    families: dict[str, State] = {}
    carried: dict[str, str] = {}
    count = 0
    with path.open("rb") as file:
        for entry in read_journal(lines_of(file)):
            count += 1
            fact = entry.fact
            matter = getattr(fact, "matter", None) or carried.pop(getattr(fact, "notice", ""), None)
            if matter is None:
                continue
            if type(fact) is MatterOpened:
                families[matter] = begin(programs, fact).state
                continue
            state = advance(programs, families[matter], fact).state
            if state.notices:
                carried.update(dict.fromkeys(state.notices, matter))
            if state.result:
                del families[matter]
            else:
                families[matter] = state
    return count


class Peer:
    """Trivial aggregates of 20 events each, kept by the eventsourcing library in SQLite."""

    def __init__(self, folder: str, number: int) -> None:
        os.environ |= {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": f"{folder}/peer.db"}
        from eventsourcing.application import Application
        from eventsourcing.domain import Aggregate, event

        class Dispute(Aggregate):
            @event("Opened")
            def __init__(self) -> None:
                self.level = self.n = 0

            @event("Stepped")
            def step(self, level: int, actor: str, at: int) -> None:  # noqa: ARG002 (the event keeps them)
                self.level, self.n = max(self.level, level), self.n + 1

        self.application: Any = Application()
        self.ids = []
        for _ in range(number // 20):
            dispute = Dispute()
            for at in range(19):
                dispute.step(level=at % 6, actor="p", at=at)
            self.application.save(dispute)
            self.ids.append(dispute.id)

    def rate(self) -> float:
        """Return events per CPU second of rebuilding all of them."""
        before = time.process_time()
        for one in self.ids:
            assert self.application.repository.get(one).n == 19, "the peer rebuilds what was saved"
        return len(self.ids) * 20 / (time.process_time() - before)


def main() -> None:
    gc.set_threshold(100_000, 50, 50)  # as every command of the product does
    number = next((int(float(word)) for word in sys.argv[1:] if not word.startswith("-")), 100_000)
    programs = {1: program(known_until="2199-12-31")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        written(programs, number, path)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        other = Peer(folder, 20_000)
        ours, theirs = 0.0, 0.0
        for _ in range(5):
            before = time.process_time()
            count = replayed(programs, path)
            ours = max(ours, count / (time.process_time() - before))
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
            theirs = max(theirs, other.rate())
    ratio = ours / theirs
    found = {"name": "replay", "facts": number, "ours_per_cpu_s": round(ours), "peer_per_cpu_s": round(theirs),
             "ratio": round(ratio, 2), "goal_at_least": GOAL, "aim": AIM, "memory_grown_kb": grown}  # fmt: skip
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<18}{value}")


if __name__ == "__main__":
    main()
