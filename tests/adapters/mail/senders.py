"""Senders for tests of crashes: one process that has everything loaded forks them, lets them die, and forks others.

    python -m tests.adapters.mail.senders RELATIONSHIP PORT '{"calls": "connect,sendto"}'

With `calls` a tracer kills each sender at its n-th call of that kind, for n = 1, 2, 3 and so on, until one finishes.
With `kills` senders are killed at random. Prints how many were killed.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta

from detente.site.sqlite import use_bundled
from tests.clerk.fleet import end


def main() -> None:
    use_bundled()
    import django

    django.setup()
    relationship, port, told = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    warm(relationship, port)
    print(json.dumps({"killed": tracing(told["calls"]) if told.get("calls") else killing(told)}))


def warm(relationship: str, port: int) -> None:
    """Have everything loaded, a short lease, and the server's address; leave the connection to nobody."""
    from django.conf import settings
    from django.db import connection

    from detente.clerk import posting
    from detente.store.read.ruled import ruled

    for name, value in {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}.items():
        setattr(settings, name, value)
    posting.LEASE = timedelta(milliseconds=300)
    ruled(relationship)
    import detente.adapters.mail.send  # noqa: F401

    connection.close()


def fork(after: int | None = None) -> int:
    """Return the number of a new sender; it begins when it can read from `after`."""
    pid = os.fork()
    if pid:
        return pid
    try:
        if after is not None:
            os.read(after, 1)
        work()
    except BaseException as error:
        print(f"sender: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def work() -> None:
    """Send until nothing is left that is due."""
    from detente.adapters.mail.send import Sender
    from detente.clerk import time as clock
    from detente.store.instants import to_us
    from detente.store.models import Outbox

    sender = Sender()
    until = to_us(clock.now() + timedelta(minutes=1))
    while Outbox.objects.filter(state__in=("waiting", "sending"), hold_until_us__lte=until).exists():
        if not sender.send_due():
            time.sleep(0.05)


def tracing(calls: str) -> int:
    """Kill a sender at its n-th call, then the next at its n+1st, until one gets through."""
    import subprocess
    from pathlib import Path

    killed, n = 0, 0
    while True:
        n += 1
        ready, go = os.pipe()
        sender = fork(ready)
        inject = f"inject={calls}:signal=SIGKILL:when={n}"
        tracer = subprocess.Popen(
            ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", inject, "-p", str(sender)]
        )
        status = Path(f"/proc/{sender}/status")
        while "TracerPid:\t0\n" in status.read_text() and tracer.poll() is None:
            time.sleep(0.002)
        os.close(ready)
        os.write(go, b".")
        os.close(go)
        ended = end(sender)
        tracer.wait()
        if not os.WIFSIGNALED(ended):
            return killed
        killed += 1


def killing(told: dict) -> int:
    """Kill one of several senders now and then, until enough were killed; then let them finish."""
    chance, killed = random.Random(told["seed"]), 0
    senders = {fork() for _ in range(told["senders"])}
    while killed < told["kills"] and senders:
        time.sleep(chance.uniform(0.01, told["pause_s"]))
        victim = chance.choice(sorted(senders))
        os.kill(victim, signal.SIGKILL)
        senders.remove(victim)
        if os.WIFSIGNALED(end(victim)):
            killed += 1
            senders.add(fork())
    for sender in senders:
        end(sender)
    return killed


if __name__ == "__main__":
    main()
