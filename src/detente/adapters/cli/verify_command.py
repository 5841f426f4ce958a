"""`detente verify`: whether a journal or a bundle is what it was; a door to core/journal, which also runs alone."""

import argparse
import sys

from detente.adapters.cli.files import print_json, read_bytes
from detente.core.journal import BundleReport, Report, keys_of, lines_of, parse_note, verify_bundle, verify_journal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("journal", metavar="JOURNAL | BUNDLE.zip", help="lines of facts and checkpoints, or a bundle")
    kept = ("--kept", "--checkpoint")
    parser.add_argument(
        *kept, metavar="FILE", action="append", default=[], dest="kept", help="a signed note kept elsewhere"
    )
    parser.add_argument("--keys", metavar="FILE", help="public keys kept elsewhere, one a line")
    parser.add_argument("--json", action="store_true", help="the report as one JSON object")
    parser.epilog = (
        "examples:\n  detente verify journal.jsonl --kept kept.note --keys keys.txt\n"
        "  detente verify bundle.zip --kept kept.note"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check; 1 where it breaks."""
    keys = keys_of(read_bytes(arguments.keys).decode()) if arguments.keys else []
    kept = [parse_note(read_bytes(path).decode()) for path in arguments.kept]
    with open(arguments.journal, "rb") as file:
        held: BundleReport | Report
        if file.peek(2)[:2] == b"PK":
            held = verify_bundle(file.read(), keys=keys, kept=kept)
        else:
            held = verify_journal(lines_of(file), keys=keys, kept=kept)
    if arguments.json:
        print_json("verification", **held.data)
    else:
        sys.stdout.write("\n".join(held.lines) + "\n")
    return 0 if held.ok else 1
