"""`detente read`: a charter as plain clauses, as text or as a page."""

import argparse
import datetime as dt
import sys

from detente.adapters.cli.compiled import compiled_of, report_of
from detente.adapters.cli.files import print_json, write_output
from detente.core.charter.identity import charter_hash
from detente.core.vocabulary.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("charter", metavar="CHARTER", help="the charter, or -")
    parser.add_argument(
        "--html", action="store_true", help="one page with ladder, clauses and findings in the margin, for a browser"
    )
    parser.add_argument(
        "--from",
        metavar="TIME",
        dest="start",
        help="with --html: the ladder's dates count from this instant (default: now)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write (default: standard output)")
    parser.add_argument("--json", action="store_true", help="the clauses as one JSON object")
    parser.epilog = "examples:\n  detente read charter.yaml | less\n  detente read charter.yaml --html -o charter.html"


def run(arguments: argparse.Namespace) -> int:
    """Render; every text is read back and compared before it is shown."""
    from detente.core.charter.reading import checked_text, clauses

    if arguments.html and not arguments.json:
        return _write(_page(arguments), arguments)
    charter = compiled_of(arguments.charter).charter
    text = checked_text(charter)
    if arguments.json:
        shown = [
            {"number": c.number, "heading": c.heading, "text": c.text, "path": list(c.path)} for c in clauses(charter)
        ]
        print_json("clauses", hash=charter_hash(charter), clauses=shown)
        return 0
    return _write(text, arguments)


def _page(arguments: argparse.Namespace) -> str:
    from detente.adapters.cli.page import charter_page

    now = dt.datetime.now(dt.UTC)
    return charter_page(
        report_of(arguments.charter), at=now, start=moment_of(arguments.start) if arguments.start else now
    )


def moment_of(text: str) -> dt.datetime:
    """Return an instant with its offset.

    Raises:
        BadInput: not ISO 8601, or without an offset.
    """
    try:
        stated = dt.datetime.fromisoformat(text)
    except ValueError:
        stated = None
    if stated is None or stated.tzinfo is None:
        raise BadInput(f"'{text}' is no instant. Write it in ISO 8601 with its offset, like 2026-11-09T09:40+01:00.")
    return stated


def _write(text: str, arguments: argparse.Namespace) -> int:
    path = arguments.output
    if path == "-":
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    else:
        write_output(path, text, source=arguments.charter)
        sys.stderr.write(f"{path} written.\n")
    return 0
