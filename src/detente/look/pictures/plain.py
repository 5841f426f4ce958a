"""A picture's outside and its words, for pictures that need no more than that."""

from html import escape


def svg(drawn: str, *, id_prefix: str, title: str, desc: str, size: tuple[float, float]) -> str:
    """Return a picture of a size (wide, high) in px; `id_prefix` begins every id in it."""
    wide, high = size
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}" role="img" '
        f'aria-labelledby="{id_prefix}-t {id_prefix}-d"><title id="{id_prefix}-t">{escape(title)}</title>'
        f'<desc id="{id_prefix}-d">{escape(desc)}</desc>{drawn}</svg>'
    )


def text(words: str, x: float, y: float, look: str = "s", *, anchor: str = "") -> str:
    """Return a line of words; nothing for no words."""
    if not words:
        return ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}"{held}>{escape(words)}</text>'


__all__ = ["svg", "text"]
