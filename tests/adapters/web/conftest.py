"""What tests of pages share: the site with its gallery, a client, a server, a browser."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import serve

os.environ["DETENTE_GALLERY"] = "1"  # read when Django is set up, by the first test that needs it


@pytest.fixture(scope="session")
def application(django_ready: None) -> Callable[..., Any]:
    """The whole site, as a web server calls it."""
    from django.core.wsgi import get_wsgi_application
    from django.template import engines

    from detente.adapters.web.frame.statics import collect

    collect()
    for engine in engines.all():  # made now, so that its cache lies where this session's data lie, not one test's
        engine.from_string("")
    return get_wsgi_application()


@pytest.fixture
def client(application: Callable[..., Any]) -> Any:
    """A client that asks the whole site in this process and gets its error pages, as a browser does."""
    from django.test import Client

    return Client(raise_request_exception=False, headers={"host": "localhost"})


@pytest.fixture(scope="session")
def server(application: Callable[..., Any]) -> Iterator[str]:
    """The address of the site, served."""
    yield from serve(application)
