"""What every picture has: its size, a title and a description, the stripes that marks are filled with."""

from html import escape


def svg(prefix: str, title: str, says: str, drawn: str, *, wide: float, high: float, look: str = "") -> str:
    """Return a picture; `prefix` begins every id in it, so that several may share a page."""
    looks = f' class="{look}"' if look else ""
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}" role="img"{looks} '
        f'aria-labelledby="{prefix}-t {prefix}-d"><title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">{escape(says)}</desc>{drawn}</svg>'
    )


def stripes(prefix: str) -> str:
    """Return the patterns of the second party (`h`) and of two versions (`c`)."""
    made = "".join(
        f'<pattern id="{prefix}-{name}" width="3.4" height="3.4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="{look}" width="1.7" height="3.4"/></pattern>'
        for name, look in (("h", "fb"), ("c", "fat"))
    )
    return f"<defs>{made}</defs>"


def text(look: str, x: float, y: float, words: str, *, anchor: str = "") -> str:
    """Return words at a place; `anchor` is middle or end."""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}"{held}>{escape(words)}</text>'
