"""`detente resume`: go on from an older state that was put back, once every party has signed what is left."""

import argparse
import os
import sys
from pathlib import Path

from detente.core.vocabulary.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("note", metavar="SIGNED", nargs="?", help="the checkpoint that every party has signed")
    parser.add_argument("--relationship", metavar="R", help="its key; not needed where there is only one")
    parser.add_argument("--room", metavar="ROOM", default="joint", help="whose record (default: joint)")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the checkpoint that every party has to sign")
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")
    parser.epilog = (
        "examples:\n  detente resume -o left.txt   # each party signs it in turn: detente countersign\n"
        "  detente resume signed.txt    # with every signature on it, filing goes on"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the checkpoint that is to be signed, or take it back signed."""
    from detente.site.commands import relationship_named, set_up_there

    set_up_there()
    from detente.clerk import witnessing
    from detente.clerk.checkpoints import sign_left

    relationship = relationship_named(arguments.relationship)
    if bool(arguments.note) == bool(arguments.output):
        raise BadInput("either SIGNED is named, or -o FILE for the checkpoint that is to be signed.")
    if arguments.output:
        note = sign_left(relationship, arguments.room)
        with os.fdopen(os.open(arguments.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(note.text)
        says = f"{arguments.output} holds the checkpoint of the {note.checkpoint.size} entries that stand here."
    else:
        witnessing.accept_loss(relationship, arguments.room, _text(arguments.note))
        says = f"{relationship}, {arguments.room}: it goes on from what is left, as every party has signed."
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json("resume", relationship=relationship, room=arguments.room, says=says)
    else:
        sys.stderr.write(f"{says}\n")
    return 0


def _text(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
