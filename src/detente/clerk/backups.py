"""Backup and restore: journals as they are exchanged, keys beside them, everything verified on the way back.

A backup is a directory: a journal file for every room, accounts and messages as lines of JSON, and a manifest with the
hash of each file, the size and the root of each journal. Keys (of sealed texts, and the host's own) go to a directory
of their own, so that what was erased stays erased in old backups.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction

from detente.clerk import importing, time
from detente.core.journal import Checkpoint, Log, parse_note, verify_journal
from detente.core.journal.verify import Tree
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.store import lines, whole, write
from detente.store.read.ruled import ruled
from detente.store.rooms import JOINT, class_of, rooms_of

FORMAT = 1
MANIFEST, ACCOUNTS, OUTBOX, KEYS = "manifest.json", "accounts.jsonl", "outbox.jsonl", "keys.jsonl"


class Held(msgspec.Struct, frozen=True):
    """A journal in a backup: its file, its size and root, the checkpoints made of it."""

    relationship: str
    room: str
    host: str
    file: str
    size: int
    root: str
    notes: tuple[tuple[int, str], ...]


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds, and by which hash each file is known."""

    format: int
    made: str
    journals: tuple[Held, ...]
    files: dict[str, str]


def backup(place: Path, keys: Path) -> Manifest:
    """Write everything as it is at one moment to a new directory, the keys to another; people go on working.

    Raises:
        BadInput: the directory is there already, or the keys would lie in it.
    """
    if keys.resolve().is_relative_to(place.resolve()):
        raise BadInput(f"'{keys}' lies in the backup. Keep the keys elsewhere: without them nobody can read it.")
    for directory in (place, keys):
        if directory.exists() and any(directory.iterdir()):
            raise BadInput(f"'{directory}' is not empty. A backup takes a directory of its own.")
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole.moment():
        held = [_journal(place, kept) for kept in whole.journals()]
        _write(place / ACCOUNTS, whole.accounts())
        _write(place / OUTBOX, map(whole.line, whole.outbox()))
        _write(keys / KEYS, map(whole.line, [*whole.installation(), *_keys(held)]))
    files = {file.relative_to(place).as_posix(): _hash(file) for file in sorted(place.rglob("*")) if file.is_file()}
    manifest = Manifest(FORMAT, time.now().isoformat(), tuple(held), files)
    _write(place / MANIFEST, [msgspec.json.encode(manifest).decode()])
    return manifest


def _journal(place: Path, kept: whole.Kept) -> Held:
    first = json.loads(next(iter(whole.lines_of(kept))))
    room = first["fact"]["id"].rpartition("/")[0]
    file = place / "journals" / kept.relationship / f"{room.replace(' ', '-')}.jsonl"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, whole.lines_of(kept))
    root = Tree(kept.size, lines.peaks_of(kept.peaks)).root.hex()
    host = whole.host_of(kept.relationship)
    name = file.relative_to(place).as_posix()
    return Held(kept.relationship, room, host, name, kept.size, root, tuple(whole.notes_of(kept)))


def _keys(held: Iterable[Held]) -> Iterable[dict[str, Any]]:
    for relationship in dict.fromkeys(one.relationship for one in held):
        letters = ruled(relationship).letters
        for room in rooms_of(letters):
            for name, key in sorted(lines.keys(relationship, class_of(room, letters)).items()):
                yield {"relationship": relationship, "room": room, "name": name, "key": key.hex()}


def read(place: Path) -> Manifest:
    """Return a backup's manifest, after checking every file against it and every journal against its root.

    Raises:
        BadInput: there is no manifest, or of a format that is not known here.
        BrokenJournal: a file is missing or changed, or a journal is not what its root says.
    """
    try:
        manifest = msgspec.json.decode((place / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise BadInput(f"'{place}' is no backup: {error}") from error
    if manifest.format != FORMAT:
        raise BadInput(f"the backup has format {manifest.format}; this version reads {FORMAT}.")
    for name, known in manifest.files.items():
        if not (place / name).is_file() or _hash(place / name) != known:
            raise BrokenJournal(f"'{name}' is missing, or not what the manifest says.")
    for held in manifest.journals:
        _verify(place, held)
    return manifest


def _verify(place: Path, held: Held) -> None:
    if held.file not in json.loads((place / MANIFEST).read_bytes())["files"]:
        raise BrokenJournal(f"'{held.file}' is not among the files of the manifest.")
    notes = [parse_note(note) for _, note in held.notes]
    report = verify_journal(_raw(place / held.file))
    if report.broken is not None or (report.facts, report.root.hex()) != (held.size, held.root):
        raise BrokenJournal(f"'{held.file}': {report.broken or 'another size or root than the manifest says'}")
    log = Log([bytes.fromhex(json.loads(raw)["leaf"]) for raw in _raw(place / held.file)]) if notes else None
    for note in notes:
        if log is not None and not _holds(log, note.checkpoint):
            raise BrokenJournal(f"'{held.file}' does not hold its checkpoint of {note.checkpoint.size} entries.")


def _holds(log: Log, checkpoint: Checkpoint) -> bool:
    return checkpoint.size <= log.size and log.root(checkpoint.size) == checkpoint.root


def restore(place: Path, keys: Path) -> Manifest:
    """Write a backup into empty tables: verified line by line, everything computed anew, heads compared.

    Raises:
        BadInput: the tables are not empty, or it is no backup.
        BrokenJournal: the backup was changed; nothing is written then.
    """
    manifest = read(place)
    if not whole.is_empty():
        raise BadInput("the tables hold a record already. Restore into an empty database.")
    told = [json.loads(raw) for raw in _raw(keys / KEYS)]
    with transaction.atomic():
        whole.put_installation(row for row in told if "seed" in row)
        relationships = dict.fromkeys(held.relationship for held in manifest.journals)
        for relationship in relationships:
            _restore_one(place, [one for one in manifest.journals if one.relationship == relationship], told)
        whole.put_accounts((place / ACCOUNTS).read_text("utf-8").splitlines())
        whole.put_outbox(relationships, (json.loads(raw) for raw in _raw(place / OUTBOX)))
    return manifest


def _restore_one(place: Path, held: list[Held], told: list[dict[str, Any]]) -> None:
    relationship = held[0].relationship
    keys: dict[str, dict[str, bytes]] = {}
    for row in told:
        if row.get("relationship") == relationship:
            keys.setdefault(row["room"], {})[row["name"]] = bytes.fromhex(row["key"])
    journals = {one.room: _raw(place / one.file) for one in sorted(held, key=lambda one: one.room != JOINT)}
    importing.load(journals, keys, host=held[0].host)
    letters = ruled(relationship).letters
    for one in held:
        room_class = class_of(one.room, letters)
        tree, _ = lines.head(relationship, room_class)
        if (tree.size, tree.root.hex()) != (one.size, one.root):
            raise BrokenJournal(f"{relationship}, {one.room}: the tables do not hold what the backup held.")
        for made_us, note in one.notes:
            write.save_checkpoint(relationship, room_class, parse_note(note), made_us=made_us)


# ---- files


def _raw(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def _write(file: Path, rows: Iterable[str]) -> None:
    """Write lines and see to it that they stay: a backup that is said to be made is on the disk."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for row in rows:
            out.write(row.encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())


def _hash(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


__all__ = ["Held", "Manifest", "backup", "read", "restore"]
