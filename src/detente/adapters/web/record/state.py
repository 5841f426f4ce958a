"""How far the record is signed: which checkpoints there are, who has countersigned the newest, what came since."""

from datetime import UTC, datetime
from typing import NamedTuple

from detente.core.journal import Note
from detente.store import read


class Seal(NamedTuple):
    """Whether a seat has countersigned a checkpoint, and when by its own clock."""

    party: str
    at: datetime | None


class Kept(NamedTuple):
    """A checkpoint as the page shows it."""

    size: int
    made: datetime
    root: str
    seals: tuple[Seal, ...]


class State(NamedTuple):
    """The record's checkpoints, newest first; `since` entries stand under none."""

    size: int
    since: int
    kept: tuple[Kept, ...]
    handed_in: frozenset[str]  # seats that have handed in a key

    @property
    def newest(self) -> Kept | None:
        """The newest checkpoint."""
        return self.kept[0] if self.kept else None


def state_of(viewer: read.Viewer) -> State:
    """Return how far the joint record is signed."""
    size, signed, witnesses = read.head(viewer).size, read.checkpoints(viewer), read.witnesses(viewer)
    names = {one.key.id + one.key.name.encode(): one.party for one in witnesses}
    seats = tuple(viewer.ruled.letters)
    kept = tuple(
        Kept(one.note.checkpoint.size, one.made, one.note.checkpoint.root.hex(), _seals(one.note, names, seats))
        for one in reversed(signed)
    )
    return State(size, size - (kept[0].size if kept else 0), kept, frozenset(one.party for one in witnesses))


def _seals(note: Note, names: dict[bytes, str], seats: tuple[str, ...]) -> tuple[Seal, ...]:
    at = {
        names[each.key_id + each.name.encode()]: datetime.fromtimestamp(int.from_bytes(each.rest[:8], "big"), UTC)
        for each in note.signatures
        if each.key_id + each.name.encode() in names
    }
    return tuple(Seal(party, at.get(party)) for party in dict.fromkeys((*seats, *at)))
