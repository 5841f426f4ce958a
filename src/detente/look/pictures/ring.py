"""The ring of a clock: one piece for each counted day, what has passed filled, the running day partly."""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

PIECES_MAX = 60


def pieces(
    shares: Sequence[float], x: float, y: float, *, outer: float, inner: float, look: str = "fat", ground: str = "fl"
) -> str:  # fmt: skip
    """Return the pieces of a ring round a point; each share, 0 to 1, says how much of that day has passed."""
    count = len(shares)
    drawn = [_piece(place, count, 1.0, (x, y, outer, inner), look=ground) for place in range(count)]
    passed = [(place, share) for place, share in enumerate(shares) if share > 0]
    drawn += [_piece(place, count, min(share, 1.0), (x, y, outer, inner), look=look) for place, share in passed]
    return "".join(drawn)


def ring(
    shares: Sequence[float], *, near: bool = False, label: str = "", inside: str = "", ground: str = "fl"
) -> str:  # fmt: skip
    """Return a ring of 40 px for a row; without shares an empty one. `label` says it in words, `ground` is to come."""
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    fits = 1 <= len(shares) <= PIECES_MAX
    drawn = (
        pieces(shares, 20, 20, outer=18, inner=13, look="fat" if near else "fk", ground=ground)
        if fits
        else '<circle class="hs" cx="20" cy="20" r="15.5"/>'
    )
    mark = (
        '<path class="hat" d="M20 13V21" stroke-linecap="round"/><circle class="fat" cx="20" cy="26" r="1.6"/>'
        if near
        else f'<text class="s b" x="20" y="24.5" text-anchor="middle">{escape(inside)}</text>'
    )
    return f'<svg width="40" height="40" viewBox="0 0 40 40" {named}>{drawn}{mark}</svg>'


def _piece(place: int, count: int, share: float, at: tuple[float, float, float, float], *, look: str) -> str:
    x, y, outer, inner = at
    gap = 0.0 if count == 1 else min(0.09, pi / count / 2)
    turn = 2 * pi / count
    first = place * turn + gap / 2
    last = first + (turn - gap) * share - (0.02 if count == 1 else 0)
    large = 1 if last - first > pi else 0
    a, b, c, d = (
        f"{x + r * sin(t):.1f} {y - r * cos(t):.1f}"
        for r, t in ((outer, first), (outer, last), (inner, last), (inner, first))
    )
    return f'<path class="{look}" d="M{a}A{outer} {outer} 0 {large} 1 {b}L{c}A{inner} {inner} 0 {large} 0 {d}Z"/>'
