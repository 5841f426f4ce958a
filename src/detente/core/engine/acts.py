"""Acts: which open row an act fits, and what it does."""

from datetime import datetime
from typing import Any

import msgspec

from detente.core.charter.phrases import EventKind
from detente.core.engine.allowed import Act, Fit, allowed, content, guarded, refuse
from detente.core.engine.consequences import Cause
from detente.core.engine.dates import Clock, when_of
from detente.core.engine.draft import SETTLED, WITHDRAWN, Draft
from detente.core.engine.program import Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import Actor, beyond_authority, may_act, required
from detente.core.engine.state import Here, Notice, Open, Run, State
from detente.core.procedures import Link, Row
from detente.core.vocabulary.effects import Kind

_WORLD = ("hold ", "note ", "file ")
_NOTICE = "serve "
_SETTLE, _WITHDRAW = "settle", "withdraw"


class Signing(msgspec.Struct, frozen=True, gc=False):
    """Signatures of one act: those given, and the seats that must give one."""

    given: tuple[tuple[str, Any], ...]
    needed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not set(self.needed) - {seat for seat, _ in self.given}


def act(draft: Draft, done: Act, notice: str) -> None:
    """Do an act, or refuse it. `notice` is the id under which a notice goes out."""
    fit = _fit(draft.program, draft.state, done)
    if fit is None:
        _built_in(draft, done)
        return
    allowed(draft.program, draft.state, fit, done)
    if done.phrase.startswith(_NOTICE):
        _send(draft, fit, done, notice)
    else:
        _sign(draft, fit, done)


def opening(draft: Draft, done: Act, notice: str) -> None:
    """Open the matter's own procedure by its act, or send the notice that will."""
    program, state = draft.program, draft.state
    row = program.index[state.root].opens
    run = Run(state.root, done.actor.party, done.at)
    fit = Fit(run, row, None)
    if row.who is not None and not may_act(Here(program, state, run), row.who, done.actor):
        raise refuse(Because.SEAT, fit, f"'{done.phrase}' is for {row.who.words}, not for {done.actor.seat}.")
    content(fit, done)
    guarded(program, state, fit, done)
    if not done.phrase.startswith(_NOTICE):
        _begin(draft, done)
        return
    state.notices = {**state.notices, notice: _notice_of("", state.root, done, None)}
    draft.happen((EventKind.SENDING, "", done.event), _cause(done))
    draft.say(Kind.SERVE, state.root, name=done.phrase, at=done.at, value=notice)


def received(draft: Draft, notice: str, at: datetime) -> None:
    """A notice counts as received: the act it carries takes effect now."""
    state = draft.state
    found = state.notices[notice]
    state.notices = {key: value for key, value in state.notices.items() if key != notice}
    phrase = draft.program.names.acts[found.act]
    done = Act(found.act, phrase, Actor(found.seat, found.party, ""), at, at, found.values, found.run, found.term)
    if not found.term:
        _begin(draft, done)
        return
    row = draft.program.index[found.run].act[found.term]
    open_ = state.runs[found.run].open.get(found.term)
    if not draft.running(found.run) or (row.link is not Link.ANYTIME and (not open_ or open_.opened != found.opened)):
        draft.happen((EventKind.ACT, "", found.act), _cause(done))  # its term has closed: it happened, and does nothing
        return
    if open_ is not None and open_.notice == notice:
        draft.change(draft.state.runs[found.run], found.term, notice="")
    _sign(draft, Fit(draft.state.runs[found.run], row, draft.state.runs[found.run].open.get(found.term)), done)


def _cause(done: Act) -> Cause:
    return Cause(done.at, None, done.actor.party, done.actor.seat)


def _begin(draft: Draft, done: Act) -> None:
    state, cause = draft.state, _cause(done)
    index = draft.program.index[state.root]
    state.values = {**state.values, **done.values}
    run = Run(state.root, done.actor.party, done.at)
    if not _late(draft, run, done):
        draft.happen((EventKind.ACT, "", done.event), cause, on=done.on)
        draft.start(state.root, cause, done=True)
        return
    draft.begin(run)
    late = next(row for row in index.table.rows if row.link is Link.OPENS and row.order != index.opens.order)
    draft.carry_out(run, late, cause)


def _late(draft: Draft, run: Run, done: Act) -> bool:
    row = draft.program.index[run.procedure].opens
    if row.latest is None:
        return False
    opening_ = Open("opens", done.at, calendars=draft.state.calendars)
    found = when_of(Clock(draft.program, draft.state, run, row, opening_), row.latest)
    return found is not None and found.ends <= done.on


# ---- which row


