"""Rules about what a ladder owes those who climb it: standing duties, a way round, a neutral before court."""

import re
from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model import Charter
from detente.core.charter.phrases import EventKind, Verb
from detente.core.charter.phrases.instants import events_of
from detente.core.charter.phrases.names import FORUMS
from detente.core.procedures.checks.place import beside, graphs, lighter, listed, place, silence, words
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph, joint
from detente.core.procedures.table import OPENS, Link, On, Row
from detente.core.vocabulary.findings import Severity

MONTH = 31  # days
COURTS = ("in court", "in arbitration", "in proceedings")
_URGENT = re.compile(r"\b(courts?|relief|adjudicat\w+|urgent|emergency|tribunal|injunction|sue|interim)\b")
_NEUTRAL = re.compile(
    r"\b(mediat\w+|conciliat\w+|adjudicat\w+|experts?|neutral|boards?|facilitat\w+|early evaluation|ombuds\w+)\b"
)
_NOMINATE = re.compile(r"\b(nominat\w+|appoint\w*|names?|designat\w+)\b")
_AGREE = re.compile(
    r"(?:agree|name|choose) (?:on )?(?:an? |the )?(?:mediator|expert|adjudicator|arbitrator|conciliator)s?\b"
)


def forums(compiled: Compiled, graph: Graph, wanted: tuple[str, ...] = FORUMS) -> list[Row]:
    """Return the rows that end a procedure in one of the wanted forums."""
    known = compiled.document.names.results
    return [row for row in graph.live() if any(known.get(result, result) in wanted for result in graph.ends(row))]


def _everywhere_above(compiled: Compiled, name: str, has: dict[str, bool]) -> bool:
    """Whether a procedure has something itself, or runs only within procedures that all have it."""
    if has[name]:
        return True
    above = [] if compiled.tables[name].alone else compiled.families.above(name)
    return bool(above) and all(has[other] for other in above)


def no_standing_duties(compiled: Compiled) -> Iterator[Hit]:
    """Look for a dispute that can end in a forum, or lasts over a month in silence, without standing duties."""
    has = {name: bool(table.always) for name, table in compiled.tables.items()}
    for name, graph in graphs(compiled):
        if _everywhere_above(compiled, name, has):
            continue
        courts = forums(compiled, graph)
        days = compiled.lengths.bound(name, True)[""]
        if courts:
            says = f"'{name}' can end {graph.ends(courts[0])[0]}, and nothing says what goes on until then."
        elif days > MONTH and any(row.act == "settle" for row in graph.live()):
            says = f"'{name}' can last {days} calendar days in silence, and nothing says what goes on until then."
        else:
            continue
        yield Hit(
            ("procedures", name),
            says,
            "Write standing duties, like 'always: [keep performing, pay undisputed amounts]'.",
        )


def no_urgent_bypass(compiled: Compiled) -> Iterator[Hit]:
    """Look for a procedure that can end in a forum and offers nothing for what cannot wait."""
    has = {
        name: any(row.link is Link.ANYTIME and _URGENT.search(words(row)) for row in graph.table.rows)
        for name, graph in compiled.graphs.items()
    }
    for name, graph in graphs(compiled):
        courts = forums(compiled, graph)
        if courts and not _everywhere_above(compiled, name, has):
            yield Hit(
                beside(compiled, ("procedures", name), "anytime"),
                f"'{name}' can end {graph.ends(courts[0])[0]}, and nobody may ask for urgent relief "
                "before: harm would have to wait.",
                "Write 'anytime: {urgent relief: {who: either, may: ask a court for urgent relief}}'.",
            )


def no_limitation(compiled: Compiled) -> Iterator[Hit]:
    """Look for a way to court that opens only later, in a procedure without limitation period and carve-out."""
    has = {
        name: bool(graph.table.while_open) or any(row.link is Link.ANYTIME and _saves(row) for row in graph.table.rows)
        for name, graph in compiled.graphs.items()
    }
    for name, graph in graphs(compiled):
        if any(has[member] for member in compiled.families.family[name]):
            continue
        late = [
            row
            for row in forums(compiled, graph, COURTS)
            if row.link is not Link.ANYTIME and _waits(compiled, name, graph, row)
        ]
        if late:
            yield Hit(
                ("procedures", name),
                f"'{name}' leads to court only after '{_before(graph, late[0])}', and says nothing of the "
                "limitation period, which may end before.",
                "Write 'limitation: {by: 6 years after cause, while open: stands still}', or an 'anytime' option "
                "to save the claim.",
                severity=lighter(compiled),
            )


def _saves(row: Row) -> bool:
    if row.earliest and any(event.kind is EventKind.LIMITATION for event in events_of(row.earliest)):
        return True
    return bool(re.search(r"\b(sue|suit|save|protective)\b", words(row)))


