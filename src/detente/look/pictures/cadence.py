"""A year of weeks: filled when the meeting was held, striped when moved, dashed when not held, framed next."""

from collections.abc import Sequence

import msgspec

from detente.look.pictures.frame import Rows, cut, svg, text, width

_LEFT, _PITCH, _CELL, _HIGH, _TOP = 78.0, 23.7, 19.7, 26.0, 22.0
_COLUMNS_DOWN, _PITCH_DOWN = 13, 22.6


class Cell(msgspec.Struct, frozen=True):
    """A week: `held`, `moved`, `missed`, `next` or `none`; `label` stands above, `in_person` puts two dots below."""

    state: str
    label: str = ""
    in_person: bool = False


class Key(msgspec.Struct, frozen=True):
    """A line of the legend: a state and its words."""

    state: str
    words: str


def cadence(
    cells: Sequence[Cell], keys: Sequence[Key], *, id_prefix: str, title: str, says: str, name: str, rtl: bool = False
) -> str:  # fmt: skip
    """Return the strip; `name` stands before it."""
    drawn = [_pattern(id_prefix), text("s b", 0, _TOP + 18, cut(name, _LEFT - 6, "s b"))]
    for place, cell in enumerate(cells):
        x = _LEFT + _PITCH * place
        drawn.append(_cell(cell, x, _TOP, id_prefix))
        drawn.append(text("s m xs", x, 12, cell.label))
        drawn.append(_dots(x) if cell.in_person else "")
    drawn.append(_legend(keys, _LEFT, 62, id_prefix))
    return svg(id_prefix, title, says, "".join(drawn), wide=_LEFT + _PITCH * max(len(cells), 40) + 2, high=84, rtl=rtl)


def cadence_down(
    cells: Sequence[Cell], keys: Sequence[Key], *, id_prefix: str, title: str, says: str, rtl: bool = False
) -> str:  # fmt: skip
    """Return the same in rows of a quarter each, for narrow screens."""
    drawn, rows = [_pattern(id_prefix)], (len(cells) + _COLUMNS_DOWN - 1) // _COLUMNS_DOWN
    for place, cell in enumerate(cells):
        x, y = _PITCH_DOWN * (place % _COLUMNS_DOWN), 34.0 * (place // _COLUMNS_DOWN)
        drawn.append(_cell(cell, x, y, id_prefix))
        drawn.append(f'<circle class="fk" cx="{x + 9.8:.1f}" cy="{y + 30:.1f}" r="2"/>' if cell.in_person else "")
    for line, key in enumerate(keys):
        drawn.append(_legend([key], 0, 34 * rows + 6 + 20 * line, id_prefix))
    high = 34 * rows + 6 + 20 * len(keys)
    return svg(id_prefix, title, says, "".join(drawn), wide=_PITCH_DOWN * _COLUMNS_DOWN, high=high, rtl=rtl)


def twin(weeks: Sequence[tuple[Cell, str]], keys: Sequence[Key]) -> Rows:
    """Return the rows of the table beside it: of each kind of week that stands out, its words and which weeks."""
    found: Rows = []
    for key in keys:
        if key.state != "held":
            days = [day for cell, day in weeks if key.state == ("in person" if cell.in_person else cell.state)]
            found.append((key.words, ", ".join(days)))
    return found


def _cell(cell: Cell, x: float, y: float, prefix: str) -> str:
    box = f'x="{x:.1f}" y="{y:.1f}" width="{_CELL}" height="{_HIGH}" rx="3"'
    return _box(cell.state, box, prefix, dark=cell.in_person)


def _box(state: str, box: str, prefix: str, *, dark: bool = False) -> str:
    if state == "held":
        return f'<rect class="{"l5" if dark else "l3"}" {box}/>'
    if state == "moved":
        return f'<rect {box} fill="url(#{prefix}-m)"/><rect class="hs" {box}/>'
    looks = {"missed": "hs dash", "next": "hat"}
    return f'<rect class="{looks.get(state, "h")}" {box}/>'


def _dots(x: float) -> str:
    return "".join(f'<circle class="fk" cx="{x + place:.1f}" cy="57" r="2.5"/>' for place in (6.9, 12.9))


def _legend(keys: Sequence[Key], x: float, y: float, prefix: str) -> str:
    drawn = []
    for key in keys:
        box = f'x="{x:.1f}" y="{y:.1f}" width="12" height="12" rx="2"'
        drawn.append(
            _box("held" if key.state == "in person" else key.state, box, prefix, dark=key.state == "in person")
        )
        drawn.append(text("s m xs", x + 18, y + 10, key.words))
        x += 36 + width(key.words, "s xs")
    return "".join(drawn)


def _pattern(prefix: str) -> str:
    return (
        f'<defs><pattern id="{prefix}-m" width="4.5" height="4.5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="fm" width="1.6" height="4.5"/></pattern></defs>'
    )


__all__ = ["Cell", "Key", "cadence", "cadence_down", "twin"]
