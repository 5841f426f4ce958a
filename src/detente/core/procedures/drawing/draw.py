"""A laid-out procedure as SVG: classes only, one decimal, title and description, the same bytes for the same table."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from detente.core.procedures.drawing.graph import Kind
from detente.core.procedures.drawing.layout import EDGE, Line, Picture, Point, Stub, layout
from detente.core.procedures.drawing.outline import described
from detente.core.procedures.drawing.place import STUB, Mark, Out, Placed, Words
from detente.core.procedures.drawing.widths import Widths, text_width
from detente.core.procedures.drawing.wording import headed
from detente.core.procedures.table import Table

_BEND = 7.0  # radius of a corner
_ARC = 18.0  # radius of a loop's corner


def draw(
    table: Table, *, id_prefix: str, widths: Widths | None = None, title: str = "", acts: Mapping[str, str] = {}
) -> str:
    """Return a procedure as an SVG picture, drawn one to one in px.

    Down is else, sideways is then, an arc back is a loop. A term with a clock is a bar, without one a box, a rule has
    points; a door at the right of a bar is a nested option that leads out, a notch at its left a nested date. Exits
    name their results, started procedures are boxes at the right, the left edge holds what is open at any time, the
    floor what always stands. A list twin is `outline`.

    Args:
        id_prefix: what ids begin with, so that two pictures may share a page.
        widths: how wide text is; without it as in the font of the look.
        title: the picture's name; without it the procedure's.
        acts: event name to act phrase, `document.names.acts`.
    """
    picture = layout(table, acts=acts, widths=widths or text_width)
    inside = "".join(_parts(picture, widths or text_width))
    name = title or headed(table.procedure)
    return framed(inside, (picture.width, picture.height), id_prefix, (name, described(picture.graph)))


def framed(inside: str, size: Point, id_prefix: str, words: tuple[str, str]) -> str:
    """Return the svg element round a drawing; `words` are its title and its description."""
    w, h = number(size[0]), number(size[1])
    prefix = escape(id_prefix, {'"': "&quot;"})
    return (
        f'<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{prefix}-t {prefix}-d">'
        f'<title id="{prefix}-t">{escape(words[0])}</title><desc id="{prefix}-d">{escape(words[1])}</desc>'
        f"{inside}</svg>"
    )


def number(value: float) -> str:
    """Return a length with one decimal at most."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")
    )


def text(words: str, x: float, y: float, classes: str = "s", *, anchor: str = "") -> str:
    """Return one line of text."""
    place = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class={quoteattr(classes)} x="{number(x)}" y="{number(y)}"{place}>{escape(words)}</text>'


def path(classes: str, data: str) -> str:
    """Return one path."""
    return f'<path class="{classes}" d="{data}"/>'


def rect(classes: str, x: float, y: float, w: float, h: float, *, rx: float = 0) -> str:  # noqa: PLR0917 (SVG's own)
    """Return one rectangle."""
    corner = f' rx="{number(rx)}"' if rx else ""
    return f'<rect class="{classes}" x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"{corner}/>'


def circle(classes: str, x: float, y: float, r: float) -> str:
    """Return one circle."""
    return f'<circle class="{classes}" cx="{number(x)}" cy="{number(y)}" r="{number(r)}"/>'


def _parts(picture: Picture, widths: Widths) -> Iterable[str]:
    if picture.band:
        yield _band(picture.band)
    for line in picture.lines:
        yield path("hk", _course(line))
    for stub in picture.stubs:
        yield _stub(stub, widths)
    for box in picture.boxes:
        yield _box(box)
    for line in picture.lines:
        yield _tip(line.points[-2], line.points[-1])
    if picture.floor:
        yield rect("fk", EDGE, picture.floor_y, picture.width - 2 * EDGE, 3)
        yield from (_words(words, 0, 0) for words in picture.floor)


def _words(words: Words, x: float, y: float) -> str:
    classes = "s" + (" b" if words.bold else "") + (" m" if words.muted else "")
    return text(words.text, x + words.x, y + words.y, classes)


# ---- boxes


def _box(box: Placed) -> str:
    shape = {Kind.OPENING: _opening, Kind.BAR: _bar, Kind.BOX: _plain, Kind.RUN: _run, Kind.RULE: _rule}[box.node.kind]
    parts = [shape(box)]
    parts += [path("h", f"M{_at(box, 12, y)}H{number(box.right - 12)}") for y in box.rules]
    parts += [_mark(box, mark) for mark in box.marks]
    parts += [_door(box, out) for out in box.outs if out.door]
    parts += [_words(words, box.x, box.y) for words in box.words]
    return f"<g>{''.join(parts)}</g>"


def _at(box: Placed, x: float, y: float) -> str:
    return f"{number(box.x + x)} {number(box.y + y)}"


def _outline(box: Placed, classes: str, rx: float) -> str:
    return rect("fr", box.x, box.y, box.w, box.h, rx=rx) + rect(classes, box.x, box.y, box.w, box.h, rx=rx)


def _bar(box: Placed) -> str:
    level = min(max(box.node.rung, 1), 5)
    strip = f"M{_at(box, 6.5, 0.7)}h-2.5a3.3 3.3 0 0 0 -3.3 3.3v{number(box.h - 8)}a3.3 3.3 0 0 0 3.3 3.3h2.5Z"
    return _outline(box, "hk", 4) + path(f"l{level}", strip)


