"""What has happened so far in one matter: runs, open terms, events, stated values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from oracle.counting import Anchor, Book, Pauses, midnight
from oracle.terms import Charter, Procedure, Term, event_name

Key = tuple[Any, ...]


@dataclass(eq=False)
class Run:
    """One run of a procedure; `cause` names the lapses it came from."""

    procedure: str
    opener: str | None
    opened: Anchor
    serial: int
    started_by: Run | None = None
    cause: tuple[Key, ...] = ()
    open: list[Instance] = field(default_factory=list)
    waiting: list[Instance] = field(default_factory=list)
    signed: dict[str, dict[str, Any]] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    ended: Anchor | None = None
    result: str | None = None


@dataclass(eq=False)
class Instance:
    """A term that is open, or (in `Run.waiting`) a kept round before the next one opens."""

    term: Term
    run: Run
    opened: Anchor
    serial: int
    cause: tuple[Key, ...] = ()
    round: int = 1
    signed: dict[str, Any] = field(default_factory=dict)
    pauses: list[list[datetime | None]] = field(default_factory=list)
    is_held: bool = False
    is_overdue: bool = False
    moved: Anchor | None = None
    version: int = -1
    lapses: int = 0
    child: Run | None = None
    is_set_off: bool = False

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def past_pauses(self) -> Pauses:
        return tuple((start, end) for start, end in self.pauses if start and end)


@dataclass(frozen=True)
class Shift:
    """An extension that moves later terms on anchors older than `at` by `number` units."""

    order: tuple[int, int]
    number: int
    unit: str
    calendar: str
    at: datetime


@dataclass(frozen=True)
class Occurrence:
    at: Anchor
    by: str | None = None
    deemed: bool = False


@dataclass(frozen=True)
class Context:
    """At what instant, and by whom, a list of consequences is carried out."""

    at: Anchor
    actor: str | None = None
    cause: tuple[Key, ...] = ()


@dataclass(eq=False)
class Candidate:
    """A row that an act may use; kind: open, anytime, built-in, opening."""

    kind: str
    term: Term
    run: Run | None
    instance: Instance | None = None


@dataclass(eq=False)
class Notice:
    index: int
    fact: Mapping[str, Any]
    candidate: Candidate
    received: datetime


@dataclass(eq=False)
class Lapse:
    key: Key
    instance: Instance
    due: Anchor


class StartAgainError(Exception):
    """An act would start a procedure that runs."""


class RefoldError(Exception):
    """The history is folded again, with `plan`."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True)
class Plan:
    """What later facts say about earlier ones: bounced notices, lapses extended late, acts never filed."""

    bounced: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()
    extended: Mapping[Key, Anchor] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)


class World:
    """The state of one matter and what it started; all lists only grow."""

    def __init__(self, setting: Mapping[str, Any], versions: Mapping[int, Charter], plan: Plan) -> None:
        self.setting, self.plan = setting, plan
        self.book = Book(setting)
        self.versions = versions
        self.charter = versions[min(versions)]
        self.now = datetime.min.replace(tzinfo=UTC)
        self.runs: list[Run] = []
        self.serial = 0
        self.events: dict[str, list[Occurrence]] = {}
        self.values: dict[str, Any] = {}
        self.track: str | None = None
        self.counters: dict[str, list[datetime]] = {}
        self.joined: list[str] = []
        self.lost: list[tuple[str, str]] = []
        self.missed: list[str] = []
        self.told: list[str] = []
        self.effects: list[str] = []
        self.ended: dict[str, str] = {}
        self.refusals: dict[int, str] = {}
        self.notices: list[Notice] = []
        self.lapses: list[Lapse] = []
        self.used: set[Key] = set()
        self.restarted: Anchor | None = None
        self.pending: list[tuple[Any, Context]] = []
        self.opening_signatures: dict[str, dict[str, Any]] = {}
        self.is_trial = False
        self.sent: dict[int, str] = {}
        self.tally: Counter[str] = Counter()
        """What has been exercised, for the coverage of generated cases."""

    # ---- Names

    @property
    def parties(self) -> list[str]:
        return list(self.setting.get("parties", []))

    @property
    def sides(self) -> list[str]:
        return self.parties[:2]

    @property
    def members(self) -> list[str]:
        return self.sides + [party for party in self.joined if party not in self.sides]

    @property
    def procedures(self) -> dict[str, Procedure]:
        return self.charter.procedures

    def procedure(self, run: Run) -> Procedure:
        return self.procedures[run.procedure]

    def running(self, name: str | None = None) -> list[Run]:
        return [run for run in self.runs if run.ended is None and name in (None, run.procedure)]

    def open(self) -> list[Instance]:
        return [instance for run in self.running() for instance in run.open]

    def calendar(self, procedure: Procedure) -> str:
        return str(procedure.text.get("calendar") or self.book.default)

    # ---- Events

    def key(self, event: str) -> str:
        """The one name of an event: an act's own phrase stands for what the act names."""
        return event_name(event) if event in self.charter.acts else event

    def record(self, event: str, occurrence: Occurrence, context: Context) -> None:
        """Note that something has happened; who listens for it follows when the present list is carried out."""
        self.events.setdefault(event, []).append(occurrence)
        for instance in self.open():
            if instance.term.when and self.key(instance.term.when) == event:
                self.pending.append((instance, context))
        for run in self.running():
            self._hear_anytime(run, event, context)
        for procedure in self.procedures.values():
            when = procedure.opens.when
            if when and self.key(when) == event and not self.running(procedure.name):
                self.pending.append((procedure, context))

    def _hear_anytime(self, run: Run, event: str, context: Context) -> None:
        for term in self.procedure(run).anytime.values():
            if term.when and self.key(term.when) == event:
                self.pending.append(((run, term), context))

    def last(self, event: str) -> Occurrence | None:
        return max(self.events.get(event, []), key=lambda one: one.at.at, default=None)

    def first(self, event: str) -> Occurrence | None:
        return min(self.events.get(event, []), key=lambda one: one.at.at, default=None)

    def stated_day(self, name: str) -> date | None:
        """The date that a value, or the charter itself, states under a name."""
        if self.setting.get("values", {}).get(name) == "date":
            return date.fromisoformat(self.values[name]) if name in self.values else None
        day = self.setting.get("dates", {}).get(name)
        return date.fromisoformat(day) if day else None

    def is_date(self, name: str) -> bool:
        return self.setting.get("values", {}).get(name) == "date" or name in self.setting.get("dates", {})

    def day_anchor(self, day: date, calendar: str) -> Anchor:
        return Anchor(midnight(day, self.book.zone(calendar)), day)

    # ---- Words

    def canonical(self, result: str) -> str:
        return str(self.setting.get("results", {}).get(result, result))

    def number(self) -> int:
        self.serial += 1
        return self.serial
