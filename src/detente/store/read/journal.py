"""What a viewer may read of journals: facts of a room, of a matter, of a kind; the texts that are sealed in them."""

from collections.abc import Sequence
from typing import Any

from detente.core.journal import Entry, unseal
from detente.core.journal.verify import Tree
from detente.core.vocabulary.errors import BrokenJournal, Refused
from detente.core.vocabulary.facts import Sealed
from detente.store import lines
from detente.store.read.families import concerning
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT


def entries(
    viewer: Viewer,
    room: str = JOINT,
    *,
    matter: str | None = None,
    kinds: Sequence[str] = (),
    seqs: tuple[int, int] | None = None,
) -> list[Entry]:
    """Return entries of a room in their order; `seqs` is a half-open range of their numbers.

    Raises:
        Refused: the room is not the viewer's.
    """
    visible = concerning(viewer) if room == JOINT else None
    among = None if visible is None else sorted({*visible, ""})
    room_class = viewer.class_of(room)
    return list(
        lines.entries(lines.rows(viewer.relationship, room_class, matter=matter, kinds=kinds, seqs=seqs, among=among))
    )


def facts(viewer: Viewer, room: str = JOINT, *, matter: str | None = None, kinds: Sequence[str] = ()) -> list[Any]:
    """Return the facts of a room, of a matter or of some kinds in it."""
    return [entry.fact for entry in entries(viewer, room, matter=matter, kinds=kinds)]


def raw(viewer: Viewer, room: str = JOINT) -> list[bytes]:
    """Return the lines of a journal as a file holds them, checkpoints left out.

    Raises:
        Refused: the room is not the viewer's, or they see only some matters of it.
    """
    if room == JOINT and not viewer.is_party:
        raise Refused("the whole journal is for the parties; a neutral reads the matters it is asked about.")
    return [f"{line}\n".encode() for _, line in lines.rows(viewer.relationship, viewer.class_of(room))]


def lines_of(viewer: Viewer) -> list[bytes]:
    """Return the lines of the joint journal that the viewer may see, checkpoints left out."""
    visible = concerning(viewer)
    among = None if visible is None else sorted({*visible, ""})
    found = lines.rows(viewer.relationship, viewer.class_of(JOINT), among=among)
    return [f"{line}\n".encode() for _, line in found]


def head(viewer: Viewer, room: str = JOINT) -> Tree:
    """Return the tree of a room's log."""
    return lines.head(viewer.relationship, viewer.class_of(room))[0]


class Texts:
    """Opens what is sealed in a room; a text whose key was destroyed is nothing."""

    def __init__(self, viewer: Viewer, room: str = JOINT, *, names: Sequence[str] = ()) -> None:
        """Take the keys of a room; with `names` only those of these people and matters, however large the room is."""
        room_class = viewer.class_of(room)
        self._keys = (
            lines.keys(viewer.relationship, room_class)
            if not names
            else lines.keys_of(viewer.relationship, room_class, names)
        )

    def opens(self, name: str) -> bool:
        """Return whether the texts of a person or matter can still be read."""
        return name in self._keys

    def of(self, fact: Any, field: str = "text") -> str | None:
        """Return the text of a fact's sealed field."""
        sealed: Sealed | None = getattr(fact, field, None)
        key = self._keys.get(sealed.sealed.key) if sealed is not None else None
        if sealed is None or key is None:
            return None
        try:
            return unseal(sealed, fact_id=fact.id, field=field, key=key)
        except BrokenJournal:
            return None
