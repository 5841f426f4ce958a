"""What a suspension would touch: activities in layers, a fence round what is safe, a quarantine round what stops.

What is safe is drawn stronger than what is stopped. Nodes in the quarantine have rows of their own, below the fence.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from detente.look.pictures.frame import Rows, cut, pattern, svg, text, width
from detente.look.pictures.layers import columns, rows

_NODE, _HIGH, _PITCH, _ROW = 168.0, 56.0, 242.0, 94.0
_LEFT, _TOP, _FENCE = 26.0, 48.0, 28.0
_BELOW = 26.0  # between fence and quarantine
_STOPPED = ("stops", "waits")


class Node(msgspec.Struct, frozen=True):
    """An activity: its name, what happens to it in words, whether a substitute stands in."""

    key: str
    name: str
    says: str
    state: Literal["safe", "stops", "waits"] = "safe"
    substitute: bool = False


class Graph(msgspec.Struct, frozen=True):
    """Activities and what depends on what (source, target), with the words of fence and quarantine."""

    title: str
    says: str
    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]
    fence: str
    quarantine: str


class _Ground(msgspec.Struct, frozen=True):
    at: dict[str, tuple[float, float]]  # left upper corner of each node
    wide: float
    fence: float  # where the fence ends
    low: float  # where the quarantine ends; as the fence where nothing stops

    @property
    def high(self) -> float:
        return max(self.fence, self.low) + 8


def graph(found: Graph, *, id_prefix: str, rtl: bool = False) -> str:
    """Return the graph with its fence and its quarantine."""
    ground = _placed(found)
    state = {node.key: node.state for node in found.nodes}
    drawn = [
        f"<defs>{pattern(f'{id_prefix}-q', 'fats2', step=7, band=3)}</defs>",
        _fence(ground),
        _quarantine(found, ground),
        *(_edge(ground, edge, state) for edge in found.edges if edge[0] != edge[1]),
        *(_node(node, ground.at[node.key], id_prefix) for node in found.nodes),
        _lock(found.fence, ground.wide),
    ]
    return svg(id_prefix, found.title, found.says, "".join(drawn), wide=ground.wide, high=ground.high, rtl=rtl)


def twin(found: Graph) -> Rows:
    """Return the rows of the table beside it: the activity, what happens to it."""
    return [(node.name, node.says) for node in found.nodes]


def _placed(found: Graph) -> _Ground:
    keys = [node.key for node in found.nodes]
    column = columns(keys, found.edges)
    at: dict[str, tuple[float, float]] = {}
    safe, deep = _rows(found, column, stopped=False)
    end = _TOP + _ROW * max(deep, 1) - (_ROW - _HIGH) + 24
    stopped, more = _rows(found, column, stopped=True)
    for key, row in safe.items():
        at[key] = (_LEFT + _PITCH * column[key], _TOP + _ROW * row)
    for key, row in stopped.items():
        at[key] = (_LEFT + _PITCH * column[key], end + _BELOW + 24 + 76 * row)
    low = end + _BELOW + 24 + 76 * more + 12 if more else end
    wide = _LEFT * 2 + _PITCH * max(column.values(), default=0) + _NODE
    return _Ground(at, wide, end, low)


def _rows(found: Graph, column: Mapping[str, int], *, stopped: bool) -> tuple[dict[str, int], int]:
    """The rows of the nodes inside the fence, or of those outside, and how many there are."""
    keys = [node.key for node in found.nodes if (node.state in _STOPPED) == stopped]
    edges = [edge for edge in found.edges if edge[0] in keys and edge[1] in keys]
    placed = rows(keys, edges, {key: column[key] for key in keys})
    return placed, 1 + max(placed.values(), default=-1)


def _fence(ground: _Ground) -> str:
    box = f"M2 {_FENCE:.0f}H{ground.wide - 2:.0f}V{ground.fence:.0f}H2Z"
    return f'<path class="fr rfence" d="{box}" stroke-linejoin="round"/>'


def _lock(words: str, wide: float) -> str:
    """The fence's words with a lock, on its upper line."""
    said = cut(words, wide - 80, "s b")
    return (
        f'<rect class="fr" x="20.0" y="16.0" width="{width(said, "s b") + 40:.1f}" height="24"/>'
        '<rect class="fk" x="28.0" y="25.0" width="14" height="11" rx="2"/>'
        f'<path class="hk" d="M31 25v-3a4 4 0 0 1 8 0v3"/>{text("s b", 50, 33, said)}'
    )


