"""The ladder of a matter: two rails are the parties, a rung joins them, the open level carries the clock's ring."""

from collections.abc import Sequence

import msgspec

from detente.look.pictures.frame import svg, text
from detente.look.pictures.ring import PIECES_MAX, pieces

_WIDE, _TEXT_AT, _LINE = 300, 68, 18
_PITCH = {"done": 68, "open": 142, "next": 74, "later": 60}


class Level(msgspec.Struct, frozen=True):
    """A level: `done`, `open`, `next` or `later`, with its lines of words, each with its look (`s b`, `s m`, `s ta`)."""

    where: str
    lines: tuple[tuple[str, str], ...]


def ladder(
    levels: Sequence[Level], *, id_prefix: str, title: str, says: str, shares: Sequence[float] = (), inside: str = ""
) -> str:
    """Return the ladder.

    Args:
        shares: of each counted day of the open level how much has passed, 0 to 1.
        inside: the words in the ring, `7/8`.
    """
    rows, rungs, at = [], [], 25.0
    centre = bottom = 4.0
    for level in levels:
        rows += [text(look, _TEXT_AT, at + _LINE * place, words) for place, (look, words) in enumerate(level.lines)]
        rungs.append(_rung(level, at))
        centre = at + 21 if level.where == "open" else centre
        bottom = at if level.where == "done" else bottom
        at += max(_PITCH[level.where], _LINE * len(level.lines) + 14)
    high, open_ = at + 8, centre > 4
    solid = centre if open_ else bottom + 8
    ring = _ring(centre, shares, inside) if open_ else ""
    drawn = _rails(id_prefix, solid, high) + "".join(rungs) + ring + "".join(rows)
    return svg(id_prefix, title, says, drawn, wide=_WIDE, high=high, look="natural")


def _rung(level: Level, at: float) -> str:
    if level.where == "done":
        return f'<rect class="fk" x="15" y="{at - 7.5:.1f}" width="22" height="5"/>'
    return "" if level.where == "open" else f'<path class="hk dot" d="M17 {at - 5:.1f}L35 {at - 5:.1f}"/>'


def _rails(prefix: str, solid: float, high: float) -> str:
    return (
        f'<defs><pattern id="{prefix}-h" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="fb" width="2" height="4"/></pattern></defs>'
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
