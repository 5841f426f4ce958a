"""`detente worker`: files what is due, signs checkpoints. Any number may run, on any machines, on PostgreSQL."""

import argparse
import signal
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help="file what is due now, and leave")
    parser.epilog = "examples:\n  detente worker\n  detente worker --once"


def run(arguments: argparse.Namespace) -> int:
    """Watch until told to stop."""
    from detente.site.commands import set_up

    set_up()
    watcher = watching()
    if arguments.once:
        while watcher.look():
            pass
        return 0
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: watcher.stop())
    watcher.run()
    return 0


def watching() -> Any:
    """Return the watcher, with everything else that is done beside it."""
    from importlib.util import find_spec

    from detente.adapters.clock.watch import Each, Watcher
    from detente.clerk.witnessing import sign_due

    beside = [Each(60, sign_due)]
    if find_spec("detente.adapters.mail") and find_spec("detente.adapters.mail.send"):
        from importlib import import_module

        beside.append(Each(1, import_module("detente.adapters.mail.send").send_due))
    return Watcher(*beside)
