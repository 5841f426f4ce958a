"""Rules about procedures together: what starts them, what becomes of decisions, who meets, how many messages."""

from collections import Counter
from collections.abc import Iterator, Mapping

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model import Charter
from detente.core.charter.phrases import SeatKind, Verb, WhoKind
from detente.core.procedures.checks.place import act_or_silence, beside, graphs, listed, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph, joint
from detente.core.procedures.table import OPENS, Link, On, Row
from detente.core.vocabulary.findings import Severity


def started_in_a_circle(compiled: Compiled) -> Iterator[Hit]:
    """Look for procedures that start or run each other in a circle."""
    told: set[str] = set()
    for name in compiled.graphs:
        if not compiled.families.circles(name) or name in told:
            continue
        circle = [
            other
            for other in compiled.graphs
            if other in compiled.families.below[name] and name in compiled.families.below[other]
        ]
        told.update(circle)
        target, rows = next(
            (target, rows) for target, rows in compiled.families.starts[name].items() if target in circle
        )
        way = f"{listed(circle)} start each other" if len(circle) > 1 else f"'{name}' starts itself"
        yield Hit(
            place(compiled, name, rows[0].term, "runs", "then", "else"),
            f"{way}: while '{target}' runs, an act that would start it again is refused.",
            f"Write 'raise {target}', which opens a matter of its own, or lead back by a term.",
        )


def nobody_opens(compiled: Compiled) -> Iterator[Hit]:
    """Look for a procedure that does not open alone and that nothing that opens starts."""
    for name in compiled.graphs:
        if name in compiled.families.openable:
            continue
        above = compiled.families.above(name) or [
            other for other, raised in compiled.families.raises.items() if name in raised
        ]
        yield Hit(
            ("procedures", name),
            f"'{name}' can never open: only {listed(above)} starts it, at a term that never opens.",
            "Write 'alone: yes' under its 'opens', or start it from a term that opens.",
        )


def bound_for_ever(compiled: Compiled) -> Iterator[Hit]:
    """Look for a decision that binds for now and that nothing makes final or overrides."""
    for name, graph in graphs(compiled):
        later = {
            do.name
            for member in compiled.families.family[name]
            for row in compiled.graphs[member].live()
            for do in row.do
            if do.verb in (Verb.MAKE_FINAL, Verb.OVERRIDE)
        }
        for row in graph.live():
            for do in row.do:
                if do.verb is Verb.BIND and do.name not in later:
                    yield Hit(
                        act_or_silence(compiled, name, row),
                        f"'{do.name}' binds for now, and no way makes it final or overrides it.",
                        f"Write an objection with 'else: [make final {do.name}, end final and binding]'.",
                    )


def no_regular_meeting(compiled: Compiled) -> Iterator[Hit]:
    """Look for a charter in which both sides have no duty to meet at regular times."""
    if not isinstance(compiled.charter, Charter):
        return
    rows = [row for _, graph in graphs(compiled) for row in graph.live()]
    if not any(row.every and row.on is On.ACT and row.result == "kept" and joint(row.who) for row in rows):
        yield Hit(
            beside(compiled, (), "meetings", "procedures"),
            "No procedure makes both sides meet at regular times: the first meeting would be about the first quarrel.",
            "Write 'meeting: "
            "{who: both, must: hold meeting, every: 1 week after contract start or next working day, "
            "else: tell manager}'.",
        )


def too_many_messages(compiled: Compiled) -> Iterator[Hit]:
    """Estimate how many messages one person gets at one moment: a level opened, duties, notices and tells."""
    charter = compiled.charter
    if not isinstance(charter, Charter) or not charter.notifications:
        return
    budget = charter.notifications.budget.at_most
    worst: tuple[int, str, str, Row] | None = None
    for name, graph in graphs(compiled):
        for row in graph.live():
            for person, count in sorted(_messages(charter, graph, row, compiled.document.names.notices).items()):
                if count > budget and (worst is None or count > worst[0]):
                    worst = (count, person, name, row)
    if worst:
        count, person, name, row = worst
        yield Hit(
            act_or_silence(compiled, name, row),
            f"'{row.term}' sends {person} {count} messages at once (a level, duties, notices and tells counted); "
            f"notifications.budget allows at most {budget} a working day.",
            "Open fewer duties at once, tell fewer seats, or write a higher 'at most'.",
        )


def _messages(charter: Charter, graph: Graph, row: Row, notices: Mapping[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for do in row.do:
        if do.verb is Verb.TELL and do.seat:
            found.update(_people(charter, do.seat.name))
    if row.on is On.ACT and charter.notices and row.act in notices:
        addresses = charter.notices.addresses.values()
        found.update(
            {
                person
                for address in addresses
                for role in (address.to, *address.copies)
                for person in _people(charter, role)
            }
        )
    opened = {term for first in graph.opens(row) for term in graph.names(graph.with_it(first))}
    moved: set[str] = set()
    for term in opened:
        for other in graph.rows[term][:1]:
            people = {person for seat, party in _roles(other) for person in _people(charter, seat, party)}
            if other.result == "kept":
                found.update(people)
            elif other.on is On.ACT and other.link is not Link.ANYTIME:
                moved |= people
    found.update(moved)
    return found


def _roles(row: Row) -> list[tuple[str, str]]:
    if not row.who or row.term == OPENS:
        return []
    parties = row.who.parties if row.who.kind is WhoKind.TOGETHER else ("",) * len(row.who.seats)
    return [
        (seat.name, party) for seat, party in zip(row.who.seats, parties, strict=True) if seat.kind is SeatKind.ROLE
    ]


def _people(charter: Charter, role: str, party: str = "") -> set[str]:
    return {holder.holder for side, holder in charter.roles.get(role, {}).items() if party in ("", side)}


RULES = (
    Rule("MTG001", Severity.WARNING, "no regular meeting of both sides", no_regular_meeting),
    Rule("NOT001", Severity.WARNING, "more messages at once than the budget allows", too_many_messages),
    Rule("OVR001", Severity.WARNING, "a decision that binds for now for ever", bound_for_ever),
    Rule("PRO001", Severity.ERROR, "procedures that start each other in a circle", started_in_a_circle),
    Rule("PRO002", Severity.WARNING, "a procedure nobody can open", nobody_opens),
)
