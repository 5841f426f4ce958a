"""A built world for each test, and clients that are signed in.

Whatever asks for a world runs on SQLite, and on PostgreSQL where EACH_RUN names it; DETENTE_LONG=1 runs all on both.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests.adapters.web.conftest import application
from tests.databases import Database, using
from tests.promises import world as worlds
from tests.promises.keeping import Kept, empty

__all__ = ["application"]

EACH_RUN = frozenset(
    {
        "test_a_table_of_others_answers_like_one_that_is_not_there",
        "test_a_matter_that_does_not_concern_the_mediator_answers_like_one_that_is_not_there",
        "test_a_malformed_matter_answers_like_an_unknown_one",
        "test_every_canary_is_met_by_who_may_read_it_and_by_nobody_else",
        "test_nobody_from_outside_changes_anything_at_a_table",
        "test_nobody_at_the_table_acts_as_somebody_else",
        "test_with_the_last_yes_both_are_on_the_joint_record_in_their_order",
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Say on which databases a test runs."""
    if "vendor" in metafunc.fixturenames:
        both = os.environ.get("DETENTE_LONG") == "1" or metafunc.function.__name__ in EACH_RUN
        vendors = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("vendor", vendors, indirect=True, scope="session")


@pytest.fixture(scope="session")
def vendor(request: pytest.FixtureRequest) -> str:
    """The database of a test."""
    return str(request.param)


@pytest.fixture(scope="session")
def built(
    application: Any, vendor: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    """The world, built once, to copy."""
    from detente import clerk

    database = empty(vendor, tmp_path_factory.mktemp("world"), request.getfixturevalue)
    with pytest.MonkeyPatch.context() as patch:
        # A test moves this process's clock; on PostgreSQL stamps would come from the server's.
        patch.setattr(clerk.time, "stamp", clerk.time.now)
        with using(database.url), time_machine.travel(worlds.NOW):
            made = worlds.build()
        yield Kept(database, made)


@pytest.fixture
def database(built: Kept) -> Iterator[Database]:
    """A database with the world in it, for one test alone."""
    with built.fresh() as copy, time_machine.travel(worlds.NOW + dt.timedelta(minutes=10)):
        yield copy


@pytest.fixture
def world(built: Kept, database: Database) -> worlds.World:
    """The world, for one test alone."""
    return built.world


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
