"""Checkpoints: signed by the host, countersigned by the parties and the neutral. Private keys are handed in."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from detente.core.journal import verify
from detente.core.journal.breaks import telling
from detente.core.journal.verify import HOST, WITNESS, Checkpoint, Key, Note, NoteSignature, Tree
from detente.core.vocabulary.errors import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

parse_note = telling(verify.parse_note)
parse_key = telling(verify.parse_key)
keys_of = telling(verify.keys_of)
files_of = telling(verify.files_of)


class Signer(msgspec.Struct, frozen=True):
    """A name, its type of key, and the seed of its private key (32 bytes). It is not shown where it is printed."""

    name: str
    type: int
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def key(self) -> Key:
        """The public key."""
        return Key(self.name, self.type, _private(self.seed).public_key().public_bytes_raw())


def host(origin: str, seed: bytes) -> Signer:
    """Return the signer of a host; its name is the origin."""
    return Signer(origin, HOST, seed)


def witness(name: str, seed: bytes) -> Signer:
    """Return the signer of a party or a neutral."""
    return Signer(name, WITNESS, seed)


def origin(host_name: str, relationship: str, compartment: str) -> str:
    """Return the name of a log. A note's names hold no space: in the compartment a hyphen stands for it.

    Raises:
        BadInput: a part holds a space, a plus sign or a slash that would make it another name.
    """
    parts = (host_name, relationship, compartment.replace(" ", "-"))
    if not all(parts) or any(set(part) & set("/+ ") or not part.isprintable() for part in parts):
        raise BadInput(
            f"'{'/'.join(parts)}' is no origin: host, relationship and compartment, without spaces, '+' and '/'."
        )
    return "/".join(parts)


def sign(tree: Tree, signer: Signer) -> Note:
    """Return the host's checkpoint of a tree; its origin is the signer's name.

    Raises:
        BadInput: the signer is a witness.
    """
    if signer.type != HOST:
        raise BadInput(f"'{signer.name}' is a witness: it countersigns what a host has signed.")
    checkpoint = Checkpoint(signer.name, tree.size, tree.root)
    return Note(
        checkpoint, (NoteSignature(signer.name, signer.key.id, _private(signer.seed).sign(checkpoint.body.encode())),)
    )


def sign_manifest(manifest: bytes, signer: Signer) -> Note:
    """Return the host's signed note of a bundle's manifest: its length where a log has its size, its hash as the root.

    Raises:
        BadInput: the signer is a witness.
    """
    if signer.type != HOST:
        raise BadInput(f"'{signer.name}' is a witness: a bundle is signed by the host.")
    checkpoint = Checkpoint(verify.bundle_origin(signer.name), len(manifest), sha256(manifest).digest())
    signature = _private(signer.seed).sign(checkpoint.body.encode())
    return Note(checkpoint, (NoteSignature(signer.name, signer.key.id, signature),))


@telling
def countersign(
    note: Note,
    signer: Signer,
    *,
    at: datetime,
    keys: Sequence[Key],
    before: Note | None = None,
    path: Iterable[bytes] = (),
) -> Note:
    """Return the note with the signature of a witness added.

    Args:
        at: aware; the witness's own time, signed to the second.
        keys: the host's key, which must have signed the note.
        before: the last note the witness signed for this origin; absent for the first.
        path: the consistency path from `before` to the note.

    Raises:
        BrokenEntry: the host has not signed it, or the log does not hold all that it held before: proof of a fork.
        BadInput: the signer is a host, or no key was handed in.
    """
    if signer.type != WITNESS or not keys or not at.tzinfo:
        raise BadInput("countersigning needs a witness's key, the host's public key and an aware time.")
    verify.check_signatures(note, keys, all_known=False)
    if before is not None:
        check_grown(before.checkpoint, note.checkpoint, path)
    seconds = int(at.astimezone(UTC).timestamp())
    signature = _private(signer.seed).sign(verify.witnessed(note.checkpoint.body.encode(), seconds))
    line = NoteSignature(signer.name, signer.key.id, seconds.to_bytes(8, "big") + signature)
    return Note(note.checkpoint, (*note.signatures, line))


@telling
def check_grown(old: Checkpoint, new: Checkpoint, path: Iterable[bytes]) -> None:
    """Raise BrokenEntry unless the log at `new` holds everything it held at `old`, in the same order."""
    if old.origin != new.origin:
        raise verify.Broken(f"the checkpoints are of two logs, '{old.origin}' and '{new.origin}'.")
    if new.size < old.size:
        raise verify.Broken(f"'{old.origin}' had {old.size} entries and now shows {new.size}: it was cut or put back.")
    same = old.root if new.size == old.size else None
    if old.size and same is None:
        same, root = verify.roots_from_consistency(old.size, new.size, old.root, list(path))
        same = same if root == new.root else None
    if old.size and (same != old.root or (new.size == old.size and new.root != old.root)):
        raise verify.Broken(
            f"'{old.origin}' at {new.size} entries does not continue what it was at {old.size}: a fork."
        )


def _private(seed: bytes) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)
