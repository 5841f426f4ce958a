"""What an exploration answers with: findings, and each procedure's ends, longest way and silence."""

import datetime as dt

import msgspec

from detente.core.simulation.explore.measure import Measured
from detente.core.simulation.explore.timeline import Timeline
from detente.core.vocabulary.findings import Finding


class Step(msgspec.Struct, frozen=True):
    """One step of a way: an act by somebody, a clock that rang, a notice that arrived."""

    at: dt.datetime
    kind: str  # act, time, notice
    run: str
    term: str  # empty for a built-in act
    name: str  # the act's phrase; empty for a clock
    by: tuple[str, ...] = ()


class Reached(msgspec.Struct, frozen=True):
    """A result that can be reached, with the shortest way to it."""

    procedure: str
    result: str
    at: dt.datetime
    way: tuple[Step, ...]
    timeline: Timeline | None


class Silence(msgspec.Struct, frozen=True):
    """Where a procedure is when nobody acts, and when at the latest it is there.

    `result` is empty where it comes to rest at `rests` (procedure, term), or goes round (`rounds`).
    """

    procedure: str
    result: str
    at: dt.datetime
    rests: tuple[tuple[str, str], ...]
    rounds: bool
    way: tuple[Step, ...]
    timeline: Timeline | None


class Longest(msgspec.Struct, frozen=True):
    """The longest way without both sides agreeing: when it is over at the latest, and how long it is for any start.

    `waits` are the terms at which it can wait without limit; none of that waiting is counted. `cut` where the search
    for it was cut: there may be a longer one.
    """

    procedure: str
    result: str
    at: dt.datetime
    measured: Measured
    waits: tuple[tuple[str, str], ...]
    cut: bool
    way: tuple[Step, ...]
    timeline: Timeline | None


class Shown(msgspec.Struct, frozen=True):
    """A finding with the procedure it was found in and the timeline that shows it, where a story can."""

    finding: Finding
    procedure: str
    timeline: Timeline | None = None


class Cut(msgspec.Struct, frozen=True):
    """Where a search stopped before it had seen everything: after how many positions, or why it could not count."""

    procedure: str
    positions: int
    way: tuple[Step, ...]
    why: str = ""


class Exploration(msgspec.Struct, frozen=True):
    """Everything found, procedure by procedure in written order. `started` is when each matter began."""

    started: dt.datetime
    procedures: tuple[str, ...]
    findings: tuple[Shown, ...]
    reached: tuple[Reached, ...]
    longest: tuple[Longest, ...]
    silence: tuple[Silence, ...]
    cut: tuple[Cut, ...]
    positions: int  # looked at in all

    @property
    def clean(self) -> bool:
        """Whether nobody has anything left to do about it."""
        return not any(shown.finding.open for shown in self.findings)
