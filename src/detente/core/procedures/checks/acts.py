"""Rules about acts: which term an act belongs to is never in doubt."""

from collections.abc import Iterable, Iterator

from detente.core.charter.lint import Hit, Rule
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
    one, other = graph.first(first), graph.first(second)
    if not one or not other or not graph.together[first] & graph.bit[second]:
        return False
    return _share(one.who, other.who, compiled.document.names.parties)


def _share(first: Who | None, second: Who | None, sides: Iterable[str]) -> bool:
    """Whether one seat is in both: the same role or party, or a word like `either` beside a party."""
    one, other = _seats(first), _seats(second)
    sided = {ANY, *sides}
    return bool(one & other) or (ANY in one and bool(other & sided)) or (ANY in other and bool(one & sided))


def _seats(who: Who | None) -> set[str]:
    named = (SeatKind.PARTY, SeatKind.NEUTRAL, SeatKind.ROLE)
    return {seat.name if seat.kind in named else ANY for seat in who.seats} if who else set()


RULES = (Rule("ACT004", Severity.WARNING, "one act for two open terms", act_of_two_terms),)
