"""Rules about what is stated, counted and chosen: whatever a term relies on, some act before it has given."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.phrases import Event, EventKind, GuardKind, SeatKind, Verb
from detente.core.procedures.checks.place import act_or_silence, graphs, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph, joint
from detente.core.procedures.lengths import hangs_on
from detente.core.procedures.table import LIMITATION, OPENS, On, Row
from detente.core.vocabulary.findings import Severity


def nobody_states(compiled: Compiled) -> Iterator[Hit]:
    """Look for a stated date as `by`, or a stated seat as `who`, that some way leaves unstated."""
    for name, graph in graphs(compiled):
        for row in (graph.rows[term][0] for term in (OPENS, *graph.names(graph.reached)) if graph.rows[term]):
            known = {value for kind, value in compiled.certain.at(name, row.term) if kind == "stated"}
            known |= set(row.states) if row.term == OPENS else _beside(graph, row)
            for key, value, what in _relied_on(row):
                if value not in known:
                    yield Hit(
                        place(compiled, name, row.term, key),
                        f"'{row.term}' relies on the {what} '{value}', and no act on every way there states it.",
                        f"Add '{value}' to the 'states' of an act that always comes before.",
                    )


def _beside(graph: Graph, row: Row) -> set[str]:
    """What acts that are open at the same time may still state."""
    others = graph.names((graph.together[row.term] | graph.under(row.term) | graph.anytime) & ~graph.bit[row.term])
    return {value for term in others for other in graph.rows[term] if other.on is On.ACT for value in other.states}


def _relied_on(row: Row) -> Iterator[tuple[str, str, str]]:
    for event in hangs_on(row.latest):
        if event.kind is EventKind.VALUE:
            yield "by", event.name, "date"
    for seat in row.who.seats if row.who else ():
        if seat.kind is SeatKind.STATED:
            yield "who", seat.name, "seat"


def counter_alone(compiled: Compiled) -> Iterator[Hit]:
    """Look for a counter that nothing looks at, and for a guard on a counter that nothing in its matter counts."""
    looks: dict[str, set[str]] = {}
    counts: dict[str, set[str]] = {}
    for name, graph in compiled.graphs.items():
        looks[name] = {
            guard.subject
            for row in graph.table.rows
            if row.guards
            for guard in row.guards.items
            if guard.kind is GuardKind.COUNTER
        }
        counts[name] = {do.name for row in graph.table.rows for do in row.do if do.verb is Verb.COUNT}
    for name, graph in graphs(compiled):
        family = compiled.families.family[name]
        looked, counted = (set().union(*(found[member] for member in family)) for found in (looks, counts))
        yield from _never_looked(compiled, name, graph, looked)
        for row in {row.term: row for row in graph.table.rows if row.guards}.values():
            for guard in row.guards.items if row.guards else ():
                if guard.kind is GuardKind.COUNTER and guard.subject not in counted:
                    yield Hit(
                        place(compiled, name, row.term, "if"),
                        f"'{row.term}' looks at '{guard.subject}', and nothing in '{name}' counts it: it stays 0.",
                        f"Write 'count {guard.subject}' where it should grow.",
                    )


def _never_looked(compiled: Compiled, name: str, graph: Graph, looked: set[str]) -> Iterator[Hit]:
    seen: set[str] = set()
    for row in graph.live():
        for do in row.do:
            if do.verb is Verb.COUNT and do.name not in looked | seen:
                seen.add(do.name)
                yield Hit(
                    act_or_silence(compiled, name, row),
                    f"'{row.term}' counts '{do.name}', and no guard looks at it.",
                    f"Write a term with 'if: {do.name} >= 2', or take 'count {do.name}' out.",
                )


def track_unchosen(compiled: Compiled) -> Iterator[Hit]:
    """Look for a column of times that nothing chooses."""
    for name, graph in graphs(compiled):
        columns = {track: row for row, spans in graph.table.times.items() for track in list(spans)[1:]}
        first = {next(iter(spans)) for spans in graph.table.times.values() if spans}
        choosers = (name, *(other for other, below in compiled.families.below.items() if name in below))
        chosen = {
            do.name
            for other in choosers
            for row in compiled.graphs[other].live()
            for do in row.do
            if do.verb is Verb.CHOOSE
        }
        for track, row_of_times in columns.items():
            if track not in chosen | first:
                yield Hit(
                    ("procedures", name, "times", row_of_times, track),
                    f"No term of '{name}' chooses the track '{track}': its times never count.",
                    f"Write 'then: choose {track}' on an act, or take the column out.",
                )


def unevidenced_clock(compiled: Compiled) -> Iterator[Hit]:
    """Look for a clock or window that hangs on an agreement nobody is ever asked to record by a time."""
    for name, graph in graphs(compiled):
        for term in graph.names(graph.reached):
            row = graph.first(term)
            for key, instant in (("by", row.latest), ("from", row.earliest)) if row else ():
                for event in hangs_on(instant):
                    if row and _unevidenced(compiled, name, row, event):
                        yield Hit(
                            place(compiled, name, term, key),
                            f"'{term}' counts from '{event.name}', an act of both sides that nothing asks for by "
                            "a time: the clock may never start.",
                            "Count from a notice, give that act a 'by', or write 'earlier of' with a length beside it.",
                        )


def _unevidenced(compiled: Compiled, name: str, row: Row, event: Event) -> bool:
    if event.kind is not EventKind.ACT or ("happened", event.name) in compiled.certain.at(name, row.term):
        return False
    rows = [
        other
        for member in compiled.families.family[name]
        for other in compiled.tables[member].rows
        if other.on is On.ACT and other.act == event.name
    ]
    return (
        bool(rows)
        and all(joint(other.who) and not other.latest and not other.every for other in rows)
        and row.term != LIMITATION
    )


RULES = (
    Rule("CNT001", Severity.WARNING, "a counter that is only counted, or only looked at", counter_alone),
    Rule("ESC012", Severity.WARNING, "a clock that starts with an agreement nobody must record", unevidenced_clock),
    Rule("TRK002", Severity.WARNING, "a track nobody can choose", track_unchosen),
    Rule("VAL001", Severity.ERROR, "a stated date or seat that nobody states", nobody_states),
)
