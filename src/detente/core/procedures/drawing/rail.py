"""The ladder in one line: two rails for the parties, a rung for each level, its length below."""

from collections.abc import Collection, Mapping

import msgspec

from detente.core.procedures.drawing.draw import circle, framed, path, rect, text
from detente.core.procedures.drawing.graph import Graph, Kind, Way, graph
from detente.core.procedures.drawing.widths import Widths, text_width
from detente.core.procedures.drawing.wording import headed, short_clock, wrapped
from detente.core.procedures.table import OPENS, On, Table

_NO_LIMIT = "no limit"
_LEAST, _MOST = 92.0, 136.0  # from rung to rung


class Level(msgspec.Struct, frozen=True):
    """One rung of the silent way down: a top-level term and how long it lasts."""

    term: str
    length: str


def levels(table: Table, *, tables: Mapping[str, Table] = {}) -> list[Level]:
    """Return the way down that silence takes from the opening; where a term has no clock, what its act leads to.

    Args:
        tables: the charter's other procedures, for the length of those that a level runs.
    """
    drawn = graph(table)
    found: list[Level] = []
    term = _next(drawn, OPENS)
    while term and term not in [level.term for level in found]:
        if drawn.node(term).kind is not Kind.RULE:
            found.append(Level(term, _length(table, term, tables)))
        term = _next(drawn, term)
    return found


def _next(drawn: Graph, term: str) -> str:
    onward = [edge for edge in drawn.edges if edge.source == term and not edge.loop and not edge.through]
    ranked = sorted(onward, key=lambda edge: (edge.way is not Way.ELSE, drawn.node(edge.target).kind is Kind.RULE))
    barred = [exit_ for exit_ in drawn.exits if exit_.source == term and exit_.way is Way.ELSE and not exit_.through]
    if not ranked or (barred and ranked[0].way is Way.THEN):
        return ""
    return ranked[0].target


def _length(table: Table, term: str, tables: Mapping[str, Table]) -> str:
    rows = table.of(term)
    for row in rows:
        if row.runs in tables and row.runs != table.procedure:
            inner = levels(tables[row.runs])
            return inner[0].length if inner else _NO_LIMIT
    late = next((row for row in rows if row.on is On.TIME), None)
    return (short_clock(late, table.times) or "dated") if late else _NO_LIMIT


def draw_rail(
    table: Table, *, id_prefix: str, tables: Mapping[str, Table] = {}, marked: Collection[str] = (),
    widths: Widths | None = None, room: float = 600.0,
) -> str:  # fmt: skip
    """Return the ladder as one SVG line; empty for a procedure with fewer than two levels.

    Args:
        marked: terms that a finding stands at.
        room: how wide it should be; more levels than fit make it wider.
    """
    found = levels(table, tables=tables)
    if len(found) < 2:
        return ""
    pitch = min(_MOST, max(_LEAST, (room - 8) / len(found)))
    measure = widths or text_width
    names = [wrapped(f"{n} {headed(level.term)}", pitch - 22, measure, bold=True) for n, level in enumerate(found, 1)]
    top = 17.0 * max(map(len, names))
    width = 8 + pitch * len(found)
    parts = [
        path("sa", f"M8 {top + 10:g}L{width:g} {top + 10:g}"),
        path("sb dash", f"M8 {top + 18:g}L{width:g} {top + 18:g}"),
    ]
    for place, (level, lines) in enumerate(zip(found, names, strict=True)):
        x = 8 + pitch * place
        parts.append(rect("fk", x, top + 2, 8, 24, rx=2))
        first = top - 17.0 * len(lines) + 16
        parts += [text(line, x + 14, first + 17 * number, "s b") for number, line in enumerate(lines)]
        parts.append(text(level.length, x + 14, top + 40, "s m"))
        if level.term in marked:
            parts += [
                circle("fr", x + 4, top + 14, 9),
                circle("hat", x + 4, top + 14, 9),
                text("!", x + 4, top + 18, "s b at xs", anchor="middle"),
            ]
    words = ", ".join(f"{headed(level.term)} {level.length}" for level in found)
    about = f"{len(found)} levels from left to right: {words}. wd means working days."
    return framed("".join(parts), (width, top + 52), id_prefix, (f"Ladder of {table.procedure}", about))
