"""Rules about the calendars that clocks ask: they reach far enough, and have what is counted."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator

from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model import Charter
from detente.core.charter.phrases import Counted, EventKind
from detente.core.charter.phrases.instants import counted_of
from detente.core.procedures.checks.place import Path, beside, graphs, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.table import Row, Table
from detente.core.vocabulary.findings import Severity
from detente.core.worktime import Span, Unit

ROUNDS_MAX = 600
LAST_DAY = dt.date.max.toordinal()
_ROLLED = (Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.CALENDAR_DAY)


def calendar_too_short(compiled: Compiled) -> Iterator[Hit]:
    """Look for a calendar whose list ends before the longest ladder begun when the charter takes effect could end."""
    charter = compiled.charter
    if not isinstance(charter, Charter):
        return
    begins = charter.effective.date()
    for office, (days, until) in short_calendars(compiled, begins).items():
        yield Hit(
            ("calendars", office, "known until"),
            f"'{office}' is known until {until}; a matter begun on {begins}, when this version takes effect, "
            "can ask it until "
            f"{_day(begins.toordinal() + days)} ({days} calendar days).",
            "Add the holidays of the time after, and write a later 'known until'.",
        )


def short_calendars(compiled: Compiled, begins: dt.date) -> dict[str, tuple[int, dt.date]]:
    """Return the offices whose list ends before the longest ladder begun on a day could end.

    With each: how many calendar days such a ladder can ask it for, and until when its list is known.
    """
    charter = compiled.charter
    found: dict[str, tuple[int, dt.date]] = {}
    if not isinstance(charter, Charter):
        return found
    for office, days in compiled.lengths.asked.items():
        until = charter.calendars[office].known_until
        if until and begins.toordinal() + days > until.toordinal():
            found[office] = (days, until)
    return found


def _day(ordinal: int) -> dt.date:
    return dt.date.fromordinal(min(ordinal, LAST_DAY))


def round_on_a_holiday(compiled: Compiled) -> Iterator[Hit]:
    """Look for rounds by weeks, months or years that fall on a day off and do not move."""
    for name, graph in graphs(compiled):
        for row in {row.term: row for row in graph.live() if row.every}.values():
            every = row.every
            if (
                not isinstance(every, Counted)
                or every.roll
                or not isinstance(every.amount, Span)
                or every.amount.unit not in _ROLLED
            ):
                continue
            day = _first_day_off(compiled, graph.table, every, every.amount)
            path = place(compiled, name, row.term, "every")
            cure = f"Write 'every: {every.data} or next working day'."
            if day:
                yield Hit(path, f"'{row.term}' comes round every {every.amount.text} and meets a day off: {day}.", cure)
            elif not isinstance(compiled.charter, Charter):
                says = (
                    f"'{row.term}' comes round every {every.amount.text}, and nothing says what happens on a day off."
                )
                yield Hit(path, says, cure, severity=Severity.NOTE)


def _first_day_off(compiled: Compiled, table: Table, every: Counted, span: Span) -> str:
    """The first round that falls on a listed holiday, with its name; empty where none is known to."""
    charter = compiled.charter
    if not isinstance(charter, Charter) or not every.event or every.event.kind is not EventKind.DATE:
        return ""
    first = charter.dates.get(every.event.name)
    offices = [charter.calendars[name] for name in compiled.lengths.offices(every.calendar or table.calendar)]
    holidays = {day: label for entry in offices for day, label in entry.holidays.items()}
    for number in range(1, ROUNDS_MAX) if first and holidays else ():
        day = _round(first, span, number) if first else dt.date.max
        if day > max(holidays):
            return ""
        if day in holidays:
            return f"{day} ({holidays[day]})"
    return ""


def _round(first: dt.date, span: Span, number: int) -> dt.date:
    if span.unit in (Unit.WEEK, Unit.CALENDAR_DAY):
        return _day(first.toordinal() + span.count * number * (7 if span.unit is Unit.WEEK else 1))
    months = first.month - 1 + number * span.count * (12 if span.unit is Unit.YEAR else 1)
    year, month = first.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(first.day, monthrange(year, month)[1])) if year < dt.MAXYEAR else dt.date.max


def nothing_to_count(compiled: Compiled) -> Iterator[Hit]:
    """Look for business hours in a calendar without hours, and working days in no calendar."""
    charter = compiled.charter
    if not isinstance(charter, Charter):
        return
    for name, table in compiled.tables.items():
        seen: set[str] = set()
        for row in table.rows:
            for key, counted in _counted(row):
                for span in compiled.lengths.spans(counted, table):
                    says = _lacks(compiled, charter, counted.calendar or table.calendar, span)
                    if says and row.term not in seen:
                        seen.add(row.term)
                        yield Hit(
                            _where(compiled, name, row, (key, counted)),
                            f"'{row.term}' counts {span.text}, and {says}.",
                            "Name a calendar that has them, like '8 business hours in invoice desk'.",
                        )


def _where(compiled: Compiled, name: str, row: Row, counted: tuple[str, Counted]) -> Path:
    key, instant = counted
    if isinstance(instant.amount, str):
        return beside(compiled, ("procedures", name, "times"), instant.amount)
    return place(compiled, name, row.term, key)


def _counted(row: Row) -> Iterator[tuple[str, Counted]]:
    for key, instant in (("by", row.latest), ("from", row.earliest), ("every", row.every)):
        yield from ((key, counted) for counted in counted_of(instant)) if instant else ()


def _lacks(compiled: Compiled, charter: Charter, calendar: str, span: Span) -> str:
    if not span.asks_calendar:
        return ""
    if calendar == "none":
        return "the calendar 'none' knows no working time"
    if span.unit is Unit.BUSINESS_HOUR:
        without = [office for office in compiled.lengths.offices(calendar) if not charter.calendars[office].hours]
        return f"the calendar '{without[0]}' has no hours" if without else ""
    return ""


RULES = (
    Rule("CAL001", Severity.ERROR, "a calendar that ends before the longest ladder", calendar_too_short),
    Rule("CAL004", Severity.WARNING, "rounds that fall on a day off", round_on_a_holiday),
    Rule("CAL009", Severity.ERROR, "working time in a calendar that has none", nothing_to_count),
)
