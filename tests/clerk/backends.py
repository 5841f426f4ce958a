"""A PostgreSQL whose process dies at a write or sync call of its own, while workers file; they wait until it is back.

    python -m tests.clerk.backends '{"calls": "pwrite64,fdatasync", "matters": 2, "batch": 3}'

The process that serves one of the workers is killed at its n-th call, for n = 1, 2, 3 and so on until it is killed no
more. PostgreSQL then ends every other process of its own and recovers from what is on the disk. Prints what was seen.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from detente.site.sqlite import use_bundled
from tests.clerk.fleet import checked, end, prepared


def main() -> None:
    use_bundled()
    import django

    django.setup()
    print(json.dumps(killing(json.loads(sys.argv[1]))))


def killing(told: dict) -> dict:
    """Kill the process that serves a worker at its n-th call, for every n there is in a whole run of that worker.

    One or two others file beside it; where they leave it too little to reach its n-th call, it files alone.
    """
    n, beside, wrong = 0, 0, []
    while True:
        n += 1
        for others in (1 + n % 2, 0):
            relationship = prepared(f"{n}.{others}", told["matters"])
            died = one_killed(relationship, told, n, others=others)
            wrong += [f"call {n}: {one}" for one in checked(relationship, told["matters"])]
            beside += died and others > 0
            if died:
                break
        else:
            return {"calls": n - 1, "beside": beside, "wrong": wrong}


def one_killed(relationship: str, told: dict, n: int, *, others: int) -> bool:
    """Let a worker and others beside it file; return whether the process that served the first was killed."""
    (ready, tell), (wait, go) = os.pipe(), os.pipe()
    workers = [fork(relationship, told["batch"], tell, wait, pause_s=0.0)]
    tracer = traced(int(os.read(ready, 20)), told["calls"], n)
    for _ in range(others):
        workers.append(fork(relationship, told["batch"], tell, wait, pause_s=0.03))
        os.read(ready, 20)
    os.write(go, b"." * len(workers))
    ends = [end(worker) for worker in workers]
    if any(ends):
        raise RuntimeError(f"workers ended with {ends}")
    for one in (ready, tell, wait, go):
        os.close(one)
    return "+++ killed by SIGKILL +++" in tracer.communicate()[1]


def traced(process: int, calls: str, n: int) -> subprocess.Popen:
    """Return a tracer that holds a process."""
    inject = f"inject={calls}:signal=SIGKILL:when={n}"
    tracer = subprocess.Popen(
        ["strace", "-e", f"trace={calls}", "-e", inject, "-p", str(process)], stderr=subprocess.PIPE, text=True
    )
    status = Path(f"/proc/{process}/status")
    while "TracerPid:\t0\n" in status.read_text():
        if tracer.poll() is not None:
            raise RuntimeError("the tracer ended before it held the process")
        time.sleep(0.001)
    return tracer


def fork(relationship: str, batch: int, tell: int, wait: int, *, pause_s: float) -> int:
    """Return the number of a new worker, which tells by whom it is served and then waits to begin."""
    if pid := os.fork():
        return pid
    try:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            os.write(tell, f"{cursor.fetchone()[0]:20}".encode())
        os.read(wait, 1)
        work(relationship, batch, pause_s)
    except BaseException as error:
        print(f"worker: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def work(relationship: str, batch: int, pause_s: float) -> None:
    """File what is due as the watcher does, with a pause before each look, waiting for a server that is away."""
    from django.db import Error, connection

    from detente import clerk
    from detente.clerk import watching

    while True:
        time.sleep(pause_s)
        try:
            if not watching.due(clerk.now()):
                return
            watching.file_due(relationship, most=batch)
        except Error:
            connection.close()
            time.sleep(0.05)


if __name__ == "__main__":
    main()
