"""Checkpoints: the host signs where a log stands; the parties and the neutral countersign with keys of their own.

The host's seed is kept here, those of the witnesses are not: a witness signs elsewhere and hands the note back.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from detente.clerk import time, witnessing
from detente.core.journal import Key, Log, Note, NoteSignature, Signer, host, parse_key, parse_note, sign, sign_manifest
from detente.core.journal.breaks import telling
from detente.core.journal.verify import WITNESS, check_signature
from detente.core.vocabulary.errors import BadInput, BrokenJournal, Refused
from detente.store import lines, whole, write
from detente.store.instants import from_us, to_us
from detente.store.read.checkpoints import checkpoints, checkpoints_in, host_key, origin_of, witnesses
from detente.store.read.ruled import ruled
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT, class_of, rooms_of

EVERY = timedelta(days=1)
FACTS = 200  # a checkpoint is made after so many new entries, however young the last one is


def sign_checkpoint(viewer: Viewer, room: str = JOINT, *, size: int | None = None) -> Note:
    """Sign where a room's log stands now and return the note; the note there is where nothing was added since.

    Args:
        size: of an earlier beginning of the log, which is signed instead.

    Raises:
        Refused: the room is not the viewer's, or nothing stands in it yet.
    """
    return sign_room(viewer.relationship, room, viewer.class_of(room), size=size)


def sign_room(relationship: str, room: str, room_class: str, *, size: int | None = None) -> Note:
    """Sign where a log stands, whoever asks, and keep the note outside the database, too.

    Raises:
        Refused: nothing stands in it yet.
        BrokenJournal: it does not hold what an earlier checkpoint covers.
    """
    with transaction.atomic():
        tree, _ = write.lock(relationship, room_class)
        if not tree.size:
            raise Refused("nothing stands in this record yet.")
        witnessing.must_stand(relationship, room, tree.size)
        if size is not None and size < tree.size:
            tree = Log(whole.leaves_of(relationship, room_class, size)).tree()
        for kept in checkpoints_in(relationship, room_class):
            if kept.note.checkpoint.size == tree.size:
                return kept.note
        note = sign(tree, _signer(relationship, room))
        write.save_checkpoint(relationship, room_class, note, made_us=to_us(time.now()))
        transaction.on_commit(lambda: witnessing.keep(note), robust=True)
    return note


def sign_left(relationship: str, room: str) -> Note:
    """Sign what stands in a log that fell behind a kept checkpoint; nothing is kept of it until every party signs it.

    Raises:
        BadInput: nothing is lost here: the log holds what its kept checkpoint covers.
        Refused: nothing stands in it.
    """
    room_class = class_of(room, ruled(relationship).letters)
    tree, _ = lines.head(relationship, room_class)
    if not tree.size:
        raise Refused("nothing stands in this record yet.")
    if witnessing.standing(relationship, room, tree.size).holds:
        raise BadInput(f"nothing is lost in {room}: it holds all that its kept checkpoint covers.")
    return sign(tree, _signer(relationship, room))


def sign_due(now: datetime) -> int:
    """Sign the logs that are due for a checkpoint; return how many."""
    return sum(_sign_if_due(kept, now) for kept in whole.journals())


def _sign_if_due(kept: whole.Kept, now: datetime) -> int:
    last_us, last_size = whole.last_note(kept)
    new = kept.size - last_size
    if not new or (last_size and new < FACTS and now - from_us(last_us) < EVERY):
        return 0
    letters = ruled(kept.relationship).letters
    room = next(room for room in rooms_of(letters) if class_of(room, letters) == kept.room_class)
    sign_room(kept.relationship, room, kept.room_class)
    return 1


def bundle_signer(viewer: Viewer) -> Callable[[bytes], Note]:
    """Return what signs the manifest of a bundle of the viewer's joint record."""
    viewer.may_read(JOINT)
    signer = _signer(viewer.relationship, JOINT)
    return lambda manifest: sign_manifest(manifest, signer)


def add_witness(viewer: Viewer, text: str) -> None:
    """Take a public key by which the viewer's seat will countersign.

    Raises:
        BadInput: it is no public key of a witness, or its name is a host's.
        BrokenJournal: it is not written as keys are.
    """
    key = parse_key(text)
    if key.type != WITNESS or key.name.startswith(origin_of(viewer.relationship).rpartition("/")[0]):
        raise BadInput(f"'{key.name}' is no witness's key. A witness's key is of type 04, and has a name of its own.")
    known = witnesses(viewer)
    if any(each.key == key for each in known):
        return
    if any(each.key.name == key.name and each.party != viewer.party for each in known):
        raise BadInput(f"'{key.name}' is another seat's name. Take one of your own, such as your.domain/witness.")
    write.save_witness(viewer.relationship, viewer.party, key.text, person=viewer.person, added_us=to_us(time.now()))


def take_countersigned(viewer: Viewer, text: str, room: str = JOINT) -> Note:
    """Take a checkpoint that the viewer's seat has countersigned; return it with every signature it has now.

    Raises:
        BadInput: it is not one of this record, or bears no signature of a key that the viewer's seat handed in.
        BrokenJournal: it is not written as a note is, or a signature does not hold.
    """
    room_class, offered = viewer.class_of(room), parse_note(text)
    own = [each.key for each in witnesses(viewer) if each.party == viewer.party]
    with transaction.atomic():
        write.lock(viewer.relationship, room_class)
        found = [one.note for one in checkpoints(viewer, room) if one.note.checkpoint == offered.checkpoint]
        if not found:
            _hold_against(viewer, room, offered)
            raise BadInput(
                f"no checkpoint of {offered.checkpoint.size} entries of this record has that root. "
                "If the host signed it, keep it: two roots of one size prove two records."
            )
        kept = found[0]
        held = tuple(one for one in offered.signatures if _holds(offered, one, own))
        new = tuple(one for one in held if one not in kept.signatures)
        if not held:
            raise BadInput("it bears no signature of a key that this side has handed in.")
        signed = Note(kept.checkpoint, (*kept.signatures, *new))
        write.renew_checkpoint(viewer.relationship, room_class, signed)
        transaction.on_commit(lambda: witnessing.keep(signed), robust=True)
    return signed


def _hold_against(viewer: Viewer, room: str, offered: Note) -> None:
    """Keep a checkpoint that the host has signed and that does not stand here: from now on the record is held to it."""
    ours = [host_key(viewer.relationship, room)]
    with suppress(BrokenJournal):
        if offered.checkpoint.origin == ours[0].name and any(_holds(offered, one, ours) for one in offered.signatures):
            witnessing.keep(offered)


def _holds(note: Note, signature: NoteSignature, keys: list[Key]) -> bool:
    return telling(check_signature)(note.checkpoint, signature, keys) is not None


def _signer(relationship: str, room: str) -> Signer:
    name = origin_of(relationship, room)
    return host(name, _seed(name))


def _seed(name: str) -> bytes:
    """The seed of the host's key, drawn when it is first needed."""
    with transaction.atomic():
        seed = write.host_seed()
        if seed is None:
            seed = secrets.token_bytes(32)
            write.save_host_seed(name.partition("/")[0], seed)
    return seed


__all__ = ["add_witness", "bundle_signer", "sign_checkpoint", "sign_due", "sign_left", "take_countersigned"]
