"""One SQL statement, within a transaction: what it found, or how many rows it changed.

Filing a fact asks a handful of small questions. Django's cursor costs more than each of them on SQLite, so there the
statement goes to the connection itself; its errors are still Django's. Whoever listens to statements hears all of them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS

Row = tuple[Any, ...]


def found(sql: str, values: Sequence[Any] = ()) -> list[Row]:
    """Return the rows that a statement finds."""
    database = connections[DEFAULT_DB_ALIAS]
    if not _is_direct(database):
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    with database.wrap_database_errors:
        rows: list[Row] = database.connection.execute(_marked(sql), values).fetchall()
        return rows


def changed(sql: str, values: Sequence[Any] = ()) -> int:
    """Return how many rows a statement changed."""
    database = connections[DEFAULT_DB_ALIAS]
    if not _is_direct(database):
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)
    with database.wrap_database_errors:
        count: int = database.connection.execute(_marked(sql), values).rowcount
        return count


def each(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Carry a statement out for each row of values."""
    if len(rows) == 1:
        changed(sql, rows[0])
    elif rows:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(sql, rows)


def _is_direct(database: Any) -> bool:
    """Whether a transaction is open on SQLite, and nobody listens to statements."""
    return not (
        database.execute_wrappers
        or database.queries_logged
        or not database.in_atomic_block
        or database.needs_rollback
        or database.vendor != "sqlite"
    )


@cache
def _marked(sql: str) -> str:
    """The same statement with SQLite's own marks for values."""
    return sql.replace("%s", "?")


__all__ = ["changed", "each", "found"]
