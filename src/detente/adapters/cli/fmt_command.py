"""`detente fmt`: every phrase in its one form."""

import argparse
import difflib
import re
import sys

from detente.adapters.cli.files import charters_in, print_json, read_charter, write_whole
from detente.adapters.cli.findings import Checked, concise
from detente.core.charter.formatting import formatted
from detente.core.charter.parse import parse
from detente.core.procedures.checks import Report
from detente.core.vocabulary.errors import BadInput

_MARK = "\ufeff"  # some editors begin a text with it; a file that has it keeps it


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
    changed: list[str] = []
    broken: list[str] = []
    for path in charters_in(arguments.paths):
        data = read_charter(path)
        document = parse(data)
        if document.charter is None:
            if not arguments.json:
                concise([Checked(path, Report(document, None, document.findings))])
            broken.append(path)
            continue
        after = (_MARK if data.startswith(_MARK.encode()) else "") + formatted(document)
        _show(path, data.decode(), after, arguments)
        if data.decode() != after:
            (changed if _written(path, data, after, arguments) else broken).append(path)
    _tell(changed, broken, arguments)
    if broken:
        return 2
    return 1 if changed and (arguments.check or arguments.diff) else 0


def _written(path: str, data: bytes, after: str, arguments: argparse.Namespace) -> bool:
    """Write where writing is asked for; false where the file has changed since it was read."""
    if path == "-" or arguments.check or arguments.diff:
        return True
    try:
        write_whole(path, after, was=data)
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return False
    return True


def _show(path: str, before: str, after: str, arguments: argparse.Namespace) -> None:
    if arguments.diff and not arguments.json:
        for line in difflib.unified_diff(_lines(before), _lines(after), path, f"{path} (formatted)"):
            sys.stdout.write(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    elif path == "-" and not arguments.check and not arguments.json:
        sys.stdout.write(after)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _tell(changed: list[str], broken: list[str], arguments: argparse.Namespace) -> None:
    if arguments.json:
        print_json("formatted", changed=changed, broken=broken, written=not (arguments.check or arguments.diff))
        return
    for path in changed:
        if path != "-":
            sys.stderr.write(
                f"{path} {'would change' if arguments.check or arguments.diff else 'written in its one form'}.\n"
            )
