"""Where the nodes of a graph stand: columns by what they depend on, rows so that edges cross no node."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

Place = tuple[int, float]  # column, row


def columns(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the column of each node: one more than the farthest it depends on. An edge back is left out."""
    sources: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        sources[target].append(source)
    found: dict[str, int] = {}

    def column(node: str, above: frozenset[str]) -> int:
        if node not in found:
            before = [column(one, above | {node}) for one in sources[node] if one not in above and one != node]
            found[node] = 1 + max(before, default=-1)
        return found[node]

    for node in nodes:
        column(node, frozenset())
    return found


def rows(nodes: Sequence[str], edges: Sequence[tuple[str, str]], column: Mapping[str, int]) -> dict[str, int]:
    """Return the row of each node in its column, near the middle of what it depends on.

    A row is passed over where an edge that spans columns runs through it.
    """
    found: dict[str, int] = {}
    through: set[tuple[int, int]] = set()  # column, row: taken by an edge that passes
    for number in range(1 + max(column.values(), default=-1)):
        mine = [node for node in nodes if column[node] == number]
        wish = {node: _wish(node, edges, found, place) for place, node in enumerate(mine)}
        taken = {row for at, row in through if at == number}
        for node in sorted(mine, key=lambda one: (wish[one], mine.index(one))):
            row = _nearest(wish[node], taken)
            found[node] = row
            taken.add(row)
        for source, target in edges:
            if source in found and column[source] == number and column[target] > number + 1:
                through |= {(between, found[source]) for between in range(number + 1, column[target])}
    return found


def _wish(node: str, edges: Sequence[tuple[str, str]], found: Mapping[str, int], place: int) -> float:
    before = [found[source] for source, target in edges if target == node and source in found]
    return sum(before) / len(before) if before else float(place)


def _nearest(wish: float, taken: set[int]) -> int:
    free = (row for row in range(len(taken) + 1 + int(wish) + 1) if row not in taken)
    return min(free, key=lambda row: (abs(row - wish), row))
