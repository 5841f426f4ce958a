"""`detente adopt`: a procedure of the library, copied into a charter with its source and the charter's own roles."""

import argparse
import sys

from detente.adapters.cli.files import library_file, names_in, print_json, read_bytes, write_whole
from detente.adapters.cli.findings import Checked, concise
from detente.core.charter.library import Copied, copied, inserted
from detente.core.charter.parse import parse
from detente.core.procedures.checks import check
from detente.core.vocabulary.errors import BadCharter, BadInput
from detente.core.vocabulary.names import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "name", metavar="PROCEDURE", help="a procedure of the library ('detente init --list' names them), or a file"
    )
    parser.add_argument("charter", metavar="CHARTER", help="the charter to copy it into")
    parser.add_argument(
        "--role",
        metavar="OLD=NEW",
        action="append",
        default=[],
        help="the charter's name for a seat of the library; may be repeated",
    )
    parser.add_argument(
        "--print", action="store_true", dest="dry", help="print the copied text instead of writing the charter"
    )
    parser.add_argument("--json", action="store_true", help="what was copied, as one JSON object")
    parser.epilog = (
        "examples:\n  detente adopt step-in charter.yaml\n"
        "  detente adopt model-services charter.yaml --role 'commercial director=executive'"
    )


def run(arguments: argparse.Namespace) -> int:
    """Copy; the charter is written only when it still parses."""
    copy = copied(parse(_library(arguments.name)), dict(_pair(role) for role in arguments.role))
    if arguments.dry:
        sys.stdout.write(copy.procedures + "\n")
        return 0
    text = inserted(parse(read_bytes(arguments.charter)), copy)
    report = check(text.encode())
    if report.document.charter is None:
        concise([Checked(arguments.charter, report)])
        raise BadCharter(f"{arguments.charter} is left as it was: with the copy it would have these errors.")
    write_whole(arguments.charter, text)
    _tell(arguments, copy)
    return 0


def _library(name: str) -> bytes:
    if name.endswith((".yaml", ".yml")):
        return read_bytes(name)
    known = names_in("charters/procedures")
    if name not in known:
        near = nearest(name, known)
        raise BadInput(
            f"'{name}' is no procedure of the library."
            + (f" Nearest: '{near}'." if near else " 'detente init --list' names them.")
        )
    return bytes(library_file("charters", "procedures", f"{name}.yaml").read_bytes())


def _pair(role: str) -> tuple[str, str]:
    old, separator, new = role.partition("=")
    if not separator or not old.strip() or not new.strip():
        raise BadInput(f"'{role}' maps no seat. Write --role 'commercial director=executive'.")
    return old.strip(), new.strip()


def _tell(arguments: argparse.Namespace, copy: Copied) -> None:
    if arguments.json:
        print_json("adopted", charter=arguments.charter, procedures=list(copy.names), seats=list(copy.seats))
        return
    path, names = arguments.charter, ", ".join(copy.names)
    sys.stdout.write(f"{path}: {names} copied in, with its source. Next: detente check {path}\n")
