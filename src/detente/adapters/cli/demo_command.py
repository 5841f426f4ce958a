"""`detente demo`: fourteen months of a fictional pair in a browser, signed in; or as words and pages with `--files`."""

import argparse
from importlib import import_module

from detente.adapters.cli import demo_pages

NOW = "2026-11-25T10:20+01:00"  # of the story
ROLES = ("client-manager", "provider-manager", "executive", "mediator", "lawyer")
PORT = 8765


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, default=PORT, help=f"of this machine (default: {PORT}, or a free one)")
    parser.add_argument("--keep", metavar="DIR", help="keep everything there, and go on with it (default: throw away)")
    parser.add_argument("--role", choices=ROLES, default=ROLES[0], help="whose desk to begin at")
    parser.add_argument("--at", metavar="TIME", default=NOW, help=f"the demonstration's now (default: {NOW})")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument("--files", action="store_true", help="no server: check, date and play, write two pages")
    parser.add_argument("--from", metavar="TIME", dest="start", help="with --files: when the concern is received")
    parser.add_argument(
        "-o", "--output", metavar="FILE.html", help="with --files: where the charter is written, the matter beside it"
    )
    parser.add_argument("--json", action="store_true", help="with --files: the dated ladder as one JSON object")
    parser.add_argument("--prepare", metavar="DIR", help=argparse.SUPPRESS)  # write the prepared journals again
    parser.add_argument("--lay-out", metavar="FILE", help=argparse.SUPPRESS)  # a database at another instant
    parser.epilog = "examples:\n  detente demo\n  detente demo --files -o charter.html"


def run(arguments: argparse.Namespace) -> int:
    """Begin the demonstration, or write files."""
    if arguments.prepare:
        from detente.adapters.cli.playing.prepared import write_prepared

        return write_prepared(arguments.prepare, NOW)
    if arguments.files or arguments.json or arguments.output or arguments.start:
        arguments.start = arguments.start or demo_pages.START
        return demo_pages.run(arguments)
    live = import_module("detente.site.commands.demo")  # the top floor: it knows everything below it
    begin = live.lay_out if arguments.lay_out else live.run
    return int(begin(arguments))
