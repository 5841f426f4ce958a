"""Positions found and the moves between them: the graph of a search."""

from collections.abc import Hashable

import msgspec

from detente.core.simulation.explore.play import Deed, Position, Told


class Edge(msgspec.Struct, frozen=True):
    """A move between abstractions: `joint` if it takes both sides or a neutral, `built_in` if every ladder has it."""

    source: Hashable
    target: Hashable
    told: tuple[Told, ...]
    joint: bool
    built_in: bool = False


class Node(msgspec.Struct, eq=False):
    """A position found, the node before it, and what led here."""

    key: Hashable
    position: Position
    before: "Node | None"
    told: tuple[Told, ...]
    moves: int = 0  # that lead on
    single: int = 0  # of these, what one side alone or time can do
    expanded: bool = False

    def way(self) -> tuple[Told, ...]:
        """Return everything that happened from the opening on."""
        told: list[tuple[Told, ...]] = []
        node: Node | None = self
        while node is not None:
            told.append(node.told)
            node = node.before
        return tuple(one for part in reversed(told) for one in part)


def by_neutral(deed: Deed | None) -> bool:
    """Return whether an act is that of a seat without a side."""
    return deed is not None and any(not actor.party for actor in deed.actors)
