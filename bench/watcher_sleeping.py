"""What 1,000,000 sleeping clocks cost the watcher: the time to look and file what is due, with and without them.

On SQLite with synchronous=FULL. Sleeping clocks lie years ahead, in a thousand relationships. The same 400 matters ring
before and after they are there; wall time, medians of the turns. With --json one JSON object.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from clerk_record import ready  # type: ignore[import-not-found]

GOAL, TURNS, MATTERS = 1.2, 5, 400
FAR_US = 4_000_000_000_000_000  # in 2096


def sleep(number: int) -> None:
    """Put clocks in that ring far ahead, by the door that rebuild has."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO store_door (relationship) VALUES (%s)", [(f"sleeping-{n}",) for n in range(1000)]
        )
        for first in range(0, number, 50_000):
            cursor.executemany(
                "INSERT INTO store_family (relationship, matter, procedure, opener, raised_by, opened_us, version, "
                "result, due_us, state, seq) VALUES (%s, %s, 'ping', 'customer', '', 0, 1, '', %s, %s, 0)",
                [
                    (f"sleeping-{n % 1000}", f"M-{n}", FAR_US + n, b"")
                    for n in range(first, min(first + 50_000, number))
                ],
            )
        cursor.execute("DELETE FROM store_door")


def turn(relationship: str, start: int) -> tuple[float, float]:
    """Return the milliseconds of one look, and of filing a turn's matters."""
    from detente import clerk
    from detente.clerk import watching
    from tests.clerk import timers

    looks = []
    for _ in range(200):
        before = time.perf_counter()
        watching.due(clerk.now())
        looks.append(time.perf_counter() - before)
    timers.open_pings(relationship, MATTERS, start=start)
    before = time.perf_counter()
    while watching.due(clerk.now()):
        watching.file_due(relationship)
    return statistics.median(looks) * 1e3, (time.perf_counter() - before) * 1e3


def measured(relationship: str, start: int) -> tuple[float, float]:
    """Return medians over the turns."""
    turns = [turn(relationship, start + n * MATTERS) for n in range(TURNS)]
    return statistics.median(one for one, _ in turns), statistics.median(one for _, one in turns)


def main() -> None:
    """Print both, and the ratio."""
    number = next((int(one) for one in sys.argv[1:] if one.isdigit()), 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        ready(folder)
        from django.db import connection

        from tests.clerk import timers

        relationship = timers.begun()
        turn(relationship, 1)
        awake = measured(relationship, 1_001)
        sleep(number)
        asleep = measured(relationship, 50_001)
        connection.close()
    ratio = (asleep[0] + asleep[1]) / (awake[0] + awake[1])
    if "--json" in sys.argv:
        times = {"look_ms": [awake[0], asleep[0]], "file_ms": [awake[1], asleep[1]]}
        rounded = {name: [round(one, 3) for one in pair] for name, pair in times.items()}
        found = {"name": "watcher_sleeping", "sleeping": number, **rounded, "ratio": round(ratio, 2)}
        print(json.dumps({**found, "goal_at_most": GOAL}))
        return
    print(f"the watcher, with and without {number:,} sleeping clocks; {2 * MATTERS} that ring a turn")
    print(f"  a look           {awake[0]:8.3f} ms   {asleep[0]:8.3f} ms")
    print(f"  filing a turn    {awake[1]:8.1f} ms   {asleep[1]:8.1f} ms")
    print(f"  together         {ratio:8.2f}x      goal: at most {GOAL}x")


if __name__ == "__main__":
    main()
