"""`detente diff A B`: what the later charter says that the earlier did not, and who gains room by it."""

import argparse
import sys
from typing import Any

from detente.adapters.cli.files import print_json
from detente.adapters.cli.parsed import parsed
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.charter.change import Change, differences, obstacles
from detente.core.charter.identity import charter_hash
from detente.core.charter.model import Charter


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("before", metavar="A", help="the earlier charter, or -")
    parser.add_argument("after", metavar="B", help="the later charter, or -")
    parser.add_argument(
        "--dates", action="store_true", help="the dates both lead to: silence, last moment, open matters"
    )
    parser.add_argument("--from", metavar="TIME", dest="start", help="with --dates: when each procedure is opened")
    parser.add_argument("--journal", metavar="FILE", help="with --dates: the journal whose open matters are tried")
    parser.add_argument("--json", action="store_true", help="the differences as one JSON object")
    parser.epilog = (
        "examples:\n  detente diff charter-3.yaml charter-4.yaml\n"
        "  detente diff charter-3.yaml charter-4.yaml --dates --journal journal.jsonl"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the differences; 1 where there are any."""
    if arguments.dates:
        from detente.adapters.cli.playing.dated import diff_dates

        return diff_dates(arguments)
    before, after = parsed(arguments.before)[1], parsed(arguments.after)[1]
    changes = differences(before, after)
    hindered = (
        obstacles(before, after) if isinstance(before, Charter) and isinstance(after, Charter) and changes else []
    )
    if arguments.json:
        print_json(
            "differences",
            before=charter_hash(before),
            after=charter_hash(after),
            obstacles=hindered,
            changes=[_object(change) for change in changes],
        )
    else:
        _print(changes, hindered)
    return 1 if changes else 0


def _print(changes: list[Change], hindered: list[str]) -> None:
    if not changes:
        sys.stdout.write("Both say the same.\n")
        return
    for change in changes:
        sys.stdout.write(wrapped(change.says) + "\n")
        for gain in change.gains:
            sys.stdout.write(styled(f"    {gain.text}", "dim") + "\n")
    sys.stdout.write(f"\n{count(len(changes), 'difference')}.\n")
    for obstacle in hindered:
        sys.stdout.write(wrapped(f"As an amendment: {obstacle}") + "\n")


def _object(change: Change) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "path": list(change.path),
        "before": change.before or None,
        "after": change.after or None,
        "says": change.says,
        "gains": [{"who": gain.who, "more": gain.more, "why": gain.why} for gain in change.gains],
    }
