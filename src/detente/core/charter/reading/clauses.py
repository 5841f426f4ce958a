"""Clauses: the whole charter as numbered clauses, and numbered clauses as the whole charter."""

from collections.abc import Iterator
from typing import Any

import msgspec

from detente.core.charter.model import Charter, Library, Part, Procedure, Rules, data_of
from detente.core.charter.model.declared import declared
from detente.core.charter.reading.branches import Node, Path, Piece
from detente.core.charter.reading.forms import How, whole
from detente.core.charter.reading.layout import heading_of, section
from detente.core.charter.reading.phrases import ATOM
from detente.core.charter.reading.wording_sections import GUIDE
from detente.core.vocabulary.errors import BadCharter

KINDS: dict[str, type[Rules]] = {"Charter": Charter, "Library procedure": Library, "Part of a charter": Part}
_GUIDE = "How to read this text"
_PROCEDURE = "Procedure: "
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
    names = declared(data_of(charter), complete=isinstance(charter, Charter))
    doings = frozenset(event for event, act in names.acts.items() if event == act)
    sections = {node.path[1]: node.number for node in nodes if node.path[:1] == ("procedures",)}
    found = []
    for node in nodes:
        how = How(_steps(node), sections, doings)
        found += [Clause(n.number, n.heading, n.says(how), n.path, n.number.count(".")) for n in _all(node)]
    return found


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
