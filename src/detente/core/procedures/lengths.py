"""How long a procedure can last at most, in calendar days: an upper bound that counts no single day."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property

from detente.core.charter.model import Charter
from detente.core.charter.model.sections import CalendarEntry
from detente.core.charter.phrases import Combined, Counted, Event, EventKind, Instant
from detente.core.charter.phrases.instants import counted_of, events_of
from detente.core.procedures.families import Families
from detente.core.procedures.graph import Graph, closure
from detente.core.procedures.table import OPENS, On, Row, Table
from detente.core.worktime import Span, Unit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS_OF_A_DAY = 4  # the shortest working day the bound reckons with
COMBINED = ("all open", "any open")
_DAYS_MOST = {Unit.CALENDAR_DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}
_DAYS_LEAST = {Unit.CALENDAR_DAY: 1, Unit.WEEK: 7, Unit.MONTH: 28, Unit.YEAR: 365, Unit.WORKING_DAY: 1}


class Lengths:
    """Bounds over the calendars a charter lists; a part without calendars has weeks of five days and no days off."""

    def __init__(self, charter: object, graphs: dict[str, Graph], families: Families) -> None:
        self.charter, self.graphs, self.families = charter, graphs, families
        self.entries: dict[str, CalendarEntry] = getattr(charter, "calendars", {})
        self.days_most = cache(self._days_most)
        self.bound = cache(self._bound)

    def offices(self, calendar: str) -> tuple[str, ...]:
        """Return the listed calendars behind a calendar's name: itself, its parts, or those of all parties."""
        entry = self.entries.get(calendar)
        if entry and entry.of:
            return tuple(dict.fromkeys(office for name in entry.of for office in self.offices(name)))
        if entry:
            return (calendar,)
        parties = self.charter.parties if isinstance(self.charter, Charter) and calendar in COMBINED else {}
        return tuple(dict.fromkeys(office for party in parties.values() for office in self.offices(party.calendar)))

    def most(self, span: Span, calendar: str) -> int:
        """Return no fewer calendar days than a span can take, its last day included."""
        return 1 + self._whole(span, calendar) + span.clear

    def _whole(self, span: Span, calendar: str) -> int:
        if span.unit in _DAYS_MOST:
            return span.count * _DAYS_MOST[span.unit]
        if span.unit is Unit.HOUR:
            return -(-span.count // 24)
        days = span.count if span.unit is Unit.WORKING_DAY else 1 + -(-span.count // HOURS_OF_A_DAY)
        return self.days_most(days, calendar)

    def _days_most(self, working_days: int, calendar: str) -> int:
        off, holidays = self._off(calendar)
        week, days = max(7 - len(off), 1), working_days
        while (
            least := days - days // 7 * (7 - week) - min(days % 7, 7 - week) - _crowded(holidays, days)
        ) < working_days:
            days += working_days - least
        return days

    def _off(self, calendar: str) -> tuple[frozenset[int], tuple[int, ...]]:
        offices = [self.entries[name] for name in self.offices(calendar)]
        off = {
            WEEKDAYS.index(day)
            for entry in offices
            for text in entry.weekend or ()
            if (day := text.split()[-1].lower()) in WEEKDAYS
        }
        if not offices:
            off = {5, 6}
        listed = {day for entry in offices for day in self._holidays(entry) if day.weekday() not in off}
        return frozenset(off), tuple(sorted(day.toordinal() for day in listed))

    def _holidays(self, entry: CalendarEntry) -> set[dt.date]:
        other = self.entries.get(entry.holidays_as or "")
        return set(entry.holidays) | (set(other.holidays) if other else set())

    def latest(self, row: Row, table: Table, *, since: int) -> int:
        """Return the day, counted from the opening, by which a row falls due when its term opened on day `since`."""
        return max(since, self._until(row.latest, table, since) or since)

    def _until(self, instant: Instant | None, table: Table, since: int) -> int | None:
        if isinstance(instant, Combined):
            ends = [end for part in instant.instants if (end := self._until(part, table, since)) is not None]
            return (max(ends) if instant.later else min(ends)) if ends else None
        if not isinstance(instant, Counted) or instant.relation == "before" or _dated(instant):
            return None
        calendar = instant.calendar or table.calendar
        spans = self.spans(instant, table)
        end = max(self.most(span, calendar) for span in spans) if spans else 0
        if instant.roll:
            end += self.days_most(1, calendar)
        return end if _at_opening(instant, table) else since + self._awaited(instant, table) + end

    def spans(self, instant: Counted, table: Table) -> tuple[Span, ...]:
        """Return the span an instant counts, or that of every track."""
        return (
            tuple(table.times.get(instant.amount, {}).values())
            if isinstance(instant.amount, str)
            else (instant.amount,)
        )

    def _awaited(self, instant: Counted, table: Table) -> int:
        """An anchor that comes only while the term is open: the longest the act may take."""
        if not instant.event or instant.event.kind is not EventKind.ACT:
            return 0
        acts = [row for row in table.rows if row.on is On.ACT and row.act == instant.event.name and row.parent]
        return max((self._own(row.latest, table) for row in acts), default=0)

    def _own(self, instant: Instant | None, table: Table) -> int:
        if not isinstance(instant, Counted) or instant.relation == "before":
            return 0
        return max(
            (self.most(span, instant.calendar or table.calendar) for span in self.spans(instant, table)), default=0
        )

    def _bound(self, procedure: str, silent: bool) -> dict[str, int]:
        """Return the day by which each term has opened at the latest, one round per loop; '' is the end of all.

        `silent`: nobody acts, and only what silence leads to is in; otherwise every act comes at its last moment.
        A time that nobody can know beforehand counts as nought.
        """
        return _Bound(self, self.graphs[procedure], silent).found

    @cached_property
    def asked(self) -> dict[str, int]:
        """Each listed calendar with the last day, counted from the opening, for which some procedure asks it."""
        found: dict[str, int] = {}
        for procedure, graph in self.graphs.items():
            opened = self.bound(procedure, False)
            for row in graph.live():
                for office in self._asking(row, graph.table):
                    end = 0 if row.term == OPENS else self.latest(row, graph.table, since=opened[row.term])
                    found[office] = max(found.get(office, 0), end)
        return found

    def _asking(self, row: Row, table: Table) -> set[str]:
        offices: set[str] = set()
        for counted in counted_of(row.latest) if row.latest else ():
            if counted.roll or any(span.asks_calendar for span in self.spans(counted, table)):
                offices.update(self.offices(counted.calendar or table.calendar))
        return offices


class _Bound:
    """The longest way through one procedure, loops taken as one lump of all their times."""

    def __init__(self, lengths: Lengths, graph: Graph, silent: bool) -> None:
        self.lengths, self.graph, self.silent = lengths, graph, silent
        self.rows = {term: [row for row in rows if self._taken(row)] for term, rows in graph.rows.items()}
        self.steps = {term: self._steps(term) for term in (OPENS, *graph.terms)}
        self.ahead = closure(self.steps, graph.names) if silent else graph.ahead
        self.sources: dict[str, list[str]] = {term: [] for term in graph.terms}
        for source, bits in self.steps.items():
            for term in graph.names(bits):
                self.sources[term].append(source)
        self.found = {OPENS: 0}
        for term in sorted(graph.names(graph.reached), key=lambda term: -self.ahead[term].bit_count()):
            if term not in self.found:
                self._arrive(term)
        self.found[""] = max(self._leave(row) for term in self.found for row in self.rows[term])

    def _taken(self, row: Row) -> bool:
        """Whether a row is taken at all: in silence no act is, and nothing is heard but the end of a run."""
        return not self.silent or row.term == OPENS or row.on in (On.TIME, On.OPENING) or bool(row.runs)

    def _steps(self, term: str) -> int:
        bits = 0 if self.silent else self.graph.anytime
        if term != OPENS:
            bits = self.graph.with_it(term) & ~self.graph.bit[term]
        for row in self.rows[term]:
            for opened in self.graph.opens(row):
                bits |= self.graph.with_it(opened)
        return bits

    def _arrive(self, term: str) -> None:
        graph = self.graph
        loop = [term]
        if self.ahead[term] & graph.bit[term]:
            loop = [other for other in graph.names(self.ahead[term]) if self.ahead[other] & graph.bit[term]]
        sources = ((source, member) for member in loop for source in self.sources[member] if source in self.found)
        entries = [entry for source, member in sources for entry in self._entries(source, member)]
        if not entries:
            return
        round_of_it = (
            sum(max(map(self._leave, self.rows[member]), default=0) for member in loop) if len(loop) > 1 else 0
        )
        for member in loop:
            self.found[member] = max(entries) + round_of_it

    def _entries(self, source: str, term: str) -> Iterator[int]:
        graph, bit = self.graph, self.graph.bit[term]
        if source == OPENS and graph.anytime & bit and not self.silent:
            yield 0
        if source != OPENS and graph.with_it(source) & bit:
            yield self.found[source]
        for row in self.rows[source]:
            if any(graph.with_it(opened) & bit for opened in graph.opens(row)):
                yield self._leave(row)

    def _leave(self, row: Row) -> int:
        """The day by which a row is taken; as if the term had opened at once where that is not known yet."""
        since = self.found.get(row.term, 0)
        if row.runs in self.lengths.graphs and not self.lengths.families.circles(row.runs):
            return since + self.lengths.bound(row.runs, self.silent)[""]
        if row.term == OPENS or row.every:
            return since
        return self.lengths.latest(row, self.graph.table, since=since)


def least(span: Span) -> int:
    """Return no more calendar days than a span takes."""
    if span.unit in _DAYS_LEAST:
        return span.count * _DAYS_LEAST[span.unit] + span.clear
    return span.count // 24


def _crowded(holidays: tuple[int, ...], days: int) -> int:
    """Return the most days off in any `days` days on end."""
    return max((bisect_right(holidays, first + days - 1) - at for at, first in enumerate(holidays)), default=0)


def _dated(instant: Counted) -> bool:
    """Whether an instant counts from a day that only the matter or the calendar of the contract knows."""
    return bool(instant.event and instant.event.kind in (EventKind.VALUE, EventKind.LIMITATION))


def _at_opening(instant: Counted, table: Table) -> bool:
    """Whether an instant counts from the act or event that opens the procedure."""
    event = instant.event
    if not event:
        return False
    first = next(row for row in table.rows if row.term == OPENS)
    return event == first.event or (event.kind is EventKind.ACT and event.name == first.act)


def hangs_on(instant: Instant | None) -> tuple[Event, ...]:
    """Return the events without which an instant never comes; of an `earlier of`, none is needed."""
    if isinstance(instant, Combined):
        return tuple(event for part in instant.instants for event in hangs_on(part)) if instant.later else ()
    return tuple(events_of(instant)) if instant else ()
