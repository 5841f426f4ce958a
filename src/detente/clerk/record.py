"""The one write path: a fact is stamped, stepped, filed; clocks are set and notices queued, all in one transaction.

`filing` opens the joint journal of a relationship, files everything that is due, and hands out the relationship as the
engine knows it; whatever is filed on it is written at the end. `record` files one fact of whatever room.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypedDict

import msgspec
from django.db import transaction

from detente.clerk import agenda, chance, kept, outbox, time
from detente.clerk.agreements import follow_up
from detente.clerk.live import Live
from detente.clerk.projections import once, project
from detente.clerk.sealing import Keys
from detente.clerk.witnessing import must_stand
from detente.core.engine import Because, Refusal
from detente.core.engine.records import MEASURED_BY, admit
from detente.core.journal import JournalWriter, append
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.effects import Effect
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import (
    AgreementGiven,
    CharterSigned,
    CharterVersion,
    DeadlinePassed,
    MatterOpened,
    Record,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)
from detente.store import lines, write
from detente.store.instants import from_us, to_us
from detente.store.read.ruled import RULING, Ruled, ruled
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT, class_of

_RECORDS = (*Record.__args__, StatementMade, StatementConfirmed, StatementContested)


class Stamp(TypedDict):
    """What the clerk adds to a fact: its number, its instant, the charter it stands under."""

    id: str
    at: datetime
    charter: CharterVersion


class Recorded(msgspec.Struct, frozen=True):
    """A fact as it was filed, and what it led to."""

    fact: Any
    effects: tuple[Effect, ...] = ()


class Desk:
    """One transaction at the clerk's desk: the relationship as the engine knows it, and the keys of its joint room."""

    def __init__(self, found: Ruled, live: Live, keys: Keys, at: datetime) -> None:
        self.ruled, self.live, self.keys, self.at = found, live, keys, at
        self.shared: dict[str, list[Any]] = {}  # items of agendas that this transaction has shared, by series

    def stamp(self, matter: str = "") -> Stamp:
        """Return the stamp of the next fact; one of a matter stands under that matter's charter."""
        state = self.live.families.get(matter) if matter else None
        version = state.version if state is not None else self.ruled.in_force(self.at)
        return {"id": self.live.next_id(), "at": self.at, "charter": self.ruled.versions[version].charter}

    def seal(self, text: str, fact: str, key: str, field: str = "text") -> Any:
        """Return a text sealed for a field of a fact, under the key of a person or matter."""
        return self.keys.seal(text, fact, field, key)

    def before(self, fact: Any) -> list[Any]:
        """Return the earlier facts that a record is measured by: of its matter; offers, of the whole journal."""
        kinds = MEASURED_BY.get(type(fact), ())
        matter = None if isinstance(fact, AgreementGiven) else getattr(fact, "matter", None)
        return lines.facts(lines.rows(self.ruled.relationship, JOINT, matter=matter, kinds=kinds)) if kinds else []

    def file(self, fact: Any) -> Recorded:
        """File a fact.

        Raises:
            Refused: it may not be; nothing has changed.
        """
        matter = getattr(fact, "matter", None)
        if isinstance(fact, MatterOpened):
            self._is_new(fact.matter)
        if matter and matter not in self.live.families and not isinstance(fact, MatterOpened):
            raise Refused("there is nothing of that name.")
        if isinstance(fact, _RECORDS):
            admit(self.live.programs[fact.charter.version], fact, self.before(fact))
        if isinstance(fact, CharterSigned):
            admit(self.live.programs[self.ruled.in_force(self.at)], fact)
        return self.conclude(fact)

    def conclude(self, fact: Any) -> Recorded:
        """File what follows from facts that were admitted, each when it was filed."""
        return self._recorded(self.live.file(fact))

    def open(self, opened: Any, act: Any) -> Recorded:
        """Open a matter by its first act.

        Raises:
            Refused: the act may not be; no matter was opened.
        """
        self._is_new(opened.matter)
        return self._recorded(self.live.open(opened, act))

    def _is_new(self, matter: str) -> None:
        if matter in self.live.families:
            raise Refusal(
                Because.USED, f"{matter} is the name of a matter already; the next free one is taken without it."
            )

    def _recorded(self, filed: Filed) -> Recorded:
        if filed.refused is not None:
            raise filed.refused
        follow_up(self, filed)
        return Recorded(filed.fact, filed.effects)


