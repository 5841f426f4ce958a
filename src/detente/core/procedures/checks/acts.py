"""Rules about acts: which term an act belongs to is never in doubt."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model import Charter
from detente.core.charter.phrases import SeatKind, Who
from detente.core.procedures.checks.place import graphs, listed, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph
from detente.core.procedures.table import OPENS, On
from detente.core.vocabulary.findings import Severity

ANY = "any party"


def act_of_two_terms(compiled: Compiled) -> Iterator[Hit]:
    """Look for one act that one seat can do in two terms open at the same time."""
    for name, graph in graphs(compiled):
        acts: dict[str, list[str]] = {}
        for row in graph.live():
            if row.on is On.ACT and row.term != OPENS:
                acts.setdefault(row.act, []).append(row.term)
        for act, terms in acts.items():
            yield from _met(compiled, name, act, terms)


def _met(compiled: Compiled, name: str, act: str, terms: list[str]) -> Iterator[Hit]:
    graph = compiled.graphs[name]
    for number, second in enumerate(terms):
        first = next((term for term in terms[:number] if _clash(compiled, graph, term, second)), None)
        if first:
            yield Hit(
                place(compiled, name, second, "may", "must"),
                f"'{act}' fits {listed((first, second))}, which can be open at the same time: such an act is "
                "refused unless it names its term.",
                "Give each its own act, or close one where the other opens.",
            )


def _clash(compiled: Compiled, graph: Graph, first: str, second: str) -> bool:
    return bool(graph.together[first] & graph.bit[second]) and _share(
        compiled, graph.rows[first][0].who, graph.rows[second][0].who
    )


def _share(compiled: Compiled, first: Who | None, second: Who | None) -> bool:
    """Whether one seat is in both: the same role, the same party, or a party's word beside a party."""
    one, other = _seats(first), _seats(second)
    return bool(one & other) or (ANY in one and _sided(compiled, other)) or (ANY in other and _sided(compiled, one))


def _seats(who: Who | None) -> set[str]:
    found = set()
    for seat in who.seats if who else ():
        named = seat.kind in (SeatKind.PARTY, SeatKind.NEUTRAL, SeatKind.ROLE)
        found.add(seat.name if named else ANY)
    return found


def _sided(compiled: Compiled, seats: set[str]) -> bool:
    charter = compiled.charter
    neutrals = charter.neutrals if isinstance(charter, Charter) else compiled.document.names.neutrals
    return bool(seats & ({ANY} | set(charter.parties if hasattr(charter, "parties") else ()))) and not seats <= set(
        neutrals
    )


RULES = (Rule("ACT004", Severity.WARNING, "one act for two open terms", act_of_two_terms),)
