"""Five lines over the last weeks, counted from facts that both sides can read: no sum of them, nobody's score."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Literal

import msgspec

from detente.core.vocabulary.facts import ActDone, DeadlinePassed, MatterOpened, MessageSent, StatementConfirmed

Name = Literal["opened", "answer", "kept", "confirmed", "meetings"]
LINES: tuple[Name, ...] = ("opened", "answer", "kept", "confirmed", "meetings")
_WEEK = timedelta(days=7)
_DAY_S = 86_400


class Line(msgspec.Struct, frozen=True):
    """One line: a value per week, nothing where a week has none to tell. Kept duties are told in percent."""

    name: Name
    weeks: tuple[date, ...]  # Mondays
    values: tuple[float | None, ...]

    @property
    def latest(self) -> float | None:
        """The last value there is."""
        return next((value for value in reversed(self.values) if value is not None), None)

    def change(self, weeks: int) -> float | None:
        """Return by how much the mean of the last half of so many weeks differs from that of the half before."""
        half = weeks // 2
        late, early = _mean(self.values[-half:]), _mean(self.values[-weeks:-half])
        return late - early if late is not None and early is not None else None


def trend(
    facts: Iterable[Any],
    today: date,
    *,
    weeks: int = 26,
    duty: Callable[[ActDone], bool],
    meetings: Iterable[datetime] = (),
    counted: Callable[[MatterOpened], bool] = lambda _: True,
) -> list[Line]:
    """Return the five lines over the last weeks.

    Args:
        facts: of the joint journal, in order.
        duty: whether an act fulfils a duty of the charter.
        meetings: when meetings were held.
        counted: which opened matters count; series and actions are no sign of strain.
    """
    mondays = [_monday(today) - _WEEK * back for back in range(weeks - 1, -1, -1)]
    told = _Told(duty, counted)
    for fact in facts:
        told.take(fact)
    for at in meetings:
        told.note("meetings", at, 1)
    return [
        Line(name, tuple(mondays), tuple(_value(name, told.found[name].get(day)) for day in mondays)) for name in LINES
    ]


class _Told:
    def __init__(self, duty: Callable[[ActDone], bool], counted: Callable[[MatterOpened], bool]) -> None:
        self.duty, self.counted = duty, counted
        self.found: dict[Name, dict[date, list[float]]] = {name: defaultdict(list) for name in LINES}
        self.unanswered: dict[str, MatterOpened] = {}

    def note(self, line: Name, at: datetime, value: float) -> None:
        self.found[line][_monday(at.date())].append(value)

    def take(self, fact: Any) -> None:
        if isinstance(fact, MatterOpened) and self.counted(fact):
            self.unanswered[fact.matter] = fact
            self.note("opened", fact.at, 1)
        elif isinstance(fact, StatementConfirmed):
            self.note("confirmed", fact.at, 1)
        elif isinstance(fact, DeadlinePassed) and fact.missed_by:
            self.note("kept", fact.at, 0)
        elif isinstance(fact, ActDone) and not fact.deemed and self.duty(fact):
            self.note("kept", fact.at, 1)
        if isinstance(fact, ActDone | MessageSent) and _answers(self.unanswered.get(fact.matter), fact):
            first = self.unanswered.pop(fact.matter)
            self.note("answer", first.at, (fact.at - first.at).total_seconds() / _DAY_S)


def _answers(first: MatterOpened | None, fact: Any) -> bool:
    """Whether this is the first word of the other side in a matter."""
    who = getattr(fact, "seat", None) or getattr(fact, "party", None)
    return first is not None and who is not None and who != first.opener and fact.person != first.person


def _value(name: Name, told: list[float] | None) -> float | None:
    if not told:
        return 0.0 if name in ("opened", "confirmed", "meetings") else None
    if name == "kept":
        return round(100 * sum(told) / len(told), 1)
    return round(median(told), 1) if name == "answer" else float(len(told))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


__all__ = ["LINES", "Line", "trend"]
