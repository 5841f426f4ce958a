"""Checkpoints of a room, the public keys under them, and the leaves that proofs are made of."""

from datetime import datetime

import msgspec
from django.db import connection

from detente.core.journal import Key, Note, host, origin, parse_key, parse_note
from detente.core.vocabulary.errors import BadInput
from detente.store.instants import from_us
from detente.store.reach import reaching
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT


class Signed(msgspec.Struct, frozen=True):
    """A checkpoint as it is kept: when it was made, with the signatures it has by now."""

    made: datetime
    note: Note


class Witness(msgspec.Struct, frozen=True):
    """A public key of a seat, who handed it in and when."""

    party: str
    key: Key
    person: str
    added: datetime


def checkpoints(viewer: Viewer, room: str = JOINT) -> list[Signed]:
    """Return the checkpoints of a room, the smallest first."""
    return checkpoints_in(viewer.relationship, viewer.class_of(room))


def checkpoints_in(relationship: str, room_class: str) -> list[Signed]:
    """Return the checkpoints of a class of rooms, the smallest first, without asking who looks."""
    sql = f"SELECT made_us, note FROM store_{room_class}_checkpoint WHERE relationship = %s ORDER BY size"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [relationship])
        return [Signed(from_us(made), parse_note(note)) for made, note in cursor.fetchall()]


def witnesses(viewer: Viewer) -> list[Witness]:
    """Return the public keys that were handed in, the oldest first."""
    sql = "SELECT party, key, person, added_us FROM store_witness WHERE relationship = %s ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship])
        rows = cursor.fetchall()
    return [Witness(party, parse_key(key), person, from_us(added)) for party, key, person, added in rows]


def origin_of(relationship: str, room: str = JOINT) -> str:
    """Return the name under which a room's log is signed; empty where there is no such relationship."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT host FROM store_relationship WHERE key = %s", [relationship])
        row = cursor.fetchone()
    return origin(row[0], relationship, room) if row else ""


def witness_keys(relationship: str) -> list[tuple[str, Key]]:
    """Return every party's public keys, without asking who looks: they are public."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT party, key FROM store_witness WHERE relationship = %s ORDER BY id", [relationship])
        return [(party, parse_key(key)) for party, key in cursor.fetchall()]


def host_key(relationship: str, room: str = JOINT) -> Key:
    """Return the host's public key of a room.

    Raises:
        BadInput: the host has signed nothing yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM store_installation ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    if not row or not row[0]:
        raise BadInput("the host has signed nothing yet.")
    return host(origin_of(relationship, room), bytes.fromhex(row[0])).key


def keys_of(viewer: Viewer, room: str = JOINT) -> list[Key]:
    """Return the host's public key of a room, once it has signed, and those of all witnesses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM store_installation ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    name = origin_of(viewer.relationship, room)
    ours = [host(name, bytes.fromhex(row[0])).key] if row and row[0] and name else []
    return [*ours, *(each.key for each in witnesses(viewer))]


def leaves(viewer: Viewer, room: str = JOINT) -> list[bytes]:
    """Return the leaf of every entry of a room. They say nothing of what the entries hold."""
    room_class = viewer.class_of(room)
    sql = f"SELECT line FROM store_{room_class}_entry WHERE relationship = %s ORDER BY seq"  # noqa: S608
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship])
        return [bytes.fromhex(_leaf(line)) for (line,) in cursor.fetchall()]


def _leaf(line: str) -> str:
    place = line.rindex('"leaf":"') + 8
    return line[place : place + 64]
