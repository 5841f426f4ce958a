"""Rules about the limitation period: the ladder ends before it does, and its date is one."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.phrases import Counted, EventKind
from detente.core.charter.phrases.instants import events_of
from detente.core.procedures.checks.place import graphs, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.lengths import least
from detente.core.procedures.table import LIMITATION, Link, Row
from detente.core.vocabulary.findings import Severity


def ladder_outlasts_limitation(compiled: Compiled) -> Iterator[Hit]:
    """Look for a limitation period that keeps running and can end before silence has led through the ladder."""
    for name, graph in graphs(compiled):
        period = next((row for row in graph.table.rows if row.link is Link.LIMITATION), None)
        if not period or graph.table.while_open != "keeps running" or _carved_out(graph.table.rows):
            continue
        spans = compiled.lengths.spans(period.latest, graph.table) if isinstance(period.latest, Counted) else ()
        leaves = min((least(span) for span in spans), default=0)
        days = compiled.lengths.bound(name, True)[""]
        if spans and days > leaves:
            yield Hit(
                ("procedures", name, "limitation", "by"),
                f"In silence '{name}' can last {days} calendar days; the limitation period keeps running and "
                f"leaves {leaves}.",
                "Write 'while open: stands still', or an 'anytime' option 'from: 20 working days before "
                "limitation date'.",
            )


def _carved_out(rows: tuple[Row, ...]) -> bool:
    return any(_asks(row) for row in rows if row.link is Link.ANYTIME)


def _asks(row: Row) -> bool:
    instants = (row.earliest, row.latest, row.every)
    return any(event.kind is EventKind.LIMITATION for one in instants if one for event in events_of(one))


def limitation_date_without_limitation(compiled: Compiled) -> Iterator[Hit]:
    """Look for a clock that counts from the limitation date where no procedure of the matter has a limitation."""
    for name, table in compiled.tables.items():
        if any(compiled.tables[member].while_open for member in compiled.families.family[name]):
            continue
        for row in {row.term: row for row in table.rows if row.term != LIMITATION and _asks(row)}.values():
            yield Hit(
                place(compiled, name, row.term, "from" if row.earliest else "by"),
                f"'{row.term}' counts from the limitation date, and '{name}' has no 'limitation': that date never "
                "comes.",
                "Write 'limitation: {by: 6 years after cause, while open: stands still}'.",
            )


RULES = (
    Rule("LIM002", Severity.WARNING, "a ladder longer than the limitation period leaves", ladder_outlasts_limitation),
    Rule("LIM003", Severity.ERROR, "a limitation date without a limitation", limitation_date_without_limitation),
)
