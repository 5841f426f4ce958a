"""What each consequence does to a step in the making: one function for each verb of the language."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from detente.core.charter.phrases import Do, EventKind, Verb, event_name
from detente.core.engine.state import Open, Run
from detente.core.procedures import Link, Row
from detente.core.vocabulary.effects import Kind

if TYPE_CHECKING:
    from detente.core.engine.draft import Draft

STOPPED = "stopped"


class Cause(msgspec.Struct, frozen=True, gc=False):
    """What a consequence follows from: when, with which day 0 for what it opens, and whose act it was."""

    at: datetime
    day_zero: date | None = None
    party: str = ""
    seat: str = ""


class Follows(msgspec.Struct, frozen=True, gc=False):
    """A consequence to be carried out, and where it stands."""

    draft: "Draft"
    run: Run
    row: Row
    do: Do
    cause: Cause

    def say(self, kind: Kind, name: str, by: tuple[str, ...] = ()) -> None:
        """Add an effect of this consequence."""
        self.draft.say(kind, self.run.procedure, self.row.term, name=name, by=by, at=self.cause.at)


def _close(f: Follows) -> None:
    f.draft.close(f.draft.run(f.run.procedure), f.do.name, f.cause)


def _end(f: Follows) -> None:
    if f.draft.running(f.run.procedure):
        f.draft.end(f.draft.state.runs[f.run.procedure], f.do.name, f.cause)


def _as_if(f: Follows) -> None:
    """The act counts as done, deemed, at the due date; its term closes, and what it does follows."""
    draft, event = f.draft, event_name(f.do.name)
    f.say(Kind.DEEMED, f.do.name)
    draft.happen((EventKind.ACT, "", event), Cause(f.cause.at, f.cause.day_zero))
    run = draft.run(f.run.procedure)
    acted = draft.program.index[run.procedure].acts.get(event, ())
    target = next((row for row in acted if row.term in run.open), acted[0] if acted else None)
    if target is None:
        return
    if target.link is not Link.ANYTIME:
        draft.close(run, target.term, f.cause)
    for outer in target.leaves:
        draft.close(draft.run(run.procedure), outer, f.cause)
    draft.carry_out(draft.run(run.procedure), target, f.cause)


def _start(f: Follows) -> None:
    f.draft.start(f.do.name, f.cause, by=f.run.procedure)


def _stop(f: Follows) -> None:
    if f.draft.running(f.do.name):
        f.draft.end(f.draft.state.runs[f.do.name], STOPPED, f.cause)


def _raise(f: Follows) -> None:
    f.say(Kind.RAISED, f.do.name, (f.cause.party,) if f.cause.party else ())


def _nothing(f: Follows) -> None:
    """Nothing follows; a duty that stays overdue was kept open when its row was taken."""


def _covered(f: Follows) -> list[tuple[Run, str]]:
    """The open terms that pause, hold or resume X means: a term with what is open under it, or all of a procedure."""
    state = f.draft.state
    run, index = state.runs[f.run.procedure], f.draft.program.index[f.run.procedure]
    if f.do.name in index.table.parents:
        return [(run, term) for term in (f.do.name, *index.inside.get(f.do.name, ())) if term in run.open]
    other = state.runs.get(f.do.name)
    return [(other, term) for term in other.open] if other is not None and other.ended is None else []


def _pause(f: Follows) -> None:
    for run, term in _covered(f):
        open_ = f.draft.state.runs[run.procedure].open[term]
        if not _paused(open_):
            f.draft.change(run, term, pauses=(*open_.pauses, (f.cause.at, None)))


def _paused(open_: Open) -> bool:
    return bool(open_.pauses) and open_.pauses[-1][1] is None


def _hold(f: Follows) -> None:
    for run, term in _covered(f):
        f.draft.change(run, term, held=True)


def _resume(f: Follows) -> None:
    """Time runs again; what came due while it was held runs out now."""
    for run, term in _covered(f):
        open_ = f.draft.state.runs[run.procedure].open[term]
        pauses = open_.pauses
        if _paused(open_):
            pauses = (*pauses[:-1], (pauses[-1][0], f.cause.at))
        f.draft.change(run, term, pauses=pauses, held=False)
        if open_.held and open_.due is not None and open_.due <= f.cause.at:
            owner = f.draft.run(run.procedure)
            owner.open[term] = msgspec.structs.replace(owner.open[term], due=f.cause.at, last_day=None)


def _workstreams(f: Follows) -> list[str]:
    stated = f.draft.state.values.get(f.do.name, ())
    return [stated] if isinstance(stated, str) else list(stated)


def _suspend(f: Follows) -> None:
    for name in _workstreams(f):
        if name not in f.draft.state.quarantined:
            f.draft.state.quarantined = (*f.draft.state.quarantined, name)
        f.say(Kind.SUSPENDED, name)


def _release(f: Follows) -> None:
    for name in _workstreams(f):
        f.draft.state.quarantined = tuple(one for one in f.draft.state.quarantined if one != name)
        f.say(Kind.RELEASED, name)


def _count(f: Follows) -> None:
    state = f.draft.state
    state.counters = {**state.counters, f.do.name: (*state.counters.get(f.do.name, ()), f.cause.at)}
    f.say(Kind.COUNTED, f.do.name)


def _reset(f: Follows) -> None:
    f.draft.state.counters = {**f.draft.state.counters, f.do.name: ()}
    f.say(Kind.RESET, f.do.name)


def _choose(f: Follows) -> None:
    """Another column of the timetable counts for the matter; running clocks are computed anew."""
    f.draft.state.track = f.do.name
    f.draft.set_clocks()


def _join(f: Follows) -> None:
    party = f.cause.party or f.cause.seat
    if party and party not in f.draft.state.parties:
        f.draft.state.parties = (*f.draft.state.parties, party)
        f.say(Kind.JOINED, party)


def _decision(kind: Kind) -> Callable[[Follows], None]:
    def decide(f: Follows) -> None:
        f.draft.state.decisions = {**f.draft.state.decisions, f.do.name: str(kind)}
        f.say(kind, f.do.name)

    return decide


def _waive(f: Follows) -> None:
    assert f.do.seat is not None, "waive names whose right is lost"
    for right in f.do.rights:
        for party in _losers(f, f.do.seat.name):
            if (right, party) not in f.draft.state.lost:  # what is lost cannot be lost again
                f.draft.state.lost = (*f.draft.state.lost, (right, party))
                f.say(Kind.RIGHT_LOST, right, (party,))


def _losers(f: Follows, seat: str) -> tuple[str, ...]:
    parties, opener = f.draft.state.parties, f.run.opener
    if seat == "both":
        return parties[:2]
    if seat in ("all", "each"):
        return parties
    if seat == "opener":
        return (opener,) if opener else ()
    if seat == "other":
        return tuple(party for party in parties[:2] if party != opener) if opener else ()
    return (seat,)


def _restart_limitation(f: Follows) -> None:
    f.draft.restart_limitation(f.cause)


def _tell(f: Follows) -> None:
    assert f.do.seat is not None, "tell names a seat"
    f.say(Kind.TELL, f.do.seat.name)


def _record(f: Follows) -> None:
    f.say(Kind.RECORDED, f.do.name)


def _amend(f: Follows) -> None:
    f.say(Kind.AMENDMENT, "")


CARRY: dict[Verb, Callable[[Follows], None]] = {
    Verb.CLOSE: _close,
    Verb.END: _end,
    Verb.AS_IF: _as_if,
    Verb.START: _start,
    Verb.STOP: _stop,
    Verb.RAISE: _raise,
    Verb.NOTHING: _nothing,
    Verb.STAYS_OVERDUE: _nothing,
    Verb.PAUSE: _pause,
    Verb.HOLD: _hold,
    Verb.RESUME: _resume,
    Verb.SUSPEND: _suspend,
    Verb.RELEASE: _release,
    Verb.COUNT: _count,
    Verb.RESET: _reset,
    Verb.CHOOSE: _choose,
    Verb.JOIN: _join,
    Verb.BIND: _decision(Kind.BINDING),
    Verb.MAKE_FINAL: _decision(Kind.FINAL),
    Verb.OVERRIDE: _decision(Kind.OVERRIDDEN),
    Verb.WAIVE: _waive,
    Verb.RESTART_LIMITATION: _restart_limitation,
    Verb.TELL: _tell,
    Verb.RECORD: _record,
    Verb.AMEND_CHARTER: _amend,
}
