"""`detente demo`: a throw-away directory, a server on this machine alone, a link that works once."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from detente.adapters.cli.playing.prepared import read_prepared
from detente.adapters.cli.read_command import moment_of
from detente.adapters.cli.terminal import styled
from detente.site.commands import migrated, set_up

HERE = "127.0.0.1"
RING_S = 1.0


class Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread of its own; an open page does not keep the command from ending."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would share a port that is taken


class Quiet(WSGIRequestHandler):
    """Writes no line for each request, and asks no name server who is there."""

    def log_message(self, *_: Any) -> None:
        """Leave it unsaid."""

    def address_string(self) -> str:
        """Return the address itself."""
        return str(self.client_address[0])


def run(arguments: argparse.Namespace) -> int:
    """Lay the story out, serve it, open the browser; ends with Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it so leaves nothing behind either
    ended = threading.Event()
    try:
        with _place(arguments.keep) as place:
            _run(arguments, place, ended)
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    finally:
        ended.set()
    return 0


def _run(arguments: argparse.Namespace, place: Path, ended: threading.Event) -> None:
    with _server(arguments.port) as server:
        address = f"http://{HERE}:{server.server_port}"
        _environment(place, address)
        server.set_app(_application(moment_of(arguments.at).astimezone(UTC)))
        link = f"{address}/demo/enter/{_demonstration().link(arguments.role)}/"
        threading.Thread(target=_ring, args=(ended,), name="detente-demo-clock", daemon=True).start()
        if not arguments.no_browser:
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        _say(link, place, kept=bool(arguments.keep))
        server.serve_forever()


def lay_out(arguments: argparse.Namespace) -> int:
    """Lay the story out in a new database; the running demonstration takes it over."""
    os.environ["DETENTE_DATABASE"] = f"sqlite://{Path(arguments.lay_out).resolve()}"
    set_up()
    _fill(moment_of(arguments.at).astimezone(UTC))
    return 0


@contextmanager
def _place(keep: str | None) -> Iterator[Path]:
    if keep:
        place = Path(keep).resolve()
        place.mkdir(parents=True, exist_ok=True)
        yield place
        return
    place = Path(tempfile.mkdtemp(prefix="detente-demo-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _server(port: int) -> Any:
    try:
        return make_server(HERE, port, lambda *_: [], server_class=Server, handler_class=Quiet)
    except OSError:
        return make_server(HERE, 0, lambda *_: [], server_class=Server, handler_class=Quiet)


def _environment(place: Path, address: str) -> None:
    """The demonstration looks at no setting of this machine: it never meets a real database."""
    for name in [name for name in os.environ if name.startswith("DETENTE_")]:
        del os.environ[name]
    os.environ |= {"DETENTE_DATA": str(place), "DETENTE_URL": address, "DETENTE_DEMO": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "detente.site.settings"
    if kept := newest(place):
        os.environ["DETENTE_DATABASE"] = f"sqlite://{kept}"


def newest(place: Path) -> Path | None:
    """Return the database that a kept demonstration goes on with: the last one its clock was turned back to."""
    return max(place.glob("detente*.sqlite3"), key=lambda one: int(one.stem.partition("-")[2] or 0), default=None)


def _application(at: datetime) -> Any:
    fresh = "DETENTE_DATABASE" not in os.environ
    set_up()
    if fresh:
        _fill(at)
    application = import_module("detente.site.wsgi").application
    import_module("detente.site.urls")  # now, and not while the first page is waited for
    return application


def _fill(at: datetime) -> None:
    migrated()
    _demonstration().lay_out(*read_prepared(), at=at)


def _demonstration() -> Any:
    """The clerk's part; it is looked for when Django is ready, and not before."""
    return import_module("detente.clerk.demonstration")


def _ring(ended: threading.Event) -> None:
    """Let the clocks ring that are due by the demonstration's now."""
    from django.db import Error, connections

    while not ended.wait(RING_S):
        try:
            _demonstration().ring_due()
        except Error as error:
            sys.stderr.write(f"The clock waits: {error}\n")
        finally:
            connections.close_all()


def _say(link: str, place: Path, *, kept: bool) -> None:
    where = f"Kept in {place}." if kept else "Everything is thrown away when this ends."
    sys.stdout.write(
        f"{styled('Aldgate Insurance and Meridian Operations, a fictional pair', 'bold')}\n\n  {link}\n\n"
        f"The link works once, for 30 minutes. {where} Ctrl-C ends it.\n"
    )
    sys.stdout.flush()
