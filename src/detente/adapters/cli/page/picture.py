"""A procedure as one SVG file: its styles written in, light and dark, a system font where the look's is not there."""

import re
from collections.abc import Mapping

from detente.core.procedures.drawing import draw, loose_width
from detente.core.procedures.table import Table
from detente.look.style import picture_style

_VIEW = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')
_MARGIN = 16


def picture_file(table: Table, *, title: str = "", acts: Mapping[str, str] = {}) -> str:
    """Return the text of an SVG file that looks right by itself; arguments are those of `draw`."""
    svg = draw(table, id_prefix="detente", widths=loose_width, title=title, acts=acts)
    view = _VIEW.match(svg)
    assert view, "a drawn picture begins with its size"
    wide, high = (float(size) + 2 * _MARGIN for size in view.groups())
    begins = f'viewBox="-{_MARGIN} -{_MARGIN} {wide:g} {high:g}" width="{wide:g}" height="{high:g}"'
    ground = f'<rect class="fr" x="-{_MARGIN}" y="-{_MARGIN}" width="{wide:g}" height="{high:g}"/>'
    words, desc, drawn = svg[view.end() :].partition("</desc>")
    style = f"<style>{picture_style(drawn + ground)}</style>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {begins}{words}{desc}{style}{ground}{drawn}\n'
