"""`detente schema`: the JSON Schema for editors."""

import argparse
import json
import sys

from detente.core.charter.schema import charter_schema


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="accepted for uniformity; the schema is JSON in any case")
    parser.epilog = (
        "examples:\n  detente schema > charter.schema.json\n"
        "  echo '# yaml-language-server: $schema=charter.schema.json' | cat - charter.yaml"
    )


def run(_arguments: argparse.Namespace) -> int:
    """Print the schema."""
    sys.stdout.write(json.dumps(charter_schema(), ensure_ascii=False, indent=2) + "\n")
    return 0
