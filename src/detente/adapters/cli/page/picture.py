"""A procedure as one SVG file: its styles written in, light and dark, a system font where the look's is not there."""

from collections.abc import Mapping

from detente.adapters.cli.page.style import picture_style
from detente.core.procedures.drawing import draw, loose_width
from detente.core.procedures.table import Table

_OPEN = "<svg "


def picture_file(table: Table, *, title: str = "", acts: Mapping[str, str] = {}) -> str:
    """Return the text of an SVG file that looks right by itself; arguments are those of `draw`."""
    svg = draw(table, id_prefix="detente", widths=loose_width, title=title, acts=acts)
    head, _, rest = svg.removeprefix(_OPEN).partition("</desc>")
    ground = '<rect class="fr" width="100%" height="100%"/>'
    style = f"<style>{picture_style(svg + ground)}</style>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}</desc>{style}{ground}{rest}\n'
