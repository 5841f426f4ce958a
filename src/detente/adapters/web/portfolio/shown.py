"""The rows of a portfolio, from joint facts of the relationships in which the account has a place."""

import datetime as dt

import msgspec

from detente.adapters.web.charters.waiting import Told
from detente.adapters.web.frame.seat import sides_of
from detente.adapters.web.frame.sides import Side
from detente.adapters.web.matters.answers import standing
from detente.adapters.web.matters.seats import mine
from detente.adapters.web.relationships.shown import counts, is_duty
from detente.adapters.web.today.asked import Asked, asked
from detente.core.engine.questions.rounds import meetings
from detente.core.meetings import Outcome, Round, rounds
from detente.core.relationship import Line, trend
from detente.core.relationship.goals import reached
from detente.core.relationship.standing import Count, Stand, from_line, goals, high
from detente.core.vocabulary.facts import GoalReported
from detente.store import read
from detente.store.read.portfolio import Held

KINDS = (
    "MatterOpened", "ActDone", "MessageSent", "DeadlinePassed", "DeadlineExtended", "StatementConfirmed",
    "GoalReported",
)  # fmt: skip
SPAN = dt.timedelta(weeks=52)
_WEEKS = 26


class Row(msgspec.Struct, frozen=True):
    """A relationship in a portfolio."""

    key: str
    title: str
    sides: tuple[Side, ...]
    party: str
    stand: Stand
    asked: tuple[Asked, ...]
    open: int


def rows(found: list[Held], at: dt.datetime) -> list[Row]:
    """Return the rows, those with most to look at first."""
    proposals = read.proposals([held.viewer for held in found])
    made = [_row(held, Told(held.facts, proposals.get(held.viewer.relationship)), at) for held in found]
    return sorted(made, key=lambda row: (-row.stand.weight, row.title))


def _row(held: Held, told: Told, at: dt.datetime) -> Row:
    viewer = held.viewer
    return Row(
        key=viewer.relationship,
        title=viewer.title,
        sides=sides_of(viewer.ruled),
        party=viewer.party,
        stand=_stand(held, at),
        asked=tuple(asked(viewer, held.matters, at, told)),
        open=sum(counts_as_open(one) for one in held.matters),
    )


def counts_as_open(matter: object) -> bool:
    """Return whether a matter stands between the sides: somebody opened it."""
    return getattr(matter, "opener", "nobody") != "nobody"


def _stand(held: Held, at: dt.datetime) -> Stand:
    met = _meetings(held, at)
    lines = {line.name: line for line in _lines(held, met, at)}
    return Stand(
        (
            high(_levels(held, at), at),
            from_line("kept", lines["kept"]),
            _held(met, lines["meetings"]),
            from_line("answer", lines["answer"]),
            _goals(held, at),
            from_line("confirmed", lines["confirmed"]),
        )
    )


def _levels(held: Held, at: dt.datetime) -> list[tuple[int, dt.datetime | None, bool]]:
    found = []
    for matter in held.matters:
        now = standing(held.viewer, matter, at)
        if now.rung is not None and counts_as_open(matter):
            waits = any(mine(held.viewer, one.who) for one in now.options if one.term == now.rung.term)
            found.append((now.rung.number, now.rung.opens, waits))
    return found


def _meetings(held: Held, at: dt.datetime) -> list[Round]:
    """The meetings of the last year, numbered from where the year begins."""
    made: list[Round] = []
    for matter in held.matters:
        plans = meetings(matter.program, matter.procedure)
        if plans:
            facts = [fact for fact in held.facts if getattr(fact, "matter", "") == matter.name]
            made += rounds(facts, plans[0], lambda _: at.date(), "UTC")
    return [one for one in made if one.outcome is not Outcome.OPEN]


def _held(met: list[Round], line: Line) -> Count:
    count = from_line("meetings", line)
    held = sum(one.outcome is Outcome.HELD for one in met)
    return msgspec.structs.replace(count, value=float(held), all=float(len(met)))


def _lines(held: Held, met: list[Round], at: dt.datetime) -> list[Line]:
    ruled = held.viewer.ruled
    return trend(
        held.facts,
        at.date(),
        weeks=_WEEKS,
        duty=lambda act: is_duty(ruled, act),
        meetings=[one.at for one in met if one.at and one.outcome is Outcome.HELD],
        counted=lambda opened: counts(ruled, opened),
    )


def _goals(held: Held, at: dt.datetime) -> Count:
    charter = held.viewer.ruled.charter(at)
    known = {**charter.goals, **charter.milestones}
    reports = [
        (fact.goal, fact.on, bool(reached(known[fact.goal].target or "", fact.value)))
        for fact in held.facts
        if isinstance(fact, GoalReported) and fact.goal in known
    ]
    return goals(reports, len(known), at.date())
