"""Matters as the engine sees them now: one, those that are open, all."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection

from detente.core.engine import Program, State
from detente.core.engine.snapshot import load
from detente.store.instants import from_us
from detente.store.read.viewer import Viewer

_COLUMNS = "matter, procedure, opener, raised_by, opened_us, version, result, due_us, state, seq"


class Matter(msgspec.Struct, frozen=True):
    """A matter as it stands after the entry `seq`; `program` is that of the version it stands under."""

    name: str
    procedure: str
    opener: str
    raised_by: str
    opened: datetime
    result: str  # empty while it is open
    due: datetime | None
    seq: int
    state: State
    program: Program


def matter(viewer: Viewer, name: str) -> Matter | None:
    """Return one matter; nothing where there is none of that name."""
    found = list(_matters(viewer, "AND matter = %s", name))
    return found[0] if found else None


def open_matters(viewer: Viewer) -> list[Matter]:
    """Return every open matter, the earliest clock first, those without a clock last."""
    return sorted(_matters(viewer, "AND result = ''"), key=lambda one: (one.due is None, one.due or one.opened))


def matters(viewer: Viewer) -> list[Matter]:
    """Return every matter in the order of opening."""
    return list(_matters(viewer, ""))


def _matters(viewer: Viewer, where: str, *values: Any) -> Iterator[Matter]:
    sql = f"SELECT {_COLUMNS} FROM store_family WHERE relationship = %s {where} ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship, *values])
        rows = cursor.fetchall()
    for name, procedure, opener, raised_by, opened, version, result, due, state, seq in rows:
        yield Matter(
            name, procedure, opener, raised_by, from_us(opened), result, from_us(due) if due is not None else None,
            seq, _state(bytes(state)), viewer.ruled.programs[version],
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _state(data: bytes) -> State:
    return load(data)  # a state is a value: nobody who reads it changes it
