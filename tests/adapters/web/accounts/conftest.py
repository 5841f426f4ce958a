"""A table for tests of accounts: the golden pair, live, with a few of its people signed up."""

import os
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import serve

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in the thread of the test


class Table:
    """A live relationship, its organisations, and browsers that ask the whole site."""

    relationship = "aldgate-meridian"

    def __init__(self, golden: bytes) -> None:
        from detente import clerk
        from detente.clerk.accounts import seats

        clerk.begin(golden.decode(), host="detente.example")
        self.aldgate, self.meridian = seats.organisation("Aldgate Insurance"), seats.organisation("Meridian Operations")
        seats.fill(self.relationship, "customer", self.aldgate)
        seats.fill(self.relationship, "provider", self.meridian)

    def browser(self, address: str = "127.0.0.1") -> Any:
        """Return a browser that nobody has signed in with."""
        from django.test import Client

        return Client(headers={"host": "localhost"}, REMOTE_ADDR=address)

    def now(self) -> Any:
        """Return the present instant."""
        from django.utils import timezone

        return timezone.now()

    def number(self, name: str) -> str:
        """Return a person's number in the journal."""
        from detente.store.read.ruled import ruled

        return next(number for number, each in ruled(self.relationship).names.items() if each == name)

    def invited(self, name: str, email: str, *, by: Any = None, party: str = "customer") -> str:
        """Return the token of an invitation."""
        from detente.clerk.accounts import inviting

        place = inviting.Place(self.relationship, party, self.number(name), name, "manager")
        return inviting.invite(place, email, by=by, at=self.now())

    def account(self, name: str, email: str, *, party: str = "customer") -> Any:
        """Return the account of somebody who took their invitation."""
        from detente.clerk.accounts import inviting

        return inviting.accept(self.invited(name, email, party=party), email, at=self.now())

    def viewer(self, user: Any) -> Any:
        """Return the account's seat at the table."""
        from detente.store.read import viewer

        return viewer(user.pk, self.relationship)

    def link(self, user: Any) -> str:
        """Return the address of a one-time link."""
        from detente.clerk.accounts import links

        return f"/accounts/enter/{links.make(user, at=self.now())}/"

    def signed_in(self, user: Any) -> Any:
        """Return a browser in which the account is signed in."""
        browser = self.browser()
        assert browser.post(self.link(user)).status_code == 302
        return browser

    def operations(self) -> list[Any]:
        """Return the facts of the operations journal."""
        from detente.store import lines

        return lines.facts(lines.rows(self.relationship, "operations"))


@pytest.fixture
def address(application: Any) -> Iterator[str]:
    """The address of the site, served over the database of the test."""
    for at in serve(application):
        yield at.replace("127.0.0.1", "localhost")


@pytest.fixture
def table(application: Any, sqlite: Any, golden: bytes) -> Table:
    """A live relationship on SQLite."""
    return Table(golden)


@pytest.fixture
def both(application: Any, database: Any, golden: bytes) -> Table:
    """A live relationship, on SQLite and on PostgreSQL."""
    return Table(golden)


def stored() -> dict[str, list[tuple]]:
    """Return every row of every table but the cache's, to tell whether anything has changed."""
    from django.apps import apps

    return {
        model._meta.db_table: sorted(map(repr, model.objects.values_list()))
        for model in apps.get_models()
        if model._meta.db_table != "store_cache"
    }


def bare(answer: Any) -> tuple[int, str, str]:
    """Return an answer without what differs every time: form token, nonce, what was typed."""
    text = re.sub(
        r'(name="csrfmiddlewaretoken" value|nonce|name="login" value)="[^"]*"', r"\1", answer.content.decode()
    )
    text = re.sub(r'(name="(?:login|email)")[^>]*', r"\1", text)
    text = re.sub(r'value="[^"@]*@[^"]*"', "", text)
    return answer.status_code, answer.headers.get("Location", ""), text


def totp(secret: str, at: float | None = None) -> str:
    """Return the code an authenticator app shows (RFC 6238, written anew)."""
    import base64
    import hashlib
    import hmac

    count = int((at or time.time()) // 30).to_bytes(8, "big")
    mac = hmac.digest(base64.b32decode(secret), count, hashlib.sha1)
    place = mac[-1] & 15
    return f"{(int.from_bytes(mac[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
