"""The golden story, live, and browsers that are signed in as its people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded, at
from tests.browser import serve


@pytest.fixture
def seeded(application: Any, sqlite: Any, golden: bytes) -> Iterator[Seeded]:
    """The story as it stands on 25 November; the clock stands there too."""
    made = Seeded(golden)
    with at(made.now):
        yield made


@pytest.fixture
def signed_in(seeded: Seeded) -> Callable[[str], Any]:
    """Return a client in which somebody is signed in."""
    from django.test import Client

    def client(name: str) -> Any:
        made = Client(raise_request_exception=True, headers={"host": "localhost"})
        made.force_login(seeded.users[name])
        return made

    return client


@pytest.fixture
def address(application: Any, seeded: Seeded) -> Iterator[str]:
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
