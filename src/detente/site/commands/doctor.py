"""`detente doctor`: looks at everything an installation stands on, and prints what mends what is amiss."""

import argparse
import sys

import msgspec

from detente.core.vocabulary.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="every look as one JSON object")
    parser.epilog = "examples:\n  detente doctor\n  detente doctor --json"


def run(arguments: argparse.Namespace) -> int:
    """Print every look; 1 where something is not as it should be."""
    from detente.site.commands import set_up, there_is_none

    if says := there_is_none():
        raise BadInput(says)
    set_up()
    from detente.clerk.doctor import examine

    found = examine()
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json("examined", found=msgspec.to_builtins(found))
    else:
        width = max(len(one.what) for one in found)
        for one in found:
            sys.stdout.write(f"{'ok  ' if one.fine else 'mend'}  {one.what:<{width}}  {one.says}\n")
            if one.cure:
                sys.stdout.write(f"      {'':<{width}}  {one.cure}\n")
    return 0 if all(one.fine for one in found) else 1
