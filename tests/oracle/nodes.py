"""A term on its way to being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Node:
    """A term to be written; `kind`: duty, option, own, wait, rule, when, runs, rounds, settle."""

    name: str
    order: int
    parent: Node | None = None
    kind: str = "option"
    children: list[Node] = field(default_factory=list)
    text: dict[str, Any] = field(default_factory=dict)
    act: str | None = None
    partner: Node | None = None

    def around(self) -> list[Node]:
        return [self.parent, *self.parent.around()] if self.parent else []


def may_pause(node: Node) -> bool:
    """Whether a pause over a term says what it means: only periods that count forward."""
    by = node.text.get("by", "")
    is_forward = isinstance(by, str) and not any(
        word in by for word in ("before", "hearing", "2026", "or ", "row", "including")
    )
    return is_forward and node.kind not in ("runs", "rounds") and "from" not in node.text
