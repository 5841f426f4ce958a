"""`detente adopt`: a procedure of the library, copied into a charter with its source and the charter's own roles."""

import argparse
import sys

from detente.adapters.cli.files import library_file, names_in, print_json, read_charter, write_whole
from detente.adapters.cli.findings import Checked, as_json, concise
from detente.core.charter.formatting import with_line_ends
from detente.core.charter.library import Copied, copied, inserted
from detente.core.charter.parse import parse
from detente.core.procedures.checks import Report, check
from detente.core.vocabulary.errors import BadCharter, BadInput
from detente.core.vocabulary.findings import Finding, Severity
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
    parser.add_argument(
        "--force", action="store_true", help="write the charter even where the copy brings errors into it"
    )
    parser.add_argument("--json", action="store_true", help="what was copied, as one JSON object")
    parser.epilog = (
        "examples:\n  detente adopt step-in charter.yaml\n"
        "  detente adopt model-services charter.yaml --role 'commercial director=executive'"
    )


def run(arguments: argparse.Namespace) -> int:
    """Copy; the charter is written only when it still parses and, without --force, has no error it did not have."""
    copy = copied(parse(_library(arguments.name)), dict(_pair(role) for role in arguments.role))
    if arguments.dry:
        return _print(copy, as_json=arguments.json)
    data = read_charter(arguments.charter)
    document = parse(data)
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    text = mark + with_line_ends(inserted(document, copy), document.source.text)
    _judge(arguments, before=check(data), after=check(text.encode()))
    if arguments.charter == "-":
        sys.stdout.write(text)
        return 0
    write_whole(arguments.charter, text, was=data)
    _tell(arguments, copy)
    return 0


def _print(copy: Copied, *, as_json: bool) -> int:
    if as_json:
        values, results = (
            {name: list(kind) if isinstance(kind, tuple) else kind for name, kind in wanted.items()}
            for wanted in (copy.values, copy.results)
        )
        names, seats = list(copy.names), list(copy.seats)
        print_json("copied", procedures=names, seats=seats, values=values, results=results, text=copy.procedures)
    else:
        sys.stdout.write(copy.procedures + "\n")
    return 0


def _judge(arguments: argparse.Namespace, *, before: Report, after: Report) -> None:
    """Show the errors that a copy brings.

    Raises:
        BadCharter: there are some, and nobody asked to write them all the same; a text that cannot be read is never
            written.
    """
    had = {_same(finding) for finding in before.findings}
    brought = [one for one in after.findings if one.severity is Severity.ERROR and _same(one) not in had]
    if not brought:
        return
    readable, left = after.document.charter is not None, f"{arguments.charter} is left as it was"
    written = readable and arguments.force
    if not (written and arguments.json):
        show = as_json if arguments.json else concise
        show([Checked(arguments.charter, Report(after.document, after.compiled, brought))])
    if not readable:
        raise BadCharter(f"{left}: with the copy it would have these errors.")
    if not written:
        raise BadCharter(
            f"{left}: the copy would bring the errors above into it. "
            "Mend the copy's names or roles, or write it all the same with --force."
        )


def _same(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.place.path, finding.says


def _library(name: str) -> bytes:
    if name.endswith((".yaml", ".yml")):
        return read_charter(name)
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
