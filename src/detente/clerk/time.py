"""The only clock: the real one, or in a demonstration one that is ahead of it."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection


def now() -> datetime:
    """Return the present instant in UTC, to the microsecond."""
    return datetime.now(UTC) + _ahead()


def stamp() -> datetime:
    """Return the instant by which something is filed or due: on PostgreSQL the database's, one for all machines."""
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    return at.astimezone(UTC).replace(tzinfo=UTC) + _ahead()


def _ahead() -> timedelta:
    if not getattr(settings, "DEMO", False):
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ahead_us FROM store_installation WHERE demo")
        row = cursor.fetchone()
    return timedelta(microseconds=row[0]) if row else timedelta()
