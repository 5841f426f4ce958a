"""What an act would lead to: the same engine takes the step in memory, nothing is written."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from detente.core.engine import Program, Refusal, State
from detente.core.simulation.appointments import unsealed
from detente.core.simulation.letters import Post
from detente.core.simulation.relationship import Filed, Relationship
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import ActDone, MatterOpened
from detente.store import read

NAME = "M-000"


class Rehearsal(msgspec.Struct, frozen=True):
    """What follows: the effects, the matter afterwards, when a notice counts as received; or why it may not be."""

    effects: tuple[Effect, ...] = ()
    state: State | None = None
    program: Program | None = None
    received: dt.datetime | None = None
    refusal: Refusal | None = None

    @property
    def opens(self) -> list[Effect]:
        """The terms that would be open with a clock, each with its instant."""
        gone = {(one.run, one.term) for one in self.effects if one.kind is Kind.CLOSED}
        dues = [one for one in self.effects if one.kind is Kind.CLOCK_SET and one.at]
        return [one for one in dues if (one.run, one.term) not in gone]

    def of(self, kind: str) -> list[Effect]:
        """Return the effects of one kind."""
        return [one for one in self.effects if one.kind == kind]


def rehearse(viewer: read.Viewer, state: State, fields: Mapping[str, Any], at: dt.datetime) -> Rehearsal:
    """Return what an act in a matter would lead to now."""
    told = _relationship(viewer, state.version)
    told.now = at
    told.put(state.matter, state)
    stamp: dict[str, Any] = {"id": "joint/0", "at": at, "charter": viewer.ruled.charters[state.version]}
    return _rehearsed(told, told.file(ActDone(**stamp, matter=state.matter, **_by(viewer), **fields)), state.matter)


def rehearse_opening(viewer: read.Viewer, procedure: str, fields: Mapping[str, Any], at: dt.datetime) -> Rehearsal:
    """Return what opening a matter would lead to now."""
    version = viewer.ruled.in_force(at)
    told = _relationship(viewer, version)
    told.now = at
    stamp: dict[str, Any] = {"id": "joint/0", "at": at, "charter": viewer.ruled.charters[version], "matter": NAME}
    opened = MatterOpened(**stamp, procedure=procedure, opener=viewer.party, person=viewer.person)
    return _rehearsed(told, told.open(opened, ActDone(**stamp, **_by(viewer), **fields)), NAME)


def _by(viewer: read.Viewer) -> dict[str, Any]:
    return {"seat": viewer.party, "person": viewer.person}


def _relationship(viewer: read.Viewer, version: int) -> Relationship:
    ruled = viewer.ruled
    post = Post(ruled.programs[version], ruled.charters[version], unsealed)
    told = Relationship(ruled.programs, post.arrival, charters=ruled.charters, letter=post.letter)
    told.version = version
    return told


def _rehearsed(told: Relationship, filed: Filed, matter: str) -> Rehearsal:
    if filed.refused is not None:
        return Rehearsal(refusal=filed.refused)
    place = told.filed.index(filed)
    arrival = told.arrives()
    if arrival is not None:
        told.advance(arrival)  # a notice takes effect when it counts as received
    effects = tuple(effect for one in told.filed[place:] if one.matter == matter for effect in one.effects)
    state = told.families[matter]
    return Rehearsal(effects, state, told.programs[state.version], arrival)