def _fit(program: Program, state: State, done: Act) -> Fit | None:
    """Return the open row that an act fits; the built-in acts fit none.

    Raises:
        Refusal: not open, held, for another seat, or open in two terms and none is named.
    """
    fits = _open_rows(program, state, done)
    if len(fits) == 1 and _is_clear(program, state, fits[0], done):
        return fits[0]
    mine = [fit for fit in fits if not fit.row.who or may_act(Here(program, state, fit.run), fit.row.who, done.actor)]
    if done.term:
        mine = [fit for fit in mine if fit.row.term == done.term]
    usable = [fit for fit in mine if fit.open is None or not fit.open.held]
    if not fits and done.event in (_SETTLE, _WITHDRAW):
        return None
    if not usable:
        raise _why_not(state, fits, mine, done)
    if len(usable) > 1:
        terms = " and ".join(f"'{fit.row.term}'" for fit in usable)
        raise refuse(Because.WHICH_TERM, usable[0], f"'{done.phrase}' fits {terms}; the act must name its term.")
    return usable[0]


def _is_clear(program: Program, state: State, fit: Fit, done: Act) -> bool:
    """Return whether the only row there is is the one: the commonest case, told without lists."""
    if (done.term and fit.row.term != done.term) or (fit.open is not None and fit.open.held):
        return False
    return fit.row.who is None or may_act(Here(program, state, fit.run), fit.row.who, done.actor)


def _open_rows(program: Program, state: State, done: Act) -> list[Fit]:
    found = []
    for name, run in state.runs.items():
        if run.ended is not None or (done.run and done.run != name):
            continue
        for row in program.index[name].acts.get(done.event, ()):
            open_ = run.open.get(row.term)
            if row.link is Link.ANYTIME:
                found.append(Fit(run, row, None))
            elif open_ is not None and not open_.waiting:
                found.append(Fit(run, row, open_))
    return found


def _why_not(state: State, fits: list[Fit], mine: list[Fit], done: Act) -> Refusal:
    if mine:
        says = f"'{mine[0].row.term}' is held; nothing in it can be used until it is resumed."
        return refuse(Because.HELD, mine[0], says)
    if fits:
        who = fits[0].row.who
        says = f"'{done.phrase}' is for {who.words if who else 'nobody'}, not for {done.actor.seat}."
        return refuse(Because.SEAT, fits[0], says)
    return Refusal(Because.NOT_OPEN, f"'{done.phrase}' is not open.", run=state.root)


# ---- what it does


def _send(draft: Draft, fit: Fit, done: Act, notice: str) -> None:
    procedure, row, open_ = fit.run.procedure, fit.row, fit.open
    carried = _notice_of(row.term, procedure, done, open_.opened if open_ else None)
    draft.state.notices = {**draft.state.notices, notice: carried}
    if open_ is not None and row.in_time == "when sent":
        draft.run(procedure).open[row.term] = msgspec.structs.replace(open_, notice=notice)
    _mark_used(draft, procedure, row.term)
    draft.happen((EventKind.SENDING, "", done.event), _cause(done))
    draft.say(Kind.SERVE, procedure, row.term, name=done.phrase, at=done.at, value=notice)


def _notice_of(term: str, run: str, done: Act, opened: datetime | None) -> Notice:
    return Notice(run, term, done.event, done.actor.party, done.actor.seat, done.values, done.at, opened)


def _sign(draft: Draft, fit: Fit, done: Act) -> None:
    """Take a signature; with the last one the act is done."""
    run, row = fit.run, fit.row
    needed = required(draft.state, row.who) if row.who is not None else ()
    if not needed:
        _done(draft, run, row, done, needed=())
        return
    place = row.term if fit.open is not None else _beside(row.term)
    each = row.who is not None and row.who.names[0] == "each"
    if each and (open_ := run.open.get(place)) is not None and done.actor.party in dict(open_.signed):
        raise refuse(Because.NOT_OPEN, fit, f"{done.actor.party} has done '{done.phrase}' already.")
    signing = _signing(draft, run, place, done, needed=needed, each=each)
    if not signing.complete:
        if each:  # every party its own act: each of them happens
            draft.happen((EventKind.ACT, "", done.event), _cause(done), on=_in_world(done))
            if not draft.running(run.procedure):
                return
        _keep_signatures(draft, run.procedure, place, signing, at=done.at)
        _mark_used(draft, run.procedure, row.term)
        draft.say(Kind.SIGNED, run.procedure, row.term, name=done.phrase, by=(done.actor.party,), at=done.at)
        return
    if fit.open is None:
        draft.run(run.procedure).open.pop(place, None)
    _done(draft, run, row, done, needed=needed)


