"""The rounds of a series as its facts tell them: planned for which day, moved, held, not held."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from detente.core.vocabulary.facts import ActDone, DeadlineExtended, DeadlinePassed
from detente.core.worktime import zone

_MOMENT = timedelta(microseconds=1)


class Outcome(StrEnum):
    """What became of a meeting."""

    HELD = "held"
    MISSED = "missed"
    OPEN = "open"


class Plan(msgspec.Struct, frozen=True):
    """A duty of a series that comes round: of which term, by which act, signed by how many seats."""

    term: str
    act: str
    slug: str
    signatures: int = 2

    @property
    def in_person(self) -> bool:
        """Whether its act says that people meet in one place."""
        return self.act.endswith((" in person", " visit")) or " in person" in self.act


class Round(msgspec.Struct, frozen=True):
    """One meeting of a series. `day` is the one agreed last, `at` when it was held or its time ran out."""

    number: int
    planned: date
    day: date
    outcome: Outcome
    at: datetime | None = None
    signed: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether both moved it to another day."""
        return self.day != self.planned


class _Told(msgspec.Struct):
    number: int = 1
    signed: dict[str, None] = msgspec.field(default_factory=dict)
    ends: dict[int, tuple[Outcome, datetime, tuple[str, ...]]] = msgspec.field(default_factory=dict)
    moved: dict[int, datetime] = msgspec.field(default_factory=dict)

    def end(self, outcome: Outcome, at: datetime) -> None:
        self.ends[self.number] = (outcome, at, tuple(self.signed))
        self.number, self.signed = self.number + 1, {}


def rounds(facts: Iterable[Any], plan: Plan, day_of: Callable[[int], date | None], zone_name: str) -> list[Round]:
    """Return every meeting that has ended, and the one that is open, in order.

    Args:
        facts: of the series, in their order.
        day_of: the day for which a round is planned; nothing where it cannot be counted yet.
        zone_name: in which the days of moved meetings are told.
    """
    told = _Told()
    for fact in facts:
        _take(told, fact, plan)
    found = [_round(told, number, day_of(number), zone_name) for number in range(1, told.number + 1)]
    return [one for one in found if one is not None]


def _take(told: _Told, fact: Any, plan: Plan) -> None:
    if isinstance(fact, ActDone) and fact.act == plan.slug and fact.term in (None, plan.term):
        told.signed[fact.seat] = None
        if len(told.signed) >= plan.signatures:
            told.end(Outcome.HELD, fact.on or fact.at)
    elif isinstance(fact, DeadlinePassed) and fact.term == plan.term:
        told.number = fact.round
        told.end(Outcome.MISSED, fact.due)
    elif isinstance(fact, DeadlineExtended) and fact.term == plan.term:
        told.moved[fact.round] = fact.until


def _round(told: _Told, number: int, planned: date | None, zone_name: str) -> Round | None:
    if planned is None:
        return None
    until = told.moved.get(number)
    day = (until - _MOMENT).astimezone(zone(zone_name)).date() if until else planned
    outcome, at, signed = told.ends.get(number, (Outcome.OPEN, None, tuple(told.signed)))
    return Round(number, planned, day, outcome, at, signed)


__all__ = ["Outcome", "Plan", "Round", "rounds"]
