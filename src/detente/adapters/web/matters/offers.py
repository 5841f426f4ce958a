"""Offers that concern a matter: who offered what, until when an answer counts, what was filed with the last yes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from detente.adapters.web.frame.speaking import speaks
from detente.adapters.web.matters.timeline import Past
from detente.adapters.web.record.words import says
from detente.core.engine import State
from detente.core.vocabulary.facts import AgreementGiven, AgreementOffered, DeadlineExtended, MatterMoved
from detente.store import read


class Offer(msgspec.Struct, frozen=True):
    """An offer: `open` while an answer counts, `filed` when the last yes came; `address` is where to answer."""

    number: str
    party: str
    person: str
    at: dt.datetime
    says: str
    until: dt.datetime | None
    given: tuple[tuple[str, dt.datetime], ...]
    filed: dt.datetime | None
    open: bool
    waits: bool  # for the reader's side
    address: str


def offers(viewer: read.Viewer, matter: read.Matter, happened: Past) -> list[Offer]:
    """Return the offers of a matter, those that wait for an answer first, then the newest."""
    found = sorted(_offers(viewer, matter, happened), key=lambda one: one.at, reverse=True)
    return sorted(found, key=lambda one: not one.open)


def waiting(
    viewer: read.Viewer, found: Iterable[read.Matter], facts: Sequence[Any]
) -> list[tuple[read.Matter, str, str, str]]:
    """Return the offers of open matters that wait for the reader: matter, whose, what, where to answer.

    Args:
        facts: the joint offers and answers of the relationship, in their order.
    """
    if not viewer.is_party or not speaks(viewer):
        return []
    answered = {one.offer for one in facts if isinstance(one, AgreementGiven) and one.party == viewer.party}
    by_name = {one.name: one for one in found}
    return [
        (matter, fact.party, says(fact.fact, None, viewer.ruled.names, matter.program), _address(viewer, matter, fact))
        for fact in facts
        if isinstance(fact, AgreementOffered) and fact.party != viewer.party and fact.offer not in answered
        if (matter := by_name.get(fact.matter or "")) is not None and _stands(matter.state, fact.fact)
    ]


def _offers(viewer: read.Viewer, matter: read.Matter, happened: Past) -> Iterator[Offer]:
    facts = [one.fact for one in happened.told]
    for fact in facts:
        if isinstance(fact, AgreementOffered):
            answers = [one for one in facts if isinstance(one, AgreementGiven) and one.offer == fact.offer]
            given = {one.party or "": one.at for one in answers}
            whole = set(viewer.ruled.letters) <= {fact.party, *given}
            stands = not whole and _stands(matter.state, fact.fact)
            yield Offer(
                fact.offer,
                fact.party,
                viewer.ruled.names.get(fact.person, fact.person),
                fact.at,
                says(fact.fact, None, viewer.ruled.names, matter.program),
                fact.fact.was if isinstance(fact.fact, DeadlineExtended) else None,
                tuple(given.items()),
                max(given.values()) if whole else None,
                stands,
                stands and speaks(viewer) and viewer.party not in (fact.party, *given),
                _address(viewer, matter, fact),
            )


def _stands(state: State, offered: Any) -> bool:
    """Whether an answer would still file what is offered."""
    if state.result:
        return False
    if isinstance(offered, MatterMoved):
        return state.version < offered.to
    if not isinstance(offered, DeadlineExtended):
        return True
    run = state.runs.get(offered.run)
    if run is None or run.ended is not None:
        return False
    open_ = run.open.get(offered.term)
    return open_.round == offered.round if open_ is not None else offered.term in run.lapses


def _address(viewer: read.Viewer, matter: read.Matter, fact: AgreementOffered) -> str:
    if isinstance(fact.fact, MatterMoved):
        return f"/r/{viewer.relationship}/charter/move/{matter.name}/"
    return f"/r/{viewer.relationship}/matters/{matter.name}/offers/{fact.offer}/"
