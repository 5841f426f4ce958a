"""Small multiples: one line per count, side by side on one scale of weeks, held meetings marked below."""

import msgspec

from detente.look.pictures.plain import svg, text

_WIDE, _HIGH, _TOP, _BASE = 240.0, 112.0, 34.0, 92.0


class Multiple(msgspec.Struct, frozen=True):
    """One line: its name, the latest value in words, a value per week (nothing where there is none), weeks marked."""

    name: str
    latest: str
    values: tuple[float | None, ...]
    marked: tuple[int, ...] = ()  # places of weeks in which people met
    first: str = ""  # words under the first and the last week
    last: str = ""


def multiple(found: Multiple, *, id_prefix: str, title: str, says: str) -> str:
    """Return one line as a picture of its own, so that several wrap on a page."""
    known = [value for value in found.values if value is not None]
    top = max([*known, 1.0])
    step = (_WIDE - 12) / max(len(found.values) - 1, 1)
    places = [
        (6 + step * place, _BASE - (value / top) * (_BASE - _TOP - 10))
        for place, value in enumerate(found.values)
        if value is not None
    ]
    drawn = [text(found.name, 0, 14, "s"), text(found.latest, _WIDE, 14, "s b l", anchor="end")]
    drawn.append(f'<path class="h" d="M0 {_BASE:.1f}L{_WIDE:.1f} {_BASE:.1f}"/>')
    drawn += [
        f'<circle class="fm" cx="{6 + step * place:.1f}" cy="{_BASE + 4:.1f}" r="1.6"/>' for place in found.marked
    ]
    if places:
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(f'<path class="hk" d="M{line}"/>')
        drawn.append(f'<circle class="fk" cx="{places[-1][0]:.1f}" cy="{places[-1][1]:.1f}" r="3"/>')
    drawn.append(text(found.first, 0, _HIGH, "s m xs"))
    drawn.append(text(found.last, _WIDE, _HIGH, "s m xs", anchor="end"))
    return svg("".join(drawn), id_prefix=id_prefix, title=title, desc=says, size=(_WIDE, _HIGH + 4))


__all__ = ["Multiple", "multiple"]
