"""From filled boxes to a picture: columns and rungs with room for the lines between them, and the lines."""

from collections.abc import Iterable, Mapping

import msgspec

from detente.core.procedures.drawing.graph import Graph, Kind, graph
from detente.core.procedures.drawing.place import DROP, LANE, LEAD, ROOM, WIDE, Out, Placed, Setting, Words, reach
from detente.core.procedures.drawing.widths import Widths, text_width
from detente.core.procedures.drawing.wording import wrapped
from detente.core.procedures.table import Table

CLEAR = 30.0  # between two rungs
EDGE = 2.0  # round the picture: room for half a line
SHIFT = 28.0  # from the middle of a node to where a routed line leaves below or arrives above
INTO_LEFT, INTO_RIGHT = 18.0, 9.0  # below a node's top, where lines arrive at its sides
TIP = 14.0  # how far the points of a rule reach in

Point = tuple[float, float]


class Line(msgspec.Struct, frozen=True):
    """One edge as corners; `loop` is drawn as an arc back."""

    points: tuple[Point, ...]
    source: str
    target: str
    loop: bool


class Stub(msgspec.Struct, frozen=True):
    """A short line that ends in a result or a started procedure; `down` below a node, else at its right."""

    x: float
    y: float
    label: str
    boxed: bool
    down: bool


class Picture(msgspec.Struct, frozen=True):
    """A drawn procedure as values: places in px from the top left."""

    graph: Graph
    width: float
    height: float
    boxes: tuple[Placed, ...]
    band: Placed | None
    lines: tuple[Line, ...]
    stubs: tuple[Stub, ...]
    floor: tuple[Words, ...]
    floor_y: float


class _Use(msgspec.Struct, frozen=True):
    """A stretch of a gutter (`across` false) or a corridor, used by the lines to one target."""

    across: bool
    channel: int
    target: str
    first: int
    last: int


class _Route(msgspec.Struct, frozen=True):
    """How one edge runs: from which side, through which channels, into which side of its target."""

    box: Placed
    out: Out
    target: Placed
    start: str  # right or below
    into: str  # top, left, right or straight
    corridor: int = -1
    gutter: int = -1
    gutter_first: bool = True


def layout(table: Table, *, acts: Mapping[str, str] = {}, widths: Widths = text_width) -> Picture:
    """Return a procedure laid out.

    Args:
        acts: event name to act phrase (`document.names.acts`); without it acts are named by their events.
        widths: how wide text is.
    """
    setting = Setting(table, graph(table), acts, widths)
    return _Layout(setting).picture()


