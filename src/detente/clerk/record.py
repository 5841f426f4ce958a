"""The one write path: a fact is stamped, stepped, filed; clocks are set and notices queued, all in one transaction.

`filing` opens the joint journal of a relationship, files everything that is due, and hands out the relationship as the
engine knows it; whatever is filed on it is written at the end. `record` files one fact of whatever room.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from detente.clerk import agenda, chance, kept, outbox, time
from detente.clerk.agreements import follow_up
from detente.clerk.desk import Aside, Desk, Recorded, Stamp
from detente.clerk.live import Live
from detente.clerk.projections import once, project
from detente.clerk.sealing import Keys
from detente.clerk.witnessing import must_stand
from detente.core.engine.records import admit
from detente.core.journal import JournalWriter, append
from detente.core.vocabulary.facts import DeadlinePassed
from detente.store import write
from detente.store.instants import from_us, to_us
from detente.store.read.ruled import ruled
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT, class_of


@contextmanager
def filing(relationship: str, *, at: datetime | None = None, most: int | None = None) -> Iterator[Desk]:
    """Open the joint journal for writing, file what is due, and write whatever is filed within.

    Args:
        at: the clerk's stamp; without it, now. It never runs back.
        most: at most so many clocks are filed (and those due with the last).
    """
    with transaction.atomic():
        head = write.lock_joint(relationship)
        must_stand(relationship, JOINT, head.size)
        known = kept.take(relationship, head)
        last = from_us(head.last_us) if head.size else None
        found = ruled(relationship, head.ruled_seq)
        at = at or time.stamp()
        noticed = max(at, last) if last else at
        keys = Keys(relationship, JOINT)
        live = Live(found, size=head.size, last=last, keys=keys, kept=known)
        live.load_struck()
        reached = live.take_due(noticed, most=most)
        desk = Desk(found, live, keys, noticed, then=follow_up)
        agenda.share_due(desk, reached)
        live.advance(reached)
        yield desk
        write_filed(desk, JournalWriter(JOINT, known.tree, last))
    kept.keep(live.kept)


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


def aside(
    viewer: Viewer, make: Callable[[Any, Stamp], Any], room: str, *, not_before: datetime | None = None
) -> Recorded:
    """File a fact in a room that is not joint. Nothing joint is touched, so that nothing joint tells of it.

    Args:
        not_before: an instant of the joint journal that the fact follows, whatever the machine's clock says.
    """
    found = viewer.ruled
    room_class = class_of(room, found.letters)
    with transaction.atomic():
        tree, last_us = write.lock(viewer.relationship, room_class)
        must_stand(viewer.relationship, room, tree.size)
        now = max(time.stamp(), not_before) if not_before else time.stamp()
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


__all__ = ["aside", "filing", "record", "write_filed"]
