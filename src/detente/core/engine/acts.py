"""Acts: which open row an act fits, whether it may be done now, and what it does."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from detente.core.charter.phrases import EventKind, Verb, WhoKind
from detente.core.engine.draft import SETTLED, WITHDRAWN, Cause, Draft
from detente.core.engine.guards import holds
from detente.core.engine.program import Index, Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import Actor, beyond_authority, may_act, required
from detente.core.engine.state import Notice, Open, Run, State
from detente.core.procedures import Link, Row
from detente.core.vocabulary.effects import Kind

_WORLD = ("hold ", "note ", "file ")
_NOTICE = "serve "
_SETTLE, _WITHDRAW = "settle", "withdraw"


class Act(NamedTuple):
    """An act as it is done: event name and phrase, who, when, when it happened, what it states, which term it names."""

    event: str
    phrase: str
    actor: Actor
    at: datetime
    on: datetime
    values: dict[str, Any]
    run: str = ""
    term: str = ""


class Fit(NamedTuple):
    """An open row that an act fits."""

    run: Run
    row: Row
    open: Open | None  # none for an option that is always open


def act(draft: Draft, done: Act, notice: str) -> None:
    """Do an act, or refuse it. `notice` is the id under which a notice goes out."""
    fit = _fit(draft.program, draft.state, done)
    if fit is None:
        _built_in(draft, done)
        return
    _allowed(draft.program, draft.state, fit, done)
    if done.phrase.startswith(_NOTICE):
        _send(draft, fit, done, notice)
        return
    _sign(draft, fit, done)


def opening(draft: Draft, done: Act, notice: str) -> None:
    """Open the matter's own procedure by its act, or send the notice that will."""
    program, state = draft.program, draft.state
    row = program.index[state.root].opens
    run = Run(state.root, done.actor.party, done.at)
    if row.who is not None and not may_act(program, state, run, row.who, done.actor):
        raise _refuse(Because.SEAT, done, row, state.root, f"'{done.phrase}' is not for {done.actor.seat}.")
    _content(row, done, state.root)
    _guarded(program, state, run, row, done)
    if done.phrase.startswith(_NOTICE):
        state.notices = {**state.notices, notice: _notice_of(state.root, "", done, None)}
        draft.happen((EventKind.SENDING, "", done.event), Cause(done.at, None, done.actor.party, done.actor.seat))
        draft.say(Kind.SERVE, state.root, name=done.phrase, at=done.at, value=notice)
        return
    _begin(draft, done)


def received(draft: Draft, notice: str, at: datetime) -> None:
    """A notice counts as received: the act it carries takes effect now."""
    found = draft.state.notices[notice]
    draft.state.notices = {key: value for key, value in draft.state.notices.items() if key != notice}
    actor = Actor(found.seat, found.party, "")
    done = Act(found.act, draft.program.names.acts[found.act], actor, at, at, found.values, found.run, found.term)
    if not found.term:
        _begin(draft, done)
        return
    run = draft.state.runs.get(found.run)
    open_ = run.open.get(found.term) if run is not None and run.ended is None else None
    row = draft.program.index[found.run].act[found.term]
    if run is None or run.ended is not None or (row.link is not Link.ANYTIME and (open_ is None or open_.opened != found.opened)):
        draft.happen((EventKind.ACT, "", found.act), Cause(at, None, found.party, found.seat))
        return  # received after its term had closed: it happened, and does nothing
    if open_ is not None and open_.notice == notice:
        draft.change(run, found.term, notice="")
    _sign(draft, Fit(draft.state.runs[found.run], row, open_), done)


def _begin(draft: Draft, done: Act) -> None:
    state = draft.state
    row = draft.program.index[state.root].opens
    draft.state.values = {**state.values, **done.values}
    cause = Cause(done.at, None, done.actor.party, done.actor.seat)
    run = Run(state.root, done.actor.party, done.at)
    if _late(draft, run, row, done):
        late = next((r for r in draft.program.index[state.root].table.rows if r.link is Link.OPENS and r.order != row.order), None)
        state.runs[state.root] = run
        draft.say(Kind.STARTED, state.root, by=(run.opener,) if run.opener else (), at=done.at)
        draft.carry_out(draft.run(state.root), late or row, late.do if late else (), cause)
        return
    draft.happen((EventKind.ACT, "", done.event), cause, on=done.on)
    draft.start(state.root, cause, done=True)


