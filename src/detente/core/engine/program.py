"""A charter made ready to run: tables with their indexes, calendars with their changes, seats with their people."""

from collections.abc import Mapping
from typing import Any

import msgspec

from detente.core.charter.calendars import calendars_of
from detente.core.charter.model import Charter
from detente.core.charter.model.sections import RoleHolder
from detente.core.charter.phrases import Event, EventKind, Verb
from detente.core.charter.phrases.instants import events_of
from detente.core.procedures import Compiled, Link, On, Row, Table
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Calendar, CalendarChange, CountingCalendar

_MEMO_MAX = 50_000

EventKey = tuple[str, str, str]  # kind, procedure (for terms and results), name


class Index(msgspec.Struct, frozen=True):
    """What a step looks up in one table, made once."""

    table: Table
    place: int  # of the procedure, in written order
    opens: Row
    act: dict[str, Row]  # term -> its first row (act, event or opening); none for a wait
    time: dict[str, Row]
    extends_late: bool  # a lapse may be undone by a late extension
    stay_overdue: frozenset[str]  # terms that stay open when their time is up
    acts: dict[str, tuple[Row, ...]]  # event of an act -> rows
    heard: dict[EventKey, tuple[Row, ...]]  # rows of `when`, by what they wait for
    hanging: dict[EventKey, tuple[str, ...]]  # terms whose dates hang on an event
    children: dict[str, tuple[str, ...]]  # nested terms that open with the one around them
    inside: dict[str, tuple[str, ...]]  # every term under a term
    anytime: tuple[Row, ...]
    limitation: Row | None
    settles: bool
    reached: bool  # by start, runs or raise: opens on its own only with `alone: yes`
    withdraws: bool  # has an option of that name
    rounds: bool  # something in it comes round


class Program:
    """A version of a charter, ready for steps. Calendar changes make a new one with one more generation."""

    def __init__(
        self,
        compiled: Compiled,
        version: int,
        generations: tuple[dict[str, CountingCalendar], ...],
        changed: Mapping[str, CountingCalendar] = {},
    ) -> None:
        charter = compiled.charter
        self.compiled, self.charter, self.version, self.generations, self.changed = (
            compiled,
            charter,
            version,
            generations,
            changed,
        )
        self.names = compiled.document.names
        self.parties: tuple[str, ...] = tuple(self.names.parties) or ("customer", "provider")
        self.months = "30 days" if getattr(charter, "months", "") == "30 days" else "corresponding"
        reached = {
            do.name
            for t in compiled.tables.values()
            for r in t.rows
            for do in r.do
            if do.verb in (Verb.START, Verb.RAISE)
        }
        reached |= {row.runs for table in compiled.tables.values() for row in table.rows if row.runs}
        self.index = {
            name: _index(table, place, name in reached) for place, (name, table) in enumerate(compiled.tables.items())
        }
        self.slugs = {row.slug: row.act for table in compiled.tables.values() for row in table.rows if row.on is On.ACT}
        self.openers = {
            ix.opens.act: name
            for name, ix in self.index.items()
            if ix.opens.on is On.ACT and (not ix.reached or ix.table.alone)
        }
        self.roles: Mapping[str, Mapping[str, RoleHolder]] = charter.roles if isinstance(charter, Charter) else {}
        self.people = (
            {name: person.of for name, person in charter.people.items()} if isinstance(charter, Charter) else {}
        )
        self.vacant: frozenset[str] = frozenset()
        self.memo: dict[Any, Any] = {}  # counts by day 0, of a pure function
        self.persons: dict[str, str] = {}  # person's number in the journal -> name

    def calendar(self, name: str, generation: int) -> CountingCalendar:
        """Return a calendar of a generation; without a name the elapsed one."""
        calendars = self.generations[generation]
        return calendars[name or "none"]

    def remember(self, key: Any, found: Any) -> None:
        """Keep a count that only hangs on its key; all go when there are too many."""
        if len(self.memo) >= _MEMO_MAX:
            self.memo.clear()
        self.memo[key] = found

    def with_change(self, calendar: str, change: CalendarChange) -> "Program":
        """Return the program in which a calendar, and everything combined of it, is changed from now on.

        Raises:
            BadInput: no list of that name.
        """
        base = self.generations[-1].get(calendar)
        if not isinstance(base, Calendar):
            raise BadInput(f"'{calendar}' is no list of days of this charter.")
        other = Program(
            self.compiled, self.version, self.generations, {**self.changed, calendar: base.with_change(change)}
        )
        other.generations = (*self.generations, calendars_of(self.charter, other.changed))
        other.vacant, other.persons = self.vacant, self.persons
        other.roles, other.people = self.roles, self.people  # as appointments and leavings left them
        return other


