"""`detente backup`: everything at one moment to a directory, the keys to another, while people go on working."""

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("directory", metavar="DIRECTORY", help="a new directory for the backup")
    parser.add_argument("--keys", metavar="DIRECTORY", required=True, help="a new directory elsewhere for the keys")
    parser.add_argument("--json", action="store_true", help="the manifest as one JSON object")
    parser.epilog = (
        "examples:\n  detente backup /backups/monday --keys /safe/monday\n"
        "  detente backup /backups/now --keys /safe/now --json"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the backup, read it again, and say what it holds."""
    from detente.site.commands import set_up_there

    set_up_there()
    from detente.clerk import backups

    place = Path(arguments.directory)
    backups.backup(place, Path(arguments.keys))
    return told(backups.read(place), arguments, "kept")


def told(manifest: "object", arguments: argparse.Namespace, word: str) -> int:
    """Print what a backup holds."""
    import msgspec

    from detente.clerk.backups import Manifest

    assert isinstance(manifest, Manifest), "a manifest was read"
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json(word, manifest=msgspec.to_builtins(manifest))
        return 0
    for held in manifest.journals:
        sys.stdout.write(f"{word}  {held.relationship}, {held.room}: {held.size} entries, root {held.root[:16]}\n")
    sys.stdout.write(f"{len(manifest.files)} files, as of {manifest.made}\n")
    return 0
