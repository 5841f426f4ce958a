"""Messages and notes of a matter, by the rooms the reader may look into."""

from typing import Any

import msgspec

from detente.adapters.web.matters.timeline import Past, Said, said
from detente.core.vocabulary.facts import MessageSent, NoteWritten
from detente.store import read

JOINT = "joint"


class Talk(msgspec.Struct, frozen=True):
    """What was written: to everybody, in a caucus, for one's own side."""

    joint: tuple[Said, ...]
    caucus: dict[str, tuple[Said, ...]]  # room -> messages
    notes: tuple[Said, ...]
    own_room: str


def talk_of(viewer: read.Viewer, matter: read.Matter, happened: Past) -> Talk:
    """Return what the reader may read of a matter's messages and notes."""
    caucus = {room: _of(viewer, room, matter.name, MessageSent) for room in rooms_for(viewer, matter) if room != JOINT}
    return Talk(happened.messages, caucus, _of(viewer, viewer.own_room, matter.name, NoteWritten), viewer.own_room)


def rooms_for(viewer: read.Viewer, matter: read.Matter) -> list[str]:
    """Return the rooms in which the reader may write: the joint one, and a caucus where a neutral is part of this."""
    caucus = [room for room in viewer.rooms if room.startswith("caucus ")]
    return [JOINT, *(caucus if neutral_in(viewer, matter) else ())]


def neutral_in(viewer: read.Viewer, matter: read.Matter) -> bool:
    """Return whether a neutral has a seat in what has run in this matter."""
    neutrals = set(getattr(matter.program.charter, "neutrals", {}))
    for name in matter.state.runs:
        table = matter.program.index[name].table
        if any(seat.name in neutrals for row in table.rows if row.who is not None for seat in row.who.seats):
            return True
    return not viewer.is_party


def _of(viewer: read.Viewer, room: str, matter: str, kind: type[Any]) -> tuple[Said, ...]:
    if room not in viewer.rooms:
        return ()
    facts = read.facts(viewer, room, matter=matter, kinds=(kind.__name__,))
    if not facts:
        return ()
    names = tuple({fact.text.sealed.key for fact in facts})
    texts = read.Texts(viewer, room, names=names)
    return tuple(said(fact, room, texts) for fact in facts)
