"""Lines of a journal as they stand in tables: read without asking who looks. `read` asks first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from detente.core.journal import Entry
from detente.core.journal.reading import typed_line
from detente.core.journal.verify import Tree
from detente.store.reach import reaching

Row = tuple[int, str]  # seq, line


def rows(
    relationship: str,
    room_class: str,
    *,
    matter: str | None = None,
    kinds: Sequence[str] = (),
    seqs: tuple[int, int] | None = None,
    among: Sequence[str] | None = None,
    since_us: int | None = None,
) -> list[Row]:
    """Return number and line of entries in their order; `seqs` is a half-open range, `among` are matters."""
    where: list[str] = ["relationship = %s"]
    values: list[Any] = [relationship]
    if matter is not None:
        where, values = [*where, "matter = %s"], [*values, matter]
    if among is not None:
        where, values = [*where, f"matter IN ({', '.join(['%s'] * len(among))})"], [*values, *among]
    if kinds:
        where, values = [*where, f"kind IN ({', '.join(['%s'] * len(kinds))})"], [*values, *kinds]
    if seqs is not None:
        where, values = [*where, "seq >= %s", "seq < %s"], [*values, *seqs]
    if since_us is not None:
        where, values = [*where, "at_us >= %s"], [*values, since_us]
    sql = f"SELECT seq, line FROM store_{room_class}_entry WHERE {' AND '.join(where)} ORDER BY seq"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def entries(found: Iterable[Row]) -> Iterator[Entry]:
    """Yield what lines hold; each is checked against its leaf."""
    for seq, line in found:
        _, _, _, _, entry = typed_line(f"{line}\n".encode(), int(seq))
        assert isinstance(entry, Entry), "a typed line is an entry"
        yield entry


def facts(found: Iterable[Row]) -> list[Any]:
    """Return the facts that lines hold."""
    return [entry.fact for entry in entries(found)]


def last(relationship: str, room_class: str, *, matter: str | None, kind: str) -> Any:
    """Return the last fact of a kind, in a matter or in the whole room; nothing where there is none."""
    where, values = ("AND matter = %s", [matter]) if matter is not None else ("", [])
    sql = (
        f"SELECT seq, line FROM store_{room_class}_entry WHERE relationship = %s AND kind = %s {where} "  # noqa: S608
        "ORDER BY seq DESC LIMIT 1"
    )
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship, kind, *values])
        return next(iter(facts(cursor.fetchall())), None)


def head(relationship: str, room_class: str) -> tuple[Tree, int]:
    """Return where a log stands: its tree, and its last instant in microseconds."""
    sql = f"SELECT size, peaks, last_us FROM store_{room_class}_log WHERE relationship = %s"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship])
        row = cursor.fetchone()
    if row is None:
        return Tree(), 0
    return Tree(row[0], peaks_of(row[1])), row[2]


def peaks_of(written: str) -> tuple[bytes, ...]:
    """Return the roots of complete subtrees as they are written in a column."""
    return tuple(bytes.fromhex(written[place : place + 64]) for place in range(0, len(written), 64))


def written(tree: Tree) -> str:
    """Return the roots of a tree's complete subtrees as they are written in a column."""
    return b"".join(tree.peaks).hex()


def keys(relationship: str, room_class: str) -> dict[str, bytes]:
    """Return the sealing keys of a room, by person or matter."""
    sql = f"SELECT name, key FROM store_{room_class}_key WHERE relationship = %s"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship])
        return {name: bytes.fromhex(key) for name, key in cursor.fetchall()}


def keys_of(relationship: str, room_class: str, names: Sequence[str]) -> dict[str, bytes]:
    """Return the sealing keys of these people and matters in a room, as far as they are kept."""
    marks = ", ".join(["%s"] * len(names))
    sql = f"SELECT name, key FROM store_{room_class}_key WHERE relationship = %s AND name IN ({marks})"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship, *names])
        return {name: bytes.fromhex(key) for name, key in cursor.fetchall()}


def key(relationship: str, room_class: str, name: str) -> bytes | None:
    """Return one sealing key; nothing where it was never made, or was destroyed."""
    sql = f"SELECT key FROM store_{room_class}_key WHERE relationship = %s AND name = %s"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship, name])
        row = cursor.fetchone()
    return bytes.fromhex(row[0]) if row else None