@contextmanager
def filing(relationship: str, *, at: datetime | None = None, most: int | None = None) -> Iterator[Desk]:
    """Open the joint journal for writing, file what is due, and write whatever is filed within.

    Args:
        at: the clerk's stamp; without it, now. It never runs back.
        most: at most so many clocks are filed (and those due with the last).
    """
    with transaction.atomic():
        size, peaks, last_us = write.lock_joint(relationship)
        must_stand(relationship, JOINT, size)
        known = kept.take(relationship, size, peaks)
        last = from_us(last_us) if size else None
        found = ruled(relationship, known.ruled_seq)
        known.ruled_seq = found.seq
        at = at or time.stamp()
        noticed = max(at, last) if last else at
        keys = Keys(relationship, JOINT)
        live = Live(found, size=size, last=last, keys=keys, kept=known)
        live.load_struck()
        reached = live.take_due(noticed, most=most)
        desk = Desk(found, live, keys, noticed)
        agenda.share_due(desk, reached)
        live.advance(reached)
        yield desk
        write_filed(desk, JournalWriter(JOINT, known.tree, last))
        kept.keep(relationship, live.kept)


def record(viewer: Viewer, make: Callable[[Desk, Stamp], Any], *, room: str = JOINT, matter: str = "") -> Recorded:
    """File one fact that `make` builds from its stamp; a fact of another room goes to that room's journal alone.

    Raises:
        Refused: it may not be, or the room is not the viewer's.
    """
    viewer.may_read(room)
    if room != JOINT:
        return aside(viewer, make, room)
    with filing(viewer.relationship) as desk:
        return desk.file(make(desk, desk.stamp(matter)))


def write_filed(desk: Desk, writer: JournalWriter) -> None:
    """Write what was filed: lines, families, wakes, what rules, messages."""
    live, relationship = desk.live, desk.ruled.relationship
    filed = [one for one in live.filed if one.fact is not None and one.refused is None]
    if not filed:
        return
    rows = []
    for one in filed:
        late = desk.at if isinstance(one.fact, DeadlinePassed) and desk.at > one.fact.at else None
        done = append(writer, one.fact, salt=chance.salt(JOINT, writer.tree.size), noticed=late)
        matter = one.matter or getattr(one.fact, "matter", None) or ""
        rows.append(
            write.EntryRow(
                writer.tree.size, type(one.fact).__name__, matter, to_us(one.fact.at), done.line.decode().rstrip("\n")
            )
        )
        writer = done.writer
    write.append(relationship, JOINT, rows)
    write.once(relationship, once(one.fact for one in filed))
    project(relationship, live, [one.fact for one in filed])
    outbox.fill(desk, filed)
    write.move_head(relationship, JOINT, writer.tree, rows[-1].at_us)
    live.kept.tree = writer.tree


def aside(viewer: Viewer, make: Callable[[Any, Stamp], Any], room: str) -> Recorded:
    """File a fact in a room that is not joint. Nothing joint is touched, so that nothing joint tells of it."""
    found = viewer.ruled
    room_class = class_of(room, found.letters)
    with transaction.atomic():
        tree, last_us = write.lock(viewer.relationship, room_class)
        must_stand(viewer.relationship, room, tree.size)
        now = time.stamp()
        at = max(now, from_us(last_us)) if tree.size else now
        side = Aside(found, room, Keys(viewer.relationship, room_class), at=at, size=tree.size)
        fact = make(side, side.stamp())
        admit(found.programs[fact.charter.version], fact, side.before(fact))
        done = append(JournalWriter(room, tree), fact, salt=chance.salt(room, tree.size))
        line = done.line.decode().rstrip("\n")
        matter = getattr(fact, "matter", None) or ""
        row = write.EntryRow(tree.size, type(fact).__name__, matter, to_us(at), line)
        write.append(viewer.relationship, room_class, [row])
        outbox.fill_aside(viewer, fact, room, at)
        write.move_head(viewer.relationship, room_class, done.writer.tree, row.at_us)
    return Recorded(fact)


class Aside:
    """One transaction in a room that is not joint."""

    def __init__(self, found: Ruled, room: str, keys: Keys, *, at: datetime, size: int) -> None:
        self.ruled, self.room, self.keys, self.at, self.size = found, room, keys, at, size

    def stamp(self, _matter: str = "") -> Stamp:
        """Return the stamp of the next fact."""
        version = self.ruled.in_force(self.at)
        return {"id": f"{self.room}/{self.size}", "at": self.at, "charter": self.ruled.versions[version].charter}

    def seal(self, text: str, fact: str, key: str, field: str = "text") -> Any:
        """Return a text sealed for a field of a fact."""
        return self.keys.seal(text, fact, field, key)

    def before(self, fact: Any) -> list[Any]:
        """Return the earlier facts of the same matter in this room that a record is measured by."""
        kinds = MEASURED_BY.get(type(fact), ())
        room_class = class_of(self.room, self.ruled.letters)
        rows = lines.rows(self.ruled.relationship, room_class, matter=getattr(fact, "matter", None), kinds=kinds)
        return lines.facts(rows) if kinds else []


__all__ = ["RULING", "Aside", "Desk", "Recorded", "Stamp", "aside", "filing", "record"]