def _late(draft: Draft, run: Run, row: Row, done: Act) -> bool:
    from detente.core.engine.dates import when_of

    if row.latest is None:
        return False
    found = when_of(draft.program, draft.state, run, row, Open("opens", done.at, calendars=draft.state.calendars), row.latest)
    return found is not None and found.ends <= done.on


# ---- which row


def _fit(program: Program, state: State, done: Act) -> Fit | None:
    """Return the open row that an act fits; the built-in acts fit none.

    Raises:
        Refusal: not open, held, running, for another seat, or open in two terms and none is named.
    """
    fits = list(_open_rows(program, state, done))
    mine = [fit for fit in fits if fit.row.who is None or may_act(program, state, fit.run, fit.row.who, done.actor)]
    if done.term:
        mine = [fit for fit in mine if fit.row.term == done.term]
    usable = [fit for fit in mine if fit.open is None or not fit.open.held]
    if not usable and not mine and not fits and done.event in (_SETTLE, _WITHDRAW):
        return None
    if not usable:
        raise _why_not(program, state, fits, mine, done)
    if len(usable) > 1:
        terms = " and ".join(f"'{fit.row.term}'" for fit in usable)
        raise _refuse(Because.WHICH_TERM, done, usable[0].row, usable[0].run.procedure, f"'{done.phrase}' fits {terms}; the act must name its term.")
    return usable[0]


def _open_rows(program: Program, state: State, done: Act) -> list[Fit]:
    found = []
    for name, run in state.runs.items():
        if run.ended is not None or (done.run and done.run != name):
            continue
        for row in program.index[name].acts.get(done.event, ()):
            if row.link is Link.ANYTIME:
                found.append(Fit(run, row, None))
            elif (open_ := run.open.get(row.term)) is not None and not open_.waiting:
                found.append(Fit(run, row, open_))
    return found


def _why_not(program: Program, state: State, fits: list[Fit], mine: list[Fit], done: Act) -> Refusal:
    if mine:
        return _refuse(Because.HELD, done, mine[0].row, mine[0].run.procedure, f"'{mine[0].row.term}' is held; nothing in it can be used until it is resumed.")
    if fits:
        row = fits[0].row
        return _refuse(Because.SEAT, done, row, fits[0].run.procedure, f"'{done.phrase}' is for {_seats(row)}, not for {done.actor.seat}.")
    return _refuse(Because.NOT_OPEN, done, None, state.root, f"'{done.phrase}' is not open.")


def _seats(row: Row) -> str:
    return str(row.who.data) if row.who is not None else "nobody"


# ---- whether it may


def _allowed(program: Program, state: State, fit: Fit, done: Act) -> None:
    """Check waiver, running procedures, window, guard, content and authority, in that order."""
    run, row, open_ = fit
    name = run.procedure
    for right, party in state.lost:
        if party in (done.actor.party, done.actor.seat) and right in (done.event, done.phrase, row.term):
            raise _refuse(Because.WAIVED, done, row, name, f"{party} has lost the right to '{right}'.")
    _not_running(state, row, done, name)
    _window(program, state, fit, done)
    if row.link is Link.ANYTIME:
        _guarded(program, state, run, row, done)
    _content(row, done, name)
    roles = tuple(seat.name for seat in row.who.seats) if row.who is not None else ()
    if done.actor.seat not in roles:
        roles = (*roles, done.actor.seat)
    excess = beyond_authority(program, done.actor, done.values, roles=roles)
    if excess is not None:
        raise _refuse(Because.AUTHORITY, done, row, name, f"{excess.text} is above what {done.actor.person or done.actor.seat} may settle.")
    if open_ is not None and open_.notice and done.phrase.startswith(_NOTICE):
        raise _refuse(Because.RUNNING, done, row, name, f"'{done.phrase}' has been sent already and is under way.")


