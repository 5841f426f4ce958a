"""What a property found, and the words several properties share."""

from collections.abc import Iterable

import msgspec

from detente.core.procedures import On, Row
from detente.core.procedures.checks.place import Path
from detente.core.simulation.explore.nodes import Node
from detente.core.simulation.explore.play import Told
from detente.core.simulation.explore.search import Search
from detente.core.vocabulary.findings import Severity


class Found(msgspec.Struct, eq=False):
    """One property that does not hold: where, what is the case, what would be right, and the shortest way to it.

    `twin` is the rule of the text or the tables that says the same of the same place; acknowledged there, it is here.
    """

    code: str
    severity: Severity
    path: Path
    says: str
    cure: str = ""
    way: tuple[Told, ...] = ()
    twin: str = ""


def told_row(search: Search, told: Told) -> Row | None:
    """Return the row that an act or a clock took."""
    index = search.world.program.index
    if told.rang is not None:
        return index[told.rang.run].time.get(told.rang.term)
    if told.deed is not None:
        return told.deed.row
    if told.received and told.before is not None:
        found = next((notice for notice in told.before.notices.values() if notice.act == told.received), None)
        return (index[found.run].act.get(found.term) or index[found.run].opens) if found is not None else None
    return None


def last_row(search: Search, node: Node) -> tuple[str, Row] | None:
    """Return the procedure and row that led to a position, leaving out what does not count."""
    for told in reversed(node.way()):
        row = told_row(search, told)
        name = told.rang.run if told.rang is not None else told.deed.run if told.deed is not None else search.slice.root
        if row is not None and (row.term == "opens" or search.slice.counts(name, row.term)):
            return name, row
    return None


def listed(names: Iterable[str]) -> str:
    """Return names in quotes, the last two joined by `and`."""
    quoted = [f"'{name}'" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def after(row: Row) -> str:
    """Return how a row is taken, in words."""
    if row.term == "opens":
        return "Once it is opened"
    if row.on is On.TIME:
        return f"When the time of '{row.term}' runs out"
    return f"After '{row.act or row.term}'"
