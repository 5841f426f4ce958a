"""Workers for tests of crashes: one process that has everything loaded forks them, lets them die, and forks others.

    python -m tests.clerk.fleet RELATIONSHIP '{"workers": 2, "batch": 5, "kills": 200, "seed": 1}'

With `calls` a tracer kills a worker at its n-th call of that kind, for every n there is in a whole run: the others of
the set meet what the dead one left, and all is checked. With `kills` workers are killed at random; with neither they
finish. Prints what was seen.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
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


def fork(relationship: str, batch: int, *, after: int | None = None, pause_s: float = 0.0) -> int:
    """Return the number of a new worker; it begins when it can read from `after`."""
    pid = os.fork()
    if pid:
        return pid
    try:
        if after is not None:
            os.read(after, 1)
        work(relationship, batch, pause_s)
    except BaseException as error:
        print(f"worker: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def work(relationship: str, batch: int, pause_s: float = 0.0) -> None:
    """Look what is due as the watcher does, with smaller batches, until nothing is; pause before each look."""
    from django.db import OperationalError

    from detente import clerk
    from detente.clerk import watching

    while time.sleep(pause_s) or watching.due(clerk.now()):
        try:
            if watching.file_due(relationship, most=batch) is None:
                time.sleep(0.01)  # another worker files there
        except OperationalError as error:  # another worker has SQLite's only lock for longer than its time-out
            if "locked" not in str(error):
                raise


def killing(relationship: str, told: dict) -> dict:
    """Kill a worker now and then, each time another takes its place, until enough were killed; then kill them all."""
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
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    ends = [end(worker) for worker in workers]
    failed = sum(os.WIFEXITED(one) and os.WEXITSTATUS(one) != 0 for one in ends)
    return {"killed": killed + sum(map(os.WIFSIGNALED, ends)), "failed": failed}


def tracing(_relationship: str, told: dict) -> dict:
    """Kill a worker of a set at its n-th call, for n = 1, 2, 3 and so on, until one gets through a whole run alone.

    Each n has a relationship of its own. The others begin with the worker; where they leave it too little to reach its
    n-th call, they begin when it has died.
    """
    killed, n, beside, wrong = 0, 0, 0, []
    while True:
        n += 1
        for others_wait in (False, True):
            relationship = prepared(f"{n}{'w' if others_wait else 'b'}", told["matters"])
            died = one_killed(relationship, told, n, others_wait=others_wait)
            wrong += [f"call {n}: {one}" for one in checked(relationship, told["matters"])]
            if died:
                killed, beside = killed + 1, beside + (not others_wait)
                break
        else:
            return {"calls": n - 1, "killed": killed, "beside": beside, "wrong": wrong, "failed": 0}


def prepared(name: str, matters: int) -> str:
    """Return a relationship with clocks that are due; nothing is connected."""
    from django.db import connection

    from tests.clerk import timers

    relationship = timers.begun(name=f"Harbor {name}")
    timers.open_pings(relationship, matters, apart=timedelta(seconds=1))
    warm(relationship)
    connection.close()
    return relationship


def one_killed(relationship: str, told: dict, n: int, *, others_wait: bool) -> bool:
    """Kill one of 2, 3 or 4 workers at its n-th call and let the others finish; return whether it came so far."""
    ready, go = os.pipe()
    others = [fork(relationship, told["batch"], after=ready, pause_s=told["pause_s"]) for _ in range(1 + n % 3)]
    begin = b"." * len(others)
    with traced(relationship, told, n) as victim:
        if not others_wait:
            os.write(go, begin)
    died = os.WIFSIGNALED(end(victim))
    if others_wait:
        os.write(go, begin)
    os.close(go)
    os.close(ready)
    ends = [end(other) for other in others]
    if any(ends):
        raise RuntimeError(f"workers beside the killed one ended with {ends}")
    return died


@contextmanager
def traced(relationship: str, told: dict, n: int) -> Iterator[int]:
    """Hand out a worker that is held by a tracer; it begins when the block ends, and is killed at its n-th call."""
    ready, go = os.pipe()
    worker = fork(relationship, told["batch"], after=ready)
    inject = f"inject={told['calls']}:signal=SIGKILL:when={n}"
    tracer = subprocess.Popen(
        ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={told['calls']}", "-e", inject, "-p", str(worker)]
    )
    status = Path(f"/proc/{worker}/status")
    while "TracerPid:\t0\n" in status.read_text():
        if tracer.poll() is not None:
            raise RuntimeError("the tracer ended before it held the worker")
        time.sleep(0.001)
    yield worker
    os.write(go, b".")
    os.close(go)
    os.close(ready)
    tracer.wait()


def checked(relationship: str, matters: int) -> list[str]:
    """Return what is wrong with what stands now: nothing, where every clock rang once and the journal holds."""
    from django.db import connection

    from tests.clerk import timers

    try:
        timers.each_rang_once(relationship, matters)
    except AssertionError as error:
        return [str(error) or "wrong"]
    finally:
        connection.close()
    return []


def end(worker: int) -> int:
    """Return how a worker ended."""
    return os.waitpid(worker, 0)[1]


def finishing(relationship: str, told: dict) -> dict:
    """Let workers finish."""
    workers = [fork(relationship, told["batch"]) for _ in range(told["workers"])]
    return {"killed": 0, "failed": sum(end(worker) != 0 for worker in workers)}


if __name__ == "__main__":
    main()
