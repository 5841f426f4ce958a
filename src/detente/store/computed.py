"""What is computed from a joint journal, as a whole: read to be compared, taken away to be made again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

_OPENED = ("matter", "procedure", "opener", "raised_by", "opened_us", "opened_seq")
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "relationship": ("key", ("key", "name", "host", "version", "ruled_seq", "opened_us", "seq")),
    "chartertext": ("relationship", ("version", "sha256", "text", "effective_us", "seq")),
    "family": ("relationship", (*_OPENED, "version", "result", "due_us", "state", "seq")),
    "wake": ("relationship", ("kind", "key", "due_us", "says", "seq")),
    "once": ("relationship", ("what", "seq")),
}
Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(relationship: str) -> Rows:
    """Return every computed row by table, sorted; families stand in the order of opening."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, (column, columns) in TABLES.items():
            order = "opened_seq" if table == "family" else ", ".join(columns[:2])
            cursor.execute(
                f"SELECT {', '.join(columns)} FROM store_{table} WHERE {column} = %s ORDER BY {order}",  # noqa: S608
                [relationship],
            )
            found[table] = [tuple(map(_plain, row)) for row in cursor.fetchall()]
    return found


def times_rebuilt(relationship: str) -> int:
    """Return how often what is computed was made anew; 0 where there is nothing yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rebuilt FROM store_relationship WHERE key = %s", [relationship])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@contextmanager
def taken_away(relationship: str) -> Iterator[None]:
    """Take every computed row away; within it new ones may be written without a new entry, and nowhere else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO store_door (relationship) VALUES (%s)", [relationship])
        for table, (column, _) in TABLES.items():
            cursor.execute(f"DELETE FROM store_{table} WHERE {column} = %s", [relationship])  # noqa: S608
        yield
        cursor.execute("DELETE FROM store_door WHERE relationship = %s", [relationship])


def relationships() -> list[str]:
    """Return every relationship that has a joint journal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relationship FROM store_joint_log WHERE size > 0 ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]
