"""The same picture in words: for screen readers, terminals, and whoever would rather read."""

from collections.abc import Iterable, Mapping

import msgspec

from detente.core.procedures.drawing.graph import Graph, graph
from detente.core.procedures.drawing.wording import clock_words, deed_words, guard_words, headed
from detente.core.procedures.table import OPENS, On, Row, Table

_BARE = ("nothing", "stays overdue")


class Entry(msgspec.Struct, frozen=True):
    """One line of the twin: `depth` 0 a term on its rung, 1 and more what is nested or follows."""

    depth: int
    name: str  # a term's; on a line about what follows, how it comes about: once done, in silence, at once
    text: str
    rung: int = -1  # of a top-level term
    follows: bool = False

    @property
    def line(self) -> str:
        """The line as plain text."""
        return "  " * self.depth + (f"{self.name}: {self.text}" if self.text else self.name)


def outline(table: Table, *, acts: Mapping[str, str] = {}) -> list[Entry]:
    """Return the picture as a list, top down: opening, terms by rung with what they hold, left edge, floor."""
    drawn = graph(table)
    entries: list[Entry] = []
    for node in sorted(drawn.nodes, key=lambda node: (node.rung, node.column)):
        name = "Opens" if node.term == OPENS else ""
        entries += _term(table, node.term, acts, depth=0, name=name, rung=node.rung)
        for nested in drawn.nested:
            if nested.inside == node.term:
                entries += _term(table, nested.term, acts, depth=nested.depth)
    if drawn.anytime:
        entries.append(Entry(0, "At any time", ""))
        for term in drawn.anytime:
            entries += _term(table, term, acts, depth=1)
    if drawn.always:
        entries.append(Entry(0, "Always", ", ".join(drawn.always)))
    return entries


def _term(
    table: Table, term: str, acts: Mapping[str, str], *, depth: int, name: str = "", rung: int = -1
) -> Iterable[Entry]:
    rows = table.of(term)
    words = [guard_words(rows[0].guards), deed_words(rows[0], acts), clock_words(rows[0], table.times)] if rows else []
    yield Entry(depth, name or headed(term), ", ".join(word for word in words if word), rung)
    for row in rows:
        what = _follows(row)
        if what:
            way = {On.TIME: "in silence", On.OPENING: "at once", On.EVENT: "then"}.get(row.on, "once done")
            yield Entry(depth + 1, way, what, follows=True)


def _follows(row: Row) -> str:
    """What a row leads to; to settle ends the matter where nothing else is written."""
    if row.on is On.ACT and row.act == "settle" and not row.do:
        return "ends settled"
    return ", ".join(_worded(do.data) for do in row.do)


def _worded(consequence: str) -> str:
    if consequence in _BARE:
        return consequence
    first, _, rest = consequence.partition(" ")
    ends = {"end": "ends", "start": "starts", "raise": "raises", "tell": "tells", "count": "counts", "close": "closes"}
    return f"{ends[first]} {rest}" if first in ends and rest else consequence


def described(drawn: Graph) -> str:
    """Return a picture's description in one or two sentences."""
    terms = len(drawn.nodes) - 1
    rungs = max(node.rung for node in drawn.nodes)
    results = list(dict.fromkeys(exit_.result for exit_ in drawn.exits))
    loops = sum(edge.loop for edge in drawn.edges)
    words = [f"{_many(terms, 'term')} on {_many(rungs, 'rung')}"]
    if loops:
        words.append(_many(loops, "way back"))
    ends = f"Ends: {', '.join(results)}." if results else "No end is written."
    return f"{', '.join(words)}. {ends} The same stands in the list beside the picture."


def _many(number: int, word: str) -> str:
    plural = {"way back": "ways back"}.get(word, f"{word}s")
    return f"{number} {word if number == 1 else plural}"
