"""A heat map: rows by columns; number, change, and a tint, a stripe or a frame for question, meeting, decision."""

from collections.abc import Sequence

import msgspec

from detente.look.pictures.frame import Rows, cut, svg, text, width

_NAME, _PITCH, _CELL, _ROW, _HEAD = 206.0, 157.0, 149.0, 52.0, 30.0  # six columns fit a page 1280 px wide
SIGNS = ("", "question", "meeting", "decision", "hidden")


class Square(msgspec.Struct, frozen=True):
    """A cell: its value and its change in words, and what it is worth: nothing, question, meeting, decision, hidden."""

    value: str
    change: str = ""
    sign: str = ""


class Row(msgspec.Struct, frozen=True):
    """A row: its name, a second line, its cells."""

    name: str
    under: str
    cells: tuple[Square, ...]


def heat(
    rows: Sequence[Row],
    heads: Sequence[str],
    legend: Sequence[tuple[str, str]],
    *,
    id_prefix: str,
    title: str,
    says: str,
    rtl: bool = False,
) -> str:
    """Return the map; `legend` are signs and their words."""
    wide = _NAME + _PITCH * len(heads)
    drawn = [_pattern(id_prefix), f'<path class="h" d="M0 {_HEAD}L{wide:.1f} {_HEAD}"/>']
    drawn += [text("s m", _NAME + _PITCH * place + 8, 18, cut(head, _PITCH - 12)) for place, head in enumerate(heads)]
    for number, row in enumerate(rows):
        drawn.append(_row(row, _HEAD + _ROW * number, wide, id_prefix))
    bottom = _HEAD + _ROW * len(rows)
    keys, end = _legend(legend, bottom + 12, wide, id_prefix)
    return svg(id_prefix, title, says, "".join([*drawn, keys]), wide=wide, high=end + 20, rtl=rtl)


def twin(rows: Sequence[Row], legend: Sequence[tuple[str, str]]) -> Rows:
    """Return the rows of the table beside it: the name, then of each cell value, change, what it is worth."""
    worth = dict(legend)
    return [(row.name, *(_said(cell, worth) for cell in row.cells)) for row in rows]


def _said(cell: Square, worth: dict[str, str]) -> str:
    change = f" ({cell.change})" if cell.change else ""
    return f"{cell.value}{change}" + (f", {worth[cell.sign]}" if cell.sign and cell.sign in worth else "")


def _row(row: Row, top: float, wide: float, prefix: str) -> str:
    under = text("s m", 0, top + 40, cut(row.under, _NAME - 8))
    drawn = [text("s b l", 0, top + (22 if row.under else 31), cut(row.name, _NAME - 8, "s b l")), under]
    for place, cell in enumerate(row.cells):
        drawn.append(_square(cell, _NAME + _PITCH * place, top + 4, prefix))
    drawn.append(f'<path class="h" d="M0 {top + _ROW:.1f}L{wide:.1f} {top + _ROW:.1f}"/>')
    return "".join(drawn)


def _square(cell: Square, x: float, y: float, prefix: str) -> str:
    worth = cell.sign in ("question", "meeting", "decision")
    change = cut(cell.change, _CELL / 2, "s b")
    look = "s m" if cell.sign == "hidden" else "s b l"
    value = cut(cell.value, _CELL - 40 - width(change, "s b"), look)
    words = text(look, x + 22, y + 27, value) + text(
        "s at b" if worth else "s m", x + _CELL - 12, y + 27, change, anchor="end"
    )
    return _sign(cell.sign, (x, y), (_CELL, 44), prefix) + words


def _sign(sign: str, at: tuple[float, float], size: tuple[float, float], prefix: str) -> str:
    (x, y), (wide, high) = at, size
    place = f'x="{x:.1f}" y="{y:.1f}"'
    box, edge = (
        f'{place} width="{wide:g}" height="{high:g}" rx="4"',
        f'{place} width="{min(14, wide / 3):.1f}" height="{high:g}"',
    )
    if sign == "hidden":
        return f'<rect class="hs dot" {box}/>'
    tint = f'<rect class="fats" {box}/>' if sign else ""
    if sign == "meeting":
        return f'{tint}<rect {edge} fill="url(#{prefix}-s)"/>'
    if sign == "decision":
        return f'{tint}<rect class="fat" {edge} rx="2"/><rect class="hat" fill="none" {box}/>'
    return tint


def _legend(legend: Sequence[tuple[str, str]], y: float, wide: float, prefix: str) -> tuple[str, float]:
    """The signs with their words, in as many lines as they need, and where the last line stands."""
    drawn, x = [], _NAME
    for sign, whole in legend:
        words = cut(whole, wide - _NAME - 34)
        if x > _NAME and x + 30 + width(words) > wide:
            x, y = _NAME, y + 22
        plain = f'<rect class="h" x="{x:.1f}" y="{y:.1f}" width="22" height="14" rx="3"/>'
        drawn.append(_sign(sign, (x, y), (22, 14), prefix) if sign else plain)
        drawn.append(text("s m", x + 30, y + 11.5, words))
        x += 58 + width(words)
    return "".join(drawn), y


def _pattern(prefix: str) -> str:
    return (
        f'<defs><pattern id="{prefix}-s" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="fat" width="2.4" height="5"/></pattern></defs>'
    )


__all__ = ["SIGNS", "Row", "Square", "heat", "twin"]
