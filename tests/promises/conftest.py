"""A built world for each test, and clients that are signed in."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.adapters.web.conftest import application
from tests.databases import using
from tests.promises import world as worlds

__all__ = ["application"]


@pytest.fixture(scope="session")
def built(
    application: Any, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, worlds.World]:
    """The world, built once, as a file to copy."""
    file = tmp_path_factory.mktemp("world") / "world.sqlite3"
    shutil.copyfile(sqlite_template, file)
    with using(f"sqlite://{file}"), time_machine.travel(worlds.NOW):
        made = worlds.build()
    return file, made


@pytest.fixture
def world(built: tuple[Path, worlds.World], tmp_path: Path) -> Iterator[worlds.World]:
    """The world, for one test alone."""
    file, made = built
    shutil.copyfile(file, tmp_path / "world.sqlite3")
    with using(f"sqlite://{tmp_path / 'world.sqlite3'}"), time_machine.travel(worlds.NOW + dt.timedelta(minutes=10)):
        yield made


@pytest.fixture
def ask(world: worlds.World) -> Callable[[str], Any]:
    """Return a client for a principal: signed in, if they can be."""
    from django.test import Client

    def client(name: str) -> Any:
        made = Client(raise_request_exception=False, headers={"host": "localhost"})
        user = world.principals[name].user
        if user is not None:
            made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if name == "ended":
            worlds.end_access(world)
        return made

    return client
