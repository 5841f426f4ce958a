"""Reaching a private room's tables: on PostgreSQL under the room's own role, for the length of a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from detente.store.rooms import PRIVATE


def role_of(room_class: str) -> str:
    """Return the database role that owns a class of private rooms."""
    return f"detente_{room_class}"


@contextmanager
def reaching(room_class: str) -> Iterator[None]:
    """Within it the room's tables can be read and written; elsewhere, on PostgreSQL, they cannot."""
    if room_class not in PRIVATE or connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role_of(room_class)}")
        yield
        cursor.execute("RESET ROLE")
