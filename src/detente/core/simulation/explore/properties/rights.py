"""Who looks at a matter, whether a way round stays open, and what one side's silence can cost both."""

from collections.abc import Iterator

from detente.core.charter.phrases import SeatKind, Verb, WhoKind
from detente.core.charter.phrases.names import FORUMS
from detente.core.engine.guards import holds
from detente.core.engine.state import Here
from detente.core.procedures import On, Row
from detente.core.procedures.checks.people import one_person_twice
from detente.core.procedures.checks.place import lighter, place, silence
from detente.core.procedures.graph import joint
from detente.core.simulation.explore.nodes import Node
from detente.core.simulation.explore.properties.found import Found
from detente.core.simulation.explore.search import Search
from detente.core.simulation.explore.slices import is_bypass
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.findings import Severity

_BOTH = ("both", "all", "each")


def same_person(search: Search) -> Iterator[Found]:
    """Look for one person on two rungs that follow each other on some way: EXP008."""
    name = search.slice.target
    for hit in one_person_twice(search.world.compiled):
        node = _on_rung(search, str(hit.path[1]))
        if node is not None and name == search.slice.root:
            yield Found("EXP008", Severity.WARNING, hit.path, hit.says, hit.cure, node.way(), "ESC004")


def _on_rung(search: Search, role: str) -> Node | None:
    """The first position in which a role sits at an open term."""
    name = search.slice.target
    rows = {
        row.term for row in search.world.compiled.tables[name].rows
        if row.who is not None and any(seat.kind is SeatKind.ROLE and seat.name == role for seat in row.who.seats)
    }  # fmt: skip
    return next(
        (
            node
            for node in search.order
            if any(pair[0] == name and pair[1] in rows for pair in search.resting(node.position))
        ),
        None,
    )


def blocked(search: Search) -> Iterator[Found]:
    """Look for a way round the ladder that a guard or a waiver bars while a forum step is open: EXP009."""
    compiled, name = search.world.compiled, search.slice.target
    graph = compiled.graphs[name]
    rows = [row for row in graph.table.rows if is_bypass(compiled, graph, row)]
    steps = _forum_steps(search)
    for row in rows:
        for node in search.order:
            if (
                search.running(node.position)
                and steps & set(search.resting(node.position))
                and (why := _why_blocked(search, node, row))
            ):
                open_ = next(term for procedure, term in search.resting(node.position) if (procedure, term) in steps)
                says = f"'{row.term}' cannot be used while '{open_}' is open: {why}. What cannot wait would have to."
                cure = "Take the guard out." if row.guards else f"Leave '{row.term}' out of what is waived."
                yield Found("EXP009", Severity.WARNING, place(compiled, name, row.term, "if"), says, cure, node.way())
                break


def _forum_steps(search: Search) -> set[tuple[str, str]]:
    """The terms on the way to a forum: their act or their time ends there."""
    compiled, name = search.world.compiled, search.slice.target
    known, graph = compiled.document.names.results, compiled.graphs[name]
    steps = [row for row in graph.live() if row.term in graph.bit and not graph.anytime & graph.bit[row.term]]
    return {(name, row.term) for row in steps if any(known.get(result, result) in FORUMS for result in graph.ends(row))}


def _why_blocked(search: Search, node: Node, row: Row) -> str:
    position, name = node.position, search.slice.target
    lost = [(right, party) for right, party in position.state.lost if right in (row.term, row.act)]
    if lost:
        return f"{lost[0][1]} has lost the right to '{lost[0][0]}'"
    here = Here(position.program, position.state, position.state.runs[name])
    if row.guards is not None and not holds(here, row.guards, position.now):
        return f"its guard ({row.guards.data}) is not met"
    return ""


def costs_both(search: Search) -> Iterator[Found]:
    """Look for silence of one side by which both sides lose a right: EXP010."""
    compiled, name = search.world.compiled, search.slice.target
    for row in compiled.graphs[name].live():
        if row.on is not On.TIME or row.who is None or not _one_can_keep_silent(row):
            continue
        for do in row.do:
            if do.verb is Verb.WAIVE and do.seat is not None and do.seat.name in _BOTH:
                rights = " and ".join(f"'{right}'" for right in do.rights)
                whose = "either side by not agreeing" if joint(row.who) else str(row.who.data)
                says = f"By silence at '{row.term}', {whose} alone takes the right to {rights} from both sides."
                cure = "Write 'else: end lapsed', at which no right is lost, or let the silent side alone lose it."
                severity, path = lighter(compiled) or Severity.WARNING, silence(compiled, name, row)
                yield Found("EXP010", severity, path, says, cure, _lost(search, row), "SIL001")


def _one_can_keep_silent(row: Row) -> bool:
    """With `either`, whoever would lose can act; with one seat, or where all must act, one side's silence is enough."""
    if row.who is None or row.who.kind is WhoKind.ANY:
        return False
    return joint(row.who) or row.who.seats[0].name != "either"


def _lost(search: Search, row: Row) -> tuple:  # type: ignore[type-arg]
    for node in (*search.order, *search.results.values()):
        for told in node.told:
            lost = [effect for effect in told.effects if effect.kind is Kind.RIGHT_LOST]
            if told.rang is not None and told.rang.term == row.term and len({effect.by for effect in lost}) > 1:
                return node.way()
    return ()
