"""`detente explain`: a finding's page, or why a clock of a matter runs out when it does."""

import argparse
import sys

from detente.adapters.cli.files import library_file, print_json
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what", metavar="CODE | MATTER", nargs="?", help="a finding's code; or a matter, with --journal"
    )
    parser.add_argument("clock", metavar="CLOCK", nargs="?", help="the term of that matter whose time is asked about")
    parser.add_argument("--journal", metavar="FILE", help="the journal in which the matter is")
    parser.add_argument("--at", metavar="TIME", help="as it was at this instant (default: at the last fact)")
    parser.add_argument("--json", action="store_true", help="the answer as one JSON object")
    parser.epilog = (
        "examples:\n  detente explain ESC001\n"
        "  detente explain M-014 managers --journal story.jsonl --at 2026-11-25T10:20+01:00"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one page, the list of all, or the grounds of a clock."""
    if arguments.journal or arguments.clock:
        from detente.adapters.cli.playing.clock import explain_clock

        return explain_clock(arguments)
    return _page(arguments)


def _page(arguments: argparse.Namespace) -> int:
    pages = {
        item.name.removesuffix(".md"): item for item in library_file("findings").iterdir() if item.name.endswith(".md")
    }
    if arguments.what is None:
        return _list(pages, arguments.json)
    code = arguments.what.upper()
    if code not in pages:
        near = _nearest(code, sorted(pages))
        raise BadInput(
            f"'{arguments.what}' is no finding's code."
            + (f" Nearest: {near}." if near else " 'detente explain' lists them.")
        )
    text = pages[code].read_text(encoding="utf-8")
    if arguments.json:
        print_json("finding page", code=code, title=_title(text), text=text)
    else:
        sys.stdout.write(text)
    return 0


def _nearest(code: str, known: list[str]) -> str:
    """Return the known code with the same letters whose number is most alike; else the one most like it."""
    letters, number = code.rstrip("0123456789"), code[len(code.rstrip("0123456789")) :]
    alike = [one for one in known if one.startswith(letters) and one[len(letters) :].isdigit()] if letters else []
    if alike:
        return min(alike, key=lambda one: (abs(int(one[len(letters) :]) - int(number or 0)), one))
    return nearest(code.lower(), [one.lower() for one in known]).upper()


def _list(pages: dict[str, "object"], as_json: bool) -> int:
    titles = {code: _title(page.read_text(encoding="utf-8")) for code, page in sorted(pages.items())}  # type: ignore[attr-defined]
    if as_json:
        print_json("finding codes", codes=titles)
    else:
        sys.stdout.write("".join(f"{code}  {title}\n" for code, title in titles.items()))
    return 0


def _title(text: str) -> str:
    return text.splitlines()[0].lstrip("# ").partition(": ")[2]
