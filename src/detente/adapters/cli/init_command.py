"""`detente init`: a charter to start from, with the parties' own names in it; with --live a whole installation."""

import argparse
import importlib
import sys
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from detente.adapters.cli.files import library_file, names_in, print_json, write_new
from detente.adapters.cli.terminal import wrapped
from detente.core.charter.model import Charter
from detente.core.charter.parse import parse
from detente.core.charter.renaming import renamed, shortened
from detente.core.charter.starting import started
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest

Answer = TypeVar("Answer")
Naming = Callable[[Charter], dict[str, str]]  # what people are called, by the template's name for them
ASKED = ("customer", "provider")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # Unicode's categories


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "path",
        metavar="FILE",
        nargs="?",
        default="charter.yaml",
        help="where to write (default: charter.yaml); - is standard output",
    )
    parser.add_argument("--template", metavar="NAME", help="which charter to start from; --list names them")
    parser.add_argument("--list", action="store_true", help="list the templates and the procedures of the library")
    parser.add_argument("--customer", metavar="NAME", help="the customer's name")
    parser.add_argument("--provider", metavar="NAME", help="the provider's name")
    parser.add_argument(
        "--start", metavar="DAY", help="the contract's first day, such as 2027-01-04; the other dates follow by weeks"
    )
    parser.add_argument(
        "--yes", action="store_true", help="ask nothing; what is not given keeps the template's placeholder"
    )
    parser.add_argument("--live", action="store_true", help="make a live relationship and print a link for each side")
    parser.add_argument(
        "--data", metavar="DIR", help="with --live: where everything is kept (default: DETENTE_DATA, or detente-data)"
    )
    parser.add_argument("--url", metavar="URL", help="with --live: the address people will open")
    parser.add_argument(
        "--customer-mail", metavar="ADDRESS", help="with --live: of the customer's relationship manager"
    )
    parser.add_argument(
        "--provider-mail", metavar="ADDRESS", help="with --live: of the provider's relationship manager"
    )
    parser.add_argument("--charter", metavar="FILE", help="with --live: a charter of one's own instead of a template")
    parser.add_argument(
        "--person",
        metavar="'NAME=OWN NAME <ADDRESS>'",
        action="append",
        default=[],
        help="with --live: who sits where the charter writes NAME; with an address they get a link. As often as needed",
    )
    parser.add_argument(
        "--yes-begin-in-the-past",
        action="store_true",
        help="with --live: begin although duties of a time that is over would be on record as not done",
    )
    parser.add_argument("--json", action="store_true", help="what was written, as one JSON object")
    parser.epilog = (
        "examples:\n  detente init\n"
        "  detente init --template managed-it --customer Aldgate --provider Meridian --yes charter.yaml"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the charter and say what to do next; an existing file is never overwritten."""
    if arguments.list:
        return _list(as_json=arguments.json)
    if arguments.live:  # it knows Django, which no command of a charter imports
        return int(importlib.import_module("detente.site.commands.start").run(arguments))
    if arguments.path != "-" and Path(arguments.path).exists():
        raise BadInput(f"{arguments.path} exists. Name another file; nothing was written.")
    template, text = drafted(arguments)
    if arguments.path == "-":
        sys.stdout.write(text)
        return 0
    write_new(arguments.path, text)
    _tell(arguments, template)
    return 0


def drafted(arguments: argparse.Namespace, *, live: bool = False, named: Naming = lambda _: {}) -> tuple[str, str]:
    """Return the template's name, and its text with the parties' own names and dates; what is not given is asked.

    Args:
        live: it begins at once, so that it starts on the coming Monday where nothing else is said.
        named: says what further people are called, by the template's name for them.
    """
    template = _template(arguments)
    text = library_file("charters", f"{template}.yaml").read_text(encoding="utf-8")
    charter = parse(text.encode()).charter
    assert isinstance(charter, Charter), "the package's templates are whole charters"
    names = _answers(arguments, charter, named)
    shorts = {
        party: names[charter.parties[party].name].split()[0] for party in ASKED if charter.parties[party].name in names
    }
    text = shortened(renamed(text, names), shorts)
    start = _first_day(arguments, live=live)
    return template, started(text, start) if start else text


def _first_day(arguments: argparse.Namespace, *, live: bool) -> date | None:
    """Return the contract's first day: as given, as answered, or the coming Monday; nothing keeps the template's."""
    if arguments.start:
        return _day(arguments.start)
    today = datetime.now().astimezone().date()
    monday = today + timedelta(days=7 - today.weekday())
    if talks(arguments):
        return asked("On which day does the contract start?", monday.isoformat(), _day)
    return monday if live else None


def _day(text: str) -> date:
    """Return a day as it is written.

    Raises:
        BadInput: it is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--start: '{text}' is no day. Write it like 2027-01-04; nothing was written.") from error


def _template(arguments: argparse.Namespace) -> str:
    known = names_in("charters")
    if arguments.template in known:
        return str(arguments.template)
    if arguments.template:
        raise BadInput(_no_template(arguments.template, known))
    if not talks(arguments):
        because = "with --yes" if arguments.yes else "where nobody answers: standard input is no terminal"
        raise BadInput(f"--template is needed {because}. The templates: {', '.join(known)}.")
    question = f"Which template ({', '.join(known)})?"
    while (name := ask(question, known[0])) not in known:
        sys.stderr.write(f"{_no_template(name, known)}\n")
    return name


def _no_template(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    return f"'{name}' is no template." + (f" Nearest: '{near}'." if near else f" The templates: {', '.join(known)}.")


def _answers(
    arguments: argparse.Namespace, charter: Charter, named: Callable[[Charter], dict[str, str]]
) -> dict[str, str]:
    names: dict[str, str] = {}
    others = named(charter) if arguments.live else {}
    for party in ASKED:
        old, whose = charter.parties[party].name, f"the {party}"
        given = getattr(arguments, party)
        names[old] = given if given is not None else _told(arguments, f"Name of {whose}?", old, whose)
        names[old] = own_name(names[old], whose)
    for person, entry in charter.people.items():
        if entry.title == "relationship manager" and person not in others:
            whose = f"the {entry.of}'s relationship manager"
            names[person] = _told(arguments, f"Relationship manager of the {entry.of}?", person, whose)
    return {old: new for old, new in {**names, **others}.items() if new != old}


def _told(arguments: argparse.Namespace, question: str, old: str, whose: str) -> str:
    return asked(question, old, lambda text: own_name(text, whose)) if talks(arguments) else old


def own_name(text: str, whose: str) -> str:
    """Return a name on one line, with single spaces.

    Raises:
        BadInput: it is blank, or holds a character that cannot be seen.
    """
    hidden = next((mark for mark in text if unicodedata.category(mark) in _UNSEEN), "")
    if hidden:
        raise BadInput(
            f"the name of {whose} holds U+{ord(hidden):04X}, which cannot be seen. "
            "Write it without; nothing was written."
        )
    if not text.strip():
        raise BadInput(f"the name of {whose} is blank; nothing was written.")
    return " ".join(text.split())


def talks(arguments: argparse.Namespace) -> bool:
    """Return whether somebody is there to answer."""
    return not arguments.yes and sys.stdin.isatty()


def ask(question: str, otherwise: str) -> str:
    """Return the answer to a question, or what stands in brackets."""
    sys.stderr.write(f"{question} [{otherwise}] ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        raise BadInput("the questions were left unanswered; nothing was written.")
    return line.strip() or otherwise


def asked(question: str, otherwise: str, read: Callable[[str], Answer]) -> Answer:
    """Return the answer as it is read; one that cannot be used is asked for again."""
    while True:
        answer = ask(question, otherwise)
        try:
            return read(answer)
        except BadInput as error:
            sys.stderr.write(f"{str(error).removesuffix('; nothing was written.').rstrip('.')}. Once more:\n")


def _tell(arguments: argparse.Namespace, template: str) -> None:
    if arguments.json:
        print_json("written", path=arguments.path, template=template)
        return
    sys.stdout.write(f"{arguments.path} written from the template {template}.\n")
    sys.stdout.write(
        wrapped("Next: put in people, dates, calendars and sums of your own; both sides read it aloud together.") + "\n"
    )
    for command in ("check", "read", "draw"):
        tail = " -o ladder.svg" if command == "draw" else ""
        sys.stdout.write(f"  detente {command} {arguments.path}{tail}\n")


def _list(*, as_json: bool) -> int:
    templates, procedures = names_in("charters"), {}
    for name in names_in("charters/procedures"):
        library = parse(library_file("charters", "procedures", f"{name}.yaml").read_bytes()).charter
        procedures[name] = getattr(library, "title", "")
    if as_json:
        print_json("templates", templates=templates, procedures=procedures)
        return 0
    sys.stdout.write("Templates (detente init --template NAME):\n" + "".join(f"  {name}\n" for name in templates))
    sys.stdout.write("Procedures (detente adopt NAME charter.yaml):\n")
    sys.stdout.write("".join(f"  {name:<28}{title}\n" for name, title in procedures.items()))
    return 0
