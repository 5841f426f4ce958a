"""Where everything stands: nodes with measured text, the gutters between columns, the corridors between rungs.

Lines run in gutters (up and down) and corridors (across) only, never through a node; lines to one target share a lane.
"""

from collections.abc import Mapping

import msgspec

from detente.core.charter.phrases import Verb
from detente.core.procedures.drawing.graph import Graph, Kind, Node, Way
from detente.core.procedures.drawing.widths import Widths
from detente.core.procedures.drawing.wording import clock_words, deed_words, guard_words, headed, wrapped
from detente.core.procedures.table import OPENS, On, Row, Table

WIDE = 256.0  # of a node
PAD = 18.0  # from a node's edge to its text
LEAD = 18.0  # from line to line
STUB = 20.0  # from a node's edge to the mark of an exit
LANE = 10.0  # from lane to lane
ROOM = 20.0  # between a node and the first lane
DROP = 34.0  # below a node whose silence leads out of the procedure
TEXT = WIDE - 2 * PAD
INDENT = 14.0
_DRAWN = (Verb.OPEN, Verb.END, Verb.START, Verb.RAISE, Verb.AS_IF, Verb.NOTHING)


class Words(msgspec.Struct, frozen=True):
    """One line of text: its class says weight and colour; x and y (baseline) are relative to the node."""

    text: str
    x: float
    y: float
    bold: bool = False
    muted: bool = False


class Mark(msgspec.Struct, frozen=True):
    """A nested term's mark, relative to the node: notch, ring (option), dot (duty), ear (something heard), rule."""

    kind: str
    x: float
    y: float


class Out(msgspec.Struct, frozen=True):
    """What leaves a node at one height: an edge to `target`, or a stub that ends in a result or a procedure."""

    y: float
    way: Way
    target: str = ""
    label: str = ""
    boxed: bool = False
    door: bool = False


class Placed(msgspec.Struct):
    """A node with its place; `outs` leave at the right, `below` at the bottom."""

    node: Node
    w: float
    h: float
    words: list[Words]
    marks: list[Mark]
    outs: list[Out]
    below: list[Out]
    x: float = 0
    y: float = 0
    rules: list[float] = []  # heights of hairlines

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """Half way across."""
        return self.x + self.w / 2


