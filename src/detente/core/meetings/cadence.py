"""Whether the two keep meeting: a year of weeks, each held, moved, not held, still to come."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from detente.core.meetings.rhythm import Target
from detente.core.meetings.rounds import Outcome, Round

State = Literal["held", "moved", "missed", "next", "none"]
_WEEK = timedelta(days=7)


class Week(msgspec.Struct, frozen=True):
    """A week by its Monday: what became of its meeting, and whether people met in one place."""

    monday: date
    state: State
    number: int = 0  # of the meeting
    in_person: bool = False


class Cadence(msgspec.Struct, frozen=True):
    """The weeks of a year, the last one first agreed and still open among them; counts against what is agreed."""

    weeks: tuple[Week, ...]
    target: Target | None

    def count(self, state: State) -> int:
        """Return how many weeks are of a state."""
        return sum(week.state == state for week in self.weeks)

    @property
    def held(self) -> int:
        """How many meetings took place, moved ones too."""
        return self.count("held") + self.count("moved")

    @property
    def all(self) -> int:
        """How many meetings have come round."""
        return self.held + self.count("missed")

    @property
    def in_person(self) -> int:
        """In how many weeks people met in one place."""
        return sum(week.in_person for week in self.weeks)


def cadence(
    series: Sequence[Round],
    today: date,
    *,
    in_person: Sequence[date] = (),
    target: Target | None = None,
    weeks: int = 52,
) -> Cadence:
    """Return the last weeks of a series, up to the one in which the open meeting stands.

    Args:
        series: its meetings in order.
        in_person: the days on which people met in one place.
    """
    last = max([one.planned for one in series if one.outcome is Outcome.OPEN] + [today])
    first = max(_monday(last) - _WEEK * (weeks - 1), _monday(series[0].planned) if series else _monday(last))
    met = {_monday(day) for day in in_person}
    by_week = {_monday(one.planned): one for one in series}
    mondays = [first + _WEEK * place for place in range((_monday(last) - first).days // 7 + 1)]
    return Cadence(tuple(_week(monday, by_week.get(monday), monday in met) for monday in mondays), target)


def _week(monday: date, meeting: Round | None, in_person: bool) -> Week:
    if meeting is None:
        return Week(monday, "none", in_person=in_person)
    states: dict[Outcome, State] = {Outcome.HELD: "held", Outcome.MISSED: "missed", Outcome.OPEN: "next"}
    state = "moved" if meeting.outcome is Outcome.HELD and meeting.moved else states[meeting.outcome]
    return Week(monday, state, meeting.number, in_person)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


__all__ = ["Cadence", "Week", "cadence"]
