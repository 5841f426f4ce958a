"""Workers for tests of crashes: one process that has everything loaded forks them, lets them die, and forks others.

    python -m tests.clerk.fleet RELATIONSHIP '{"workers": 2, "batch": 5, "kills": 200, "seed": 1}'

With `calls` a tracer kills each worker at its n-th call of that kind, for n = 1, 2, 3 and so on until all is done; with
`kills` workers are killed at random; with neither they finish. Prints what was seen.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from detente.site.sqlite import use_bundled


def main() -> None:
    use_bundled()
    import django

    django.setup()
    relationship, told = sys.argv[1], json.loads(sys.argv[2])
    from django.db import connection

    warm(relationship)
    connection.close()
    run = tracing if told.get("calls") else killing if told.get("kills") else finishing
    seen = run(relationship, told)
    print(json.dumps(seen))


def warm(relationship: str) -> None:
    """Compile the charter once, so that every worker begins with it."""
    from detente.store.read.ruled import ruled

    ruled(relationship)


def fork(relationship: str, batch: int, *, after: int | None = None) -> int:
    """Return the number of a new worker; it begins when it can read from `after`."""
    pid = os.fork()
    if pid:
        return pid
    try:
        if after is not None:
            os.read(after, 1)
        work(relationship, batch)
    except BaseException as error:
        print(f"worker: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def work(relationship: str, batch: int) -> None:
    """Look what is due as the watcher does, with smaller batches, until nothing is."""
    from django.db import OperationalError

    from detente import clerk
    from detente.clerk import watching

    while watching.due(clerk.now()):
        try:
            watching.file_due(relationship, most=batch)
        except OperationalError as error:  # another worker has SQLite's only lock for longer than its time-out
            if "locked" not in str(error):
                raise


def killing(relationship: str, told: dict) -> dict:
    """Kill a worker now and then, each time another takes its place, until enough were killed; then let them finish."""
    chance = random.Random(told["seed"])
    workers = {fork(relationship, told["batch"]) for _ in range(told["workers"])}
    killed = 0
    while killed < told["kills"] and workers:
        time.sleep(chance.uniform(0.001, told.get("pause_s", 0.04)))
        victim = chance.choice(sorted(workers))
        os.kill(victim, signal.SIGKILL)
        _, status = os.waitpid(victim, 0)
        workers.remove(victim)
        killed += os.WIFSIGNALED(status)
        if os.WIFSIGNALED(status):
            workers.add(fork(relationship, told["batch"]))
    failed = sum(os.waitpid(worker, 0)[1] != 0 for worker in workers)
    return {"killed": killed, "failed": failed}


def tracing(relationship: str, told: dict) -> dict:
    """Kill every worker of a set at its n-th call, n growing from set to set, until a set finishes."""
    killed, n = 0, 0
    while True:
        n += 1
        workers = [traced(relationship, told["batch"], told["calls"], n) for _ in range(2 + n % 3)]
        ends = [end(worker) for worker, tracer in workers if (tracer.wait() or True)]
        killed += sum(os.WIFSIGNALED(one) for one in ends)
        failed = [one for one in ends if os.WIFEXITED(one) and os.WEXITSTATUS(one)]
        if 0 in ends or failed:
            return {"killed": killed, "failed": len(failed), "calls": n}


def traced(relationship: str, batch: int, calls: str, n: int) -> tuple[int, subprocess.Popen]:
    """Return a worker that begins once its tracer holds it, and the tracer."""
    ready, go = os.pipe()
    worker = fork(relationship, batch, after=ready)
    inject = f"inject={calls}:signal=SIGKILL:when={n}"
    tracer = subprocess.Popen(
        ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", inject, "-p", str(worker)]
    )
    status = Path(f"/proc/{worker}/status")
    while "TracerPid:\t0\n" in status.read_text() and tracer.poll() is None:
        time.sleep(0.002)
    os.close(ready)
    os.write(go, b".") if tracer.poll() is None else None
    os.close(go)
    return worker, tracer


def end(worker: int) -> int:
    """Return how a worker ended."""
    return os.waitpid(worker, 0)[1]


def finishing(relationship: str, told: dict) -> dict:
    """Let workers finish."""
    workers = [fork(relationship, told["batch"]) for _ in range(told["workers"])]
    return {"killed": 0, "failed": sum(end(worker) != 0 for worker in workers)}


if __name__ == "__main__":
    main()
