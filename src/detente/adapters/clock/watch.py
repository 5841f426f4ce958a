"""The watcher: looks what is due, lets the clerk file it, and looks again. Any number may run, on any machines."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import Error, close_old_connections, connection

from detente.adapters.clock.jumps import Jumps
from detente.clerk import watching
from detente.clerk.time import stamp
from detente.core.vocabulary.errors import DetenteError

PAUSE_S = 1.0
AWAY_S = 30.0  # the longest pause while the database is away

_log = logging.getLogger("detente.clock")


class Each:
    """Something done beside the watching, at most once in so many seconds; what goes wrong in it is told once."""

    def __init__(self, seconds: float, do: Callable[[datetime], object]) -> None:
        self.seconds, self.do = seconds, do
        self._last = float("-inf")
        self._said = ""

    def __call__(self, now: datetime) -> None:
        """Do it, if it is time."""
        seconds = time.monotonic()
        if seconds - self._last < self.seconds:
            return
        self._last = seconds
        try:
            self.do(now)
            self._said = ""
        except Error:
            raise  # the database is away: the watcher waits for it
        except Exception as error:
            if str(error) != self._said:
                self._said = str(error)
                _log.exception("%s", getattr(self.do, "__name__", self.do))


class Watcher:
    """Files what is due until it is told to stop. `beside` is done after each look: checkpoints, mail."""

    def __init__(
        self, *beside: Callable[[datetime], object], pause_s: float = PAUSE_S, jumps: Jumps | None = None
    ) -> None:
        self.beside, self.pause_s, self.jumps = beside, pause_s, jumps or Jumps()
        self._stop = threading.Event()
        self._said: set[str] = set()  # relationships whose trouble has been told
        self._away_s = 0.0

    def stop(self) -> None:
        """Let the watcher end after what it is filing now."""
        self._stop.set()

    def run(self) -> None:
        """Look, file, pause; a database that is away is waited for."""
        while not self._stop.is_set():
            try:
                found = self.look()
                self._away_s = 0.0
                pause = 0.0 if found else self.pause_s
            except Error as error:
                pause = self._wait_for_database(error)
            self._stop.wait(pause)
        connection.close()

    def look(self) -> int:
        """File what is due now; return how many entries that came to."""
        close_old_connections()
        if self._is_held():
            return 0
        now = stamp()
        filed = sum(self._file(one) for one in watching.due(now))
        for do in self.beside:
            do(now)
        return filed

    def _file(self, due: watching.Due) -> int:
        try:
            return watching.file_due(due.relationship) or 0
        except DetenteError as error:
            if due.relationship not in self._said:
                self._said.add(due.relationship)
                _log.error("%s: what is due since %s waits: %s", due.relationship, due.since.isoformat(), error)
            return 0

    def _is_held(self) -> bool:
        was = self.jumps.jump
        held = self.jumps.held()
        if held and self.jumps.jump != was:
            _log.warning(
                "The clock of this machine jumped by %s. Nothing is filed by it for 5 minutes; a restart ends that.",
                self.jumps.jump,
            )
        return held

    def _wait_for_database(self, error: Error) -> float:
        if not self._away_s:
            _log.warning("The database does not answer (%s). What is due waits, and is filed at its due time.", error)
        connection.close()
        self._away_s = min(max(self._away_s * 2, self.pause_s), AWAY_S)
        return self._away_s


def start(watcher: Watcher) -> threading.Thread:
    """Run a watcher in a thread of its own; return the thread."""
    thread = threading.Thread(target=watcher.run, name="detente-clock", daemon=True)
    thread.start()
    return thread
