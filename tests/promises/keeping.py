"""The built world as a database to copy: a file, or on PostgreSQL a template."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from tests.databases import APPLICATION, Database, execute, new_postgresql, using
from tests.promises.world import World

_NUMBER = count(1)


class Kept(NamedTuple):
    """A database with a world in it, which nobody is connected to."""

    database: Database
    world: World

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """Hand out a copy, which Django uses within the block and which is gone after it."""
        copy = self.copy()
        try:
            with using(copy.url):
                yield copy
        finally:
            remove(copy)

    def copy(self) -> Database:
        """Return a copy."""
        from_ = self.database
        if from_.server is None:
            file = from_.place / f"copy-{next(_NUMBER)}.sqlite3"
            shutil.copyfile(from_.file, file)
            return Database(from_.vendor, f"sqlite://{file}", from_.place)
        name = new_postgresql(from_.server, from_.name)
        url = from_.server.url(name, APPLICATION)
        return Database(from_.vendor, url, from_.place, server=from_.server, name=name)


def remove(database: Database) -> None:
    """Remove a copy."""
    if database.server is None:
        for beside in ("", "-wal", "-shm"):
            Path(f"{database.file}{beside}").unlink(missing_ok=True)
        return
    with suppress(Exception):
        execute(database.server, f"DROP DATABASE {database.name} WITH (FORCE)")


def empty(vendor: str, place: Path, fixture: Callable[[str], Any]) -> Database:
    """Return a migrated database of that vendor, which no test shares."""
    if vendor == "sqlite":
        shutil.copyfile(fixture("sqlite_template"), place / "world.sqlite3")
        return Database(vendor, f"sqlite://{place / 'world.sqlite3'}", place)
    server = fixture("postgres_server")
    name = new_postgresql(server, fixture("postgresql_template"))
    return Database(vendor, server.url(name, APPLICATION), place, server=server, name=name)


def rows_of(database: Database) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield every table with its rows, those of the private rooms among them: read as the database's own owner."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    for table in tables:
        if database.server is not None:
            yield table, execute(database.server, f"SELECT * FROM {table}", database=database.name)
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            yield table, cursor.fetchall()
