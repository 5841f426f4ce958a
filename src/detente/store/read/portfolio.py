"""Several relationships at once: every place of an account, its open matters, its recent joint facts; few queries."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connection

from detente.store import lines
from detente.store.instants import to_us
from detente.store.read.families import Matter, open_matters_of
from detente.store.read.ruled import ruled
from detente.store.read.viewer import Viewer, seated


class Held(msgspec.Struct, frozen=True):
    """A relationship in which an account has a place: who looks, what is open, what happened of late."""

    viewer: Viewer
    matters: tuple[Matter, ...]
    facts: tuple[Any, ...]


def portfolio(
    user_id: int, at: datetime, *, kinds: tuple[str, ...], span: timedelta, whole: tuple[str, ...] = ()
) -> list[Held]:
    """Return every relationship in which an account sits for a party, with the recent joint facts of some kinds.

    Args:
        whole: kinds whose facts count however old they are.
    """
    viewers = [one for one in _viewers(user_id, at) if one.is_party]
    if not viewers:
        return []
    matters = open_matters_of(viewers, at)
    facts = _facts([one.relationship for one in viewers], (kinds, whole), at, span)
    return [
        Held(one, tuple(matters.get(one.relationship, ())), tuple(facts.get(one.relationship, ()))) for one in viewers
    ]


def _viewers(user_id: int, at: datetime) -> list[Viewer]:
    sql = (
        "SELECT m.relationship, m.person, m.name, m.party, r.name, r.ruled_seq FROM store_membership m "
        "JOIN store_relationship r ON r.key = m.relationship WHERE m.user_id = %s AND m.until IS NULL ORDER BY r.name"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [user_id])
        rows = cursor.fetchall()
    return [
        seated(ruled(key, seq), title, person=person, name=name, party=party, at=at)
        for key, person, name, party, title, seq in rows
    ]


def _facts(
    keys: list[str], kinds: tuple[tuple[str, ...], tuple[str, ...]], at: datetime, span: timedelta
) -> dict[str, list[Any]]:
    recent, whole = kinds
    columns = "SELECT relationship, seq, line FROM store_joint_entry WHERE relationship IN"
    sql = f"{columns} ({_marks(keys)}) AND kind IN ({_marks(recent)}) AND at_us >= %s AND at_us <= %s"
    values = [*keys, *recent, to_us(at - span), to_us(at)]
    if whole:
        sql += f" UNION ALL {columns} ({_marks(keys)}) AND kind IN ({_marks(whole)}) AND at_us <= %s"
        values += [*keys, *whole, to_us(at)]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1, 2", values)
        rows = cursor.fetchall()
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, seq, line in rows:
        found[key].append((seq, line))
    return {key: lines.facts(pairs) for key, pairs in found.items()}


def _marks(values: Any) -> str:
    return ", ".join(["%s"] * len(values))


__all__ = ["Held", "portfolio"]
