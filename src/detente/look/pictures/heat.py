"""A heat map: rows by columns; number, change, and a tint, a stripe or a frame for question, meeting, decision."""

from collections.abc import Sequence

import msgspec

from detente.look.pictures.plain import svg, text

_NAME, _PITCH, _CELL, _ROW, _HEAD = 226.0, 173.7, 165.7, 52.0, 30.0
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
) -> str:
    """Return the map; `legend` are signs and their words."""
    wide = _NAME + _PITCH * len(heads)
    drawn = [_pattern(id_prefix), f'<path class="h" d="M0 {_HEAD}L{wide:.1f} {_HEAD}"/>']
    drawn += [text(head, _NAME + _PITCH * place + 8, 18, "s m") for place, head in enumerate(heads)]
    for number, row in enumerate(rows):
        drawn.append(_row(row, _HEAD + _ROW * number, wide, id_prefix))
    bottom = _HEAD + _ROW * len(rows)
    drawn.append(_legend(legend, bottom + 12, id_prefix))
    return svg("".join(drawn), id_prefix=id_prefix, title=title, desc=says, size=(wide, bottom + 32))


def _row(row: Row, top: float, wide: float, prefix: str) -> str:
    under = text(row.under, 0, top + 40, "s m") if row.under else ""
    drawn = [text(row.name, 0, top + (22 if row.under else 31), "s b l"), under]
    for place, cell in enumerate(row.cells):
        drawn.append(_square(cell, _NAME + _PITCH * place, top + 4, prefix))
    drawn.append(f'<path class="h" d="M0 {top + _ROW:.1f}L{wide:.1f} {top + _ROW:.1f}"/>')
    return "".join(drawn)


def _square(cell: Square, x: float, y: float, prefix: str) -> str:
    worth = cell.sign in ("question", "meeting", "decision")
    changed = (
        text(cell.change, x + _CELL - 12, y + 27, "s at b" if worth else "s m", anchor="end") if cell.change else ""
    )
    look = "s m" if cell.sign == "hidden" else "s b l"
    return _sign(cell.sign, (x, y), (_CELL, 44), prefix) + text(cell.value, x + 22, y + 27, look) + changed


def _sign(sign: str, at: tuple[float, float], size: tuple[float, float], prefix: str) -> str:
    (x, y), (wide, high) = at, size
    place = f'x="{x:.1f}" y="{y:.1f}"'
    box, edge = (
        f'{place} width="{wide:g}" height="{high:g}" rx="4"',
        f'{place} width="{min(14, wide / 3):g}" height="{high:g}"',
    )
    if sign == "hidden":
        return f'<rect class="hs dot" {box}/>'
    tint = f'<rect class="fats" {box}/>' if sign else ""
    if sign == "meeting":
        return f'{tint}<rect {edge} fill="url(#{prefix}-s)"/>'
    if sign == "decision":
        return f'{tint}<rect class="fat" {edge} rx="2"/><rect class="hat" fill="none" {box}/>'
    return tint


def _legend(legend: Sequence[tuple[str, str]], y: float, prefix: str) -> str:
    drawn, x = [], _NAME
    for sign, words in legend:
        drawn.append(
            _sign(sign, (x, y), (22, 14), prefix)
            if sign
            else f'<rect class="h" x="{x:.1f}" y="{y:.1f}" width="22" height="14" rx="3"/>'
        )
        drawn.append(text(words, x + 30, y + 11.5, "s m"))
        x += 58 + 6.8 * len(words)
    return "".join(drawn)


def _pattern(prefix: str) -> str:
    return (
        f'<defs><pattern id="{prefix}-s" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="fat" width="2.4" height="5"/></pattern></defs>'
    )


__all__ = ["SIGNS", "Row", "Square", "heat"]
