"""`detente worker`: files what is due, signs checkpoints, sends mail. Any number may run, on any machines."""

import argparse
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

_LOOKS_S = 2.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help="file and send what is due now, and leave")
    parser.add_argument("--parent", type=int, metavar="PID", help="leave when this process, which began it, is gone")
    parser.add_argument(
        "--json", action="store_true", help="with --once: how much was filed and sent, as one JSON object"
    )
    parser.epilog = "examples:\n  detente worker\n  detente worker --once"


def run(arguments: argparse.Namespace) -> int:
    """Watch and send until told to stop."""
    from detente.site.commands import set_up

    set_up()
    from detente.adapters.mail.send import Sender, start

    watcher, sender = watching(), Sender()
    if arguments.once:
        return _once(watcher, sender, told=arguments.json)

    def stop() -> None:
        watcher.stop()
        sender.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
    if arguments.parent:
        threading.Thread(target=_leave_with, args=(arguments.parent, stop), daemon=True).start()
    sending = start(sender)
    watcher.run()
    sending.join(timeout=30)
    return 0


def _once(watcher: Any, sender: Any, *, told: bool) -> int:
    filed, sent = _all(watcher.look), _all(sender.send_due)
    if told:
        from detente.adapters.cli.files import print_json

        print_json("worked", filed=filed, sent=sent)
    return 0


def _all(work: Callable[[], int]) -> int:
    """Work until nothing is left; return how much it was."""
    done = 0
    while found := work():
        done += found
    return done


def _leave_with(parent: int, stop: Callable[[], None]) -> None:
    """End when the process that began this one has ended, however it did."""
    ended = threading.Event()
    while os.getppid() == parent:
        ended.wait(_LOOKS_S)
    stop()


def watching() -> Any:
    """Return the watcher, with everything else that is done beside it."""
    from detente.adapters.clock.watch import Each, Watcher
    from detente.clerk.checkpoints import sign_due

    return Watcher(Each(60, sign_due))
