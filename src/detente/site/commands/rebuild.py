"""`detente rebuild`: everything that is computed from the journals, made again, and each row that was otherwise."""

import argparse
import sys

import msgspec


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--relationship", metavar="R", help="one only; without it, all")
    parser.add_argument("--check", action="store_true", help="only compare; the tables stay as they are")
    parser.add_argument("--json", action="store_true", help="the comparison as one JSON object")
    parser.epilog = "examples:\n  detente rebuild\n  detente rebuild --check"


def run(arguments: argparse.Namespace) -> int:
    """Rebuild and print the differences; 1 where there were any."""
    from detente.site.commands import set_up_there

    set_up_there()
    from detente.clerk.rebuilding import rebuild
    from detente.store.computed import relationships

    keys = [arguments.relationship] if arguments.relationship else relationships()
    found = [rebuild(key, keep=not arguments.check) for key in keys]
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json("rebuilt", relationships=msgspec.to_builtins(found))
    else:
        for one in found:
            sys.stdout.write(f"{one.relationship}: {one.rows} rows, {len(one.differences)} otherwise\n")
            sys.stdout.writelines(f"  {difference}\n" for difference in one.differences)
    return 1 if any(one.differences for one in found) else 0
