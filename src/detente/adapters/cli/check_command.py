"""`detente check`: every finding of one or more charters."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from detente.adapters.cli.files import charters_in, read_charter
from detente.adapters.cli.findings import FORMATS, Checked, Unread
from detente.core.procedures.checks import check
from detente.core.vocabulary.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a charter, a folder of charters, or -")
    parser.add_argument(
        "--output-format", choices=sorted(FORMATS), default="full", help="how findings are written (default: full)"
    )
    parser.add_argument(
        "--json", action="store_const", const="json", dest="output_format", help="the same as --output-format json"
    )
    parser.epilog = "examples:\n  detente check charter.yaml\n  detente check charters/ --output-format concise"


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 1 where somebody still has to do something, 2 where a path could not be read."""
    found = list(_found(arguments.paths))
    checked = [one for one in found if isinstance(one, Checked)]
    unread = [one for one in found if isinstance(one, Unread)]
    FORMATS[arguments.output_format](checked, unread)
    sys.stdout.flush()
    for one in unread:
        sys.stderr.write(f"detente check: {one.text}\n")
    if unread:
        return 2
    return 0 if all(one.report.clean for one in checked) else 1


def _found(paths: Sequence[str]) -> Iterator[Checked | Unread]:
    """A path that cannot be read stops none of the others."""
    for path in paths:
        try:
            files = list(charters_in([path], _skipped))
        except (OSError, BadInput) as error:
            yield _unread(path, error)
            continue
        for file in files:
            try:
                data = read_charter(file)
            except (OSError, BadInput) as error:
                yield _unread(file, error)
            else:
                yield Checked(file, check(data))


def _skipped(path: str) -> None:
    sys.stderr.write(f"skipped: {path}, no 'procedures:'\n")


def _unread(path: str, error: OSError | BadInput) -> Unread:
    if isinstance(error, OSError):
        return Unread(path, f"{error.strerror or error}.")
    return Unread(path, str(error).removeprefix(f"{path}: "))