class _Layout:
    def __init__(self, setting: Setting) -> None:
        self.setting, self.widths = setting, setting.widths
        self.boxes, self.band = setting.boxes(), setting.band()
        self.by_term = {box.node.term: box for box in self.boxes}
        self.cells = {(box.node.rung, box.node.column) for box in self.boxes}
        self.columns = 1 + max(box.node.column for box in self.boxes)
        self.rungs = 1 + max(box.node.rung for box in self.boxes)
        self.routes = [self._route(box, out, start) for box, out, start in self._leaving()]
        self.lanes = _lanes(use for route in self.routes for use in _uses(route))

    def picture(self) -> Picture:
        width = self._across()
        height = self._down()
        floor, floor_y, height = self._floor(width, height)
        lines = tuple(self._line(route) for route in self.routes)
        stubs = tuple(self._stubs())
        return Picture(self.setting.graph, width, height, tuple(self.boxes), self.band, lines, stubs, floor, floor_y)

    # ---- which way

    def _leaving(self) -> Iterable[tuple[Placed, Out, str]]:
        for box in [*self.boxes, *([self.band] if self.band else [])]:
            yield from ((box, out, "right") for out in box.outs if out.target)
            yield from ((box, out, "below") for out in box.below if out.target)

    def _route(self, box: Placed, out: Out, start: str) -> _Route:
        target = self.by_term[out.target]
        here, there = box.node, target.node
        if start == "right":
            gutter = here.column + 1
            if there.column in (here.column, gutter):
                return _Route(box, out, target, start, "left" if there.column == gutter else "right", gutter=gutter)
            return _Route(box, out, target, start, "top", corridor=there.rung, gutter=gutter)
        between = {(rung, here.column) for rung in range(here.rung + 1, there.rung)}
        if here.column == there.column and there.rung > here.rung and not between & self.cells:
            return _Route(box, out, target, start, "straight")
        if there.rung == here.rung + 1:
            return _Route(box, out, target, start, "top", corridor=there.rung)
        after = there.column > here.column
        gutter = there.column if after else there.column + 1
        into = "left" if after else "right"
        return _Route(box, out, target, start, into, corridor=here.rung + 1, gutter=gutter, gutter_first=False)

    # ---- how much room

    def _count(self, across: bool, channel: int) -> int:
        return 1 + max((lane for (a, c, _), lane in self.lanes.items() if (a, c) == (across, channel)), default=-1)

    def _across(self) -> float:
        """Give every column its x; return the width."""
        x, self.gutters = EDGE, []
        if self.band:
            self.band.x = x
            x = self.band.right
        for column in range(self.columns + 1):
            before = [
                box for box in [*self.boxes, *([self.band] if self.band else [])] if box.node.column == column - 1
            ]
            stubs = max((self._beyond(box) for box in before), default=0.0)
            lanes = self._count(False, column)
            self.gutters.append(x + stubs + (ROOM if before or lanes else 0))
            x += stubs + (
                2 * ROOM + max(lanes - 1, 0) * LANE if lanes else ROOM if before and column < self.columns else 0
            )
            for box in self.boxes:
                if box.node.column == column:
                    box.x = x
            x += WIDE if column < self.columns else 0
        return x + EDGE

    def _beyond(self, box: Placed) -> float:
        """How far the stubs of a node reach beyond its right edge."""
        right = max((reach(out, self.widths) for out in box.outs), default=0.0)
        if box.node.column < 0:
            return right
        return max([right, *(x + reach(out, self.widths) - box.w for x, out in self._hung(box))])

    def _hung(self, box: Placed) -> list[tuple[float, Out]]:
        """The stubs below a node with their x: in the middle, or aside where a line leaves there."""
        stubs = [out for out in box.below if not out.target]
        x = box.w / 2 + (SHIFT + 16 if len(stubs) < len(box.below) else 0)
        found = []
        for out in stubs:
            found.append((x, out))
            x += reach(out, self.widths) + 8
        return found

    def _down(self) -> float:
        """Give every rung its y; return the height."""
        y, self.corridors = EDGE, []
        for rung in range(self.rungs + 1):
            above = [box for box in self.boxes if box.node.rung == rung - 1]
            drop = DROP if any(not out.target for box in above for out in box.below) else 0
            tracks = self._count(True, rung)
            self.corridors.append(y + drop + CLEAR / 2)
            clear = CLEAR + max(tracks - 1, 0) * LANE if tracks else CLEAR if 0 < rung < self.rungs else 0
            y += drop + clear
            row = [box for box in self.boxes if box.node.rung == rung]
            for box in row:
                box.y = y
            y += max((box.h for box in row), default=0)
        if self.band:
            self.band.y = EDGE
            y = max(y, self.band.bottom)
            self.band.h = y - EDGE
        return y

    def _floor(self, width: float, y: float) -> tuple[tuple[Words, ...], float, float]:
        always = self.setting.graph.always
        if not always:
            return (), 0, y + EDGE
        top, lead = y + 22, self.widths("Always ", 13, True) + 8
        text = ", ".join(always)
        words = [Words("Always", EDGE + 8, top + 22, bold=True)]
        for number, line in enumerate(wrapped(text, width - 2 * EDGE - lead - 8, self.widths)):
            words.append(Words(line, EDGE + 8 + lead, top + 22 + number * LEAD))
        return tuple(words), top, words[-1].y + EDGE

    # ---- corners

    def _lane(self, route: _Route) -> float:
        return self.gutters[route.gutter] + LANE * self.lanes[False, route.gutter, route.out.target]

    def _track(self, route: _Route) -> float:
        return self.corridors[route.corridor] + LANE * self.lanes[True, route.corridor, route.out.target]

    def _line(self, route: _Route) -> Line:
        points = [*self._start(route), *self._between(route)]
        points += _finish(route, points[-1])
        here, there = route.box.node, route.target.node
        return Line(tuple(points), here.term, there.term, here.column >= 0 and there.rung <= here.rung)

    def _start(self, route: _Route) -> list[Point]:
        box = route.box
        if route.start == "right":
            y = box.y + route.out.y
            return [(box.right - _slant(box, route.out.y), y), (self._lane(route), y)]
        x = box.middle + (0 if route.into == "straight" else SHIFT)
        return [(x, box.bottom)] if route.into == "straight" else [(x, box.bottom), (x, self._track(route))]

    def _between(self, route: _Route) -> list[Point]:
        if route.start == "right":
            return [(self._lane(route), self._track(route))] if route.corridor >= 0 else []
        return [(self._lane(route), self._track(route))] if route.gutter >= 0 else []

    def _stubs(self) -> Iterable[Stub]:
        for box in [*self.boxes, *([self.band] if self.band else [])]:
            for out in box.outs:
                if not out.target:
                    yield Stub(box.right - _slant(box, out.y), box.y + out.y, out.label, out.boxed, False)
            for x, out in self._hung(box):
                yield Stub(box.x + x, box.bottom, out.label, out.boxed, True)


