"""Goals as their page shows them, with the latest reports of each and the payment that hangs on a milestone."""

import datetime as dt
from collections.abc import Iterable

import msgspec
from django.utils.translation import gettext as _

from detente.adapters.web.meetings.things import title
from detente.core.charter.model import Charter
from detente.core.charter.model.service import Goal
from detente.core.procedures.drawing.wording import headed
from detente.core.relationship.goals import reached
from detente.core.vocabulary.facts import GoalReported
from detente.core.vocabulary.money import Money
from detente.store import read

_REPORTS = 4


class Payment(msgspec.Struct, frozen=True):
    """A matter in which a milestone is paid."""

    matter: str
    title: str
    result: str
    due: dt.datetime | None


class Shown(msgspec.Struct, frozen=True):
    """A goal or a milestone."""

    key: str
    name: str
    measure: str
    target: str
    date: dt.date | None
    owner: str
    party: str
    pays: str
    reports: tuple[GoalReported, ...]  # the latest first
    reached: bool | None

    @property
    def value(self) -> str:
        """The latest value; empty before anybody reported."""
        return self.reports[0].value if self.reports else ""


def goals(charter: Charter, facts: Iterable[GoalReported]) -> tuple[list[Shown], list[Shown]]:
    """Return goals and milestones of the charter, by date."""
    told: dict[str, list[GoalReported]] = {}
    for fact in facts:
        told.setdefault(fact.goal, []).insert(0, fact)
    for found in told.values():
        found.sort(key=lambda fact: fact.on, reverse=True)
    made = [
        sorted((_shown(charter, key, goal, told.get(key, [])) for key, goal in found.items()), key=_by_date)
        for found in (charter.goals, charter.milestones)
    ]
    return made[0], made[1]


def _by_date(goal: Shown) -> tuple[bool, dt.date]:
    return goal.date is None, goal.date or dt.date.max


def _shown(charter: Charter, key: str, goal: Goal, told: list[GoalReported]) -> Shown:
    owner = goal.owner or ""
    pays = goal.pays.text if isinstance(goal.pays, Money) else str(goal.pays or "")
    return Shown(
        key=key,
        name=headed(key),
        measure=goal.measure or "",
        target=goal.target or "",
        date=goal.date,
        owner=owner,
        party=charter.people[owner].of if owner in charter.people else "",
        pays=pays,
        reports=tuple(told[:_REPORTS]),
        reached=reached(goal.target or "", told[0].value) if told else None,
    )


def _result(result: str) -> str:
    """How it ended, in words for a page."""
    return _("Not accepted") if result.endswith("rejected") else headed(result) if result else ""


def payments(found: Iterable[read.Matter], charter: Charter) -> list[Payment]:
    """Return the matters in which milestones are reported, accepted and paid, the newest first."""
    if not charter.milestones:
        return []
    made = [
        Payment(one.name, title(one), _result(one.result), one.due) for one in found if "milestone" in one.procedure
    ]
    return made[::-1]