def _waits(compiled: Compiled, name: str, graph: Graph, row: Row) -> bool:
    """Whether something timed must run out, on every way, before a row can be taken."""
    passed = {
        term
        for kind, term in compiled.certain.at(name, row.term)
        if kind == "passed" and term in graph.rows and term != OPENS
    }
    return any(other.latest or other.runs for term in passed for other in graph.rows[term])


def _before(graph: Graph, row: Row) -> str:
    sources = [opener.term for opener in graph.openers(row.term) if opener.term in graph.bit]
    return sources[0] if sources else row.term


def no_neutral(compiled: Compiled) -> Iterator[Hit]:
    """Look for a ladder of at least one talk that ends in court with nobody neutral on the way or beside it."""
    for name, graph in graphs(compiled):
        courts = forums(compiled, graph, COURTS)
        if not courts or not any(row.act == "settle" for row in graph.live()):
            continue
        rows = [row for member in (name, *compiled.families.below[name]) for row in compiled.tables[member].rows]
        if not any(
            row.private == "mediator only" or _NEUTRAL.search(words(row)) or _neutral_named(row) for row in rows
        ):
            yield Hit(
                place(compiled, name, courts[0].term, "then"),
                f"'{name}' goes from talks to '{courts[0].term}' ({graph.ends(courts[0])[0]}) without a "
                "mediator, an expert or another neutral between.",
                "Let the last talks lead to a term like 'mediation: {who: both, may: settle, by: 20 working days, "
                f"else: {courts[0].term}, private: mediator only}}'.",
                severity=lighter(compiled),
            )


def _neutral_named(row: Row) -> bool:
    return bool(row.who and any(_NEUTRAL.search(name) for name in row.who.names))


def nobody_nominates(compiled: Compiled) -> Iterator[Hit]:
    """Look for a neutral on whom both must agree, where silence leads to nobody who names one."""
    for name, graph in graphs(compiled):
        for term in graph.names(graph.reached):
            rows = graph.rows[term]
            if not rows or not joint(rows[0].who) or not _AGREE.match(rows[0].act):
                continue
            late = [row for row in rows if row.on is On.TIME]
            if not any(_names_one(graph, other) for row in late for other in graph.opens(row)):
                where = silence(compiled, name, late[0]) if late else place(compiled, name, term)
                follows = _after_silence(late[0]) if late else "no time ends it"
                yield Hit(
                    where,
                    f"Both must agree at '{term}' ({rows[0].act}), and without agreement {follows}: one side can "
                    "stop the step by staying silent.",
                    "Write an 'else' to a nominating body, like 'nomination: "
                    "{who: nominating body, must: nominate mediator, ...}'.",
                )


def _after_silence(row: Row) -> str:
    return f"'{row.do[0].data}' follows" if row.do and row.do[0].verb is not Verb.NOTHING else "nothing follows"


def _names_one(graph: Graph, term: str) -> bool:
    inside = (term, *graph.names(graph.under(term) | graph.steps[term]))
    return any(
        not joint(row.who) and row.on is On.ACT and _NOMINATE.search(words(row))
        for each in inside
        for row in graph.rows[each]
    )


def no_gate(compiled: Compiled) -> Iterator[Hit]:
    """Look for a way to court past the gate that the charter sets before it."""
    charter = compiled.charter
    if not isinstance(charter, Charter) or not charter.litigation or not charter.litigation.gate:
        return
    for name, graph in graphs(compiled):
        for row in forums(compiled, graph, COURTS):
            passed = {term for kind, term in compiled.certain.at(name, row.term) if kind in ("passed", "acted")} | {
                row.term,
                row.runs,
            }
            if row.link is not Link.ANYTIME and not any(re.search(r"\b(gate|comparison)\b", term) for term in passed):
                yield Hit(
                    place(compiled, name, row.term),
                    f"'{row.term}' ends '{name}' {graph.ends(row)[0]} on a way that passes no gate; "
                    f"litigation.gate asks for {listed(charter.litigation.gate)}.",
                    "Lead to it through a procedure with the last comparison, like 'court gate: "
                    "{runs: litigation gate, then: court}'.",
                )


RULES = (
    Rule("ESC006", Severity.WARNING, "no standing duties while a dispute is open", no_standing_duties),
    Rule("ESC007", Severity.WARNING, "no way round the ladder for what cannot wait", no_urgent_bypass),
    Rule("ESC013", Severity.WARNING, "a neutral whom nobody names when both cannot agree", nobody_nominates),
    Rule("ESC014", Severity.WARNING, "court without a neutral step before it", no_neutral),
    Rule("GAT001", Severity.WARNING, "a way to court past its gate", no_gate),
    Rule("LIM001", Severity.WARNING, "a way to court barred for a while, and no limitation rule", no_limitation),
)
