"""Writing, for the clerk alone and inside its transaction: entries, log heads, what is computed from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection

from detente.core.journal.verify import Note, Tree
from detente.store import statements
from detente.store.lines import head, peaks_of, written
from detente.store.reach import reaching


class EntryRow(msgspec.Struct, frozen=True):
    """A line to be appended, and by what it is found again."""

    seq: int
    kind: str
    matter: str
    at_us: int
    line: str


class FamilyRow(msgspec.Struct, frozen=True):
    """A family as it stands after the entry `seq`."""

    matter: str
    procedure: str
    opener: str
    raised_by: str
    opened_us: int
    opened_seq: int
    version: int
    result: str
    due_us: int | None
    state: bytes
    seq: int

    @property
    def listed(self) -> tuple[int, str, int | None]:
        """What lists and clocks show of it, and a later fact may change."""
        return self.version, self.result, self.due_us


class WakeRow(msgspec.Struct, frozen=True):
    """When the clerk has to look at what."""

    kind: str
    key: str
    due_us: int
    seq: int  # of the entry that says so
    says: str = ""


def lock(relationship: str, room_class: str) -> tuple[Tree, int]:
    """Return where a log stands, and let nobody else write to it until the transaction ends."""
    if connection.vendor != "postgresql":
        return head(relationship, room_class)  # the transaction began with the lock
    sql = f"SELECT size, peaks, last_us FROM store_{room_class}_log WHERE relationship = %s FOR UPDATE"  # noqa: S608
    begin = (
        f"INSERT INTO store_{room_class}_log (relationship, size, peaks, last_us) "  # noqa: S608
        "VALUES (%s, 0, '', 0) ON CONFLICT DO NOTHING"
    )
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(begin, [relationship])
            cursor.execute(sql, [relationship])
            row = cursor.fetchone()
    return Tree(row[0], peaks_of(row[1])), row[2]


class Head(msgspec.Struct, frozen=True):
    """Where a joint log stands: its size, its tree as it is written, its last instant.

    Beside it what rules the relationship (the last entry that changed it), and how often its tables were made anew.
    """

    size: int
    peaks: str
    last_us: int
    ruled_seq: int
    rebuilt: int


def lock_joint(relationship: str) -> Head:
    """Lock the joint log and return where it stands; what is read beside it is read under the lock.

    Raises:
        KeyError: there is no such relationship.
    """
    if connection.vendor == "postgresql":  # on SQLite the transaction began with the lock
        statements.found("SELECT 1 FROM store_joint_log WHERE relationship = %s FOR UPDATE", [relationship])
    rows = statements.found(
        "SELECT l.size, l.peaks, l.last_us, r.ruled_seq, r.rebuilt FROM store_joint_log l "
        "JOIN store_relationship r ON r.key = l.relationship WHERE l.relationship = %s",
        [relationship],
    )
    if not rows:
        raise KeyError(relationship)
    return Head(*rows[0])


def mark_rebuilt(relationship: str, times: int) -> None:
    """Say how often the tables of a relationship were made anew: what a process remembers of them is over."""
    statements.changed("UPDATE store_relationship SET rebuilt = %s WHERE key = %s", [times, relationship])


def append(relationship: str, room_class: str, lines: Sequence[EntryRow]) -> None:
    """Append lines to a log; until `move_head`, what is computed from them may be written."""
    with reaching(room_class):
        statements.each(
            f"INSERT INTO store_{room_class}_entry (relationship, seq, kind, matter, at_us, line) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [(relationship, one.seq, one.kind, one.matter, one.at_us, one.line) for one in lines],
        )


def move_head(relationship: str, room_class: str, tree: Tree, last_us: int) -> None:
    """Move a log's head to the end of its entries; from here on nothing computed from them can be written."""
    table, row = f"store_{room_class}_log", (tree.size, written(tree), last_us, relationship)
    moves = f"UPDATE {table} SET size = %s, peaks = %s, last_us = %s WHERE relationship = %s"  # noqa: S608
    begins = f"INSERT INTO {table} (size, peaks, last_us, relationship) VALUES (%s, %s, %s, %s)"  # noqa: S608
    with reaching(room_class):
        if not statements.changed(moves, row):
            statements.changed(begins, row)


def once(relationship: str, what: Iterable[tuple[str, int]]) -> None:
    """Write down what may be filed only once; a second time ends the transaction."""
    rows = [(relationship, name, seq) for name, seq in what]
    statements.each("INSERT INTO store_once (relationship, what, seq) VALUES (%s, %s, %s)", rows)


def save_families(relationship: str, families: Iterable[FamilyRow]) -> None:
    """Write families as they stand now."""
    sql = (
        "INSERT INTO store_family (relationship, matter, procedure, opener, raised_by, opened_us, opened_seq, "
        "version, result, due_us, state, seq) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (relationship, matter) DO UPDATE SET version = excluded.version, result = excluded.result, "
        "due_us = excluded.due_us, state = excluded.state, seq = excluded.seq"
    )
    statements.each(sql, [(relationship, *msgspec.structs.astuple(one)) for one in families])