def _finish(route: _Route, last: Point) -> list[Point]:
    """The last corners: into the target's top or side."""
    target = route.target
    if route.into == "straight":
        return [(target.middle, target.y)]
    if route.into == "top":
        return [(target.middle - SHIFT, last[1]), (target.middle - SHIFT, target.y)]
    y = INTO_LEFT if route.into == "left" else INTO_RIGHT
    side = target.x + _slant(target, y) if route.into == "left" else target.right - _slant(target, y)
    return [(last[0], target.y + y), (side, target.y + y)]


def _slant(box: Placed, y: float) -> float:
    """How far in a rule's side lies at a height: it is drawn with points."""
    if box.node.kind is not Kind.RULE:
        return 0.0
    return TIP * abs(y - box.h / 2) / (box.h / 2)


def _uses(route: _Route) -> Iterable[_Use]:
    """The channels of a route, in half steps: a rung is 2r + 1, the corridor above it 2r; columns likewise."""
    here, there, name = route.box.node, route.target.node, route.out.target
    from_y, from_x = (0 if here.column < 0 else 2 * here.rung + 1), 2 * here.column + 1
    to_y, to_x = 2 * there.rung + 1, 2 * there.column + 1
    if route.gutter >= 0:
        begins = from_y if route.gutter_first else 2 * route.corridor
        ends = 2 * route.corridor if route.gutter_first and route.corridor >= 0 else to_y
        yield _Use(False, route.gutter, name, min(begins, ends), max(begins, ends))
    if route.corridor >= 0:
        begins = 2 * route.gutter if route.gutter >= 0 and route.gutter_first else from_x
        ends = 2 * route.gutter if route.gutter >= 0 and not route.gutter_first else to_x
        yield _Use(True, route.corridor, name, min(begins, ends), max(begins, ends))


def _lanes(uses: Iterable[_Use]) -> dict[tuple[bool, int, str], int]:
    """Give the lines to each target a lane in every channel they use; lanes are shared where stretches keep apart."""
    spans: dict[tuple[bool, int, str], tuple[int, int]] = {}
    for use in uses:
        key = (use.across, use.channel, use.target)
        first, last = spans.get(key, (use.first, use.last))
        spans[key] = min(first, use.first), max(last, use.last)
    lanes: dict[tuple[bool, int, str], int] = {}
    for key, (first, last) in sorted(spans.items(), key=lambda item: (item[0][:2], item[1], item[0][2])):
        taken = {
            lane
            for other, lane in lanes.items()
            if other[:2] == key[:2] and spans[other][0] <= last and first <= spans[other][1]
        }
        lanes[key] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
    return lanes
