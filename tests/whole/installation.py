"""A live installation in a directory of its own: pages, a worker, a mail server, a clock that the test moves.

Everything runs as it does for people: `detente serve`, `detente worker` and the other commands are processes. Only the
clock is a demonstration's, so that weeks pass at once; nothing else knows that it is a test.
"""

import email
import email.policy
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[2] / "src"
WAIT_S = 40.0

# Amy Customer of the template becomes a person of the story, and so on: what `detente init` asks for, answered.
NAMES = {
    "Customer Corporation": "Northgate Freight",
    "Provider Technologies": "Kaveri Systems",
    "Customer": "Northgate",
    "Provider": "Kaveri",
    "Amy Customer": "Ruth Adeyemi",
    "Bob Customer": "Paul Hartley",
    "Cora Customer": "Maren Voss",
    "Dean Customer": "Owen Price",
    "Ella Customer": "Tessa Lindqvist",
    "Frank Customer": "Helen Brandt",
    "Gina Customer": "Carlo Reyes",
    "Anil Provider": "Vikram Rao",
    "Bhavna Provider": "Sunita Iyer",
    "Chetan Provider": "Farid Khan",
    "Divya Provider": "Leela Menon",
    "Eshan Provider": "Anand Bhat",
    "Farah Provider": "Zoya Sethi",
    "Gopal Provider": "Manoj Pillai",
    "Morgan Mediator": "Clara Winther",
}

_BEGIN = """
import json, secrets, sys
from detente.site.commands import migrated, set_up
set_up()
migrated()
from detente.site.commands.start import _begin
from detente.store.models import Installation
told = json.load(sys.stdin)
Installation.objects.create(host="127.0.0.1", seed=secrets.token_hex(32), demo=True, ahead_us=told["ahead_us"])
print(json.dumps(_begin(told["text"], "127.0.0.1", told["mails"])))
"""


class Post:
    """A mail server's end: keeps every message that arrives."""

    def __init__(self) -> None:
        self.got: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep a message for each of its readers."""
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.got += [(address, read) for address in envelope.rcpt_tos]
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """Return what an address was sent."""
        return [message for reader, message in self.got if reader == address]

    def repeated(self) -> dict[str, int]:
        """Return how often each message arrived that a reader was sent more than once."""
        seen = Counter((reader, str(message["Message-ID"])) for reader, message in self.got)
        return {message: count for (_, message), count in seen.items() if count > 1}


class Installation:
    """One installation; `begin` it, `serve` it, move its clock, kill its worker."""

    def __init__(self, place: Path, *, smtp_port: int) -> None:
        self.place, self.port = place, free_port()
        self.url = f"http://localhost:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DETENTE_", "DJANGO_"))}
        self.environment = kept | {
            "DETENTE_DATA": str(place / "data"),
            "DETENTE_URL": self.url,
            "DETENTE_SMTP": f"smtp://127.0.0.1:{smtp_port}",
            "DETENTE_DEMO": "1",
            "PYTHONPATH": str(SOURCE),
        }
        self.kills = 0
        self.processes: list[subprocess.Popen[bytes]] = []
        self.worker: subprocess.Popen[bytes] | None = None

    def begin(self, text: str, mails: dict[str, str], at: datetime) -> dict[str, str]:
        """Make tables and relationship, as of an instant; return an invitation link per party."""
        ahead_us = (at - datetime.now(UTC)) // timedelta(microseconds=1)
        told = json.dumps({"text": text, "mails": mails, "ahead_us": ahead_us})
        return json.loads(self._ran([sys.executable, "-c", _BEGIN], told))

    def detente(self, *words: str, fine: tuple[int, ...] = (0,)) -> str:
        """Return what a command prints."""
        return self._ran([sys.executable, "-m", "detente", *words], "", fine)

    def _ran(self, command: list[str], told: str, fine: tuple[int, ...] = (0,)) -> str:
        ran = subprocess.run(command, input=told, capture_output=True, text=True, env=self.environment, cwd=self.place)
        assert ran.returncode in fine, f"{command[2:]} ended with {ran.returncode}:\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    def serve(self) -> None:
        """Start the pages; they answer when this returns."""
        self._start("serve", "--no-worker", "--workers", "1", "--port", str(self.port))
        until(lambda: _answers(f"{self.url}/verify/"), "the pages to answer")

    def work(self) -> None:
        """Start a worker."""
        self.worker = self._start("worker")

    def works(self) -> bool:
        """Return whether the worker runs."""
        return self.worker is not None and self.worker.poll() is None

    def kill_worker(self) -> None:
        """End the worker as a power cut would."""
        assert self.worker is not None
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait(WAIT_S)
        self.kills += 1

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "detente", *words]
        with (self.place / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, cwd=self.place, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """End what runs."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                process.kill()

    def move_clock(self, to: datetime) -> None:
        """Let it be an instant; what is due by then is filed by the worker, as late as it comes to it."""
        ahead_us = (to - datetime.now(UTC)) // timedelta(microseconds=1)
        with self._database() as database:
            database.execute("UPDATE store_installation SET ahead_us = ? WHERE demo", (ahead_us,))
        database.close()

    def wait_until_filed(self) -> None:
        """Return when nothing is due any more and nothing waits in the outbox that may leave now."""
        until(lambda: not self._due(), "what is due to be filed")

    def _due(self) -> bool:
        rows = self.rows("SELECT ahead_us FROM store_installation WHERE demo")
        now_us = time.time() * 1e6 + rows[0][0]
        due = "SELECT 1 FROM store_wake WHERE due_us <= ?1 UNION ALL SELECT 1 FROM store_family WHERE due_us <= ?1"
        waiting = "SELECT 1 FROM store_outbox WHERE state = 'waiting' AND hold_until_us <= ?1"
        return bool(self.rows(f"{due} UNION ALL {waiting}", now_us))

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what the tables hold, read beside the installation."""
        with self._database() as database:
            found = database.execute(question, values).fetchall()
        database.close()
        return found

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.place / "data" / "detente.sqlite3", timeout=WAIT_S)

    def said(self) -> str:
        """Return what pages and workers wrote to their logs."""
        return "".join(log.read_text(errors="replace") for log in sorted(self.place.glob("*.log")))


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds, and fail if it does not before long."""
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end, f"waited {WAIT_S:.0f} s for {what}"
        time.sleep(0.1)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
