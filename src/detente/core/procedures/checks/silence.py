"""Rules about what silence costs, and who is meant where nobody acted."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.phrases import Do, Seat, SeatKind, Verb
from detente.core.procedures.checks.place import act_or_silence, graphs, lighter, place, silence
from detente.core.procedures.compile import Compiled
from detente.core.procedures.table import OPENS, On, Row
from detente.core.vocabulary.findings import Severity

_BOTH = ("both", "all", "each")


def silence_costs_both(compiled: Compiled) -> Iterator[Hit]:
    """Look for silence at which both sides give up a right."""
    for name, row, do in _waived(compiled):
        if do.seat and do.seat.name in _BOTH:
            yield Hit(
                silence(compiled, name, row),
                f"{_when(name, row)}, {_rights(do)} is lost to both sides.",
                "Write 'else: end lapsed', at which no right is lost, or acknowledge it together when signing.",
                severity=lighter(compiled),
            )


def silence_costs_one(compiled: Compiled) -> Iterator[Hit]:
    """Look for silence at which one side gives up a right."""
    for name, row, do in _waived(compiled):
        if do.seat and do.seat.name not in _BOTH:
            says = f"{_when(name, row)}, {_rights(do)} is lost to {do.seat.data}."
            yield Hit(silence(compiled, name, row), says, "")


def _waived(compiled: Compiled) -> Iterator[tuple[str, Row, Do]]:
    for name, graph in graphs(compiled):
        for row in graph.live():
            if row.on is On.TIME:
                yield from ((name, row, do) for do in row.do if do.verb is Verb.WAIVE)


def _when(name: str, row: Row) -> str:
    return f"When '{name}' is opened too late" if row.term == OPENS else f"When the time of '{row.term}' runs out"


def _rights(do: Do) -> str:
    return "the right to " + " and ".join(f"'{right}'" for right in do.rights)


def nobody_acted(compiled: Compiled) -> Iterator[Hit]:
    """Look for the sender, receiver or opener of something that silence may have stood in for."""
    for name, graph in graphs(compiled):
        for row in graph.live():
            known = compiled.certain.at(name, row.term)
            own = {("acted", row.act)} if row.on is On.ACT else frozenset()
            for seat, path in _seats(compiled, name, row):
                inside = known if path[-1] == "who" else known | own
                if (
                    seat.kind in (SeatKind.SENDER, SeatKind.RECEIVER)
                    and row.term != OPENS
                    and ("acted", seat.name) not in inside
                ):
                    yield Hit(
                        path,
                        f"'{row.term}' means the {seat.data}, and silence may have come instead of '{seat.name}': "
                        "then nobody is meant.",
                        "Name the party, the role, 'opener' or 'other'.",
                    )
                elif (
                    seat.name in ("opener", "other")
                    and seat.kind is SeatKind.WORD
                    and name in compiled.certain.silent_starts
                ):
                    yield Hit(
                        path,
                        f"'{row.term}' means the {seat.name}, and silence may have started '{name}': then nobody "
                        "is its opener.",
                        "Name the party, the role or 'either'.",
                    )


def _seats(compiled: Compiled, name: str, row: Row) -> Iterator[tuple[Seat, tuple[str | int, ...]]]:
    if row.who and row.on is On.ACT:
        yield from ((seat, place(compiled, name, row.term, "who")) for seat in row.who.seats)
    for do in row.do:
        if do.seat:
            yield do.seat, act_or_silence(compiled, name, row)


RULES = (
    Rule("SIL001", Severity.WARNING, "silence that costs both sides a right", silence_costs_both),
    Rule("SIL002", Severity.NOTE, "silence that costs one side a right", silence_costs_one),
    Rule("SIL003", Severity.ERROR, "a seat that means nobody after silence", nobody_acted),
)
