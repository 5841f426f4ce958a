"""Branches: how the parts of a charter become clauses, and clauses parts."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from detente.core.charter.model import data_of
from detente.core.charter.reading.atoms import atom
from detente.core.charter.reading.forms import How, whole
from detente.core.charter.reading.phrases import ATOM
from detente.core.charter.reading.sentences import Table
from detente.core.charter.reading.wording_procedures import shapes_of
from detente.core.vocabulary.errors import BadCharter

Path = tuple[str, ...]


class Node(msgspec.Struct):
    """A clause to be written: where its data stand, its heading, what its sentences tell, the clauses below it."""

    path: Path
    heading: str = ""
    table: Table | None = None
    values: Mapping[str, Any] = {}
    lead: str = ""  # what leads over to the clauses below
    below: list["Node"] = []
    text: str = ""
    number: str = ""

    def says(self, how: How) -> str:
        """Return what the clause says under its heading."""
        if not self.table:
            return self.text or self.lead
        told = {key: value for key, value in self.values.items() if key != "meanwhile"}
        said = self.table.write(told, shapes_of(self.values, self.path), how)
        return " ".join([*said, self.lead] if self.lead else said)


class Piece(msgspec.Struct):
    """A clause that was read: its number, its sentences without full stops, the clauses below it."""

    number: str
    line: int
    says: list[str]
    below: list["Piece"] = []

    def name(self) -> str:
        """Return the name that is the clause's heading."""
        name = whole(ATOM, self.says[0]) if self.says else None
        if name is None:
            raise BadCharter(f"line {self.line}: clause {self.number} starts with no name. Expected: 'Name. Words.'.")
        return str(name)

    def without(self, says: list[str], lead: str) -> list[str]:
        """Return `says` without the words that lead over to the clauses below."""
        if not lead:
            return says
        if not says or says[-1] != lead:
            raise BadCharter(f"line {self.line}: clause {self.number} does not end in '{lead}'.")
        return says[:-1]

    def nothing(self, says: list[str]) -> None:
        """Raise where a clause that only holds others says something of its own."""
        if says:
            raise BadCharter(f"line {self.line}: '{says[0]}' is no sentence here. Expected: only the clauses below.")


DEPTH_MAX = 40  # clauses within clauses; a charter's text nests less deep


def place(piece: Piece, above: list[Piece], sections: list[Piece]) -> None:
    """Put a piece where its number says. `above` are the clauses that enclose the piece before it, and that one.

    Raises:
        BadCharter: its number has more steps than there are clauses to hold it.
    """
    depth = piece.number.count(".")
    if depth > len(above) or depth > DEPTH_MAX:
        raise BadCharter(f"line {piece.line}: clause {piece.number} has no clause above it.")
    (above[depth - 1].below if depth else sections).append(piece)
    above[depth:] = [piece]


class Branch:
    """A part of the charter that is a clause or several."""

    def grow(self, value: Any, path: Path, heading: str) -> Node:
        """Return the clause of a value, with all below it."""
        raise NotImplementedError

    def gather(self, piece: Piece, says: list[str]) -> Any:
        """Return the plain data of a clause whose sentences, its heading left out, are `says`."""
        raise NotImplementedError


class OneField(Branch):
    """A field told in a clause of its own."""

    def __init__(self, key: str, table: Table, empty: Any) -> None:
        self.key, self.table, self.empty = key, table, empty

    def grow(self, value: Any, path: Path, heading: str) -> Node:
        return Node(path, heading, self.table, {self.key: value})

    def gather(self, piece: Piece, says: list[str]) -> Any:
        return self.table.read(says, piece.line).get(self.key, self.empty)


class Entries(Branch):
    """A mapping of named entries, each a clause."""

    def __init__(self, entry: Branch, lead: str = "") -> None:
        self.entry, self.lead = entry, lead

    def grow(self, value: Any, path: Path, heading: str) -> Node:
        keyed = {str(data_of({key: ""}).popitem()[0]): item for key, item in value.items()}
        below = [self.entry.grow(item, (*path, key), atom(key)) for key, item in keyed.items()]
        return Node(path, heading, lead=self.lead if below else "", below=below)

    def gather(self, piece: Piece, says: list[str]) -> Any:
        piece.nothing(piece.without(says, self.lead if piece.below else ""))
        return {below.name(): self.entry.gather(below, below.says[1:]) for below in piece.below}


class Items(Branch):
    """A list of entries without names, each a clause."""

    def __init__(self, entry: Branch) -> None:
        self.entry = entry

    def grow(self, value: Any, path: Path, heading: str) -> Node:
        return Node(path, heading, below=[self.entry.grow(item, (*path, str(at)), "") for at, item in enumerate(value)])

    def gather(self, piece: Piece, says: list[str]) -> Any:
        piece.nothing(says)
        return [self.entry.gather(below, below.says) for below in piece.below]


class Deferred(Branch):
    """A branch made when it is first needed: a term holds terms."""

    def __init__(self, make: Callable[[], Branch]) -> None:
        self.make = make

    def grow(self, value: Any, path: Path, heading: str) -> Node:
        return self.make().grow(value, path, heading)

    def gather(self, piece: Piece, says: list[str]) -> Any:
        return self.make().gather(piece, says)