def _plain(box: Placed) -> str:
    return _outline(box, "hs", 4)


def _run(box: Placed) -> str:
    sides = f"M{_at(box, 5, 0)}v{number(box.h)}M{_at(box, box.w - 5, 0)}v{number(box.h)}"
    return _outline(box, "hs", 2) + path("hs", sides)


def _opening(box: Placed) -> str:
    return _outline(box, "hs", min(box.h / 2, 22)) + circle("fk", box.x + 22, box.y + 18.5, 6)


def _rule(box: Placed) -> str:
    half, wide = number(box.h / 2), number(box.w - 28)
    data = f"M{_at(box, 0, box.h / 2)}l14 -{half}h{wide}l14 {half}l-14 {half}h-{wide}Z"
    return path("fr", data) + path("hs", data)


def _band(box: Placed) -> str:
    """The left edge: open to the left, so that it reads as the wall of the picture and not as a node."""
    parts = [rect("fu", box.x, box.y, box.w, box.h, rx=3), rect("fk", box.x, box.y, 3, box.h)]
    parts += [_mark(box, mark) for mark in box.marks]
    parts += [_words(words, box.x, box.y) for words in box.words]
    return f"<g>{''.join(parts)}</g>"


def _mark(box: Placed, mark: Mark) -> str:
    x, y = box.x + mark.x, box.y + mark.y
    if mark.kind == "clock":
        return circle("hk w125", x, y, 5.5) + path(
            "hk w125", f"M{number(x)} {number(y - 3.5)}V{number(y)}H{number(x + 3)}"
        )
    if mark.kind == "notch":
        cut = f"M{number(x - 1)} {number(y - 6)}L{number(x + 7)} {number(y)}L{number(x - 1)} {number(y + 6)}"
        return path("fr", cut + "Z") + path(
            "hk", f"M{number(x)} {number(y - 5.5)}L{number(x + 7)} {number(y)}L{number(x)} {number(y + 5.5)}"
        )
    if mark.kind == "ring":
        return circle("fr", x, y, 3.5) + circle("hk w125", x, y, 3.5)
    if mark.kind == "dot":
        return circle("fk", x, y, 3.5)
    if mark.kind == "wait":
        return path("hk", f"M{number(x - 4)} {number(y)}h8")
    diamond = f"M{number(x)} {number(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z"
    return path("fm", diamond) if mark.kind == "rule" else path("hs", diamond)


def _door(box: Placed, out: Out) -> str:
    """A gap in the right side, with its two posts."""
    x, y = box.right, box.y + out.y
    posts = "".join(f"M{_pair((x - 4, side))}h6" for side in (y - 6, y + 6))
    return rect("fr", x - 2, y - 6, 4, 12) + path("hk", f"{posts}M{_pair((x - 5, y))}h7")


# ---- lines


def _course(line: Line) -> str:
    """A line with rounded corners, ending before its tip."""
    points = _without_repeats(line.points)
    radius = _ARC if line.loop else _BEND
    data = f"M{number(points[0][0])} {number(points[0][1])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        near, far = _towards(corner, before, room), _towards(corner, after, room)
        data += f"L{_pair(near)}Q{_pair(corner)} {_pair(far)}"
    end = _towards(points[-1], points[-2], 5)
    return f"{data}L{number(end[0])} {number(end[1])}"


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _without_repeats(points: tuple[Point, ...]) -> list[Point]:
    kept = [points[0]]
    for point in points[1:]:
        if _length(kept[-1], point) > 0.05:
            kept.append(point)
    return kept


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, room: float) -> Point:
    long = _length(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * room / long, start[1] + (end[1] - start[1]) * room / long


def _tip(before: Point, end: Point) -> str:
    x, y = number(end[0]), number(end[1])
    if abs(before[0] - end[0]) < abs(before[1] - end[1]):
        back = "-7" if end[1] > before[1] else "7"
        return path("fk", f"M{x} {y}l-4.5 {back}h9Z")
    back = "-7" if end[0] > before[0] else "7"
    return path("fk", f"M{x} {y}l{back} -4.5v9Z")


def _stub(stub: Stub, widths: Widths) -> str:
    """An exit is a line with a bar across its end, a started procedure a box at its end."""
    if stub.down:
        x, y = stub.x, stub.y + STUB
        line = path("hk", f"M{number(x)} {number(stub.y)}V{number(y)}")
        side = x + 10
        end = rect("fk", x - 7, y - 1.5, 14, 3)
    else:
        x, y = stub.x + STUB, stub.y
        line = path("hk", f"M{number(stub.x)} {number(y)}H{number(x)}")
        side, end = x + 7, rect("fk", x - 1.5, y - 6, 3, 12)
    if stub.boxed:
        left = side - 7 if not stub.down else side - 10
        wide = widths(stub.label, 13, False) + 14
        end = rect("fr", left, y - 10, wide, 19, rx=3) + rect("hs", left, y - 10, wide, 19, rx=3)
        side = left + 7
    return line + end + text(stub.label, side, y + 4)
