"""How a charter's procedures meet: which starts or runs which, which can be opened at all."""

from functools import cached_property

from detente.core.charter.phrases import Verb
from detente.core.procedures.graph import Graph
from detente.core.procedures.table import Row


class Families:
    """The procedures of one charter and what leads from one to another."""

    def __init__(self, graphs: dict[str, Graph]) -> None:
        self.graphs = graphs
        self.starts: dict[str, dict[str, list[Row]]] = {name: {} for name in graphs}
        self.raises: dict[str, set[str]] = {name: set() for name in graphs}
        for name, graph in graphs.items():
            self._read(name, graph)

    def _read(self, name: str, graph: Graph) -> None:
        for row in graph.table.rows:
            if row.runs in self.graphs:
                self.starts[name].setdefault(row.runs, []).append(row)
            for do in graph.does[row.order]:
                if do.verb is Verb.START and do.name in self.graphs:
                    self.starts[name].setdefault(do.name, []).append(row)
                elif do.verb is Verb.RAISE and do.name in self.graphs:
                    self.raises[name].add(do.name)

    def above(self, name: str) -> list[str]:
        """Return the procedures that start or run this one themselves."""
        return [other for other, started in self.starts.items() if name in started]

    @cached_property
    def below(self) -> dict[str, set[str]]:
        """Each procedure with all that it starts or runs, at any remove."""
        found = {name: set(started) for name, started in self.starts.items()}
        for middle in self.graphs:
            for name, started in found.items():
                if middle in started:
                    found[name] = started | found[middle]
        return found

    def circles(self, name: str) -> bool:
        """Return whether a procedure starts or runs itself, at any remove."""
        return name in self.below[name]

    @cached_property
    def family(self) -> dict[str, set[str]]:
        """Each procedure with all it shares a matter with: what starts it, what it starts, and so on."""
        found = {name: {name} for name in self.graphs}
        for name, started in self.starts.items():
            whole = set().union(found[name], *(found[other] for other in started))
            for member in whole:
                found[member] = whole
        return found

    @cached_property
    def openable(self) -> set[str]:
        """The procedures that can be opened: alone, or from one that can."""
        reached = {other for name in self.graphs for other in (*self.starts[name], *self.raises[name])}
        found = {name for name, graph in self.graphs.items() if name not in reached or graph.table.alone}
        queue = list(found)
        while queue:
            name = queue.pop()
            for other in self._opened_from(name) - found:
                found.add(other)
                queue.append(other)
        return found

    def _opened_from(self, name: str) -> set[str]:
        graph = self.graphs[name]
        live = {row.order for row in graph.live()}
        started = {other for other, rows in self.starts[name].items() if any(row.order in live for row in rows)}
        return started | self.raises[name]
