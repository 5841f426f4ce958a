"""The ladder of a matter: two rails are the parties, a rung joins them, the open level carries the clock's ring.

A ladder whose levels are all `next` or `later` is the look ahead before a concern is raised.
"""

from collections.abc import Sequence

import msgspec

from detente.look.pictures.frame import Rows, cut, pattern, svg, text
from detente.look.pictures.ring import PIECES_MAX, pieces

_WIDE, _TEXT_AT, _LINE = 300, 68, 18
_PITCH = {"done": 68, "open": 142, "next": 74, "later": 60}
_COMPACT = {"done": 30, "open": 70, "next": 30, "later": 30}


class Level(msgspec.Struct, frozen=True):
    """A level: `done`, `open`, `next` or `later`, with its lines: look (`s b`, `s m`, `s ta`) and words."""

    where: str
    lines: tuple[tuple[str, str], ...]


def ladder(
    levels: Sequence[Level],
    *,
    id_prefix: str,
    title: str,
    says: str,
    shares: Sequence[float] = (),
    inside: str = "",
    compact: bool = False,
    rtl: bool = False,
) -> str:
    """Return the ladder.

    Args:
        shares: of each counted day of the open level how much has passed, 0 to 1.
        inside: the words in the ring, `7/8`.
        compact: of a level its first line, of the open one its first three.
    """
    rows, rungs, at = [], [], 25.0
    centre = bottom = 4.0
    for level in levels:
        lines = _shown(level) if compact else level.lines
        rows += [
            text(look, _TEXT_AT, at + _LINE * place, cut(words, _WIDE - _TEXT_AT, look))
            for place, (look, words) in enumerate(lines)
        ]
        rungs.append(_rung(level, at))
        centre = at + 21 if level.where == "open" else centre
        bottom = at if level.where == "done" else bottom
        at += max((_COMPACT if compact else _PITCH)[level.where], _LINE * len(lines) + 6)
    high, open_ = at + 8, centre > 4
    solid = centre if open_ else bottom + 8
    ring = _ring(centre, shares, inside) if open_ else ""
    drawn = _rails(id_prefix, solid, high) + "".join(rungs) + ring + "".join(rows)
    return svg(id_prefix, title, says, drawn, wide=_WIDE, high=high, look="natural", rtl=rtl)


def twin(levels: Sequence[Level]) -> Rows:
    """Return the rows of the list beside it: the heading of a level, and its lines."""
    return [(level.lines[0][1], "; ".join(words for _, words in level.lines[1:])) for level in levels]


def _shown(level: Level) -> tuple[tuple[str, str], ...]:
    return level.lines[: 3 if level.where == "open" else 1]


def _rung(level: Level, at: float) -> str:
    if level.where == "done":
        return f'<rect class="fk" x="15" y="{at - 7.5:.1f}" width="22" height="5"/>'
    return "" if level.where == "open" else f'<path class="hk dot" d="M17 {at - 5:.1f}L35 {at - 5:.1f}"/>'


def _rails(prefix: str, solid: float, high: float) -> str:
    return (
        f"<defs>{pattern(f'{prefix}-h', 'fb', step=4, band=2)}</defs>"
        f'<path class="sa dot" d="M12 {solid:.1f}L12 {high - 12:.1f}"/>'
        f'<path class="sb dot" d="M40 {solid:.1f}L40 {high - 12:.1f}"/>'
        f'<rect class="fa" x="9" y="4" width="6" height="{solid - 4:.1f}" rx="1"/>'
        f'<rect class="fr" x="37" y="4" width="6" height="{solid - 4:.1f}"/>'
        f'<rect x="37" y="4" width="6" height="{solid - 4:.1f}" rx="1" fill="url(#{prefix}-h)"/>'
        f'<path class="sb w125" d="M37 4h6v{solid - 4:.1f}h-6Z"/>'
    )


def _ring(centre: float, shares: Sequence[float], inside: str) -> str:
    ground = f'<circle class="fr" cx="26" cy="{centre:.1f}" r="32"/>'
    if not 1 <= len(shares) <= PIECES_MAX:
        return f'{ground}<circle class="hk" cx="26" cy="{centre:.1f}" r="24"/>'
    number = text("s b l", 26, centre + 5, inside, anchor="middle")
    return f"{ground}{pieces(shares, 26, centre, outer=26, inner=19)}{number}"