def _not_running(state: State, row: Row, done: Act, name: str) -> None:
    for do in row.do:
        if do.verb is Verb.START and (run := state.runs.get(do.name)) is not None and run.ended is None:
            raise _refuse(Because.RUNNING, done, row, name, f"'{do.name}' is running; it cannot be started twice.")


def _window(program: Program, state: State, fit: Fit, done: Act) -> None:
    from detente.core.engine.dates import earliest_of

    run, row, open_ = fit
    if row.earliest is None:
        return
    earliest = open_.earliest if open_ is not None else earliest_of(program, state, run, row, Open(row.term, run.opened, calendars=state.calendars))
    if earliest is None or done.on < earliest:
        opens = f"opens {earliest.isoformat()}" if earliest else "waits for what it counts from"
        raise _refuse(Because.WINDOW, done, row, run.procedure, f"'{done.phrase}' {opens}.")


def _guarded(program: Program, state: State, run: Run, row: Row, done: Act) -> None:
    if not holds(program, state, run, row.guards, done.at):
        raise _refuse(Because.GUARD, done, row, run.procedure, f"'{done.phrase}' is open only if {row.guards.data if row.guards else ''}.")


def _content(row: Row, done: Act, name: str) -> None:
    missing = [state for state in row.states if done.values.get(state) in (None, "", (), [])]
    if missing:
        raise _refuse(Because.CONTENT, done, row, name, f"'{done.phrase}' must state {', '.join(missing)}.")


def _refuse(because: Because, done: Act, row: Row | None, run: str, says: str) -> Refusal:
    return Refusal(because, says, run=run, term=row.term if row else "")


# ---- what it does


def _send(draft: Draft, fit: Fit, done: Act, notice: str) -> None:
    run, row, open_ = fit
    opened = open_.opened if open_ is not None else None
    draft.state.notices = {**draft.state.notices, notice: _notice_of(run.procedure, row.term, done, opened)}
    if open_ is not None and row.in_time == "when sent":
        owner = draft.run(run.procedure)
        owner.open[row.term] = msgspec.structs.replace(open_, notice=notice)
    _mark_used(draft, run.procedure, row.term)
    draft.happen((EventKind.SENDING, "", done.event), Cause(done.at, None, done.actor.party, done.actor.seat))
    draft.say(Kind.SERVE, run.procedure, row.term, name=done.phrase, at=done.at, value=notice)


def _notice_of(run: str, term: str, done: Act, opened: datetime | None) -> Notice:
    return Notice(run, term, done.event, done.actor.party, done.actor.seat, done.values, done.at, opened)


def _sign(draft: Draft, fit: Fit, done: Act) -> None:
    """Take a signature; with the last one the act is done."""
    run, row, open_ = fit
    needed = required(draft.program, draft.state, run, row.who) if row.who is not None else ()
    if needed and open_ is not None:
        signed = _signed(open_.signed, done, each=row.who is not None and row.who.kind is WhoKind.SEAT and row.who.names[0] == "each")
        if set(needed) - {seat for seat, _ in signed}:
            owner = draft.run(run.procedure)
            owner.open[row.term] = msgspec.structs.replace(open_, signed=signed)
            _mark_used(draft, run.procedure, row.term)
            draft.say(Kind.SIGNED, run.procedure, row.term, name=done.phrase, by=(done.actor.party,), at=done.at)
            return
    elif needed:
        if not _anytime_signed(draft, fit, done, needed):
            return
    _done(draft, draft.run(run.procedure), row, done, needed)


def _signed(before: tuple[tuple[str, Any], ...], done: Act, *, each: bool) -> tuple[tuple[str, Any], ...]:
    """A signature that differs is a new proposal: the others no longer count; with `each` contents may differ."""
    content = None if each else tuple(sorted((key, repr(value)) for key, value in done.values.items()))
    kept = tuple((seat, other) for seat, other in before if seat != done.actor.party and (each or other == content))
    return (*kept, (done.actor.party, content))


