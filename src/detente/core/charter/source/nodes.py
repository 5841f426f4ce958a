"""The tree a charter's text is read into: texts, lists and maps, each with its place."""

from collections.abc import Sequence
from typing import Any

import msgspec


class Text(msgspec.Struct):
    """A scalar, always text. `start` and `end` are offsets into the source (half-open), quotes included."""

    value: str
    line: int
    column: int
    start: int
    end: int
    quoted: bool = False


class List(msgspec.Struct):
    """A sequence."""

    items: list["Node"]
    line: int
    column: int
    start: int
    end: int
    flow: bool = False


class Map(msgspec.Struct):
    """A mapping, in written order."""

    pairs: list[tuple[Text, "Node"]]
    line: int
    column: int
    start: int
    end: int
    flow: bool = False
    index: dict[str, int] = msgspec.field(default_factory=dict)

    def put(self, key: Text, value: "Node") -> None:
        """Add a pair; the first of two equal keys is the one that is found."""
        self.index.setdefault(key.value, len(self.pairs))
        self.pairs.append((key, value))

    def get(self, key: str) -> "Node | None":
        """Return the value under `key`, or nothing."""
        at = self.index.get(key)
        return None if at is None else self.pairs[at][1]

    def key(self, key: str) -> Text | None:
        """Return the key's own node, or nothing."""
        at = self.index.get(key)
        return None if at is None else self.pairs[at][0]


Node = Text | List | Map


def plain(node: Node) -> Any:
    """Return the node's content alone: str, list or dict."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, List):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.pairs}


def find(root: Node, path: Sequence[str | int]) -> Node:
    """Return the node at `path`, or the deepest one on the way that exists (a map's key where the value is absent)."""
    node: Node = root
    for step in path:
        below = _below(node, step)
        if below is None:
            return node
        node = below
    return node


def _below(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Map):
        return node.get(str(step))
    if isinstance(node, List) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None