def save_states(relationship: str, families: Iterable[FamilyRow]) -> None:
    """Write the state alone of families that lists show as before: half of what `save_families` costs."""
    statements.each(
        "UPDATE store_family SET state = %s, seq = %s WHERE relationship = %s AND matter = %s",
        [(one.state, one.seq, relationship, one.matter) for one in families],
    )


def set_wakes(relationship: str, wakes: Iterable[WakeRow]) -> None:
    """Set when the clerk has to look; an earlier setting of the same thing is replaced."""
    rows = [(relationship, one.kind, one.key, one.due_us, one.says, one.seq) for one in wakes]
    statements.each(
        "INSERT INTO store_wake (relationship, kind, key, due_us, says, seq) VALUES (%s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (relationship, kind, key) DO UPDATE SET due_us = excluded.due_us, says = excluded.says, "
        "seq = excluded.seq",
        rows,
    )


def drop_wakes(relationship: str, wakes: Iterable[tuple[str, str]]) -> None:
    """Take settings out, by kind and key."""
    rows = [(relationship, kind, key) for kind, key in wakes]
    statements.each("DELETE FROM store_wake WHERE relationship = %s AND kind = %s AND key = %s", rows)


def save_relationship(relationship: str, values: Mapping[str, Any]) -> None:
    """Write what lists show of a relationship; values are columns."""
    from detente.store.models import Relationship

    Relationship.objects.update_or_create(key=relationship, defaults=dict(values))


def save_charter(relationship: str, values: Mapping[str, Any]) -> None:
    """Write a text that is in force; values are columns. One that is there already was signed now, and stays."""
    from detente.store.models import CharterText

    CharterText.objects.bulk_create([CharterText(relationship=relationship, **values)], ignore_conflicts=True)


def save_key(relationship: str, room_class: str, name: str, key: bytes) -> None:
    """Keep a new sealing key."""
    sql = f"INSERT INTO store_{room_class}_key (relationship, name, key) VALUES (%s, %s, %s)"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship, name, key.hex()])


def destroy_key(relationship: str, room_class: str, name: str) -> None:
    """Destroy a sealing key."""
    sql = f"DELETE FROM store_{room_class}_key WHERE relationship = %s AND name = %s"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship, name])


_NEW: Mapping[str, Any] = {
    "room": "joint", "channel": "mail", "values": "{}", "state": "waiting", "tries": 0, "sent_us": None, "says": "",
}  # fmt: skip
"""What a message that was just queued holds, where its row says nothing else."""


def queue(rows: Sequence[Mapping[str, Any]]) -> None:
    """Put messages into the outbox; one that is there already stays as it is."""
    if not rows:
        return
    columns = [*dict.fromkeys(name for row in rows for name in row), *(name for name in _NEW if name not in rows[0])]
    values = [tuple(row.get(name, _NEW.get(name)) for name in columns) for row in rows]
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    statements.each(f"INSERT INTO store_outbox ({names}) VALUES ({places}) ON CONFLICT DO NOTHING", values)  # noqa: S608


def mark_fared(relationship: str, fared: Iterable[tuple[str, int | None, str, tuple[str, str, str]]]) -> None:
    """Say how messages fared before their journal was loaded: state, when sent, why; fact, person and template."""
    sql = (
        "UPDATE store_outbox SET state = %s, sent_us = %s, says = %s "
        "WHERE relationship = %s AND fact = %s AND person = %s AND template = %s"
    )
    rows = [(state, sent_us, says, relationship, *which) for state, sent_us, says, which in fared]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


# ---- checkpoints


def save_checkpoint(relationship: str, room_class: str, note: Note, *, made_us: int) -> None:
    """Keep a note that the host has signed."""
    sql = f"INSERT INTO store_{room_class}_checkpoint (relationship, size, made_us, note) VALUES (%s, %s, %s, %s)"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship, note.checkpoint.size, made_us, note.text])


def renew_checkpoint(relationship: str, room_class: str, note: Note) -> None:
    """Keep a note with further signatures at its end."""
    sql = f"UPDATE store_{room_class}_checkpoint SET note = %s WHERE relationship = %s AND size = %s"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [note.text, relationship, note.checkpoint.size])


def save_witness(relationship: str, party: str, key: str, *, person: str, added_us: int) -> None:
    """Keep a public key of a seat."""
    sql = "INSERT INTO store_witness (relationship, party, key, person, added_us) VALUES (%s, %s, %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [relationship, party, key, person, added_us])


def host_seed() -> bytes | None:
    """Return the seed of the host's key, and let nobody else draw one until the transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE store_installation IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT seed FROM store_installation ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return bytes.fromhex(row[0]) if row and row[0] else None


def save_host_seed(host: str, seed: bytes) -> None:
    """Keep the seed of the host's key."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_installation SET seed = %s WHERE seed = ''", [seed.hex()])
        if not cursor.rowcount:
            cursor.execute(
                "INSERT INTO store_installation (host, seed, demo, ahead_us) VALUES (%s, %s, %s, %s)",
                [host, seed.hex(), False, 0],
            )
