"""`detente restore`: a backup into an empty database, verified line by line."""

import argparse
from pathlib import Path

from detente.site.commands.backup import told


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("directory", metavar="DIRECTORY", help="the backup")
    parser.add_argument("--keys", metavar="DIRECTORY", required=True, help="where its keys are kept")
    parser.add_argument("--check", action="store_true", help="only verify it; nothing is written")
    parser.add_argument("--json", action="store_true", help="the manifest as one JSON object")
    parser.epilog = (
        "examples:\n  detente restore /backups/monday --keys /safe/monday --check\n"
        "  detente restore /backups/monday --keys /safe/monday"
    )


def run(arguments: argparse.Namespace) -> int:
    """Restore, or only verify, and say what was held."""
    from detente.site.commands import migrated, set_up

    set_up()
    from detente.clerk import backups

    place = Path(arguments.directory)
    if arguments.check:
        return told(backups.read(place), arguments, "whole")
    migrated()
    return told(backups.restore(place, Path(arguments.keys)), arguments, "restored")
