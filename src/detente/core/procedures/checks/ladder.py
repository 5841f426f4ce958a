"""Rules about the ladder's shape: every level ends, every term opens, every loop counts."""

from collections.abc import Iterator
from itertools import pairwise

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.phrases import Counted, Verb
from detente.core.charter.phrases.instants import events_of
from detente.core.procedures.checks.place import beside, graphs, listed, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph, closure, follows, joint, tiers
from detente.core.procedures.table import Link, On, Row
from detente.core.vocabulary.findings import Severity


def level_without_end(compiled: Compiled) -> Iterator[Hit]:
    """Look for a top-level term that one side alone can never leave and no time closes."""
    for name, graph in graphs(compiled):
        for term in graph.names(graph.reached):
            rows = graph.rows[term]
            if graph.table.parents[term] or any(row.link is Link.ANYTIME for row in rows) or _left(graph, term):
                continue
            act = next((row.act for row in rows if row.on is On.ACT), "")
            how = (
                f"only an act of both sides ('{act}') leads on"
                if act and joint(rows[0].who)
                else "nothing leads on from it"
            )
            yield Hit(
                place(compiled, name, term),
                f"'{term}' has no 'by', and {how}: one side alone can keep the matter there without end.",
                f"Write 'by: 10 working days' with an 'else', or an option in '{term}' that one side may take.",
            )


def _left(graph: Graph, term: str) -> bool:
    """Whether time, something heard or one side's act can close a term or end the procedure while it is open."""
    bit = graph.bit[term]
    if any(row.on is On.TIME or row.on is On.OPENING or row.runs for row in graph.rows[term]):
        return True
    beside_it = graph.together[term] | graph.anytime | graph.under(term) | bit
    return any(
        not joint(row.who) and _leads_on(graph, row) and (graph.closes(row) & bit or graph.ends(row))
        for other in graph.names(beside_it)
        for row in graph.rows[other]
    )


def _leads_on(graph: Graph, row: Row) -> bool:
    return bool(row.act == "settle" or any(do.verb in _LEADING for do in graph.does[row.order]))


_LEADING = (Verb.OPEN, Verb.END, Verb.AS_IF, Verb.CLOSE, Verb.RESUME)


def same_length_twice(compiled: Compiled) -> Iterator[Hit]:
    """Look for a ladder whose rungs name no event and of which two that follow each other are equally long."""
    for name, graph in graphs(compiled):
        rungs = tiers(graph)
        if any(row.latest and events_of(row.latest) for row in rungs):
            continue
        for first, second in pairwise(rungs):
            amount = first.latest.amount if isinstance(first.latest, Counted) else None
            if amount is None or not isinstance(second.latest, Counted) or amount != second.latest.amount:
                continue
            if follows(graph, first.term, second.term):
                length = first.latest.data if first.latest else ""
                yield Hit(
                    place(compiled, name, second.term, "by"),
                    f"'{first.term}' and '{second.term}' both last {length}, and neither says from when: "
                    "a reader may count both from the same notice.",
                    f"Write the event, like 'by: {length} after {_opening_event(graph)}' on the first of them.",
                )


def _opening_event(graph: Graph) -> str:
    first = graph.table.rows[0]
    return first.act or (first.event.text if first.event else "dispute notice")


def nothing_opens(compiled: Compiled) -> Iterator[Hit]:
    """Look for terms that no consequence leads to."""
    for name, graph in compiled.graphs.items():
        lost = [term for term in graph.terms if not graph.reached & graph.bit[term]]
        lost = [term for term in lost if not (set(graph.table.parents[term]) & set(lost))]
        for term in lost:
            openers = {row.term for row in graph.openers(term)} - {term}
            if openers and term != lost[0]:
                continue  # it opens when the terms before it do
            why = (
                f"only {listed(sorted(openers))} opens it, which nothing opens"
                if openers
                else "no consequence opens it"
            )
            yield Hit(
                place(compiled, name, term),
                f"'{term}' can never open: {why}.",
                f"Name '{term}' in a 'then' or 'else', or take it out.",
            )


def loop_without_count(compiled: Compiled) -> Iterator[Hit]:
    """Look for a way back to a term that nothing limits: no guard and no counter on the way round."""
    for name, graph in graphs(compiled):
        free = {term for term in graph.terms if not any(row.guards for row in graph.rows[term])}
        steps = {term: _steps(graph, term, free) for term in graph.terms}
        ahead = closure(steps, graph.names)
        seen = 0
        for term in graph.names(graph.reached):
            if not ahead[term] & graph.bit[term] or seen & graph.bit[term]:
                continue
            loop = [other for other in graph.names(ahead[term]) if ahead[other] & graph.bit[term]]
            seen |= sum(graph.bit[other] for other in loop)
            back = next((other for other in reversed(loop) if steps[other] & graph.bit[term]), term)
            yield Hit(
                beside(compiled, place(compiled, name, back), "then", "else", "either way"),
                f"{listed(loop)} lead{'s' if len(loop) == 1 else ''} back to '{term}' without a guard or a "
                "counter: it can go round without end.",
                f"Count the rounds and guard the way back, like 'then: [count rounds, {term}]' and 'if: rounds < 3'.",
            )


def _steps(graph: Graph, term: str, free: set[str]) -> int:
    """The unguarded terms that a term opens by an act, time or rule that counts nothing and needs only one side."""
    found = graph.with_it(term) & ~graph.bit[term]
    for row in graph.rows[term]:
        if joint(row.who) and row.on is On.ACT:
            continue
        if not any(do.verb is Verb.COUNT for do in row.do):
            found |= sum({graph.bit[other] for other in graph.opens(row) if other in free})
    return found & sum(graph.bit[other] for other in free)


RULES = (
    Rule("ESC001", Severity.ERROR, "a level with no end", level_without_end),
    Rule("ESC002", Severity.WARNING, "two levels of one length, and from when is not said", same_length_twice),
    Rule("ESC008", Severity.WARNING, "a loop without counter or guard", loop_without_count),
    Rule("ESC010", Severity.ERROR, "a term nothing opens", nothing_opens),
)