def _in_world(done: Act) -> datetime | None:
    """When an act in the world happened; any other happens when it is filed or received."""
    return done.on if done.phrase.startswith(_WORLD) else None


def _beside(term: str) -> str:
    """Where signatures of an option that is always open are kept: beside the terms, under its name."""
    return f"{term}\0"


def _signing(draft: Draft, run: Run, place: str, done: Act, *, needed: tuple[str, ...], each: bool) -> Signing:
    """A signature that differs is a new proposal: the others no longer count; with `each` contents may differ."""
    open_ = draft.state.runs[run.procedure].open.get(place)
    content_ = None if each or not done.values else tuple(sorted((k, repr(v)) for k, v in done.values.items()))
    before = open_.signed if open_ is not None else ()
    kept = tuple((seat, other) for seat, other in before if seat != done.actor.party and (each or other == content_))
    return Signing((*kept, (done.actor.party, content_)), needed)


def _keep_signatures(draft: Draft, procedure: str, place: str, signing: Signing, *, at: datetime) -> None:
    run = draft.run(procedure)
    open_ = run.open.get(place) or Open(place, at, waiting=True)
    run.open[place] = msgspec.structs.replace(open_, signed=signing.given)


def _done(draft: Draft, run: Run, row: Row, done: Act, *, needed: tuple[str, ...]) -> None:
    cause = Cause(done.at) if needed else _cause(done)
    _mark_used(draft, run.procedure, row.term)
    if done.values:
        draft.state_values(done.values)
    draft.happen((EventKind.ACT, "", done.event), cause, on=_in_world(done))
    if not draft.running(run.procedure):
        return
    draft.take(draft.run(run.procedure), row, cause, by=needed or (done.actor.party or done.actor.seat,))
    if done.event == _SETTLE and not row.do and draft.running(run.procedure):
        draft.end(draft.state.runs[run.procedure], SETTLED, cause)


def _mark_used(draft: Draft, procedure: str, term: str) -> None:
    """What a lapse opened has been used: it can no longer be withdrawn by a late extension."""
    run = draft.state.runs[procedure]
    if not run.lapses:
        return
    outer = {term, *draft.program.index[procedure].table.parents.get(term, ())}
    for name, lapse in run.lapses.items():
        if not lapse.used and outer & set(lapse.opened):
            draft.run(procedure).lapses[name] = msgspec.structs.replace(lapse, used=True)


# ---- built in


def _built_in(draft: Draft, done: Act) -> None:
    """Where somebody may settle, all may settle at any time, and the opener may withdraw."""
    run = _settling(draft.program, draft.state)
    if run is None:
        raise Refusal(Because.NOT_OPEN, f"'{done.phrase}' is not open.", run=draft.state.root)
    if done.event == _WITHDRAW:
        _withdraw(draft, run, done)
    else:
        _settle(draft, run, done)


def _withdraw(draft: Draft, run: Run, done: Act) -> None:
    if draft.program.index[run.procedure].withdraws:
        raise Refusal(Because.NOT_OPEN, f"'{done.phrase}' is not open.", run=run.procedure)
    if not run.opener or done.actor.party != run.opener:
        raise Refusal(Because.SEAT, f"Only the opener may withdraw, not {done.actor.seat}.", run=run.procedure)
    draft.end(draft.run(run.procedure), WITHDRAWN, _cause(done))


def _settle(draft: Draft, run: Run, done: Act) -> None:
    state, procedure = draft.state, run.procedure
    if done.actor.party not in state.parties:
        raise Refusal(Because.SEAT, f"'settle' is for the parties, not for {done.actor.seat}.", run=procedure)
    excess = beyond_authority(draft.program, done.actor, done.values, roles=(done.actor.seat,))
    if excess is not None:
        raise Refusal(Because.AUTHORITY, f"{excess.text} is above what {done.actor.person} may settle.", run=procedure)
    signing = _signing(draft, run, _beside(_SETTLE), done, needed=state.parties, each=False)
    if not signing.complete:
        _keep_signatures(draft, procedure, _beside(_SETTLE), signing, at=done.at)
        draft.say(Kind.SIGNED, procedure, name=_SETTLE, by=(done.actor.party,), at=done.at)
        return
    draft.state_values(done.values)
    draft.happen((EventKind.ACT, "", _SETTLE), Cause(done.at))
    draft.end(draft.run(procedure), SETTLED, Cause(done.at))


def _settling(program: Program, state: State) -> Run | None:
    """Return the run that a built-in act speaks to: the matter's own if one may settle in it, else a started one."""
    runs = [run for run in state.runs.values() if run.ended is None and program.index[run.procedure].settles]
    return next((run for run in runs if run.procedure == state.root), runs[0] if runs else None)
