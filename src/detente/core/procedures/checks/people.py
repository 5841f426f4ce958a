"""Rules about who stands on the rungs of a ladder: fresh eyes on each, and the authority to settle."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model import Charter
from detente.core.charter.model.sections import RoleHolder
from detente.core.charter.phrases import SeatKind, WhoKind
from detente.core.procedures.checks.place import beside, graphs
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph, follows, tiers
from detente.core.procedures.table import Row
from detente.core.vocabulary.findings import Severity


def one_person_twice(compiled: Compiled) -> Iterator[Hit]:
    """Look for a person who holds or deputises a role on two rungs of one ladder."""
    seen: set[tuple[str, str, str]] = set()
    for low, high, party in _pairs(compiled):
        below, above = _holder(compiled, low, party), _holder(compiled, high, party)
        if not below or not above:
            continue
        for person, key in ((above.holder, "holder"), *((deputy.person, "deputies") for deputy in above.deputies)):
            stands = _stands(below, person)
            if stands and (person, high, party) not in seen:
                seen.add((person, high, party))
                here = "holds" if key == "holder" else "is deputy for"
                yield Hit(
                    ("roles", high, party, key),
                    f"{person} {stands} '{low}' and {here} '{high}' for {party}, two rungs of one ladder: nobody "
                    "new would look at the matter.",
                    f"Name somebody else as {'holder' if key == 'holder' else 'deputy'} of '{high}'.",
                )


def _stands(holder: RoleHolder, person: str) -> str:
    if holder.holder == person:
        return "holds"
    return "is deputy for" if any(deputy.person == person for deputy in holder.deputies) else ""


def _holder(compiled: Compiled, role: str, party: str) -> RoleHolder | None:
    charter = compiled.charter
    return charter.roles.get(role, {}).get(party) if isinstance(charter, Charter) else None


def _pairs(compiled: Compiled) -> Iterator[tuple[str, str, str]]:
    """Two roles of which the second stands higher on one ladder, for each party that both seat."""
    seen: set[tuple[str, str, str]] = set()
    for _, graph in graphs(compiled):
        for low, high in _rungs(graph):
            above = _seats(high)
            for party, role in _seats(low).items():
                pair = (role, above.get(party, role), party)
                if pair[0] != pair[1] and pair not in seen:
                    seen.add(pair)
                    yield pair


def _rungs(graph: Graph) -> Iterator[tuple[Row, Row]]:
    rungs = tiers(graph)
    for number, low in enumerate(rungs):
        for high in rungs[number + 1 :]:
            if follows(graph, low.term, high.term):
                yield low, high


def _seats(row: Row) -> dict[str, str]:
    if not row.who or row.who.kind is not WhoKind.TOGETHER:
        return {}
    seats = zip(row.who.parties, row.who.seats, strict=True)
    return {party: seat.name for party, seat in seats if seat.kind is SeatKind.ROLE}


def authority_on_rungs(compiled: Compiled) -> Iterator[Hit]:
    """Look for authority that falls going up, and for a rung that may settle without any."""
    if not isinstance(compiled.charter, Charter):
        return
    yield from _without(compiled)
    for low, high, party in _pairs(compiled):
        below, above = _holder(compiled, low, party), _holder(compiled, high, party)
        if below and above and below.authority and above.authority and above.authority < below.authority:
            yield Hit(
                ("roles", high, party, "authority"),
                f"'{high}' may settle up to {above.authority.text} for {party}, less than '{low}' below it "
                f"({below.authority.text}): "
                "moving up would not help.",
                f"Write at least 'authority: {below.authority.text}'.",
            )


def _without(compiled: Compiled) -> Iterator[Hit]:
    seen: set[tuple[str, str]] = set()
    for _, graph in graphs(compiled):
        for row in tiers(graph):
            for party, role in _seats(row).items() if row.act == "settle" else ():
                holder = _holder(compiled, role, party)
                if holder and not holder.authority and (role, party) not in seen:
                    seen.add((role, party))
                    yield Hit(
                        beside(compiled, ("roles", role, party), "holder"),
                        f"'{role}' of {party} may settle at '{row.term}' and has no authority: what is agreed "
                        "there binds nobody.",
                        "Write an amount, like 'authority: 50000.00 EUR'.",
                    )


RULES = (
    Rule("ESC004", Severity.WARNING, "one person on two rungs of one ladder", one_person_twice),
    Rule("ESC005", Severity.WARNING, "a rung without the authority to settle", authority_on_rungs),
)
