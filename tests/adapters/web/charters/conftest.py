"""A live relationship in the middle of its story, and people signed in to it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded
from tests.browser import serve

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in the thread of the test


@pytest.fixture
def story(application: Any, sqlite: Any, golden: bytes) -> Seeded:
    """The golden story up to its middle."""
    return Seeded(golden)


@pytest.fixture
def enters(story: Seeded) -> Callable[[str], Any]:
    """Return a client in which somebody of the story is signed in."""
    from django.test import Client
    from django.utils import timezone

    from detente.clerk.accounts import links

    def entered(name: str) -> Any:
        client = Client(raise_request_exception=False, headers={"host": "localhost"})
        link = links.make(story.users[name], at=timezone.now())
        assert client.post(f"/accounts/enter/{link}/").status_code == 302
        return client

    return entered


@pytest.fixture
def address(application: Any) -> Iterator[str]:
    """The address of the site, served over the database of the test."""
    for at in serve(application):
        yield at.replace("127.0.0.1", "localhost")
