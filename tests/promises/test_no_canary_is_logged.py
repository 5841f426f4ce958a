"""C1: nothing private that is read or typed stands in what `detente serve` and its worker print."""

import datetime as dt
import http.client
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import time_machine

from tests.promises.keeping import Kept
from tests.promises.logs import everything_logged
from tests.promises.routes import addresses, routes
from tests.promises.sending import ENCODED, encoded, read_forms
from tests.promises.world import ARUN, ELIN, INES, NOW, World, canary
from tests.site.test_serve import answers, free_port

ROOT = Path(__file__).parents[2]
TYPED = canary("typed", 0)


class Browser:
    """Somebody signed in, who asks a server by its address."""

    def __init__(self, connection: http.client.HTTPConnection, cookies: dict[str, str]) -> None:
        self.connection, self.cookies = connection, cookies

    def ask(self, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None if fields is None else encoded(fields)
        headers |= {} if fields is None else {"Content-Type": ENCODED}
        self.connection.request("GET" if fields is None else "POST", address, body, headers)
        answer = self.connection.getresponse()
        for morsel in answer.headers.get_all("Set-Cookie", []):
            name, _, value = morsel.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode(errors="replace")


def signed_in(world: World, name: str) -> dict[str, str]:
    """Return the cookies of a session."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(world.principals[name].user, backend="django.contrib.auth.backends.ModelBackend")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def work(browser: Browser, world: World) -> tuple[int, int]:
    """Ask for a page of every route, with words in its query, and fill in every form; return how many were answered."""
    read, sent = 0, 0
    for route in routes():
        for address in addresses(world, route)[:1]:
            status, page = browser.ask(f"{address}?words={TYPED}&q={TYPED}")
            assert status < 500, address
            read += status == 200
            for form in read_forms(address, page):
                if "/accounts/" in form.action:
                    continue
                typed = dict.fromkeys(set(form.typed) - {"csrfmiddlewaretoken"}, TYPED)
                status, _ = browser.ask(form.action, {**form.fields, **typed})
                assert status < 500, form.action
                sent += status in (200, 302, 422)
    return read, sent


def test_nothing_private_stands_in_what_the_processes_print(built: Kept, tmp_path: Path) -> None:
    from django.conf import settings

    port, log = free_port(), tmp_path / "log"
    with built.fresh() as copy:
        from django.db import connection

        cookies = {name: signed_in(built.world, name) for name in (ELIN, ARUN, INES)}
        connection.close()
        environment = copy.environment() | {
            "DETENTE_DATA": str(tmp_path), "DETENTE_URL": f"http://127.0.0.1:{port}", "DETENTE_SMTP": "smtp://127.0.0.1:1",
            "DETENTE_SECRET_KEY": settings.SECRET_KEY, "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        with log.open("wb") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "detente", "serve", "--port", str(port), "--workers", "1"],
                cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            assert answers(f"http://127.0.0.1:{port}/accounts/login/", 90) == 200
            done = []
            for mine in cookies.values():
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connected:
                    done.append(work(Browser(connected, mine), built.world))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    said = log.read_text()
    assert "Detente listens on" in said
    assert all(read > 15 and sent > 1 for read, sent in done), done
    assert sum(sent for _, sent in done) > 40, done
    assert private_in(said, built.world) == []


def private_in(said: str, world: World) -> list[str]:
    """Return whatever private stands in a text."""
    return [text for text in (TYPED, *(text for texts in world.canaries.values() for text in texts)) if text in said]


def test_nothing_private_stands_in_what_a_worker_logs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It files what is due, signs, and finds no mail server, in whatever detail its loggers can tell."""
    from django.conf import settings

    from detente.adapters.clock.watch import Watcher
    from detente.adapters.mail.send import Sender, start
    from detente.clerk import watching
    from detente.clerk.checkpoints import sign_due
    from detente.clerk.time import now

    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 1)
    sender = Sender(pause_s=0.05)
    with time_machine.travel(NOW + dt.timedelta(days=2)), everything_logged() as log:
        assert Watcher(sign_due).look() > 0
        assert watching.due(now()) == []
        sending, wait = start(sender), threading.Event()
        for _ in range(400):
            if "Messages wait" in log.getvalue() or wait.wait(0.05):
                break
        sender.stop()
        sending.join()
    assert "detente.mail WARNING Messages wait" in log.getvalue()
    assert private_in(log.getvalue(), world) == []
