"""Checkpoints kept outside the database, and whether it still holds what they cover: an old state cannot pass for new.

The newest checkpoint of every log lies as a file in the data directory, `witness/`, which no backup brings back. Those
that parties keep and hand in again are put there too. Before anything is filed, the log is held against them.
"""

import os
from pathlib import Path

import msgspec
from django.conf import settings

from detente.clerk import time
from detente.core.journal import Checkpoint, Key, Note, NoteSignature, Tree, parse_note
from detente.core.journal.breaks import telling
from detente.core.journal.verify import check_signature
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.store import lines, whole
from detente.store.instants import to_us
from detente.store.read.checkpoints import host_key, origin_of, witness_keys
from detente.store.read.ruled import ruled
from detente.store.rooms import class_of


class Standing(msgspec.Struct, frozen=True):
    """Whether a log holds what its newest kept checkpoint covers; `says` is for a banner, empty where it does."""

    covered: int  # entries under the newest kept checkpoint
    signatures: int  # of others than the host
    says: str = ""

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return not self.says


class _Seen(msgspec.Struct, frozen=True):
    changed_ns: int
    standing: Standing


_NOTHING = Standing(0, 0)
_seen: dict[str, _Seen] = {}
_files: dict[tuple[str, str, str], str] = {}


def keep(note: Note) -> None:
    """Keep a checkpoint outside, unless one of more entries lies there or the same with more signatures."""
    file = _file(note.checkpoint.origin)
    held = _read(file)
    if held is not None and _rank(held) >= _rank(note):
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    with new.open("w", encoding="utf-8", newline="") as out:
        out.write(note.text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def standing(relationship: str, room: str, size: int | None = None) -> Standing:
    """Return how a log stands against what is kept outside; `size` is that of its head, where the caller knows it."""
    file = _file_of(relationship, room)
    try:
        changed_ns = os.stat(file).st_mtime_ns  # on the way of every record: half the time of Path.stat
    except OSError:
        return _NOTHING
    known = _seen.get(file)
    if known is None or known.changed_ns != changed_ns:
        known = _seen[file] = _Seen(changed_ns, _compared(relationship, room, Path(file)))
    found = known.standing
    if size is None:
        size = lines.head(relationship, class_of(room, ruled(relationship).letters))[0].size
    return found if size >= found.covered or not found.holds else _fallen_back(relationship, room, found, size)


def must_stand(relationship: str, room: str, size: int) -> None:
    """Return if the log holds all that a kept checkpoint covers.

    Raises:
        BrokenJournal: it does not; nothing is filed on it.
    """
    found = standing(relationship, room, size)
    if not found.holds:
        raise BrokenJournal(found.says)


def accept_loss(relationship: str, room: str, text: str) -> None:
    """Go on from an older state: every party has countersigned, as it stands now, what is left.

    Raises:
        BadInput: it is not of what stands there now, or a party that has a witness's key has not signed it.
        BrokenJournal: it is not written as a note is, or a signature does not hold.
    """
    note, room_class = parse_note(text), class_of(room, ruled(relationship).letters)
    tree, _ = lines.head(relationship, room_class)
    if note.checkpoint != Checkpoint(origin_of(relationship, room), tree.size, tree.root):
        raise BadInput(f"the note is not of the {tree.size} entries that stand there now.")
    if missing := _not_signed(relationship, room, note):
        raise BadInput(f"not signed by {' and '.join(missing)}. Every party signs what is left.")
    file = _file(note.checkpoint.origin)
    if file.exists():
        file.replace(file.with_suffix(f".lost-{to_us(time.now())}"))
    keep(note)


def _not_signed(relationship: str, room: str, note: Note) -> list[str]:
    """Whose signature a note lacks: the host's, and one of every party's."""
    keys: dict[str, list[Key]] = {party: [] for party in ruled(relationship).letters}
    for party, key in witness_keys(relationship):
        keys.setdefault(party, []).append(key)
    known = {
        "the host": [host_key(relationship, room)],
        **{party: keys[party] for party in ruled(relationship).letters},
    }
    return [name for name, own in known.items() if not any(_made(note, one, own) for one in note.signatures)]


def _made(note: Note, signature: NoteSignature, keys: list[Key]) -> bool:
    return telling(check_signature)(note.checkpoint, signature, keys) is not None


def _compared(relationship: str, room: str, file: Path) -> Standing:
    """Hold the leaves of a log against the kept checkpoint."""
    note = _read(file)
    if note is None:
        return Standing(0, 0, f"{relationship}, {room}: the checkpoint in {file.name} cannot be read.")
    found = Standing(note.checkpoint.size, sum(one.name != note.checkpoint.origin for one in note.signatures))
    room_class = class_of(room, ruled(relationship).letters)
    leaves = whole.leaves_of(relationship, room_class, note.checkpoint.size)
    if len(leaves) < note.checkpoint.size:
        return _fallen_back(relationship, room, found, len(leaves))
    tree = Tree()
    for leaf in leaves:
        tree = tree.append(leaf)
    if tree.root == note.checkpoint.root:
        return found
    says = (
        f"{relationship}, {room}: its first {note.checkpoint.size} entries are not those of the checkpoint that was "
        "kept: two records. Nothing is filed on it."
    )
    return msgspec.structs.replace(found, says=says)


def _fallen_back(relationship: str, room: str, found: Standing, size: int) -> Standing:
    says = (
        f"{relationship}, {room}: a checkpoint covers {found.covered} entries, and {size} stand here: an older state "
        "was put back. Nothing is filed on it. Open now: restore a newer backup; or every party signs what is "
        "left: detente resume."
    )
    return msgspec.structs.replace(found, says=says)


def _rank(note: Note) -> tuple[int, int]:
    return note.checkpoint.size, len(note.signatures)


def _file_of(relationship: str, room: str) -> str:
    """The file of a log; who hosts a relationship does not change, so it is asked once."""
    key = (str(settings.DATA), relationship, room)
    known = _files.get(key)
    if known is None:
        origin = origin_of(relationship, room)
        known = str(_file(origin))
        if origin:
            _files[key] = known
    return known


def _file(origin: str) -> Path:
    return Path(settings.DATA) / "witness" / f"{origin.replace('/', '~')}.note"


def _read(file: Path) -> Note | None:
    try:
        return parse_note(file.read_text(encoding="utf-8"))
    except (OSError, BrokenJournal):
        return None


__all__ = ["Standing", "accept_loss", "keep", "must_stand", "standing"]
