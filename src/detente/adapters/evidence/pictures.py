"""The ladder of a procedure as a picture for paper: styles written in, light values only."""

from detente.core.procedures import Compiled
from detente.core.procedures.drawing import draw, loose_width
from detente.look.style import picture_style


def ladder(compiled: Compiled, procedure: str) -> str:
    """Return the drawing of a procedure as an SVG file."""
    svg = draw(
        compiled.tables[procedure], id_prefix="ladder", widths=loose_width, title=procedure,
        acts=compiled.document.names.acts,
    )  # fmt: skip
    return written_in(svg)


def written_in(svg: str) -> str:
    """Return a picture of the look with the rules it uses in it, each token as its light value."""
    head, end, drawn = svg.partition(">")
    head = head if "xmlns=" in head else head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{head}{end}<style>{picture_style(svg, dark=False)}</style>{drawn}"
