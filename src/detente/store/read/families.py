"""Matters as the engine sees them now: one, those that are open, all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from detente.core.engine import Program, State, with_rounds
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


def matter(viewer: Viewer, name: str, at: datetime) -> Matter | None:
    """Return one matter as it stands at an instant; nothing where there is none of that name.

    For a neutral it is first asked which matters concern them: one that does not takes the time of one that is not.
    """
    visible = concerning(viewer)
    if visible is not None and name not in visible:
        return None
    found = list(_matters(viewer, at, "AND matter = %s", name))
    return found[0] if found else None


def open_matters(viewer: Viewer, at: datetime) -> list[Matter]:
    """Return every open matter, the earliest clock first, those without a clock last."""
    return sorted(_matters(viewer, at, "AND result = ''"), key=lambda one: (one.due is None, one.due or one.opened))


def matters(viewer: Viewer, at: datetime) -> list[Matter]:
    """Return every matter in the order of opening."""
    return list(_matters(viewer, at, ""))


class Ended(NamedTuple):
    """Some ended matters, the last opened first, and whether there are older ones."""

    matters: list[Matter]
    older: bool


def ended_matters(viewer: Viewer, at: datetime, *, procedure: str = "", before: str = "", most: int = 50) -> Ended:
    """Return the ended matters that people opened, of a procedure if one is named, older than the matter `before`.

    One query for a party; for a neutral three, of which the first says what concerns them.
    """
    where, values = "AND result <> '' AND opener <> 'nobody'", list[Any]()
    if procedure:
        where, values = f"{where} AND procedure = %s", [procedure]
    if before:
        older = "AND id < (SELECT id FROM store_family WHERE relationship = %s AND matter = %s)"
        where, values = f"{where} {older}", [*values, viewer.relationship, before]
    visible = concerning(viewer)
    if visible is not None:
        names = [name for name in _names(viewer, where, *values) if name in visible][: most + 1]
        where, values = f"AND matter IN ({', '.join(['%s'] * len(names)) or 'NULL'})", [*names]
    found = list(_read(viewer, at, _rows(viewer, f"{where} ORDER BY id DESC LIMIT %s", *values, most + 1)))
    return Ended(found[:most], len(found) > most)


def _names(viewer: Viewer, where: str, *values: Any) -> list[str]:
    sql = f"SELECT matter FROM store_family WHERE relationship = %s {where} ORDER BY id DESC"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship, *values])
        return [name for (name,) in cursor.fetchall()]


def procedures(viewer: Viewer) -> list[str]:
    """Return the procedures of the matters that people opened, the first used first."""
    visible = concerning(viewer)
    if visible is None:
        group = "GROUP BY procedure ORDER BY MIN(id)"
        sql = f"SELECT procedure FROM store_family WHERE relationship = %s AND opener <> 'nobody' {group}"  # noqa: S608
    else:
        sql = "SELECT procedure, matter FROM store_family WHERE relationship = %s AND opener <> 'nobody' ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship])
        return list(dict.fromkeys(row[0] for row in cursor.fetchall() if visible is None or row[1] in visible))


def open_matters_of(viewers: Sequence[Viewer], at: datetime) -> dict[str, list[Matter]]:
    """Return the open matters of several relationships, by relationship. One query."""
    by_key = {viewer.relationship: viewer for viewer in viewers}
    marks = ", ".join(["%s"] * len(by_key))
    sql = (
        f"SELECT relationship, {_COLUMNS} FROM store_family WHERE relationship IN ({marks}) AND result = '' "  # noqa: S608
        "ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, list(by_key))
        rows = cursor.fetchall()
    return {key: list(_read(viewer, at, [row[1:] for row in rows if row[0] == key])) for key, viewer in by_key.items()}


def _matters(viewer: Viewer, at: datetime, where: str, *values: Any) -> Iterator[Matter]:
    yield from _read(viewer, at, _rows(viewer, f"{where} ORDER BY id", *values))


def _rows(viewer: Viewer, where: str, *values: Any) -> list[Any]:
    sql = f"SELECT {_COLUMNS} FROM store_family WHERE relationship = %s {where}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship, *values])
        return list(cursor.fetchall())


def _read(viewer: Viewer, at: datetime, rows: Sequence[Any]) -> Iterator[Matter]:
    for name, procedure, opener, raised_by, opened, version, result, due, state, seq in rows:
        program = viewer.ruled.programs[version]
        # The table holds the state after the last fact; rounds that only open since then are nobody's fact.
        now = with_rounds(program, _state(bytes(state)), at)
        if not viewer.concerns(now.runs):
            continue
        yield Matter(
            name, procedure, opener, raised_by, from_us(opened), _outcome(now, result),
            from_us(due) if due is not None else None, seq, now, program,
        )  # fmt: skip


def _outcome(state: State, result: str) -> str:
    """Return what a matter came to: a settlement in mediation stops what led there, and settles the matter."""
    settled = result == "stopped" and any(run.result == "settled" for run in state.runs.values())
    return "settled" if settled else result


def concerning(viewer: Viewer) -> frozenset[str] | None:
    """Return the matters a neutral may see; nothing for a party, who sees all."""
    if viewer.is_party:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT matter, state FROM store_family WHERE relationship = %s", [viewer.relationship])
        return frozenset(name for name, state in cursor.fetchall() if viewer.concerns(_state(bytes(state)).runs))


@lru_cache(maxsize=4096)
def _state(data: bytes) -> State:
    return load(data)  # a state is a value: nobody who reads it changes it
