"""`detente verify`: whether a journal is what it was; a door to core/journal, which also runs alone."""

import argparse
import sys

from detente.adapters.cli.files import print_json, read_bytes
from detente.core.journal import lines_of, parse_key, parse_note, verify_journal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("journal", metavar="JOURNAL", help="the file, one fact or checkpoint a line")
    parser.add_argument(
        "--checkpoint", metavar="FILE", action="append", default=[], help="a signed note kept elsewhere"
    )
    parser.add_argument("--keys", metavar="FILE", help="public keys, one a line; without them no signature is checked")
    parser.add_argument("--json", action="store_true", help="the report as one JSON object")
    parser.epilog = (
        "examples:\n  detente verify journal.jsonl\n"
        "  detente verify journal.jsonl --checkpoint kept.note --keys keys.txt"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check; 1 where it breaks."""
    text = read_bytes(arguments.keys).decode() if arguments.keys else ""
    keys = [parse_key(line) for line in text.splitlines() if line.strip()]
    kept = [parse_note(read_bytes(path).decode()) for path in arguments.checkpoint]
    with open(arguments.journal, "rb") as file:
        report = verify_journal(lines_of(file), keys=keys, kept=kept)
    if arguments.json:
        print_json("verification", **report.data)
    else:
        sys.stdout.write("\n".join(report.lines) + "\n")
    return 0 if report.ok else 1
