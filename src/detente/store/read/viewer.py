"""Who looks, and into which rooms they may. Every question about a relationship begins with a viewer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from detente.core.charter.model import Charter
from detente.core.vocabulary.errors import Refused
from detente.store.read.ruled import Ruled, ruled
from detente.store.rooms import JOINT, NEUTRAL, class_of, rooms_of


class Viewer(msgspec.Struct, frozen=True):
    """A person at the table of one relationship. `party` is a party's key, or a neutral's."""

    relationship: str
    title: str  # of the relationship
    person: str  # `p-3`
    name: str
    party: str
    rooms: tuple[str, ...]  # that the charter lets them read, the joint one first
    ruled: Ruled

    @property
    def is_party(self) -> bool:
        """Whether they sit for a party, not as a neutral."""
        return self.party in self.ruled.letters

    def concerns(self, procedures: Iterable[str]) -> bool:
        """Whether they see a matter in which these procedures have run: a neutral only where one has a seat for it."""
        return self.is_party or any(self.party in _seats(self.ruled, name) for name in procedures)

    @property
    def own_room(self) -> str:
        """Where their side's private notes are kept."""
        return f"own {self.party}" if self.is_party else NEUTRAL

    def may_read(self, room: str) -> None:
        """Return if they may look into a room.

        Raises:
            Refused: the room is not theirs, or there is none of that name.
        """
        if room not in self.rooms:
            raise Refused("there is nothing of that name.")

    def class_of(self, room: str) -> str:
        """Return the class of tables of a room they may read."""
        self.may_read(room)
        return class_of(room, self.ruled.letters)


def _seats(found: Ruled, procedure: str) -> set[str]:
    """The seats that the tables of a procedure name, in any version."""
    tables = [program.index[procedure].table for program in found.programs.values() if procedure in program.index]
    return {seat.name for table in tables for row in table.rows if row.who is not None for seat in row.who.seats}


_SQL = (
    "SELECT m.person, m.name, m.party, r.name, r.ruled_seq FROM store_membership m "
    "JOIN store_relationship r ON r.key = m.relationship "
    "WHERE m.user_id = %s AND m.relationship = %s AND m.until IS NULL"
)


def viewer(user_id: int, relationship: str, at: datetime | None = None) -> Viewer | None:
    """Return an account's place at a relationship's table; nothing where it has none, or there is no such table."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [user_id, relationship])
        row = cursor.fetchone()
    if row is None:
        return None
    person, name, party, title, seq = row
    found = seated(ruled(relationship, seq), title, person=person, name=name, party=party, at=at)
    return found if JOINT in found.rooms else None  # who does not read the joint room is not at the table (any more)


def seated(found: Ruled, title: str, *, person: str, name: str, party: str, at: datetime | None = None) -> Viewer:
    """Return the viewer who sits for a party or as a neutral."""
    rooms = readable(found, party, at)
    return Viewer(found.relationship, title, person, name, party, rooms, found)


def readable(found: Ruled, party: str, at: datetime | None = None) -> tuple[str, ...]:
    """Return the rooms a party or neutral may read by the charter; without rules its own and the joint one.

    A neutral who reads `while mandated` reads until the day its mandate ends, or, without `at`, whatever day it is.
    """
    charter = found.charter(at) if at else found.programs[max(found.versions)].charter
    stated = _stated(charter)
    if stated:
        return tuple(
            room
            for room in rooms_of(found.letters)
            if any(_reads(charter, one, party, at) for one in stated.get(room, ()))
        )
    own = (f"own {party}", f"caucus {party}") if party in found.letters else ()
    neutral = (*(f"caucus {each}" for each in found.letters), NEUTRAL) if party not in found.letters else ()
    return (JOINT, *own, *neutral)


def _stated(charter: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(charter, Charter) or charter.compartments is None:
        return {}
    rooms = {JOINT: charter.compartments.joint, **(charter.compartments.model_extra or {})}
    return {name: tuple(room.read_by) for name, room in rooms.items()}


def _reads(charter: Any, reader: str, party: str, at: datetime | None) -> bool:
    name, _, condition = reader.partition(" while ")
    if name != party:
        return False
    neutral = charter.neutrals.get(name) if condition else None
    return neutral is None or neutral.mandate_until is None or at is None or at.date() <= neutral.mandate_until
