"""Sending: claims what is due, renders it, hands it over, marks it. Any number of senders may run, on any machines."""

import logging
import threading
from datetime import UTC, datetime

from django.conf import settings
from django.db import Error, close_old_connections, connection

from detente.adapters.mail.render import render
from detente.adapters.mail.server import Away, Refused, Server
from detente.clerk import digests, posting, time

PAUSE_S = 1.0
AWAY_S = 300.0  # the longest pause while the mail server or the database is away
DIGESTS_S = 60.0

_log = logging.getLogger("detente.mail")


class Sender:
    """Sends until it is told to stop."""

    def __init__(self, *, pause_s: float = PAUSE_S) -> None:
        self.pause_s = pause_s
        self._stop = threading.Event()
        self._away_s = 0.0
        self._looked: datetime | None = None

    def stop(self) -> None:
        """Let the sender end after the message it is sending."""
        self._stop.set()

    def run(self) -> None:
        """Send, pause; a mail server or a database that is away is waited for."""
        while not self._stop.is_set():
            self._stop.wait(self._round())
        connection.close()

    def _round(self) -> float:
        try:
            close_old_connections()
            sent = self.send_due()
        except (Away, Error) as error:
            if not self._away_s:
                _log.warning("Messages wait: %s", error)
            connection.close()
            self._away_s = min(max(self._away_s * 2, self.pause_s), AWAY_S)
            return self._away_s
        self._away_s = 0.0
        return 0.0 if sent else self.pause_s

    def send_due(self) -> int:
        """Send what is due now; return how many messages the mail server took.

        Raises:
            Away: the mail server does not answer; what is due waits.
        """
        if not settings.EMAIL_HOST:
            return 0
        self._queue_digests()
        sent = 0
        with Server() as server:
            for post in posting.take():
                sent += _send(server, post)
                if self._stop.is_set():
                    break
        return sent

    def _queue_digests(self) -> None:
        now = datetime.now(UTC)
        if self._looked is None or (now - self._looked).total_seconds() >= DIGESTS_S:
            self._looked = now
            digests.queue_due(time.stamp())


def _send(server: Server, post: posting.Post) -> int:
    try:
        said = server.send(render(post, time.stamp()), post.to.addresses)
    except Away as error:
        posting.put_back(post, str(error))
        raise
    except Refused as error:
        posting.mark_refused(post, str(error), for_good=error.for_good)
        return 0
    except ValueError as error:  # an address that no header may hold
        posting.mark_refused(post, str(error), for_good=True)
        return 0
    posting.mark_sent(post, says=said)
    return 1


def start(sender: Sender) -> threading.Thread:
    """Run a sender in a thread of its own; return the thread."""
    thread = threading.Thread(target=sender.run, name="detente-mail", daemon=True)
    thread.start()
    return thread


__all__ = ["Sender", "start"]