def _quarantine(found: Graph, ground: _Ground) -> str:
    held = [ground.at[node.key] for node in found.nodes if node.state in _STOPPED]
    if not held:
        return ""
    room = width(found.quarantine, "s b") + 28
    x = max(2.0, min(min(left for left, _ in held) - 16, ground.wide - 2 - room))
    end = min(max(max(left for left, _ in held) + _NODE + 16, x + room), ground.wide - 2)
    top = ground.fence + _BELOW
    words = text("s at b", x + 14, ground.low - 9, cut(found.quarantine, end - x - 24, "s b"))
    box = f'x="{x:.1f}" y="{top:.1f}" width="{end - x:.1f}" height="{ground.low - top:.1f}"'
    return f'<rect class="quar" {box} rx="10"/>{words}'


def _edge(ground: _Ground, edge: tuple[str, str], state: Mapping[str, str]) -> str:
    """A curve with its control points at the middle between two columns; a longer way runs straight on before."""
    (x, y), (x2, y2) = ground.at[edge[0]], ground.at[edge[1]]
    stopped = any(state[one] in _STOPPED for one in edge)
    look, tip = ("hs dash", "fm") if stopped else ("hk", "fk")
    start, end = x + _NODE, x2 - 7
    bend = max(start, x2 - (_PITCH - _NODE))
    y, y2 = y + _HIGH / 2, y2 + _HIGH / 2
    middle = (bend + end) / 2
    straight = f"H{bend:.1f}" if bend > start else ""
    way = f"M{start:.1f} {y:.1f}{straight}C{middle:.1f} {y:.1f} {middle:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    return f'<path class="{look}" d="{way}"/><path class="{tip}" d="M{end - 1:.1f} {y2 - 4.5:.1f}l7 4.5l-7 4.5Z"/>'


def _node(node: Node, at: tuple[float, float], prefix: str) -> str:
    x, y = at
    box = f'x="{x:.1f}" y="{y:.1f}" width="{_NODE:.0f}" height="{_HIGH:.0f}" rx="6"'
    room = _NODE - 28 - (22 if node.substitute else 0)
    name, says = cut(node.name, room, "s b l"), cut(node.says, _NODE - 28)
    words = text("s b l", x + 14, y + 24, name) + text("s at" if node.state == "stops" else "s m", x + 14, y + 42, says)
    if node.state == "safe":
        mark = _substitute(x + 150, y + 19) if node.substitute else ""
        return f'<rect class="fr" {box}/><rect class="hk w2" {box}/>{words}{mark}'
    striped = _NODE if node.state == "stops" else 56
    stripe = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{striped:.0f}" height="{_HIGH:.0f}" rx="6" fill="url(#{prefix}-q)"/>'
    )
    edge = "hat" if node.state == "stops" else "hat dash"
    clear = max(width(name, "s b l"), width(says)) + 8
    plate = f'<rect class="fr" x="{x + 10:.1f}" y="{y + 8:.1f}" width="{clear:.1f}" height="40" rx="3"/>'
    return f'<rect class="fr" {box}/>{stripe}<rect class="{edge}" {box}/>{plate}{words}'


def _substitute(x: float, y: float) -> str:
    letter = text("s b on xs", x, y + 4.2, "S", anchor="middle")
    return f'<circle class="fk" cx="{x:.1f}" cy="{y:.1f}" r="9"/>{letter}'
