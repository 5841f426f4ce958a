"""`detente explain CODE`: a finding's page."""

import argparse
import sys

from detente.adapters.cli.files import library_file, print_json
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "code", metavar="CODE", nargs="?", help="a finding's code, such as ESC001; without it: all codes"
    )
    parser.add_argument("--json", action="store_true", help="the page as one JSON object")
    parser.epilog = "examples:\n  detente explain ESC001\n  detente explain | grep silence"


def run(arguments: argparse.Namespace) -> int:
    """Print one page, or the list of all."""
    pages = {
        item.name.removesuffix(".md"): item for item in library_file("findings").iterdir() if item.name.endswith(".md")
    }
    if arguments.code is None:
        return _list(pages, arguments.json)
    code = arguments.code.upper()
    if code not in pages:
        near = nearest(code.lower(), [known.lower() for known in pages]).upper()
        raise BadInput(
            f"'{arguments.code}' is no finding's code."
            + (f" Nearest: {near}." if near else " 'detente explain' lists them.")
        )
    text = pages[code].read_text(encoding="utf-8")
    if arguments.json:
        print_json("finding page", code=code, title=_title(text), text=text)
    else:
        sys.stdout.write(text)
    return 0


def _list(pages: dict[str, "object"], as_json: bool) -> int:
    titles = {code: _title(page.read_text(encoding="utf-8")) for code, page in sorted(pages.items())}  # type: ignore[attr-defined]
    if as_json:
        print_json("finding codes", codes=titles)
    else:
        sys.stdout.write("".join(f"{code}  {title}\n" for code, title in titles.items()))
    return 0


def _title(text: str) -> str:
    return text.splitlines()[0].lstrip("# ").partition(": ")[2]