def _anytime_signed(draft: Draft, fit: Fit, done: Act, needed: tuple[str, ...]) -> bool:
    """Signatures of an option that is always open are kept beside the terms, under its name."""
    owner = draft.run(fit.run.procedure)
    key = f"{fit.row.term}\0"
    before = owner.open[key].signed if key in owner.open else ()
    signed = _signed(before, done, each=fit.row.who is not None and fit.row.who.names[0] == "each")
    if set(needed) - {seat for seat, _ in signed}:
        owner.open[key] = Open(key, done.at, signed=signed, waiting=True)
        draft.say(Kind.SIGNED, owner.procedure, fit.row.term, name=done.phrase, by=(done.actor.party,), at=done.at)
        return False
    owner.open.pop(key, None)
    return True


def _done(draft: Draft, run: Run, row: Row, done: Act, needed: tuple[str, ...]) -> None:
    party = "" if needed else done.actor.party
    cause = Cause(done.at, None, party, "" if needed else done.actor.seat)
    _mark_used(draft, run.procedure, row.term)
    if done.values:
        draft.state.values = {**draft.state.values, **done.values}
    agreed = done.event == _SETTLE and not row.do
    in_world = done.phrase.startswith(_WORLD)
    # The term closes before the event is heard, so that nothing hears it twice; dates that hang on it move with it.
    key = (EventKind.ACT, "", done.event)
    draft.happen(key, cause, on=done.on if in_world else None)
    owner = draft.state.runs[run.procedure]
    if owner.ended is not None:
        return
    draft.take(draft.run(run.procedure), row, cause, by=needed or ((done.actor.party or done.actor.seat),))
    if agreed and draft.running(run.procedure):
        draft.end(draft.state.runs[run.procedure], SETTLED, cause)


def _mark_used(draft: Draft, procedure: str, term: str) -> None:
    """What a lapse opened has been used: it can no longer be withdrawn by a late extension."""
    run = draft.state.runs[procedure]
    if not run.lapses:
        return
    index = draft.program.index[procedure]
    outer = {term, *index.table.parents.get(term, ())}
    for name, lapse in run.lapses.items():
        if not lapse.used and outer & set(lapse.opened):
            draft.run(procedure).lapses[name] = msgspec.structs.replace(lapse, used=True)


# ---- built in


def _built_in(draft: Draft, done: Act) -> None:
    """Where somebody may settle, all may settle at any time, and the opener may withdraw."""
    state, program = draft.state, draft.program
    run = _settling(program, state)
    if run is None or (done.event == _WITHDRAW and program.index[run.procedure].withdraws):
        raise Refusal(Because.NOT_OPEN, f"'{done.phrase}' is not open.", run=state.root)
    if done.event == _WITHDRAW:
        if done.actor.party != run.opener or not run.opener:
            raise Refusal(Because.SEAT, f"Only the opener may withdraw, not {done.actor.seat}.", run=run.procedure)
        draft.end(draft.run(run.procedure), WITHDRAWN, Cause(done.at, None, done.actor.party, done.actor.seat))
        return
    if done.actor.party not in state.parties:
        raise Refusal(Because.SEAT, f"'settle' is for the parties, not for {done.actor.seat}.", run=run.procedure)
    excess = beyond_authority(program, done.actor, done.values, roles=(done.actor.seat,))
    if excess is not None:
        raise Refusal(Because.AUTHORITY, f"{excess.text} is above what {done.actor.person} may settle.", run=run.procedure)
    owner = draft.run(run.procedure)
    before = owner.open["settle\0"].signed if "settle\0" in owner.open else ()
    signed = _signed(before, done, each=False)
    if set(state.parties) - {seat for seat, _ in signed}:
        owner.open["settle\0"] = Open("settle\0", done.at, signed=signed, waiting=True)
        draft.say(Kind.SIGNED, owner.procedure, name=_SETTLE, by=(done.actor.party,), at=done.at)
        return
    draft.state.values = {**state.values, **done.values}
    cause = Cause(done.at)
    draft.happen((EventKind.ACT, "", _SETTLE), cause)
    draft.end(draft.run(run.procedure), SETTLED, cause)


def _settling(program: Program, state: State) -> Run | None:
    """Return the run that a built-in act speaks to: the matter's own where somebody may settle in it, else a started one."""
    runs = [run for run in state.runs.values() if run.ended is None and program.index[run.procedure].settles]
    return next((run for run in runs if run.procedure == state.root), runs[0] if runs else None)


__all__ = ["Act", "Index", "act", "opening", "received"]
