"""`detente countersign`: sign a checkpoint with a key that never leaves this machine; make such a key."""

import argparse
import os
import secrets
import sys
from datetime import UTC, datetime

from detente.adapters.cli.files import print_json, read_bytes, write_output
from detente.core.journal import (
    BundleReport,
    Key,
    Note,
    Report,
    Signer,
    countersign,
    keys_of,
    lines_of,
    parse_note,
    verify_bundle,
    verify_journal,
    witness,
)
from detente.core.vocabulary.errors import BadInput, BrokenJournal

_SEED = 64  # hexadecimal digits


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("note", metavar="CHECKPOINT", nargs="?", help="the checkpoint as it was downloaded")
    parser.add_argument("--new-key", nargs=2, metavar=("NAME", "FILE"), help="make a key, such as your.domain/witness")
    parser.add_argument("--key", metavar="FILE", help="the key of your side")
    parser.add_argument("--keys", metavar="FILE", help="public keys of the host, as they were kept")
    parser.add_argument("--record", metavar="FILE", help="journal or bundle, in which the checkpoint must stand")
    parser.add_argument("--before", metavar="FILE", help="the checkpoint your side signed last; needs --record")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write the note (default: here)")
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")
    parser.epilog = (
        "examples:\n  detente countersign --new-key aldgate.example/witness key.txt\n"
        "  detente countersign 412.txt --key key.txt --keys keys.txt --record record.zip --before 380.txt -o signed.txt"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make a key, or sign; 1 where the record does not hold what it held."""
    if arguments.new_key:
        return _new_key(arguments)
    if not (arguments.note and arguments.key and arguments.keys):
        raise BadInput("a checkpoint, --key and --keys are needed; --new-key NAME FILE makes a key.")
    note, signer = parse_note(_text(arguments.note)), _signer(arguments.key)
    keys = keys_of(_text(arguments.keys))
    broken = _broken(arguments, note, keys)
    if broken:
        sys.stderr.write(f"Not signed. {broken}\n")
        return 1
    signed = countersign(note, signer, at=datetime.now(UTC), keys=keys)
    if arguments.json:
        print_json("countersigned checkpoint", note=signed.text, key=signer.key.text)
    elif arguments.output == "-":
        sys.stdout.write(signed.text)
    else:
        write_output(arguments.output, signed.text, source=arguments.note)
        sys.stderr.write(f"{arguments.output} is the checkpoint of {note.checkpoint.size} entries, countersigned.\n")
    return 0


def _new_key(arguments: argparse.Namespace) -> int:
    name, path = arguments.new_key
    seed = secrets.token_bytes(32)
    public = witness(name, seed).key.text
    keys_of(public)  # a name that no note can bear is said at once
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{name}\n{seed.hex()}\n")
    if arguments.json:
        print_json("witness key", public=public, file=path)
    else:
        sys.stdout.write(f"{public}\n")
        sys.stderr.write(f"{path} holds the secret half: keep it on this machine. Hand in the line above.\n")
    return 0


def _signer(path: str) -> Signer:
    name, _, rest = _text(path).partition("\n")
    if len(rest.strip()) != _SEED:
        raise BadInput(f"{path} is no key that 'detente countersign --new-key' has made.")
    return witness(name, bytes.fromhex(rest.strip()))


def _broken(arguments: argparse.Namespace, note: Note, keys: list[Key]) -> str:
    """Why the checkpoint is not to be signed; empty where the record holds it and everything held before."""
    if arguments.before and not arguments.record:
        raise BadInput("--before needs --record: only the record shows that it has grown and nothing else.")
    if not arguments.record:
        return ""
    kept = [note, *([parse_note(_text(arguments.before))] if arguments.before else [])]
    try:
        report = _verified(arguments.record, keys, kept)
    except BrokenJournal as error:
        return str(error)
    return str(report.broken) if report.broken else ""


def _verified(path: str, keys: list[Key], kept: list[Note]) -> Report | BundleReport:
    with open(path, "rb") as file:
        if file.peek(2)[:2] == b"PK":
            return verify_bundle(file.read(), keys=keys, kept=kept)
        return verify_journal(lines_of(file), keys=keys, kept=kept)


def _text(path: str) -> str:
    return read_bytes(path).decode()
