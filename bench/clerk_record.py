"""Durable facts per second through the clerk, against the `eventsourcing` library's save, on one disk in one run.

Each of ours is a whole `clerk.do_act`: what is due, the engine's step, the log, family, clocks, messages, commit.
Each of the peer's is one event of an aggregate, saved. Both on SQLite with a write-ahead log and synchronous=FULL, in
turns, so that both meet the same disk; wall time, medians of the turns. Grouped: 100 of ours in one commit. With --json
one JSON object; SIZE as the first argument is the number of facts a turn (default 300).
"""

import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
SINGLE, GROUPED, TURNS, GROUP = 0.5, 3.0, 5, 100


def ready(folder: str) -> None:
    """Make Django ready on an empty database in a folder."""
    os.environ.update(DETENTE_DATA=folder, DETENTE_DATABASE="", DJANGO_SETTINGS_MODULE="detente.site.settings")
    from detente.site.commands import migrated, set_up

    set_up()
    migrated()


def clerks() -> tuple[Callable[[int], None], Callable[[int], None]]:
    """Return what files a number of facts one by one, and what files them in groups."""
    from detente import clerk
    from detente.clerk.acts import slug_of
    from detente.core.vocabulary.facts import ActDone
    from tests.clerk import timers

    charter = timers.CHARTER.replace(
        "  offer:\n", "  work:\n    opens: {who: either, may: file work, then: going}\n    anytime:\n"
        "      progress: {who: either, may: note progress}\n    terms:\n"
        "      going: {who: other, may: finish work, by: 20 working days, then: end done, else: end exhausted}\n"
        "  offer:\n",
    )  # fmt: skip
    relationship = clerk.begin(charter, host="detente.example", at=timers.BEGAN)
    ann, _ = timers.viewers(relationship)
    clerk.open_matter(ann, "file work", {}, name="M-001")

    def one_by_one(number: int) -> None:
        for _ in range(number):
            clerk.do_act(ann, "M-001", "note progress", {})

    def grouped(number: int) -> None:
        for _ in range(number // GROUP):
            with clerk.filing(relationship) as desk:
                slug = slug_of(desk.live.programs[1], "note progress")
                for _ in range(GROUP):
                    stamp = desk.stamp("M-001")
                    fact = ActDone(
                        **stamp, matter="M-001", run="work", act=slug, seat="customer", person=ann.person, values={}
                    )
                    desk.file(fact)

    return one_by_one, grouped


def peer(folder: str) -> Callable[[int], None]:
    """Return what saves a number of events with the peer, one by one."""
    os.environ |= {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": f"{folder}/peer.db"}
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Matter(Aggregate):
        @event("Noted")
        def note(self, text: str) -> None:
            self.text = text

    app = Application[object]()
    matter = Matter()
    app.save(matter)
    with app.recorder.datastore.transaction(commit=False) as cursor:  # type: ignore[attr-defined]
        modes = []
        for name in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {name}")
            modes.append(cursor.fetchone()[0])
    assert modes == ["wal", 2], modes

    def save(number: int) -> None:
        for _ in range(number):
            matter.note("progress")
            app.save(matter)

    return save


def rate(do: Callable[[int], None], number: int) -> float:
    """Return how many a second."""
    before = time.perf_counter()
    do(number)
    return number / (time.perf_counter() - before)


def main() -> None:
    """Print the rates and their ratios."""
    gc.set_threshold(100_000, 50, 50)  # as every command of the product does
    number = next((int(one) for one in sys.argv[1:] if one.isdigit()), 300)
    with tempfile.TemporaryDirectory() as folder:
        ready(folder)
        one_by_one, grouped = clerks()
        save = peer(folder)
        for warm in (one_by_one, grouped, save):
            warm(GROUP)
        turns = [(rate(save, number), rate(one_by_one, number), rate(grouped, number)) for _ in range(TURNS)]
        from django.db import connection

        connection.close()
    saved, single, group = (statistics.median(column) for column in zip(*turns, strict=True))
    found = {"peer_per_s": saved, "single_per_s": single, "grouped_per_s": group}
    ratios = {"single": single / saved, "grouped": group / saved}
    if "--json" in sys.argv:
        rounded = {name: round(value) for name, value in found.items()}
        print(json.dumps({"name": "clerk_record", **rounded, **{k: round(v, 2) for k, v in ratios.items()},
                          "goal_single_at_least": SINGLE, "goal_grouped_at_least": GROUPED}))  # fmt: skip
        return
    print(f"durable facts per second, SQLite, WAL, synchronous=FULL, medians of {TURNS} turns of {number}")
    print(f"  eventsourcing, save       {saved:10,.0f}")
    print(f"  clerk, one by one         {single:10,.0f}   {ratios['single']:6.2f}x   goal: at least {SINGLE}x")
    print(f"  clerk, groups of {GROUP}      {group:10,.0f}   {ratios['grouped']:6.2f}x   goal: at least {GROUPED}x")


if __name__ == "__main__":
    main()
