"""Rules about guards: no case without a way on."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.phrases import GuardKind, Guards, Verb
from detente.core.procedures.cells import CELLS_MAX, grid, holds, told
from detente.core.procedures.checks.place import Path, act_or_silence, graphs, listed, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph
from detente.core.procedures.table import OPENS, Link, Row
from detente.core.vocabulary.findings import Severity

_LEADS_ON = (Verb.END, Verb.RESUME, Verb.STAYS_OVERDUE)


def case_without_way(compiled: Compiled) -> Iterator[Hit]:
    """Try every cell of the guards where a leading-out list opens guarded terms only."""
    closed = dict(compiled.document.names.words) | {"track": tuple(compiled.document.names.tracks)}
    for name, graph in graphs(compiled):
        for row in graph.live():
            guards = _guards(graph, row)
            if guards:
                yield from _tried(act_or_silence(compiled, name, row), row, guards, closed)


def _guards(graph: Graph, row: Row) -> dict[str, Guards]:
    """The guards of what a leading-out list opens; nothing where one has none, or something else leads on."""
    leading = row.leaves or row.term == OPENS or not row.parent
    if (
        not leading
        or row.link is Link.ANYTIME
        or row.every
        or any(do.verb in _LEADS_ON for do in graph.does[row.order])
    ):
        return {}
    found = {term: graph.guards(term) for term in graph.opens(row)}
    if any(guards is None or _otherwise(guards) for guards in found.values()):
        return {}
    return {term: guards for term, guards in found.items() if guards}


def _tried(path: Path, row: Row, guards: dict[str, Guards], closed: dict[str, tuple[str, ...]]) -> Iterator[Hit]:
    cells = grid(guards.values(), closed, {row.act} if row.act else ())
    holes = [cell for cell in cells.cells() if not any(holds(each, cell) for each in guards.values())]
    last = list(guards)[-1]
    if holes:
        more = f", nor in {len(holes) - 1} other case{'s' if len(holes) > 2 else ''}" if len(holes) > 1 else ""
        yield Hit(
            path,
            f"With {told(holes[0])} nothing opens{more}: {listed(guards)} "
            f"{'each have a' if len(guards) > 1 else 'has a'} guard "
            "that is not met.",
            f"Write 'if: otherwise' on '{last}', or add a term for that case.",
        )
    elif cells.size > CELLS_MAX:
        yield Hit(
            path,
            f"The guards of {listed(guards)} tell {cells.size:,} cases apart; {CELLS_MAX:,} were tried, and "
            "something opens in each.",
            f"Write 'if: otherwise' on '{last}', so that no case is left out.",
            severity=Severity.NOTE,
        )


def _otherwise(guards: Guards) -> bool:
    return any(guard.kind is GuardKind.OTHERWISE for guard in guards.items)


def stray_otherwise(compiled: Compiled) -> Iterator[Hit]:
    """Look for `otherwise` beside another guard, or where no guarded term stands before it in the list."""
    for name, graph in compiled.graphs.items():
        for term in graph.terms:
            guards = graph.guards(term)
            if guards and _otherwise(guards):
                yield from _stray(compiled, name, term, guards)


def _stray(compiled: Compiled, name: str, term: str, guards: Guards) -> Iterator[Hit]:
    graph, path = compiled.graphs[name], place(compiled, name, term, "if")
    if len(guards.items) > 1:
        yield Hit(
            path,
            f"'{term}' has 'otherwise' together with another guard; it stands for whatever no other term of the "
            "list takes.",
            "Write 'if: otherwise' alone, or the other guard alone.",
        )
    for row in graph.openers(term):
        others = [graph.guards(other) for other in graph.opens(row) if other != term]
        if not any(other and not _otherwise(other) for other in others):
            yield Hit(
                path,
                f"'{term}' opens 'otherwise', and '{row.term}' opens no other guarded term with it: it always opens.",
                "Take the 'if' out, or name the guarded term in the same list.",
            )
            return


RULES = (
    Rule("ESC009", Severity.ERROR, "a case in which nothing opens", case_without_way),
    Rule("LNG016", Severity.WARNING, "otherwise without anything to differ from", stray_otherwise),
)
