"""Terms that never open, terms that nothing closes, ends that are never reached."""

from collections.abc import Iterator

from detente.core.procedures import Link
from detente.core.procedures.checks.place import act_or_silence, place
from detente.core.simulation.explore.properties.found import Found
from detente.core.simulation.explore.search import Search
from detente.core.vocabulary.findings import Severity


def never_open(search: Search) -> Iterator[Found]:
    """Look for terms that no way opens: EXP003. What the search left out is judged by the table alone."""
    name = search.slice.target
    graph = search.world.compiled.graphs[name]
    whole = not search.cut and not search.unknown
    reported: set[str] = set()
    for term in graph.terms:
        row = graph.first(term)
        parents = graph.table.parents[term]
        if reported & set(parents) or (row is not None and row.link is Link.ANYTIME) or graph.anytime & graph.bit[term]:
            continue
        unreached = not graph.reached & graph.bit[term]
        unseen = whole and search.slice.counts(name, term) and (name, term) not in search.opened
        if not unreached and not unseen:
            continue
        reported.add(term)
        guards = graph.guards(term)
        why = (
            "no consequence leads to it"
            if unreached
            else f"its guard ({guards.data}) is never met there"
            if guards
            else "no way leads to what opens it"
        )
        says = f"'{term}' never opens: {why}."
        yield Found(
            "EXP003",
            Severity.WARNING,
            place(search.world.compiled, name, term),
            says,
            f"Name '{term}' where it should follow, or take it out.",
            twin="ESC010",
        )


def never_closed(search: Search) -> Iterator[Found]:
    """Look for terms that stay open until the procedure ends, because nothing closes them: EXP004."""
    name = search.slice.target
    graph = search.world.compiled.graphs[name]
    live = [row for row in graph.live() if row.link is not Link.LIMITATION]
    for term in graph.names(graph.reached & ~graph.anytime):
        bit = graph.bit[term]
        if graph.table.parents[term] or any(row.every or row.runs for row in graph.rows[term]):
            continue
        inside = bit | graph.under(term)
        ends = any(graph.ends(row) for inner in graph.names(inside) for row in graph.rows[inner])
        if ends or any(graph.closes(row) & bit for row in live):
            continue
        says = (
            f"Nothing closes '{term}' but the end of '{name}': it has no act and no time, and nothing leads out of it."
        )
        node = next(
            (node for node in search.order if name in (runs := node.position.state.runs) and term in runs[name].open),
            None,
        )
        way = node.way() if node is not None else ()
        yield Found(
            "EXP004",
            Severity.NOTE,
            place(search.world.compiled, name, term),
            says,
            f"Write 'close {term}' where it is over, or 'by' with an 'else'.",
            way,
        )


def never_reached(search: Search) -> Iterator[Found]:
    """Look for results that a row would give and no way reaches: EXP011."""
    if search.cut or search.unknown:
        return
    name = search.slice.target
    graph = search.world.compiled.graphs[name]
    told: set[str] = set()
    for row in graph.live():
        if row.term != "opens" and (name, row.term) not in search.opened and row.link is not Link.ANYTIME:
            continue  # told by EXP003
        for result in graph.ends(row):
            if result not in search.results and result not in told and row.link is not Link.LIMITATION:
                told.add(result)
                says = (
                    f"'{name}' never ends '{result}', though '{row.term}' would end it so: no way of acting or keeping "
                    "silent gets there."
                )
                yield Found(
                    "EXP011",
                    Severity.WARNING,
                    act_or_silence(search.world.compiled, name, row),
                    says,
                    "Look at who may act there, at the window and the guards, or take that end out.",
                )
