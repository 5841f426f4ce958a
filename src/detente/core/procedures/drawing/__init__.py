"""Pictures of procedures by the drawing rule: values first, then SVG, and the same in words."""

from detente.core.procedures.drawing.draw import draw
from detente.core.procedures.drawing.graph import Edge, Exit, Graph, Kind, Nested, Node, Started, Way, graph
from detente.core.procedures.drawing.layout import Picture, layout
from detente.core.procedures.drawing.outline import Entry, outline
from detente.core.procedures.drawing.rail import Level, draw_rail, levels
from detente.core.procedures.drawing.widths import loose_width, text_width

__all__ = [
    "Edge", "Entry", "Exit", "Graph", "Kind", "Level", "Nested", "Node", "Picture", "Started", "Way", "draw",
    "draw_rail", "graph", "layout", "levels", "loose_width", "outline", "text_width",
]  # fmt: skip
