"""`detente serve`: the pages, and beside them a worker that files what is due and sends mail. Ctrl-C ends all of it."""

import argparse
import subprocess
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

from detente.core.vocabulary.errors import BadInput

HERE, PORT = "127.0.0.1", 8000
_AGAIN_S = 2.0  # before a worker that fell is begun again
_GRACE_S = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default=HERE, metavar="ADDRESS", help="where it listens; this machine alone")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"{PORT}")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes that answer pages; 2")
    parser.add_argument("--no-worker", action="store_true", help="pages alone: 'detente worker' runs elsewhere")
    parser.add_argument("--json", action="store_true", help="where it listens, as one JSON object")
    parser.epilog = "examples:\n  detente serve\n  detente serve --host 0.0.0.0 --port 8080 --workers 4"


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    if arguments.workers < 1:
        raise BadInput(f"--workers is {arguments.workers}. Write 1 or more.")
    from detente.site.commands import set_up

    set_up()
    _tables()
    beside = None if arguments.no_worker else Beside()
    _say(arguments, beside)
    try:
        _pages(arguments)
    finally:
        if beside is not None:
            beside.stop()
    return 0


def _tables() -> None:
    """Bring the tables of the embedded database up to date; those of a server are its owner's to change."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from detente.site.commands import migrated

    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind and connection.vendor == "sqlite":
        migrated()
    elif behind:
        names = ", ".join(migration.name for migration, _ in behind)
        raise BadInput(f"the tables are behind: {names}. Run 'detente init --live' once, as the database's owner.")
    connection.close()


def _say(arguments: argparse.Namespace, beside: "Beside | None") -> None:
    from django.conf import settings

    if arguments.json:
        from detente.adapters.cli.files import print_json

        here = f"http://{arguments.host}:{arguments.port}"
        print_json("serving", address=here, url=settings.SITE_URL, mail=settings.EMAIL_HOST or None)
        sys.stdout.flush()
        return
    sys.stdout.write(f"Detente listens on http://{arguments.host}:{arguments.port}")
    if urlsplit(settings.SITE_URL).netloc != f"{arguments.host}:{arguments.port}":
        sys.stdout.write(f" for {settings.SITE_URL}")
    mail = (
        f"Mail leaves by {settings.EMAIL_HOST}." if settings.EMAIL_HOST else "No mail leaves: DETENTE_SMTP is not set."
    )
    sys.stdout.write(f"\n{mail if beside is not None else 'Pages alone.'} Ctrl-C ends it.\n")
    sys.stdout.flush()


def _pages(arguments: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "detente.site.wsgi:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=arguments.workers,
        blocking_threads=2,  # one for pages while the other makes a bundle; more of them only wait for one another
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()


class Beside:
    """The worker, a process of its own; one that falls is begun again until this one stops."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._process = self._begin()
        threading.Thread(target=self._keep, name="detente-beside", daemon=True).start()

    def _begin(self) -> Any:
        import os

        return subprocess.Popen([sys.executable, "-m", "detente", "worker", "--parent", str(os.getpid())])  # noqa: S603

    def _keep(self) -> None:
        while not self._ended.is_set():
            self._process.wait()
            if not self._ended.wait(_AGAIN_S):
                self._process = self._begin()

    def stop(self) -> None:
        """End the worker after what it is doing now."""
        self._ended.set()
        self._process.terminate()
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
