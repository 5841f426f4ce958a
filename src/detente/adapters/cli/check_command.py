"""`detente check`: every finding of one or more charters."""

import argparse

from detente.adapters.cli.files import charters_in, read_bytes
from detente.adapters.cli.findings import FORMATS, Checked
from detente.core.procedures.checks import check


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
    """Check and print; 1 where somebody still has to do something."""
    checked = [Checked(path, check(read_bytes(path))) for path in charters_in(arguments.paths)]
    FORMATS[arguments.output_format](checked)
    return 0 if all(one.report.clean for one in checked) else 1
