"""Rules about windows and moved dates: a first instant before the last, an extension somebody can meet."""

from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model.procedure import END_OF_PERIOD, Extension
from detente.core.charter.phrases import Counted, OnDate
from detente.core.procedures.checks.place import beside, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.lengths import least
from detente.core.procedures.table import Row, Table
from detente.core.vocabulary.findings import Severity
from detente.core.worktime import Span


def earliest_after_latest(compiled: Compiled) -> Iterator[Hit]:
    """Look for a `from` that comes after its `by`: counted from one event in lengths that compare, or as dates."""
    for name, table in compiled.tables.items():
        seen: set[str] = set()
        for row in table.rows:
            if row.term in seen or not row.earliest or not row.latest:
                continue
            seen.add(row.term)
            track = _empty(compiled, table, row)
            if track is not None:
                by, starts = row.latest.data, row.earliest.data
                yield Hit(
                    place(compiled, name, row.term, "from"),
                    f"'{row.term}' can be used from {starts}{track}, after its end, by {by}: its window is empty.",
                    "Write a 'from' that comes before the 'by'.",
                )


def _empty(compiled: Compiled, table: Table, row: Row) -> str | None:
    """Nothing where the window holds a moment; otherwise the words that name the track, if only one is empty."""
    first, last = row.earliest, row.latest
    if isinstance(first, OnDate) and isinstance(last, OnDate):
        return "" if first.date > last.date else None
    if not (isinstance(first, Counted) and isinstance(last, Counted)) or not _one_anchor(first, last):
        return None
    if isinstance(first.amount, Span) and isinstance(last.amount, Span):
        return "" if _later(compiled, table, (first, first.amount), (last, last.amount)) else None
    for track in _tracks(table, first, last):
        spans = [_column(table, each, track) for each in (first, last)]
        if spans[0] and spans[1] and _later(compiled, table, (first, spans[0]), (last, spans[1])):
            return f" (track {track})"
    return None


def _one_anchor(first: Counted, last: Counted) -> bool:
    return first.event == last.event and first.relation == last.relation and first.relation != "from and including"


def _later(compiled: Compiled, table: Table, opening: tuple[Counted, Span], ending: tuple[Counted, Span]) -> bool:
    """Whether the window opens after its end, by a bound that holds in every calendar."""
    if opening[0].relation == "before":
        opening, ending = ending, opening
    (first, opens), (last, ends) = opening, ending
    if opens.unit is ends.unit and first.calendar == last.calendar:
        return (opens.count, opens.clear) > (ends.count, ends.clear)
    most = compiled.lengths.most(ends, last.calendar or table.calendar)
    return not last.roll and least(opens) - 1 >= most


def _tracks(table: Table, *instants: Counted) -> dict[str, None]:
    return dict.fromkeys(
        track for one in instants if isinstance(one.amount, str) for track in table.times.get(one.amount, {})
    )


def _column(table: Table, instant: Counted, track: str) -> Span | None:
    if isinstance(instant.amount, Span):
        return instant.amount
    row = table.times.get(instant.amount, {})
    return row.get(track) or next(iter(row.values()), None)


def unmeetable_extension(compiled: Compiled) -> Iterator[Hit]:
    """Look for a date that one side may set alone and no date can satisfy."""
    for name, table in compiled.tables.items():
        extension = table.extension
        if not extension or not extension.failing_that or extension.failing_that.until is None:
            continue
        path = beside(compiled, ("procedures", name, "extension", "failing that"), "until")
        who = extension.failing_that.who.data
        if extension.failing_that.until == END_OF_PERIOD:
            yield Hit(
                path,
                f"{who} alone may set a new date only once the period is over, and only before the end of that "
                "period: no date satisfies both.",
                "Take 'until' out, or write a length counted from that end, like 'until: 20 working days'.",
            )
        elif says := _too_short(compiled, table, extension):
            yield Hit(path, says, "Write a longer 'until'.")


def _too_short(compiled: Compiled, table: Table, extension: Extension) -> str:
    alone = extension.failing_that
    assert alone
    assert isinstance(alone.until, Span)
    if _exceeds(compiled, table, alone.at_least, alone.until):
        return (
            f"{alone.who.data} alone must give at least {alone.at_least.text}, and at most {alone.until.text}: "
            "no date satisfies both."
        )
    if extension.late and _exceeds(compiled, table, extension.late, alone.until, reached=True):
        return (
            f"{alone.who.data} alone may set a date only {extension.late.text} after the end, and no later than "
            f"{alone.until.text} "
            "after it: the time is over before it begins."
        )
    return ""


def _exceeds(compiled: Compiled, table: Table, least_: Span, most: Span, *, reached: bool = False) -> bool:
    if least_.unit is most.unit:
        return least_.count > most.count or (reached and least_.count == most.count)
    return least(least_) > compiled.lengths.most(most, table.calendar)


RULES = (
    Rule("ESC003", Severity.ERROR, "a window that opens after its end", earliest_after_latest),
    Rule("ESC011", Severity.ERROR, "an extension no date can satisfy", unmeetable_extension),
)
