"""The seal: two half discs that say how far both sides are. A sign beside words, so small that it has a label only."""

from html import escape
from typing import Literal

from detente.look.pictures.frame import pattern

State = Literal["both", "a", "b", "apart", "none", "n"]
Size = Literal["small", "middle", "big"]

_SIZES = {"small": (7, 8, 2), "middle": (9, 10, 2), "big": (9, 10, 3)}  # radius, middle, gap
_APART = 5


def seal(state: State, *, id_prefix: str, size: Size = "small", label: str = "") -> str:
    """Return the sign; without a label it is decoration and silent.

    Args:
        state: filled left: side a says so; striped right: side b; both together; apart: in two versions; none: hollow;
            n: a neutral's dotted ring.
    """
    radius, middle, gap = _SIZES[size]
    gap += _APART if state == "apart" else 0
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    wide, high = 2 * middle + gap, 2 * middle
    drawn = halves(state, id_prefix=id_prefix, radius=radius, middle=middle, gap=gap)
    return f'<svg class="seal" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" {told}>{drawn}</svg>'


def halves(state: State, *, id_prefix: str, radius: int, middle: int, gap: int) -> str:
    """Return the two half discs alone, for a picture that carries a seal."""
    if state == "n":
        return f'<circle class="sn w15 dash2" cx="{middle + gap / 2:g}" cy="{middle}" r="{radius - 0.5:g}"/>'
    low = 2 * radius + 1
    left = f"M{middle} 1A{radius} {radius} 0 0 0 {middle} {low}Z"
    right = f"M{middle + gap} 1A{radius} {radius} 0 0 1 {middle + gap} {low}Z"
    filled = f'<path class="fr" d="{right}"/><path d="{right}" fill="url(#{id_prefix})"/>'
    return (
        f"<defs>{pattern(id_prefix, 'fb', step=3.2, band=1.8)}</defs>"
        + (f'<path class="fa" d="{left}"/>' if state in ("both", "apart", "a") else "")
        + f'<path class="sa w125" d="{left}"/>'
        + (filled if state in ("both", "apart", "b") else "")
        + f'<path class="sb w125" d="{right}"/>'
    )