class Setting(msgspec.Struct, frozen=True):
    """What boxes are filled from."""

    table: Table
    graph: Graph
    acts: Mapping[str, str]
    widths: Widths

    def boxes(self) -> list[Placed]:
        """Return every node filled and measured, not placed yet."""
        return [self.box(node) for node in self.graph.nodes]

    def box(self, node: Node) -> Placed:
        """Return one node, filled and measured."""
        box = Placed(node, WIDE, 0, [], [], [], [])
        y = self._head(box, self.table.of(node.term))
        y = max(y, self._outs(box, "", Way.THEN, 24.0) + 2)
        for nested in self.graph.nested:
            if nested.inside == node.term:
                y = self._inner(box, nested.term, nested.depth, y)
        box.h = y + (2 if y > box.words[-1].y + 14 else 8)
        box.below = self._silence(node)
        return box

    def _head(self, box: Placed, rows: tuple[Row, ...]) -> float:
        row, y = rows[0] if rows else None, 23.0
        opening = box.node.kind is Kind.OPENING
        indent = 24.0 if opening else 0.0
        title = headed(self._title(row) if opening and row else box.node.term)
        for text in wrapped(title, TEXT - indent, self.widths, bold=True):
            box.words.append(Words(text, PAD + indent, y, bold=True))
            y += LEAD
        for phrase in self._phrases(row, opening=opening) if row else ():
            for text in wrapped(phrase, TEXT - indent, self.widths):
                box.words.append(Words(text, PAD + indent, y, muted=True))
                y += LEAD
        for text in wrapped(self._clock(rows), TEXT - 18, self.widths):
            if not any(mark.kind == "clock" for mark in box.marks):
                box.marks.append(Mark("clock", PAD + 6, y - 4.5))
            box.words.append(Words(text, PAD + 18, y))
            y += LEAD
        return y - 9

    def _title(self, row: Row) -> str:
        if row.on is On.ACT:
            return self.acts.get(row.act, row.act)
        return deed_words(row, self.acts)

    def _phrases(self, row: Row, *, opening: bool) -> list[str]:
        deed = deed_words(row, self.acts)
        if opening:
            who = deed.removesuffix(self.acts.get(row.act, row.act)).strip() if row.on is On.ACT else ""
            return [who] if who else []
        effects = [do.data for do in row.do if do.verb not in _DRAWN] if row.on is On.OPENING else []
        return [words for words in (guard_words(row.guards), deed, ", ".join(effects)) if words]

    def _clock(self, rows: tuple[Row, ...]) -> str:
        clock = clock_words(rows[0], self.table.times) if rows else ""
        late = [do.data for row in rows if row.on is On.TIME for do in row.do if str(do.verb) == "stays overdue"]
        return f"{clock}, then {late[0]}" if late and clock else clock

    def _inner(self, box: Placed, term: str, depth: int, y: float) -> float:
        """Fill in one nested term: a line of its own with its mark, its clock, and what leads out at its door."""
        rows = self.table.of(term)
        if depth == 1:
            box.rules.append(y)
        y += 17 if depth == 1 else 15
        x = PAD + INDENT * depth
        box.marks.append(Mark(_mark(rows), PAD + INDENT * (depth - 1) + 4, y - 4.5))
        if any(row.on is On.TIME for row in rows):
            box.marks.append(Mark("notch", 0, y - 4.5))
        first = y - 4.5
        for text in wrapped(headed(term), TEXT - INDENT * depth, self.widths):
            box.words.append(Words(text, x, y))
            y += LEAD - 1
        for phrase in (guard_words(rows[0].guards), clock_words(rows[0], self.table.times)) if rows else ():
            for text in wrapped(phrase, TEXT - INDENT * depth, self.widths):
                box.words.append(Words(text, x, y, muted=True))
                y += LEAD - 1
        low = first
        for way in Way:
            low = self._outs(box, term, way, low)
        return max(y - 10, low - 8)

    def _outs(self, box: Placed, through: str, way: Way, y: float) -> float:
        """Add what leads out by one way, a line each, and return where the next would stand."""
        node = box.node.term
        if node == OPENS:
            found = [out for out in self._leading(node, through, way) if not out.target]
        else:
            found = self._leading(node, through, way)
        for out in found:
            box.outs.append(msgspec.structs.replace(out, y=y, door=bool(through)))
            y += LEAD + 2
        return y

    def _leading(self, source: str, through: str, way: Way) -> list[Out]:
        edges = {e.target: e for e in self.graph.edges if (e.source, e.through, e.way) == (source, through, way)}
        exits = [e for e in self.graph.exits if (e.source, e.through, e.way) == (source, through, way)]
        begun = [e for e in self.graph.started if (e.source, e.through, e.way) == (source, through, way)]
        return [
            *(Out(0, way, target) for target in edges),
            *(Out(0, way, label=exit_.result) for exit_ in exits),
            *(Out(0, way, label=one.procedure, boxed=True) for one in begun),
        ]

    def _silence(self, node: Node) -> list[Out]:
        """What leaves at the bottom: what silence leads to, and (at the opening) what follows at once."""
        found = self._leading(node.term, "", Way.ELSE)
        if node.term == OPENS:
            found = [out for out in self._leading(OPENS, "", Way.THEN) if out.target] + found
        return found

    def band(self) -> Placed | None:
        """Return the left edge with the options open at any time; none where there are none."""
        if not self.graph.anytime:
            return None
        box = Placed(Node("", Kind.BOX, 0, -1), 200.0, 0, [Words("At any time", PAD, 23.0, bold=True)], [], [], [])
        y = 34.0
        for term in self.graph.anytime:
            y = self._option(box, term, y)
        box.h = y + 8
        return box

    def _option(self, box: Placed, term: str, y: float) -> float:
        rows = self.table.of(term)
        y += 17
        box.marks.append(Mark(_mark(rows), PAD + 4, y - 4.5))
        low = y - 4.5
        for way in Way:
            for out in self._leading(term, "", way):
                box.outs.append(msgspec.structs.replace(out, y=low, door=True))
                low += LEAD + 2
        room = box.w - 2 * PAD - INDENT
        for muted, phrase in (
            (False, headed(term)),
            (True, deed_words(rows[0], self.acts)),
            (True, clock_words(rows[0], self.table.times)),
        ):
            for text in wrapped(phrase, room, self.widths):
                box.words.append(Words(text, PAD + INDENT, y, muted=muted))
                y += LEAD - 1
        return max(y - 10, low - 8) + 4


def _mark(rows: tuple[Row, ...]) -> str:
    if not rows or rows[0].on is On.TIME:
        return "wait"
    if rows[0].on is On.ACT:
        return "dot" if str(rows[0].result) == "kept" else "ring"
    return "rule" if rows[0].on is On.OPENING else "ear"


def reach(out: Out, widths: Widths) -> float:
    """Return how far a stub reaches beyond its node, its label included; nothing for an edge."""
    if out.target:
        return 0.0
    return STUB + widths(out.label, 13, False) + (16 if out.boxed else 10)
