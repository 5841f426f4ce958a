"""Small multiples: one line per count, side by side on one scale of weeks, held meetings marked below."""

import msgspec

from detente.look.pictures.frame import Rows, cut, svg, text, width

_WIDE, _HIGH, _TOP, _BASE = 240.0, 112.0, 34.0, 92.0


class Multiple(msgspec.Struct, frozen=True):
    """One line: its name, the latest value in words, a value per week (nothing where there is none), weeks marked."""

    name: str
    latest: str
    values: tuple[float | None, ...]
    marked: tuple[int, ...] = ()  # places of weeks in which people met
    first: str = ""  # words under the first and the last week
    last: str = ""


def multiple(found: Multiple, *, id_prefix: str, title: str, says: str, rtl: bool = False) -> str:
    """Return one line as a picture of its own, so that several wrap on a page."""
    known = [value for value in found.values if value is not None]
    top = max([*known, 1.0])
    step = (_WIDE - 12) / max(len(found.values) - 1, 1)
    places = [
        (6 + step * place, _BASE - (value / top) * (_BASE - _TOP - 10))
        for place, value in enumerate(found.values)
        if value is not None
    ]
    latest = cut(found.latest, _WIDE / 2, "s b l")
    name = cut(found.name, _WIDE - 12 - width(latest, "s b l"))
    drawn = [text("s", 0, 14, name), text("s b l", _WIDE, 14, latest, anchor="end")]
    drawn.append(f'<path class="h" d="M0 {_BASE:.1f}L{_WIDE:.1f} {_BASE:.1f}"/>')
    drawn += [
        f'<circle class="fm" cx="{6 + step * place:.1f}" cy="{_BASE + 4:.1f}" r="1.6"/>' for place in found.marked
    ]
    if places:
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(f'<path class="hk" d="M{line}"/>')
        drawn.append(f'<circle class="fk" cx="{places[-1][0]:.1f}" cy="{places[-1][1]:.1f}" r="3"/>')
    drawn.append(text("s m xs", 0, _HIGH, cut(found.first, _WIDE / 2 - 4, "s xs")))
    drawn.append(text("s m xs", _WIDE, _HIGH, cut(found.last, _WIDE / 2 - 4, "s xs"), anchor="end"))
    return svg(id_prefix, title, says, "".join(drawn), wide=_WIDE, high=_HIGH + 4, rtl=rtl)


def twin(found: Multiple, weeks: tuple[str, ...]) -> Rows:
    """Return the rows of the table beside it: of each week its day in words and its value, where there is one."""
    return [(week, f"{value:g}") for week, value in zip(weeks, found.values, strict=True) if value is not None]


__all__ = ["Multiple", "multiple", "twin"]