def program_of(compiled: Compiled) -> Program:
    """Return a compiled charter, ready to run.

    Raises:
        BadInput: a calendar that cannot be built.
    """
    version = compiled.charter.version if isinstance(compiled.charter, Charter) else 1
    return Program(compiled, version, (calendars_of(compiled.charter),))


def _index(table: Table, place: int, reached: bool) -> Index:
    rows = table.rows
    first = {row.term: row for row in reversed(rows) if row.on is not On.TIME and row.link is not Link.OPENS}
    acts: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        if row.on is On.ACT and row.link is not Link.OPENS:
            acts[row.act] = (*acts.get(row.act, ()), row)
    nested = {name: parents for name, parents in table.parents.items() if parents}
    children: dict[str, tuple[str, ...]] = {}
    inside: dict[str, tuple[str, ...]] = {}
    for name, parents in nested.items():
        for parent in parents:
            inside[parent] = (*inside.get(parent, ()), name)
        if table.with_parent[name]:
            children[parents[-1]] = (*children.get(parents[-1], ()), name)
    heard: dict[EventKey, tuple[Row, ...]] = {}
    hanging: dict[EventKey, tuple[str, ...]] = {}
    for row in rows:
        if row.on is On.EVENT and row.event is not None:
            key = event_key(row.event, table.procedure)
            heard[key] = (*heard.get(key, ()), row)
        for key in _anchors(row, table.procedure):
            hanging[key] = tuple(dict.fromkeys((*hanging.get(key, ()), row.term)))
    return Index(
        table=table,
        place=place,
        opens=rows[0],
        act=first,
        time={row.term: row for row in rows if row.on is On.TIME and row.link not in (Link.OPENS, Link.LIMITATION)},
        extends_late=table.extension is not None and bool(table.extension.late or table.extension.failing_that),
        stay_overdue=frozenset(row.term for row in rows if any(do.verb is Verb.STAYS_OVERDUE for do in row.do)),
        acts=acts,
        heard=heard,
        hanging=hanging,
        children=children,
        inside=inside,
        anytime=tuple(row for row in rows if row.link is Link.ANYTIME),
        limitation=next((row for row in rows if row.link is Link.LIMITATION), None),
        settles=any(row.act == "settle" for row in rows),
        reached=reached,
        withdraws="withdraw" in table.parents,
        rounds=any(row.every is not None for row in rows),
    )


def _anchors(row: Row, procedure: str) -> set[EventKey]:
    instants = [instant for instant in (row.latest, row.earliest, row.every) if instant is not None]
    return {event_key(event, procedure) for instant in instants for event in events_of(instant)}


def event_key(event: Event, procedure: str) -> EventKey:
    """Return under which key an event is remembered; terms belong to their procedure."""
    if event.kind in (EventKind.TERM, EventKind.OPENING, EventKind.END, EventKind.DUE):
        return (event.kind, procedure, event.name)
    if event.kind is EventKind.RESULT:
        return (EventKind.RESULT, event.name, event.result)
    return (event.kind, "", event.name)
