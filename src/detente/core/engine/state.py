"""The state of one family: a matter with everything it started. Values only; a step makes a new one."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from detente.core.worktime import Unit

if TYPE_CHECKING:
    from detente.core.engine.program import Program


Signed = tuple[tuple[str, str], ...] | None  # what a signature stands under: names and values, or nothing stated


class Happened(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """When something happened first and last, by whom last; `day_zero` is set where a lapse counts by its last day."""

    first: datetime
    last: datetime
    by: str = ""  # party, or seat without a side; empty: nobody
    day_zero: date | None = None


class Open(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An open term.

    `due` and `earliest` are caches of what `dates` computes from the table and this state; never truth. A term with
    `every` that has been kept waits for its next round (`waiting`) and is not shown as open.
    """

    term: str
    opened: datetime
    day_zero: date | None = None
    round: int = 1
    due: datetime | None = None
    earliest: datetime | None = None
    last_day: date | None = None  # the day whose end is `due`
    signed: tuple[tuple[str, Signed], ...] = ()  # signatures so far: seat, content
    moved_to: datetime | None = None
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    held: bool = False
    overdue: bool = False
    waiting: bool = False
    notice: str = ""  # a notice under way that holds the clock (in time when sent)
    calendars: int = 0  # generation of the calendars it counts by


def dated(open_: Open, due: datetime | None, last_day: date | None, earliest: datetime | None) -> Open:
    """Return an open term with its dates; written out, for it is made at every step."""
    return Open(
        open_.term, open_.opened, open_.day_zero, open_.round, due, earliest, last_day, open_.signed, open_.moved_to,
        open_.pauses, open_.held, open_.overdue, open_.waiting, open_.notice, open_.calendars,
    )  # fmt: skip


class Lapse(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A term that ran out, as far as a late extension may undo it."""

    at: datetime
    last_day: date | None
    closed: tuple[Open, ...]
    opened: tuple[str, ...]
    used: bool = False


class Shift(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """By how many units of a kind later terms of a run move, because a term (in written order) was extended at `at`."""

    run: str
    order: int
    at: datetime
    unit: Unit
    units: int


class Notice(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A notice under way: sent, not yet received."""

    run: str
    term: str
    act: str
    party: str
    seat: str
    values: dict[str, Any]
    sent: datetime
    opened: datetime | None  # when its term had opened; none for a notice that opens a procedure


class Run:
    """One run of a procedure. `by` is what started it: nothing, a run, or a run's term."""

    __slots__ = ("by", "by_term", "ended", "lapses", "open", "opened", "opener", "procedure", "result")

    def __init__(self, procedure: str, opener: str, opened: datetime, *, by: str = "", by_term: str = "") -> None:
        self.procedure, self.opener, self.opened, self.by, self.by_term = procedure, opener, opened, by, by_term
        self.result = ""
        self.ended: datetime | None = None
        self.open: dict[str, Open] = {}
        self.lapses: dict[str, Lapse] = {}

    def copy(self) -> "Run":
        """Return a run that can change without changing this one."""
        other: Run = Run.__new__(Run)
        other.procedure, other.opener, other.opened, other.by, other.by_term = (
            self.procedure, self.opener, self.opened, self.by, self.by_term,
        )  # fmt: skip
        other.result, other.ended = self.result, self.ended
        other.open, other.lapses = self.open.copy(), self.lapses.copy() if self.lapses else {}
        return other


class State:
    """One family. `runs` holds the current run of each procedure, the matter's own first."""

    __slots__ = (
        "calendars", "counters", "decisions", "events", "limitations", "lost", "matter", "notices", "parties",
        "quarantined", "root", "runs", "shifts", "track", "values", "version",
    )  # fmt: skip

    def __init__(self, matter: str, root: str, parties: tuple[str, ...], version: int, *, calendars: int = 0) -> None:
        self.matter, self.root, self.parties, self.version, self.calendars = matter, root, parties, version, calendars
        self.track = ""
        self.runs: dict[str, Run] = {}
        self.events: dict[Any, Happened] = {}
        self.values: dict[str, Any] = {}
        self.counters: dict[str, tuple[datetime, ...]] = {}
        self.decisions: dict[str, str] = {}
        self.notices: dict[str, Notice] = {}
        self.quarantined: tuple[str, ...] = ()
        self.lost: tuple[tuple[str, str], ...] = ()  # right, party
        self.shifts: tuple[Shift, ...] = ()
        self.limitations: dict[str, Happened] = {}  # procedure -> when its period began again

    def copy(self) -> "State":
        """Return a state whose maps can change without changing this one's; runs are copied when they change."""
        other: State = State.__new__(State)
        other.matter, other.root, other.parties, other.version = self.matter, self.root, self.parties, self.version
        other.calendars, other.track, other.quarantined = self.calendars, self.track, self.quarantined
        other.lost, other.shifts = self.lost, self.shifts
        other.runs, other.events, other.values = self.runs.copy(), self.events.copy(), self.values
        other.counters, other.decisions, other.notices, other.limitations = (
            self.counters, self.decisions, self.notices, self.limitations,
        )  # fmt: skip
        return other

    @property
    def result(self) -> str:
        """Return how the matter ended, empty while it runs."""
        run = self.runs.get(self.root)
        return run.result if run else ""


class Here(msgspec.Struct, frozen=True, gc=False):
    """Where something is looked at: the charter, the family, the run."""

    program: "Program"
    state: State
    run: Run
