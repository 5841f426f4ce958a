"""The demo's told relationship in tables, its people signed in, the clock where its story stands."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest
import time_machine

from tests.browser import serve

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
PEOPLE = (
    ("Elin Marsh", "customer"), ("Dana Whitlock", "customer"), ("Arun Shetty", "provider"), ("Priya Nair", "provider"),
    ("Ines Falk", "mediator"),
)  # fmt: skip
_ROOMS = ("joint", "own customer", "own provider", "caucus customer", "caucus provider", "neutral")


class DemoTable:
    """The relationship of the demo; accounts by name."""

    def __init__(self, now: datetime = NOW) -> None:
        from detente.clerk import importing
        from detente.store.read import ruled

        self.now = now
        place = resources.files("detente").joinpath("charters", "demo", "prepared")
        kept = json.loads(place.joinpath("keys.json").read_text())
        keys = {room: {name: bytes.fromhex(key) for name, key in found.items()} for room, found in kept.items()}
        self.key = importing.load(
            {room: _lines(place, room) for room in _ROOMS}, keys, host="tideway.example", until=now
        )
        self.rules = ruled(self.key)
        self.users = {name: self._account(name, party) for name, party in PEOPLE}

    def _account(self, name: str, party: str) -> Any:
        from detente.clerk.accounts import seats

        company = seats.organisation(
            {"customer": "Aldgate Insurance", "provider": "Meridian Operations"}.get(party, name)
        )
        seats.fill(self.key, party, company)
        user = seats.account(f"{name.split(maxsplit=1)[0].lower()}@{party}.example", name, company, at=self.now)
        seats.sit(user, (self.key, party), self.rules.number(name), name=name, at=self.now)
        return user

    def viewer(self, name: str) -> Any:
        """Return somebody's place at the table."""
        from detente.store.read import ruled, seated

        party = dict(PEOPLE)[name]
        found = ruled(self.key)
        return seated(found, "x", person=found.number(name), name=name, party=party, at=self.now)


def _lines(place: Any, room: str) -> list[bytes]:
    data = place.joinpath(f"{room.replace(' ', '-')}.jsonl").read_bytes()
    return [line + b"\n" for line in data.splitlines()]


@pytest.fixture
def demo(application: Any, sqlite: Any) -> Iterator[DemoTable]:
    """The demo as it stands on Wednesday, 25 November."""
    with time_machine.travel(NOW, tick=False):
        yield DemoTable()


@pytest.fixture
def signed_in(demo: DemoTable) -> Callable[[str], Any]:
    """Return a client in which somebody is signed in."""
    from django.test import Client

    def client(name: str) -> Any:
        made = Client(raise_request_exception=True, headers={"host": "localhost"})
        made.force_login(demo.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return made

    return client


@pytest.fixture
def address(application: Any, demo: DemoTable) -> Iterator[str]:
    """The address of the site, served over the database of the test."""
    yield from serve(application)


@pytest.fixture
def page_of(opens: Any, signed_in: Callable[[str], Any], address: str) -> Callable[..., Any]:
    """Return a browser's page at an address, signed in as somebody."""

    def page(name: str, path: str, **look: Any) -> Any:
        shown = opens(**look)
        cookie = signed_in(name).cookies["session"].value
        shown.context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        shown.goto(address + path)
        return shown

    return page


@pytest.fixture
def django_queries(demo: DemoTable) -> Callable[[Callable[[], Any]], int]:
    """Return how many questions to the database a call asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as found:
            call()
        return len(found)

    return asked
