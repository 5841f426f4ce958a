"""Rules about regular meetings: what their section says of day and hour fits the rounds in which they are held."""

from collections.abc import Iterator
from datetime import date

from detente.core.charter.calendars import calendar_for
from detente.core.charter.lint import Hit, Rule
from detente.core.charter.model import Charter
from detente.core.charter.phrases import Counted, EventKind
from detente.core.meetings import Rhythm, rhythm
from detente.core.procedures.checks.place import graphs, place
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import joint
from detente.core.procedures.table import On, Row, Table
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.findings import Severity
from detente.core.worktime import Span, Unit, zone

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PATH = ("meetings", "steady")


def meeting_beside_its_round(compiled: Compiled) -> Iterator[Hit]:
    """Look for a regular meeting whose agreed hour or weekday is not within the rounds that ask for it."""
    charter = compiled.charter
    if not isinstance(charter, Charter) or charter.meetings is None:
        return
    for name, graph in graphs(compiled):
        duties = [row for row in graph.live() if row.every and row.on is On.ACT and joint(row.who)]
        regular = [row for row in duties if compiled.document.names.acts.get(row.act, row.act).startswith("hold ")]
        if not regular:
            continue
        row, agreed = regular[0], rhythm(charter.meetings, charter.zone)
        if says := _too_late(charter, graph.table, row, agreed):
            cure = "Give the procedure a calendar whose periods end later, or let people meet earlier."
            yield Hit(place(compiled, name, row.term, "every"), says, cure)
        if says := _another_day(charter, row, agreed):
            yield Hit(_PATH, says, "Write the weekday on which the rounds fall, or count them from another date.")


def _too_late(charter: Charter, table: Table, row: Row, agreed: Rhythm) -> str:
    """Nobody can say that a meeting was held once its round is over."""
    asked = (row.every.calendar if isinstance(row.every, Counted) else "") or table.calendar
    day = _first_round(charter, row) or charter.effective.date()
    ends = agreed.ends(day)
    try:
        over = calendar_for(charter, asked).ends(day)
    except BadInput:
        return ""  # another rule tells of the calendar
    if ends is None or ends < over:
        return ""
    local = over.astimezone(zone(charter.zone))
    return (
        f"A meeting of '{row.term}' ends {ends.astimezone(zone(charter.zone)):%H:%M}; its round in the calendar "
        f"'{asked}' is over {local:%H:%M}. Nobody could then say that it was held."
    )


def _another_day(charter: Charter, row: Row, agreed: Rhythm) -> str:
    """Weekly rounds fall on the weekday of the date they are counted from."""
    first, amount = _first_round(charter, row), row.every.amount if isinstance(row.every, Counted) else None
    if first is None or not isinstance(amount, Span) or amount.unit is not Unit.WEEK:
        return ""
    if agreed.weekday is None or agreed.weekday == first.weekday():
        return ""
    return (
        f"Meetings are agreed for {_DAYS[agreed.weekday]}; the rounds of '{row.term}' fall on "
        f"{_DAYS[first.weekday()]}, as they are counted from {first}."
    )


def _first_round(charter: Charter, row: Row) -> date | None:
    every = row.every
    if not isinstance(every, Counted) or not every.event or every.event.kind is not EventKind.DATE:
        return None
    return charter.dates.get(every.event.name)


RULES = (Rule("MTG003", Severity.WARNING, "a meeting beside its round", meeting_beside_its_round),)
