"""`detente draw`: a procedure as a picture, or as the same in words."""

import argparse
import sys
from collections.abc import Mapping

from detente.adapters.cli.compiled import compiled_of, ladder_of
from detente.adapters.cli.files import print_json, write_output
from detente.core.procedures import Table


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("charter", metavar="CHARTER", help="the charter, or -")
    parser.add_argument(
        "procedure", metavar="PROCEDURE", nargs="?", help="which procedure (default: the one with the most levels)"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE.svg", default="-", help="where to write the picture (default: standard output)"
    )
    parser.add_argument("--words", action="store_true", help="the same as a list, for a terminal or a screen reader")
    parser.add_argument("--json", action="store_true", help="the list as one JSON object")
    parser.epilog = (
        "examples:\n  detente draw charter.yaml escalation -o ladder.svg\n  detente draw charter.yaml mediation --words"
    )


def run(arguments: argparse.Namespace) -> int:
    """Draw one procedure."""
    compiled = compiled_of(arguments.charter)
    table = compiled.tables[ladder_of(compiled, arguments.procedure)]
    acts = compiled.document.names.acts
    if arguments.words or arguments.json:
        return _words(table, acts, as_json=arguments.json)
    from detente.adapters.cli.page import picture_file

    svg = picture_file(table, title=table.procedure, acts=acts)
    if arguments.output == "-":
        sys.stdout.write(svg)
    else:
        write_output(arguments.output, svg, source=arguments.charter)
        sys.stderr.write(f"{arguments.output} shows the procedure {table.procedure}.\n")
    return 0


def _words(table: Table, acts: Mapping[str, str], *, as_json: bool) -> int:
    from detente.core.procedures.drawing import outline

    entries = outline(table, acts=acts)
    if as_json:
        print_json(
            "outline",
            procedure=table.procedure,
            entries=[{"depth": e.depth, "name": e.name, "text": e.text} for e in entries],
        )
        return 0
    for entry in entries:
        sys.stdout.write("  " * entry.depth + entry.name + (f": {entry.text}" if entry.text else "") + "\n")
    return 0
