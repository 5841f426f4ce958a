"""`detente bundle`: the evidence bundle of a matter or of the whole joint record, as one of its people may have it."""

import argparse
import os
import sys
from typing import Any

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("matter", metavar="MATTER", nargs="?", default="", help="without it, the whole joint record")
    parser.add_argument("--as", metavar="NAME", dest="name", required=True, help="for whom it is made")
    parser.add_argument("--relationship", metavar="R", help="its key; not needed where there is only one")
    parser.add_argument("-o", "--output", metavar="FILE.zip", required=True, help="where to write it")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")
    parser.epilog = (
        "examples:\n  detente bundle M-014 --as 'Elin Marsh' -o m-014.zip && detente verify m-014.zip\n"
        "  detente bundle --as 'Elin Marsh' -o all.zip --json"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the bundle."""
    from detente.site.commands import set_up_there

    set_up_there()
    from detente.adapters.evidence.live import bundle_of

    viewer = _viewer(arguments)
    if os.path.lexists(arguments.output) and not arguments.force:
        raise BadInput(f"{arguments.output} exists. Name another file, or --force to write over it.")
    data = bundle_of(viewer, arguments.matter)
    _write(arguments.output, data, over=arguments.force)
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json("bundle", file=arguments.output, bytes=len(data), relationship=viewer.relationship)
    else:
        sys.stderr.write(f"{arguments.output} holds {arguments.matter or 'the whole joint record'}.\n")
    return 0


def _write(path: str, data: bytes, *, over: bool) -> None:
    kind = os.O_TRUNC if over else os.O_EXCL
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | kind, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from error


def _viewer(arguments: argparse.Namespace) -> Any:
    from detente.clerk.accounts import people
    from detente.site.commands import relationship_named
    from detente.store.read import ruled, seated

    key = relationship_named(arguments.relationship)
    rules = ruled(key)
    number = rules.number(arguments.name)
    if not number:
        near = nearest(arguments.name, list(rules.names.values()))
        raise BadInput(f"the charter names nobody '{arguments.name}'." + (f" Nearest: '{near}'." if near else ""))
    party = people.place_in(rules, number).party
    return seated(rules, key, person=number, name=f"{arguments.name}, at the host's command line", party=party)
