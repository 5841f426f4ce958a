"""A table as a graph: which top-level terms lead where, on which rung, in which column.

Nodes are the top-level terms and the opening. An edge stands for a consequence of a term, or of anything under it, that
opens another; one that leads to a term written earlier is a loop. Source: language.md, section 4, Drawing.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from detente.core.charter.phrases import Do, Verb
from detente.core.procedures.table import OPENS, Link, On, Row, Table


class Kind(StrEnum):
    """What a node looks like."""

    OPENING = "opening"
    BAR = "bar"  # a term with a clock
    BOX = "box"  # a term without
    RUN = "run"  # a term that runs a procedure
    RULE = "rule"


class Way(StrEnum):
    """By what a line leaves."""

    THEN = "then"
    ELSE = "else"


class Node(msgspec.Struct, frozen=True):
    """A top-level term with its place."""

    term: str
    kind: Kind
    rung: int
    column: int


class Edge(msgspec.Struct, frozen=True):
    """From one node to another; `through` names the nested term that is the door, `source` may be an anytime option."""

    source: str
    target: str
    way: Way
    through: str = ""
    loop: bool = False


class Exit(msgspec.Struct, frozen=True):
    """A way out of the procedure, with its result."""

    source: str
    result: str
    way: Way
    through: str = ""


class Started(msgspec.Struct, frozen=True):
    """A procedure started beside, or raised as a matter of its own."""

    source: str
    procedure: str
    way: Way
    through: str = ""
    raised: bool = False


class Nested(msgspec.Struct, frozen=True):
    """A term inside another: `door` leads out of the node, `notch` has a date."""

    term: str
    inside: str  # the top-level term
    depth: int
    door: bool
    notch: bool


class Graph(msgspec.Struct, frozen=True):
    """A procedure as nodes and lines. `anytime` lists the options on the left edge, `always` the floor."""

    procedure: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    exits: tuple[Exit, ...]
    started: tuple[Started, ...]
    nested: tuple[Nested, ...]
    anytime: tuple[str, ...]
    always: tuple[str, ...]

    def node(self, term: str) -> Node:
        """Return the node of a term."""
        return next(node for node in self.nodes if node.term == term)

    def into(self, term: str) -> tuple[Edge, ...]:
        """Return the edges that lead to a term."""
        return tuple(edge for edge in self.edges if edge.target == term)


def graph(table: Table) -> Graph:
    """Return the graph of a compiled procedure."""
    order = (OPENS, *table.top())
    ways = [(row, way, do) for row in table.rows for way, do in _ways(table, row)]
    edges = tuple(dict.fromkeys(_edges(table, order, ways)))
    rungs = _rungs(order, edges)
    columns = _columns(order, rungs, edges)
    return Graph(
        table.procedure,
        tuple(Node(term, _kind(table, term), rungs[term], columns[term]) for term in order),
        edges,
        tuple(dict.fromkeys(
            Exit(_top(table, row.term), do.name, way, _door(row)) for row, way, do in ways if do.verb is Verb.END
        )),
        tuple(dict.fromkeys(
            Started(_top(table, row.term), do.name, way, _door(row), do.verb is Verb.RAISE)
            for row, way, do in ways
            if do.verb in (Verb.START, Verb.RAISE)
        )),
        _nested(table, order, ways),
        tuple(_anytime(table)),
        table.always,
    )  # fmt: skip


def _anytime(table: Table) -> list[str]:
    return list(dict.fromkeys(row.term for row in table.rows if row.link is Link.ANYTIME))


def _ways(table: Table, row: Row) -> list[tuple[Way, Do]]:
    """What a row does and by which way; to settle ends the matter where nothing else is written."""
    if row.link is Link.LIMITATION:
        return []
    if row.on is On.ACT and row.act == "settle" and not row.do:
        return [(Way.THEN, Do(Verb.END, "settled"))]
    way = Way.ELSE if row.on is On.TIME else Way.THEN
    return [(way, do) for do in table.consequences(row)]


def _top(table: Table, term: str) -> str:
    return (*table.parents.get(term, ()), term)[0]


def _door(row: Row) -> str:
    return row.term if row.parent else ""


def _edges(table: Table, order: tuple[str, ...], ways: list[tuple[Row, Way, Do]]) -> Iterable[Edge]:
    for row, way, do in ways:
        source, target = _top(table, row.term), _top(table, do.name)
        if do.verb is not Verb.OPEN or target not in order or (source == target != do.name):
            continue
        earlier = source in order and order.index(target) <= order.index(source)
        yield Edge(source, target, way, _door(row), earlier)


def _rungs(order: tuple[str, ...], edges: tuple[Edge, ...]) -> dict[str, int]:
    """Rung 0 is the opening; a term stands one below the lowest of its sources, loops aside."""
    rungs = {order[0]: 0}
    for term in order[1:]:
        sources = [rungs.get(edge.source, 0) for edge in edges if edge.target == term and not edge.loop]
        rungs[term] = 1 + max(sources, default=0)
    return rungs


def _columns(order: tuple[str, ...], rungs: dict[str, int], edges: tuple[Edge, ...]) -> dict[str, int]:
    """Down is else: what silence opens stands below its source, and what an act opens where silence opens nothing."""
    columns: dict[str, int] = {order[0]: 0}
    taken = {(0, 0)}
    ranked = sorted(order[1:], key=lambda term: (rungs[term], -_weight(term, edges), order.index(term)))
    for term in ranked:
        column = _wish(term, columns, edges)
        while (rungs[term], column) in taken:
            column += 1
        columns[term] = column
        taken.add((rungs[term], column))
    used = sorted(set(columns.values()))
    return {term: used.index(column) for term, column in columns.items()}


def _weight(term: str, edges: tuple[Edge, ...]) -> int:
    return int(
        any(edge.target == term and not edge.loop and edge.way is Way.ELSE and not edge.through for edge in edges)
    )


def _wish(term: str, columns: dict[str, int], edges: tuple[Edge, ...]) -> int:
    into = [edge for edge in edges if edge.target == term and not edge.loop and edge.source in columns]
    below = [edge for edge in into if edge.way is Way.ELSE and not edge.through]
    if below:
        return min(columns[edge.source] for edge in below)
    wishes = []
    for edge in into:
        beside = any(e.source == edge.source and e.way is Way.ELSE and not e.through and not e.loop for e in edges)
        wishes.append(columns[edge.source] + beside)
    return min(wishes, default=0)


def _kind(table: Table, term: str) -> Kind:
    rows = table.of(term)
    if term == OPENS:
        return Kind.OPENING
    if any(row.on is On.OPENING for row in rows):
        return Kind.RULE
    if any(row.runs for row in rows):
        return Kind.RUN
    return Kind.BAR if any(row.on is On.TIME for row in rows) else Kind.BOX


def _nested(table: Table, order: tuple[str, ...], ways: list[tuple[Row, Way, Do]]) -> tuple[Nested, ...]:
    found = []
    leading = {row.term for row, _, do in ways if _leads_out(table, row, do)}
    for term, parents in table.parents.items():
        if parents and parents[0] in order:
            notch = any(row.on is On.TIME for row in table.of(term))
            found.append(Nested(term, parents[0], len(parents), term in leading, notch))
    return tuple(found)


def _leads_out(table: Table, row: Row, do: Do) -> bool:
    if do.verb is Verb.OPEN:
        return _top(table, do.name) != _top(table, row.term) or do.name == _top(table, row.term)
    return do.verb is Verb.END
