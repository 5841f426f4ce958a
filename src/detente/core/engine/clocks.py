"""Clocks: which one rings next, and what follows when they ring with nobody acting."""

from datetime import datetime
from typing import Protocol

import msgspec

from detente.core.charter.phrases import WhoKind
from detente.core.engine.consequences import Cause
from detente.core.engine.draft import Draft
from detente.core.engine.program import Program
from detente.core.engine.seats import required
from detente.core.engine.state import Open, Run, State
from detente.core.procedures import Outcome, Row
from detente.core.vocabulary.effects import Effect


class Rung(Protocol):
    """What says that a clock rang: an expiry found by search, or the fact that records one."""

    @property
    def run(self) -> str: ...
    @property
    def term(self) -> str: ...
    @property
    def round(self) -> int: ...
    @property
    def due(self) -> datetime: ...


class Expiry(msgspec.Struct, frozen=True, order=True, gc=False):
    """A clock that rings at `due`; `place` and `order` are its place in the charter's written order."""

    due: datetime
    place: int
    order: int
    run: str
    term: str
    round: int


def next_expiry(program: Program, state: State) -> Expiry | None:
    """Return the clock that rings first; of clocks due at one instant the one written first."""
    found: Expiry | None = None
    for name, run in state.runs.items():
        if run.ended is not None:
            continue
        index = program.index[name]
        for term, open_ in run.open.items():
            due = open_.due
            if due is None or open_.overdue or open_.held or open_.notice:
                continue
            if found is None or due <= found.due:
                one = Expiry(due, index.place, index.time[term].order, name, term, open_.round)
                found = one if found is None else min(found, one)
    return found


def ring(program: Program, state: State, clock: Rung, *, owned: bool = False) -> tuple[State, list[Effect]]:
    """Return the state after a term's time ran out; a stale clock changes nothing."""
    open_ = _ringing(state, clock)
    if open_ is None:
        return state, []
    draft = Draft(program, state, owned=owned)
    owner = draft.run(clock.run)
    cause = Cause(clock.due, open_.last_day)
    if open_.waiting:
        draft.open_round(owner, open_, cause)
        return draft.state, draft.effects
    row = program.index[clock.run].time[clock.term]
    draft.take(owner, row, cause, by=missing(state, owner, row, open_))
    return draft.state, draft.effects


def run_out(program: Program, state: State, until: datetime) -> tuple[State, list[tuple[Expiry, list[Effect]]]]:
    """Return the state at `until` when nobody acts, and every clock that rang on the way (due at or before it)."""
    rung: list[tuple[Expiry, list[Effect]]] = []
    while (expiry := next_expiry(program, state)) is not None and expiry.due <= until:
        state, effects = ring(program, state, expiry)
        rung.append((expiry, effects))
    return state, rung


def with_rounds(program: Program, state: State, until: datetime) -> State:
    """Return the state with the rounds of kept series open that began by then.

    Nobody missed anything, so no fact says it: whoever looks opens them.
    """
    while (expiry := _waiting(program, state)) is not None and expiry.due <= until:
        state, _ = ring(program, state, expiry)
    return state


def next_missed(program: Program, state: State) -> datetime | None:
    """Return when a fact will next say that time ran out, if nobody acts; rounds that only open say nothing."""
    while (expiry := _waiting(program, state)) is not None:
        state, _ = ring(program, state, expiry)
    found = next_expiry(program, state)
    return found.due if found else None


def _waiting(program: Program, state: State) -> Expiry | None:
    """The clock that rings first, where it only opens the next round of a series."""
    expiry = next_expiry(program, state)
    return expiry if expiry is not None and state.runs[expiry.run].open[expiry.term].waiting else None


def missing(state: State, run: Run, row: Row, open_: Open) -> tuple[str, ...]:
    """Return the seats that did not do a duty; nobody misses an option."""
    if row.result is not Outcome.MISSED or row.who is None:
        return ()
    needed = required(state, row.who)
    if needed:
        signed = {seat for seat, _ in open_.signed}
        return tuple(seat for seat in needed if seat not in signed)
    if row.who.kind is not WhoKind.SEAT:
        return row.who.names
    return (_named(state, run, row.who.seats[0].data),)


def _named(state: State, run: Run, seat: str) -> str:
    if seat == "opener":
        return run.opener
    if seat == "other":
        return next((party for party in state.parties[:2] if party != run.opener), "")
    if seat.startswith("stated "):
        return str(state.values.get(seat[7:], ""))
    if seat.startswith(("receiver of ", "sender of ")):
        word, _, act = seat.partition(" of ")
        happened = state.events.get(("act", "", act))
        sender = happened.by if happened else ""
        return sender if word == "sender" else next((party for party in state.parties[:2] if party != sender), "")
    return seat


def _ringing(state: State, clock: Rung) -> Open | None:
    owner = state.runs.get(clock.run)
    open_ = owner.open.get(clock.term) if owner is not None and owner.ended is None else None
    if open_ is None or (open_.round, open_.due) != (clock.round, clock.due):
        return None
    return None if open_.held or open_.overdue or open_.notice else open_
