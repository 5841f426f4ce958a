"""What every picture has: its size, a title and a description, stripes; and how words are measured, cut, mirrored."""

import re
from html import escape

from detente.core.procedures.drawing import text_width

Rows = list[tuple[str, ...]]  # of the list or table beside a picture

_TEXT_AT = re.compile(r'(<text [^>]*?)x="(-?[\d.]+)"')


def svg(
    prefix: str, title: str, says: str, drawn: str, *, wide: float, high: float, look: str = "", rtl: bool = False
) -> str:  # fmt: skip
    """Return a picture; `prefix` begins every id in it, so that several may share a page.

    Args:
        rtl: the picture is mirrored, for a page that reads from the right; its words stay as they are.
    """
    looks = f' class="{look}"' if look else ""
    looks += ' direction="rtl"' if rtl else ""
    drawn = mirrored(drawn, wide) if rtl else drawn
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}" role="img"{looks} '
        f'aria-labelledby="{prefix}-t {prefix}-d"><title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">{escape(says)}</desc>{drawn}</svg>'
    )


def mirrored(drawn: str, wide: float) -> str:
    """Return what is drawn turned round, each text turned back where it then stands."""
    turned = _TEXT_AT.sub(lambda found: f'{found[1]}transform="scale(-1 1)" x="{-float(found[2]) or 0.0:.1f}"', drawn)
    return f'<g transform="translate({wide:.0f} 0) scale(-1 1)">{turned}</g>'


def stripes(prefix: str) -> str:
    """Return the patterns of the second party (`h`) and of two versions (`c`)."""
    return f"<defs>{pattern(f'{prefix}-h', 'fb')}{pattern(f'{prefix}-c', 'fat')}</defs>"


def pattern(name: str, look: str, *, step: float = 3.4, band: float = 1.7) -> str:
    """Return stripes at 45 degrees under the id `name`: `band` px of every `step` in the colour of `look`."""
    return (
        f'<pattern id="{name}" width="{step:g}" height="{step:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="{look}" width="{band:g}" height="{step:g}"/></pattern>'
    )


def text(look: str, x: float, y: float, words: str, *, anchor: str = "") -> str:
    """Return words at a place, nothing for no words; `anchor` is middle or end."""
    if not words:
        return ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}"{held}>{escape(words)}</text>'


def line(look: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a straight line."""
    return f'<path class="{look}" d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"/>'


def width(words: str, look: str = "s") -> float:
    """Return how wide words with these classes are, in px."""
    classes = look.split()
    return text_width(words, 14 if "l" in classes else 12 if "xs" in classes else 13, "b" in classes)


def cut(words: str, room: float, look: str = "s") -> str:
    """Return the words, ended by an ellipsis where they need more than `room` px; nothing where nothing fits."""
    if width(words, look) <= room:
        return words
    while words and width(words + "…", look) > room:
        words = words[:-1].rstrip(" ,;…")
    return words + "…" if words else ""


def row_for(rows: list[list[tuple[float, float]]], room: tuple[float, float], *, gap: float = 6) -> int:
    """Return the first row in which `room` meets nothing, and take it there; a new row where every one is taken."""
    meets = (any(room[0] <= end + gap and start <= room[1] + gap for start, end in taken) for taken in rows)
    row = next((at for at, met in enumerate(meets) if not met), len(rows))
    if row == len(rows):
        rows.append([])
    rows[row].append(room)
    return row
