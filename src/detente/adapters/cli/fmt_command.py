"""`detente fmt`: every phrase in its one form."""

import argparse
import difflib
import sys

from detente.adapters.cli.files import charters_in, print_json, read_bytes, write_whole
from detente.adapters.cli.findings import Checked, concise
from detente.core.charter.formatting import formatted
from detente.core.charter.parse import parse
from detente.core.procedures.checks import Report


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="a charter, a folder of charters, or - (written to standard output)"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="write nothing; exit 1 where something would change")
    how.add_argument(
        "--diff", action="store_true", help="write nothing; show what would change, exit 1 where something would"
    )
    parser.add_argument("--json", action="store_true", help="which files changed, as one JSON object")
    parser.epilog = "examples:\n  detente fmt charter.yaml\n  detente fmt --diff charters/"


def run(arguments: argparse.Namespace) -> int:
    """Format each file; 2 where one has errors, since a text that is not understood is not rewritten."""
    changed, broken = [], 0
    dry = arguments.check or arguments.diff
    for path in charters_in(arguments.paths):
        document = parse(read_bytes(path))
        if document.charter is None:
            concise([Checked(path, Report(document, None, document.findings))])
            broken += 1
            continue
        before, after = document.source.text, formatted(document)
        if before != after:
            changed.append(path)
        _show(path, before, after, arguments)
        if not dry and path != "-" and before != after:
            write_whole(path, after)
    _tell(changed, arguments)
    if broken:
        return 2
    return 1 if changed and dry else 0


def _show(path: str, before: str, after: str, arguments: argparse.Namespace) -> None:
    if arguments.diff and not arguments.json:
        lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), path, f"{path} (formatted)")
        sys.stdout.writelines(lines)
    elif path == "-" and not arguments.check and not arguments.json:
        sys.stdout.write(after)


def _tell(changed: list[str], arguments: argparse.Namespace) -> None:
    if arguments.json:
        print_json("formatted", changed=changed, written=not (arguments.check or arguments.diff))
        return
    for path in changed:
        if path != "-":
            sys.stderr.write(
                f"{path} {'would change' if arguments.check or arguments.diff else 'written in its one form'}.\n"
            )
