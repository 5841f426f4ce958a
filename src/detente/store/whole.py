"""The whole database at one moment: what a backup reads and a restore writes, in no vendor's own form."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction

from detente.core.journal import leaf_hash
from detente.store import computed
from detente.store.reach import reaching
from detente.store.rooms import CLASSES

_LEFT_OUT = {"session", "cacheentry", "contenttype", "permission", "group", "migration", "outbox", "installation"}
_JOURNAL = ("entry", "log", "checkpoint", "sealingkey")
OUTBOX = (
    "relationship", "room", "fact", "person", "channel", "policy", "template", '"values"', "message_id",
    "hold_until_us", "state", "tries", "sent_us", "says",
)  # fmt: skip


class Kept(msgspec.Struct, frozen=True):
    """A journal as it stands in tables: of which relationship, in which class of rooms, its head."""

    relationship: str
    room_class: str
    size: int
    peaks: str


@contextmanager
def moment() -> Iterator[None]:
    """Within it everything is read as it was at one moment; nobody is kept from writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    before, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = before


def journals() -> list[Kept]:
    """Return every journal that holds an entry."""
    found = []
    for room_class in CLASSES:
        with reaching(room_class), connection.cursor() as cursor:
            cursor.execute(f"SELECT relationship, size, peaks FROM store_{room_class}_log WHERE size > 0 ORDER BY 1")  # noqa: S608
            found += [Kept(relationship, room_class, size, peaks) for relationship, size, peaks in cursor.fetchall()]
    return found


def lines_of(kept: Kept, *, part: int = 5_000) -> Iterator[str]:
    """Yield the lines of a journal, read part by part."""
    sql = f"SELECT line FROM store_{kept.room_class}_entry WHERE relationship = %s AND seq >= %s AND seq < %s ORDER BY seq"  # noqa: S608, E501
    for first in range(0, kept.size, part):
        with reaching(kept.room_class), connection.cursor() as cursor:
            cursor.execute(sql, [kept.relationship, first, min(first + part, kept.size)])
            yield from [line for (line,) in cursor.fetchall()]


def notes_of(kept: Kept) -> list[tuple[int, str]]:
    """Return the checkpoints of a journal: when made, in microseconds, and the note."""
    sql = f"SELECT made_us, note FROM store_{kept.room_class}_checkpoint WHERE relationship = %s ORDER BY size"  # noqa: S608
    with reaching(kept.room_class), connection.cursor() as cursor:
        cursor.execute(sql, [kept.relationship])
        return list(cursor.fetchall())


def last_note(kept: Kept) -> tuple[int, int]:
    """Return of the newest checkpoint when it was made, in microseconds, and of how many entries; zeros for none."""
    sql = f"SELECT made_us, size FROM store_{kept.room_class}_checkpoint WHERE relationship = %s ORDER BY size DESC LIMIT 1"  # noqa: S608, E501
    with reaching(kept.room_class), connection.cursor() as cursor:
        cursor.execute(sql, [kept.relationship])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, 0)


def leaves_of(relationship: str, room_class: str, size: int) -> list[bytes]:
    """Return the leaves of the first entries of a journal, computed from what the lines hold."""
    found = []
    for line in lines_of(Kept(relationship, room_class, size, "")):
        salt, fact = line.rindex('"salt":"') + 8, line.rindex(',"kind":"fact"')
        found.append(leaf_hash(bytes.fromhex(line[salt : salt + 32]), line[len('{"fact":') : fact].encode()))
    return found


def accounts() -> Iterator[str]:
    """Yield every row that hangs on no journal, as a line of JSON, in an order in which it can be written again."""
    for model in _models():
        for row in model._default_manager.order_by("pk").iterator():
            yield serializers.serialize("jsonl", [row]).rstrip("\n")


def outbox() -> list[dict[str, Any]]:
    """Return every message and how it fared."""
    return _rows(f"SELECT {', '.join(OUTBOX)} FROM store_outbox ORDER BY id")  # noqa: S608


def installation() -> list[dict[str, Any]]:
    """Return the name and the signing key of the host."""
    return _rows("SELECT host, seed, demo, ahead_us FROM store_installation ORDER BY id")


def host_of(relationship: str) -> str:
    """Return the name of who keeps a relationship's record."""
    rows = _rows("SELECT host FROM store_relationship WHERE key = %s", [relationship])
    return str(rows[0]["host"]) if rows else ""


def is_empty() -> bool:
    """Return whether the tables hold neither a journal nor an account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_user")
        (users,) = cursor.fetchone()
    return not users and not computed.relationships()


def put_accounts(lines: Iterable[str]) -> None:
    """Write rows that `accounts` yielded."""
    models = set()
    for one in serializers.deserialize("jsonl", "\n".join(lines)):
        one.save(using="default")
        models.add(type(one.object))
    reset = connection.ops.sequence_reset_sql(no_style(), sorted(models, key=lambda model: model._meta.label))
    with connection.cursor() as cursor:
        for statement in reset:
            cursor.execute(statement)


def put_outbox(relationships: Iterable[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write messages as they were, and no others of these relationships."""
    keys = sorted(relationships)
    names, marks = ", ".join(OUTBOX), ", ".join(["%s"] * len(OUTBOX))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO store_door (relationship) VALUES (%s)", [(key,) for key in keys])
        cursor.executemany("DELETE FROM store_outbox WHERE relationship = %s", [(key,) for key in keys])
        cursor.executemany(
            f"INSERT INTO store_outbox ({names}) VALUES ({marks})",  # noqa: S608
            [[row[name.strip('"')] for name in OUTBOX] for row in rows],
        )
        cursor.executemany("DELETE FROM store_door WHERE relationship = %s", [(key,) for key in keys])


def put_installation(rows: Iterable[dict[str, Any]]) -> None:
    """Write the name and the signing key of the host."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_installation")
        for row in rows:
            cursor.execute(
                "INSERT INTO store_installation (host, seed, demo, ahead_us) VALUES (%s, %s, %s, %s)",
                [row["host"], row["seed"], bool(row["demo"]), row["ahead_us"]],
            )


def _models() -> list[Any]:
    journal = tuple(f"{''.join(part.title() for part in room.split('_'))}".lower() for room in CLASSES)
    left_out = _LEFT_OUT | set(computed.TABLES) | {f"{room}{word}" for room in journal for word in _JOURNAL}
    found = [(config, None) for config in apps.get_app_configs()]
    models = serializers.sort_dependencies(found)
    return [model for model in models if model._meta.model_name not in left_out and model._meta.managed]


def _rows(sql: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def line(row: dict[str, Any]) -> str:
    """Return a row as a line of JSON."""
    return json.dumps(row, sort_keys=True, ensure_ascii=False)
