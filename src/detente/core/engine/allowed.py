"""Whether an act may be done now: rights, running procedures, window, guard, content, authority, in that order."""

from datetime import datetime
from typing import Any

import msgspec

from detente.core.charter.phrases import Verb
from detente.core.engine.dates import Clock, earliest_of, past_the_list, when_of
from detente.core.engine.guards import holds
from detente.core.engine.program import Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import Actor, beyond_authority
from detente.core.engine.state import Here, Open, Run, State
from detente.core.procedures import Link, Row


class Act(msgspec.Struct, frozen=True, gc=False):
    """An act as it is done: filed `at`, happened `on`; `run` and `term` where the act names them."""

    event: str
    phrase: str
    actor: Actor
    at: datetime
    on: datetime
    values: dict[str, Any]
    run: str = ""
    term: str = ""


class Fit(msgspec.Struct, frozen=True, gc=False):
    """An open row that an act fits; `open` is none for an option that is always open."""

    run: Run
    row: Row
    open: Open | None


def allowed(program: Program, state: State, fit: Fit, done: Act) -> None:
    """Return if the act may be done.

    Raises:
        Refusal: with the first thing that stands in its way.
        BadInput: the calendar ends too early to tell whether the window has begun.
    """
    _not_waived(state, fit, done)
    _not_running(state, fit)
    _window(program, state, fit, done)
    if fit.row.link is Link.ANYTIME:
        guarded(program, state, fit, done)
    content(fit, done)
    _authority(program, fit, done)
    under_way = state.notices.get(fit.open.notice) if fit.open is not None else None
    # Where all must serve, each sends a notice of its own.
    if under_way is not None and under_way.party == done.actor.party:
        raise refuse(Because.RUNNING, fit, f"'{done.phrase}' has been sent already and is under way.")


def guarded(program: Program, state: State, fit: Fit, done: Act) -> None:
    """Refuse where the row's guard does not hold."""
    guards = fit.row.guards
    if guards is not None and not holds(Here(program, state, fit.run), guards, done.at):
        raise refuse(Because.GUARD, fit, f"'{done.phrase}' is open only if {guards.data}.")


def content(fit: Fit, done: Act) -> None:
    """Refuse where something that must be stated is not, listing what is missing."""
    missing = [name for name in fit.row.states if done.values.get(name) in (None, "", (), [])]
    if missing:
        raise refuse(Because.CONTENT, fit, f"'{done.phrase}' must state {', '.join(missing)}.")


def refuse(because: Because, fit: Fit, says: str) -> Refusal:
    """Return a refusal that names the clause."""
    return Refusal(because, says, run=fit.run.procedure, term=fit.row.term)


def _not_waived(state: State, fit: Fit, done: Act) -> None:
    for right, party in state.lost:
        if party in (done.actor.party, done.actor.seat) and right in (done.event, done.phrase, fit.row.term):
            raise refuse(Because.WAIVED, fit, f"{party} has lost the right to '{right}'.")


def _not_running(state: State, fit: Fit) -> None:
    for do in fit.row.do:
        run = state.runs.get(do.name) if do.verb is Verb.START else None
        if run is not None and run.ended is None:
            raise refuse(Because.RUNNING, fit, f"'{do.name}' is running; it cannot be started twice.")


def _window(program: Program, state: State, fit: Fit, done: Act) -> None:
    if fit.row.earliest is None:
        return
    always = Open(fit.row.term, fit.run.opened, calendars=state.calendars)
    clock = Clock(program, state, fit.run, fit.row, fit.open or always)
    earliest = fit.open.earliest if fit.open else earliest_of(clock)
    bound = past_the_list(clock, fit.row.earliest) if earliest is None else None
    if bound is not None and bound <= done.on:
        when_of(clock, fit.row.earliest)  # it may have begun; the list has to reach further before anybody can tell
    if earliest is None:
        raise refuse(Because.WINDOW, fit, f"'{done.phrase}' waits for {_words(fit.row.earliest)}.")
    if done.on < earliest:
        raise refuse(Because.WINDOW, fit, f"'{done.phrase}' opens {earliest.isoformat()}.")


def _words(instant: Any) -> str:
    return str(instant.data)


def _authority(program: Program, fit: Fit, done: Act) -> None:
    if not done.values or not program.roles:
        return
    who = fit.row.who
    roles = dict.fromkeys((*(seat.name for seat in who.seats), done.actor.seat) if who else (done.actor.seat,))
    excess = beyond_authority(program, done.actor, done.values, roles=tuple(roles))
    if excess is not None:
        who_acts = done.actor.person or done.actor.seat
        raise refuse(Because.AUTHORITY, fit, f"{excess.text} is above what {who_acts} may settle.")
