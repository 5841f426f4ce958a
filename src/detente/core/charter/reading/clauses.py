"""Clauses: the whole charter as numbered clauses, and numbered clauses as the whole charter."""

from collections.abc import Iterator
from typing import Any

import msgspec

from detente.core.charter.model import Charter, Library, Part, Procedure, Rules
from detente.core.charter.reading.branches import Node, Path, Piece
from detente.core.charter.reading.forms import How, whole
from detente.core.charter.reading.guide import GUIDE
from detente.core.charter.reading.layout import heading_of, section
from detente.core.charter.reading.phrases import ATOM
from detente.core.charter.reading.receiving import OF_THE_RECIPIENT
from detente.core.charter.reading.rivals import rivals_in
from detente.core.vocabulary.errors import BadCharter

KINDS: dict[str, type[Rules]] = {"Charter": Charter, "Library procedure": Library, "Part of a charter": Part}
_GUIDE = "How to read this text"
_PROCEDURE = "Procedure: "
_PARTIES = ("customer", "provider")  # of a part that names none
_LAST = ("values", "results", "procedures", "acts", "acknowledged")


class Clause(msgspec.Struct, frozen=True):
    """One numbered clause: heading and text as shown, where its data stand, how deep it lies (a section: 0)."""

    number: str
    heading: str
    text: str
    path: Path
    depth: int


def kind_of(charter: Rules) -> str:
    """Return which of the three texts of the language this is."""
    return next(words for words, kind in KINDS.items() if isinstance(charter, kind))


def clauses(charter: Rules) -> list[Clause]:
    """Return the charter in plain language, clause by clause in reading order."""
    nodes = _sections(charter)
    for at, node in enumerate(nodes, 1):
        _number(node, str(at))
    how = _how(charter, nodes)
    found = []
    for node in nodes:
        here = msgspec.structs.replace(how, steps=_steps(node))
        rivals = rivals_in(charter.procedures[node.path[1]]) if node.path[:1] == ("procedures",) else {}
        for n in _all(node):
            own = n.path[-1] if n.path else ""
            says = n.says(msgspec.structs.replace(here, own=own, rivals=rivals.get(own, ())))
            found.append(Clause(n.number, n.heading, says, n.path, n.number.count(".")))
    return found


def _how(charter: Rules, nodes: list[Node]) -> How:
    """Return what the whole charter tells its writer."""
    sections = {node.path[1]: node.number for node in nodes if node.path[:1] == ("procedures",)}
    roles = charter.roles if isinstance(charter, Charter) else {}
    shared = frozenset(role for role, sides in roles.items() if len(sides) > 1)
    notices = getattr(charter, "notices", None)
    there = OF_THE_RECIPIENT if notices and notices.calendar == "recipient" else ""
    parties = frozenset(getattr(charter, "parties", ()) or _PARTIES)
    return How(sections=sections, parties=parties, shared=shared, there=there)


def gather(kind: str, pieces: list[Piece]) -> dict[str, Any]:
    """Return the plain data that sections tell.

    Raises:
        BadCharter: a sentence or a heading that the language does not know; the message names its line.
    """
    layout = section(KINDS[kind])
    own = _own(kind)
    headings = {heading_of(key): key for key in layout.parts}
    found: dict[str, Any] = {}
    for piece in pieces:
        heading, says = piece.says[0], piece.says[1:]
        if heading == own:
            found.update(layout.table.read(says, piece.line))
        elif heading.startswith(_PROCEDURE):
            name = whole(ATOM, heading.removeprefix(_PROCEDURE))
            if name is None:
                raise BadCharter(f"line {piece.line}: '{heading}' names no procedure. Expected: 'Procedure: dispute'.")
            found.setdefault("procedures", {})[name] = section(Procedure).gather(piece, says)
        elif heading in headings:
            found[headings[heading]] = layout.parts[headings[heading]].gather(piece, says)
        elif heading != _GUIDE:
            raise BadCharter(f"line {piece.line}: '{heading}' is no section. Known: {', '.join([own, *headings])}.")
    return found


def _own(kind: str) -> str:
    return "This charter" if kind == "Charter" else "This text"


def _sections(charter: Rules) -> list[Node]:
    root = section(type(charter)).grow(charter, (), "")
    guide = [Node((), text=text) for text in GUIDE]
    found = [Node((), _GUIDE, below=guide)]
    if root.values:
        found.append(Node((), _own(kind_of(charter)), root.table, root.values))
    parts = {node.path[0]: node for node in root.below}
    for key in [*(key for key in parts if key not in _LAST), *(key for key in _LAST if key in parts)]:
        found += _procedures(parts[key]) if key == "procedures" else [parts[key]]
    return found


def _procedures(node: Node) -> list[Node]:
    for below in node.below:
        below.heading = f"{_PROCEDURE}{below.heading}"
    return node.below


def _number(node: Node, number: str) -> None:
    node.number = number
    for at, below in enumerate(node.below, 1):
        _number(below, f"{number}.{at}")


def _all(node: Node) -> Iterator[Node]:
    yield node
    for below in node.below:
        yield from _all(below)


def _steps(section: Node) -> dict[str, str]:
    """Return the clause of each term of a procedure; the first one counts, as it does when a charter is read."""
    found: dict[str, str] = {}
    for node in _all(section):
        *above, name = node.path or ("",)
        if above[:1] == ["procedures"] and len(above) > 2 and above[-1] in ("terms", "anytime", "meanwhile"):
            found.setdefault(name, node.number)
    return found
