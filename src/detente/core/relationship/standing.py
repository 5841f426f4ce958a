"""Where to look among several relationships: six counts of each, their change, and what a change is worth."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from detente.core.relationship.trend import Line

Worth = Literal["", "question", "meeting", "decision"]
Name = Literal["high", "answer", "kept", "confirmed", "meetings", "goals"]
DIMENSIONS: tuple[Name, ...] = ("high", "kept", "meetings", "answer", "goals", "confirmed")
WINDOW_WEEKS = 13
_WEIGHT: dict[Worth, int] = {"": 0, "question": 1, "meeting": 3, "decision": 5}
# From which change for the worse on a count is worth a question, and from which a meeting.
_STEPS: dict[Name, tuple[float, float]] = {
    "kept": (3.0, 10.0), "meetings": (1.0, 3.0), "answer": (1.0, 3.0), "goals": (1.0, 2.0), "confirmed": (3.0, 99.0),
}  # fmt: skip
_MORE_IS_WORSE: tuple[Name, ...] = ("high", "answer")


class Count(msgspec.Struct, frozen=True):
    """One dimension: its value now, by how much it changed against the 13 weeks before, what that is worth."""

    name: Name
    value: float | None
    all: float | None = None  # of how many, where that is agreed
    change: float | None = None
    worth: Worth = ""


class Stand(msgspec.Struct, frozen=True):
    """A relationship's six counts."""

    counts: tuple[Count, ...]

    @property
    def weight(self) -> int:
        """How much there is to look at: for the order of rows only, never shown."""
        return sum(_WEIGHT[count.worth] for count in self.counts)


def from_line(name: Name, line: Line) -> Count:
    """Return the last 13 weeks of a line against the 13 before: a mean for days and percent, a sum for counts."""
    late, early = line.values[-WINDOW_WEEKS:], line.values[-2 * WINDOW_WEEKS : -WINDOW_WEEKS]
    mean = name in ("answer", "kept")
    value, before = _of(late, mean=mean), _of(early, mean=mean)
    change = value - before if value is not None and before is not None else None
    return Count(name, value, None, change, worth(name, change))


def high(levels: Iterable[tuple[int, datetime | None, bool]], at: datetime, *, above: int = 2) -> Count:
    """Return how many matters stand above a level: of each its level, since when, whether it waits for the reader."""
    found = [(since, mine) for level, since, mine in levels if level > above]
    start = at - timedelta(weeks=WINDOW_WEEKS)
    risen = sum(since is not None and since >= start for since, _ in found)
    sign: Worth = "decision" if any(mine for _, mine in found) else "meeting" if risen > 1 else ""
    return Count("high", float(len(found)), None, float(risen), sign or ("question" if found else ""))


def goals(reports: Sequence[tuple[str, date, bool]], number: int, today: date) -> Count:
    """Return how many goals are reached by their latest report, and how many were 13 weeks ago."""
    start = today - timedelta(weeks=WINDOW_WEEKS)
    now, before = _reached(reports, today), _reached(reports, start)
    change = float(now - before)
    return Count("goals", float(now), float(number), change, worth("goals", change) if reports else "")


def worth(name: Name, change: float | None) -> Worth:
    """Return what a change of a dimension is worth: nothing for the better."""
    if change is None or name not in _STEPS:
        return ""
    worse = change if name in _MORE_IS_WORSE else -change
    question, meeting = _STEPS[name]
    return "meeting" if worse >= meeting else "question" if worse >= question else ""


def _reached(reports: Sequence[tuple[str, date, bool]], by: date) -> int:
    latest: dict[str, tuple[date, bool]] = {}
    for goal, on, ok in reports:
        if on <= by and (goal not in latest or on >= latest[goal][0]):
            latest[goal] = (on, ok)
    return sum(ok for _, ok in latest.values())


def _of(values: Sequence[float | None], *, mean: bool) -> float | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    return sum(known) / len(known) if mean else sum(known)


__all__ = ["DIMENSIONS", "WINDOW_WEEKS", "Count", "Stand", "Worth", "from_line", "goals", "high", "worth"]
