"""Rules about suspended workstreams: work that stops has a way back and a day by which it comes."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.phrases import Verb
from detente.core.procedures.checks.place import act_or_silence, graphs, lighter
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph
from detente.core.procedures.table import OPENS, On, Row
from detente.core.vocabulary.findings import Severity


def never_released(compiled: Compiled) -> Iterator[Hit]:
    """Look for workstreams that are suspended and that no later term releases."""
    for name, row, scope in _suspended(compiled):
        if not _released(compiled, name, row, scope, silent=False):
            yield Hit(
                act_or_silence(compiled, name, row),
                f"'{row.term}' suspends '{scope}', and nothing that follows releases it: the work would stand "
                "still for good.",
                f"Write 'release {scope}' where the work goes on again.",
            )


def suspended_without_end(compiled: Compiled) -> Iterator[Hit]:
    """Look for workstreams that are suspended and that no time releases."""
    for name, row, scope in _suspended(compiled):
        if _released(compiled, name, row, scope, silent=False) and not _released(
            compiled, name, row, scope, silent=True
        ):
            yield Hit(
                act_or_silence(compiled, name, row),
                f"'{row.term}' suspends '{scope}' without a longest time: while nobody acts, the work stands still.",
                "Write a 'by' on the term that waits, with an 'else' that leads to the release.",
                severity=lighter(compiled),
            )


def _suspended(compiled: Compiled) -> Iterator[tuple[str, Row, str]]:
    for name, graph in graphs(compiled):
        for row in graph.live():
            yield from ((name, row, do.name) for do in row.do if do.verb is Verb.SUSPEND)


def _released(compiled: Compiled, name: str, row: Row, scope: str, *, silent: bool) -> bool:
    graph = compiled.graphs[name]
    after = _after(graph, row, silent)
    if any(_releases(other, scope) for other in after):
        return True
    members = compiled.families.family[name] - {name}
    return any(
        _releases(other, scope)
        for member in members
        for other in compiled.graphs[member].live()
        if not silent or other.on is not On.ACT
    )


def _releases(row: Row, scope: str) -> bool:
    return any(do.verb is Verb.RELEASE and do.name == scope for do in row.do)


def _after(graph: Graph, row: Row, silent: bool) -> list[Row]:
    """The rows that can be taken after this one; `silent`: by time and by rules alone."""
    found = [row]
    seen = sum(graph.bit[term] for term in graph.names(graph.anytime)) if not silent else 0
    queue = [term for opened in graph.opens(row) for term in graph.names(graph.with_it(opened))]
    if row.term != OPENS and (graph.stays(row) or row.parent):
        queue += graph.names(graph.together[row.term] & ~graph.closes(row))
    queue += graph.names(seen)
    reached: set[str] = set()
    while queue:
        term = queue.pop()
        if term in reached:
            continue
        reached.add(term)
        for other in graph.rows[term]:
            if not silent or other.on in (On.TIME, On.OPENING) or other.runs:
                found.append(other)
                queue += [each for opened in graph.opens(other) for each in graph.names(graph.with_it(opened))]
    return found


RULES = (
    Rule("SUS002", Severity.WARNING, "suspended work that nothing releases", never_released),
    Rule("SUS003", Severity.WARNING, "suspended work without a longest time", suspended_without_end),
)
