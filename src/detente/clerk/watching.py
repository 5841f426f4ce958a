"""What is due by now: claimed and filed in one transaction by whichever worker comes first."""

from datetime import datetime

import msgspec
from django.db import connection, transaction

from detente.clerk import time
from detente.clerk.record import filing
from detente.store.due import anywhere
from detente.store.instants import from_us, to_us

BATCH = 50  # clocks filed in one transaction; more only where they are due at the same instant


class Due(msgspec.Struct, frozen=True):
    """A relationship in which something is due, and since when."""

    relationship: str
    since: datetime


def due(now: datetime, *, most: int = 1_000) -> list[Due]:
    """Return the relationships in which something is due by now, the longest overdue first.

    It looks at the `most` earliest clocks: what sleeps costs nothing, and what is left out comes with the next look.
    """
    since: dict[str, int] = {}
    for relationship, due_us in anywhere(to_us(now), most=most):
        since.setdefault(relationship, due_us)
    return [Due(relationship, from_us(due_us)) for relationship, due_us in since.items()]


def file_due(relationship: str, *, most: int = BATCH) -> int | None:
    """File what is due in a relationship, in due order; return how many entries that came to.

    Another worker that files there at this moment is left to it: then nothing is returned. A crash before the commit
    leaves everything due as it was; after it, nothing of it is due any more. Late or not, each counts at its due time.
    """
    with transaction.atomic():
        if not _claimed(relationship):
            return None
        with filing(relationship, at=time.stamp(), most=most) as desk:
            pass
    return sum(1 for one in desk.live.filed if one.fact is not None and one.refused is None)


def _claimed(relationship: str) -> bool:
    """Take the relationship's log for this transaction, unless somebody has it. On SQLite the transaction has it."""
    if connection.vendor != "postgresql":
        return True
    sql = "SELECT 1 FROM store_joint_log WHERE relationship = %s FOR UPDATE SKIP LOCKED"
    with connection.cursor() as cursor:
        cursor.execute(sql, [relationship])
        return cursor.fetchone() is not None
