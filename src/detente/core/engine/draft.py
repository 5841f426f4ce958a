"""A step in the making: terms open and close, consequences are carried out, effects are collected."""

from datetime import date, datetime
from typing import Any

import msgspec

from detente.core.charter.phrases import Do, EventKind, Verb, event_name
from detente.core.engine.dates import due_of, earliest_of
from detente.core.engine.guards import holds, is_otherwise
from detente.core.engine.program import EventKey, Program, event_key
from detente.core.engine.state import Happened, Lapse, Open, Run, State
from detente.core.procedures import Link, On, Outcome, Row
from detente.core.vocabulary.effects import Effect, Kind

_DONE = {Outcome.KEPT: Kind.KEPT, Outcome.USED: Kind.USED, Outcome.MISSED: Kind.MISSED, Outcome.LAPSED: Kind.LAPSED, Outcome.OVER: Kind.OVER}
_OPEN, _END = EventKind.OPENING, EventKind.END
SETTLED, WITHDRAWN, STOPPED = "settled", "withdrawn", "stopped"


class Cause:
    """What a consequence follows from: when, with which day 0 for what it opens, and whose act it was."""

    __slots__ = ("at", "day_zero", "party", "seat")

    def __init__(self, at: datetime, day_zero: date | None = None, party: str = "", seat: str = "") -> None:
        self.at, self.day_zero, self.party, self.seat = at, day_zero, party, seat


class Draft:
    """A copy of a state that a step may change, and the effects so far."""

    __slots__ = ("_own", "effects", "program", "state")

    def __init__(self, program: Program, state: State) -> None:
        self.program, self.state = program, state.copy()
        self.effects: list[Effect] = []
        self._own: set[str] = set()

    # ---- runs

    def run(self, procedure: str) -> Run:
        """Return a run that may be changed."""
        run = self.state.runs[procedure]
        if procedure not in self._own:
            run = run.copy()
            self.state.runs[procedure] = run
            self._own.add(procedure)
        return run

    def running(self, procedure: str) -> bool:
        """Return whether a procedure runs in this family."""
        run = self.state.runs.get(procedure)
        return run is not None and run.ended is None

    def start(self, procedure: str, cause: Cause, *, by: str = "", by_term: str = "", done: bool = False) -> None:
        """Begin a run; one that runs already goes on. `done`: its opening act has happened, maybe earlier than now."""
        if self.running(procedure):
            return
        run = Run(procedure, cause.party, cause.at, by, by_term)
        self.state.runs.pop(procedure, None)
        self.state.runs[procedure] = run
        self._own.add(procedure)
        self.say(Kind.STARTED, procedure, by=(run.opener,) if run.opener else (), at=cause.at)
        row = self.program.index[procedure].opens
        if row.on is On.ACT and not done:
            key = (EventKind.ACT, "", row.act)
            happened = self.state.events.get(key)
            if happened is None or happened.last < cause.at:
                self.happen(key, cause)
        self.carry_out(run, row, row.do, cause)

    def end(self, run: Run, result: str, cause: Cause) -> None:
        """End a run with a result, tell who hears it, and end of the family what that result ends."""
        run = self.run(run.procedure)
        for name in list(run.open):
            self.close(run, name, cause)
        run.result, run.ended = result, cause.at
        legal = self.program.names.result(result) or result
        self.say(Kind.ENDED, run.procedure, name=result, at=cause.at)
        self._hear_end(run, dict.fromkeys((result, legal)), cause)
        if legal == SETTLED:
            self._end_others(run, [other for other in self.state.runs if other != run.procedure], cause)
        elif legal in (WITHDRAWN, STOPPED):
            self._end_others(run, [name for name, other in self.state.runs.items() if other.by == run.procedure], cause)
        self._release_caller(run, cause)

    def _end_others(self, run: Run, names: list[str], cause: Cause) -> None:
        for name in names:
            other = self.state.runs.get(name)
            if other is not None and other.ended is None:
                self.end(other, STOPPED, cause)

    def _hear_end(self, run: Run, results: dict[str, None], cause: Cause) -> None:
        for result in results:
            self.happen((EventKind.RESULT, run.procedure, result), cause)

    def _release_caller(self, run: Run, cause: Cause) -> None:
        """A term that is a run closes when the run ends, whatever its result."""
        caller = self.state.runs.get(run.by) if run.by_term else None
        if caller is None or caller.ended is not None or run.by_term not in caller.open:
            return
        row = self.program.index[caller.procedure].act[run.by_term]
        self.take(self.run(caller.procedure), row, cause)

    # ---- events

    def happen(self, key: EventKey, cause: Cause, *, on: datetime | None = None) -> None:
        """Remember that something happened, and let whoever waits for it know."""
        at = on or cause.at
        old = self.state.events.get(key)
        self.state.events[key] = Happened(old.first if old else at, at, cause.party or cause.seat, cause.day_zero if on is None else None)
        kind = key[0]
        if kind in (_OPEN, _END):
            return
        for name in list(self.state.runs):
            run = self.state.runs[name]
            if run.ended is None:
                self._tell_run(run, key, cause)

    def _tell_run(self, run: Run, key: EventKey, cause: Cause) -> None:
        for row in self.program.index[run.procedure].heard:
            if row.event is not None and row.term in run.open and event_key(row.event, run.procedure) == key:
                self.take(self.run(run.procedure), row, cause)
                run = self.state.runs[run.procedure]
                if run.ended is not None:
                    return
        self._recount(run, key)

    def _recount(self, run: Run, key: EventKey) -> None:
        """Clocks that hang on what has just happened move."""
        for name in [name for name, open_ in run.open.items() if self._hangs_on(run, name, key)]:
            self.set_clock(self.run(run.procedure), name)

    def _hangs_on(self, run: Run, term: str, key: EventKey) -> bool:
        index = self.program.index[run.procedure]
        row = index.time.get(term) or index.act.get(term)
        return row is not None and key in _anchors(row, run.procedure)

    # ---- terms

    def open_list(self, run: Run, terms: tuple[str, ...], cause: Cause) -> None:
        """Open the terms of one list whose guards hold; `otherwise` opens where no other guarded one did."""
        guarded = False
        for term in terms:
            guarded = self._open_guarded(run, term, cause, guarded=guarded)

    def _open_guarded(self, run: Run, term: str, cause: Cause, *, guarded: bool) -> bool:
        """Open a term if its guard lets it; return whether a guarded term of the list has opened so far."""
        index = self.program.index[run.procedure]
        row = index.act.get(term) or index.time.get(term)
        guards = row.guards if row else None
        if guards is None:
            self.open(run, term, cause)
            return guarded
        if is_otherwise(guards):
            if not guarded:
                self.open(run, term, cause)
            return guarded
        if holds(self.program, self.state, run, guards, cause.at):
            self.open(run, term, cause)
            return True
        return guarded

    def open(self, run: Run, term: str, cause: Cause) -> None:
        """Open a term, afresh where it is open already, with what opens with it."""
        if self.state.runs[run.procedure].ended is not None:
            return
        run = self.run(run.procedure)
        if term in run.open:
            self.close(run, term, cause)
        index = self.program.index[run.procedure]
        row = index.act.get(term)
        run.open[term] = Open(term, cause.at, cause.day_zero, calendars=self.state.calendars)
        self.state.events[(_OPEN, run.procedure, term)] = self._again((_OPEN, run.procedure, term), cause)
        self.say(Kind.OPENED, run.procedure, term, at=cause.at)
        if row is not None and row.on is On.OPENING:
            self.take(run, row, cause)
            return
        self.set_clock(run, term)
        if row is not None and row.runs:
            self.start(row.runs, cause, by=run.procedure, by_term=term)
        children = index.children.get(term)
        if children and term in self.state.runs[run.procedure].open:
            self.open_list(run, children, cause)

    def _again(self, key: EventKey, cause: Cause) -> Happened:
        old = self.state.events.get(key)
        return Happened(old.first if old else cause.at, cause.at, cause.party, cause.day_zero)

    def close(self, run: Run, term: str, cause: Cause) -> None:
        """Close a term and all under it, from the inside out."""
        if term not in run.open:
            return
        run = self.run(run.procedure)
        index = self.program.index[run.procedure]
        for inner in reversed(index.inside.get(term, ())):
            if inner in run.open:
                self._close_one(run, inner, cause)
        self._close_one(run, term, cause)

    def _close_one(self, run: Run, term: str, cause: Cause) -> None:
        open_ = run.open.pop(term)
        key = (_END, run.procedure, term)
        self.state.events[key] = self._again(key, cause)
        self.say(Kind.CLOSED, run.procedure, term, at=cause.at)
        if open_.due is not None:
            self.say(Kind.CLOCK_STOPPED, run.procedure, term)
        row = self.program.index[run.procedure].act.get(term)
        if row is not None and row.runs and self.running(row.runs) and self.state.runs[row.runs].by_term == term:
            self.end(self.state.runs[row.runs], STOPPED, cause)

    def set_clock(self, run: Run, term: str) -> None:
        """Compute a term's dates anew, and say so where its time has moved."""
        index, open_ = self.program.index[run.procedure], run.open[term]
        timed = index.time.get(term)
        row = timed or index.act.get(term)
        if row is None or (timed is None and row.earliest is None):
            return
        due, last_day, earliest = open_.due, open_.last_day, open_.earliest
        if timed is not None:
            due, last_day = due_of(self.program, self.state, run, timed, open_)
        if row.earliest is not None:
            earliest = earliest_of(self.program, self.state, run, row, open_)
        if due == open_.due and earliest == open_.earliest and last_day == open_.last_day:
            return
        run.open[term] = msgspec.structs.replace(open_, due=due, last_day=last_day, earliest=earliest)
        if due != open_.due:
            self.say(Kind.CLOCK_SET if due else Kind.CLOCK_STOPPED, run.procedure, term, at=due)

    def change(self, run: Run, term: str, **fields: Any) -> None:
        """Replace fields of an open term and compute its dates anew."""
        run = self.run(run.procedure)
        run.open[term] = msgspec.structs.replace(run.open[term], **fields)
        self.set_clock(run, term)

    # ---- rows

    def take(self, run: Run, row: Row, cause: Cause, *, by: tuple[str, ...] = ()) -> None:
        """Take a row of an open term: it closes (or opens its next round), what it leads out of closes, consequences follow."""
        run = self.run(run.procedure)
        open_ = run.open.get(row.term)
        silence = row.on is On.TIME
        before = tuple(run.open.values()) if silence and self._may_be_extended(run) else ()
        if open_ is not None and row.link is not Link.ANYTIME:
            self._leave_term(run, row, open_, cause)
        self._outcome(run, row, open_, cause, by)
        for outer in row.leaves:
            if outer in run.open:
                self.close(run, outer, cause)
        opened = tuple(do.name for do in self.program.index[run.procedure].table.consequences(row) if do.verb is Verb.OPEN)
        self.carry_out(run, row, row.do, cause)
        if before and open_ is not None:
            self._remember_lapse(run, row, before, opened, cause, open_)

    def _leave_term(self, run: Run, row: Row, open_: Open, cause: Cause) -> None:
        stays = row.on is On.TIME and any(do.verb is Verb.STAYS_OVERDUE for do in row.do)
        if row.every is not None:
            self._next_round(run, row, open_, cause)
        elif stays:
            run.open[row.term] = msgspec.structs.replace(open_, overdue=True, due=None)
        else:
            self.close(run, row.term, cause)

    def _next_round(self, run: Run, row: Row, open_: Open, cause: Cause) -> None:
        """A kept round waits for its due date; a missed one is over, and the next is open."""
        for inner in reversed(self.program.index[run.procedure].inside.get(row.term, ())):
            if inner in run.open:
                self._close_one(run, inner, cause)
        if row.on is not On.TIME:
            run.open[row.term] = msgspec.structs.replace(open_, waiting=True, signed=())
            return
        self.open_round(run, open_, cause)

    def open_round(self, run: Run, open_: Open, cause: Cause) -> None:
        """Open the round after the one that is due now."""
        day_zero = open_.last_day
        run.open[open_.term] = Open(open_.term, cause.at, day_zero, open_.round + 1, calendars=self.state.calendars)
        self.say(Kind.OPENED, run.procedure, open_.term, at=cause.at, value=open_.round + 1)
        self.set_clock(run, open_.term)
        children = self.program.index[run.procedure].children.get(open_.term)
        if children:
            self.open_list(run, children, Cause(cause.at, day_zero))

    def _outcome(self, run: Run, row: Row, open_: Open | None, cause: Cause, by: tuple[str, ...]) -> None:
        kind = _DONE.get(row.result)
        if kind is Kind.KEPT and open_ is not None and open_.overdue:
            kind = Kind.KEPT_LATE
        if kind is not None:
            table_row = self.program.index[run.procedure].act.get(row.term, row)
            self.say(kind, run.procedure, row.term, name=self.program.names.acts.get(table_row.act, ""), by=by, at=cause.at)
        key = (EventKind.TERM, run.procedure, row.term)
        self.state.events[key] = self._again(key, cause)
        if row.result is not Outcome.LAPSED and row.result is not Outcome.MISSED:
            for name in list(self.state.runs):
                other = self.state.runs[name]
                if other.ended is None:
                    self._recount(other, key)

    def _may_be_extended(self, run: Run) -> bool:
        extension = self.program.index[run.procedure].table.extension
        return extension is not None and bool(extension.late or extension.failing_that)

    def _remember_lapse(
        self, run: Run, row: Row, before: tuple[Open, ...], opened: tuple[str, ...], cause: Cause, open_: Open
    ) -> None:  # fmt: skip
        run = self.run(run.procedure)
        inside = self.program.index[run.procedure].inside.get(row.term, ())
        gone = tuple(one for one in before if one.term == row.term or one.term in inside or one.term in row.leaves)
        run.lapses[row.term] = Lapse(cause.at, open_.last_day, gone, opened)

    # ---- consequences

    def carry_out(self, run: Run, row: Row, do: tuple[Do, ...], cause: Cause) -> None:
        """Carry out consequences in order; an `otherwise` written before its list's other guarded terms waits for them."""
        guarded = False
        waiting: list[Do] = []
        for at, one in enumerate(do):
            if one.verb is not Verb.OPEN:
                _CARRY[one.verb](self, run, row, one, cause)
            elif self._waits(run, one.name, do[at + 1 :]):
                waiting.append(one)
            else:
                guarded = self._open_guarded(run, one.name, cause, guarded=guarded)
        for one in waiting:
            self._open_guarded(run, one.name, cause, guarded=guarded)

    def _waits(self, run: Run, term: str, rest: tuple[Do, ...]) -> bool:
        act = self.program.index[run.procedure].act
        row = act.get(term)
        if row is None or not is_otherwise(row.guards):
            return False
        return any(one.verb is Verb.OPEN and one.name in act and act[one.name].guards is not None for one in rest)

    def say(self, kind: Kind, run: str, term: str = "", **fields: Any) -> None:
        """Add an effect."""
        self.effects.append(Effect(kind, run, term, **fields))


def _anchors(row: Row, procedure: str) -> set[EventKey]:
    from detente.core.charter.phrases.instants import events_of

    return {event_key(event, procedure) for instant in (row.latest, row.earliest, row.every) if instant is not None for event in events_of(instant)}


# ---- one function for each consequence


def _close(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.close(draft.run(run.procedure), do.name, cause)


def _end(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    if draft.running(run.procedure):
        draft.end(draft.state.runs[run.procedure], do.name, cause)


def _as_if(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    """The act counts as done, deemed, at the due date; its term closes, and what it does follows."""
    event = event_name(do.name)
    draft.say(Kind.DEEMED, run.procedure, row.term, name=do.name, at=cause.at)
    draft.happen((EventKind.ACT, "", event), Cause(cause.at, cause.day_zero))
    run = draft.run(run.procedure)
    acted = draft.program.index[run.procedure].acts.get(event, ())
    target = next((one for one in acted if one.term in run.open), acted[0] if acted else None)
    if target is None:
        return
    if target.link is not Link.ANYTIME:
        draft.close(run, target.term, cause)
    for outer in target.leaves:
        draft.close(draft.run(run.procedure), outer, cause)
    draft.carry_out(draft.run(run.procedure), target, target.do, cause)


def _start(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.start(do.name, cause, by=run.procedure)


def _stop(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    if draft.running(do.name):
        draft.end(draft.state.runs[do.name], STOPPED, cause)


def _raise(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.say(Kind.RAISED, run.procedure, row.term, name=do.name, by=(cause.party,) if cause.party else (), at=cause.at)


def _nothing(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    """Nothing follows; a duty that stays overdue was kept open when its row was taken."""


def _covered(draft: Draft, run: Run, name: str) -> list[tuple[Run, str]]:
    """The open terms that `pause`, `hold` or `resume` X means: a term with what is open under it, or all of a procedure."""
    run = draft.state.runs[run.procedure]
    index = draft.program.index[run.procedure]
    if name in index.table.parents:
        return [(run, term) for term in (name, *index.inside.get(name, ())) if term in run.open]
    other = draft.state.runs.get(name)
    return [(other, term) for term in other.open] if other is not None and other.ended is None else []


def _pause(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    for other, term in _covered(draft, run, do.name):
        open_ = draft.state.runs[other.procedure].open[term]
        if not open_.pauses or open_.pauses[-1][1] is not None:
            draft.change(other, term, pauses=(*open_.pauses, (cause.at, None)))


def _hold(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    for other, term in _covered(draft, run, do.name):
        draft.change(other, term, held=True)


def _resume(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    for other, term in _covered(draft, run, do.name):
        open_ = draft.state.runs[other.procedure].open[term]
        pauses = open_.pauses
        if pauses and pauses[-1][1] is None:
            pauses = (*pauses[:-1], (pauses[-1][0], cause.at))
        draft.change(other, term, pauses=pauses, held=False)
        if open_.held and open_.due is not None and open_.due <= cause.at:
            owner = draft.run(other.procedure)
            owner.open[term] = msgspec.structs.replace(owner.open[term], due=cause.at, last_day=None)


def _suspend(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    for name in _workstreams(draft, do.name):
        if name not in draft.state.quarantined:
            draft.state.quarantined = (*draft.state.quarantined, name)
        draft.say(Kind.SUSPENDED, run.procedure, row.term, name=name, at=cause.at)


def _release(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    for name in _workstreams(draft, do.name):
        draft.state.quarantined = tuple(one for one in draft.state.quarantined if one != name)
        draft.say(Kind.RELEASED, run.procedure, row.term, name=name, at=cause.at)


def _workstreams(draft: Draft, value: str) -> list[str]:
    stated = draft.state.values.get(value, ())
    return [stated] if isinstance(stated, str) else list(stated)


def _count(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.state.counters = {**draft.state.counters, do.name: (*draft.state.counters.get(do.name, ()), cause.at)}
    draft.say(Kind.COUNTED, run.procedure, row.term, name=do.name, value=len(draft.state.counters[do.name]))


def _reset(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.state.counters = {**draft.state.counters, do.name: ()}
    draft.say(Kind.RESET, run.procedure, row.term, name=do.name)


def _choose(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.state.track = do.name
    for name in list(draft.state.runs):
        other = draft.state.runs[name]
        for term in list(other.open) if other.ended is None else ():
            draft.set_clock(draft.run(name), term)


def _join(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    party = cause.party or cause.seat
    if party and party not in draft.state.parties:
        draft.state.parties = (*draft.state.parties, party)
        draft.say(Kind.JOINED, run.procedure, row.term, name=party, at=cause.at)


def _decision(kind: Kind) -> Any:
    def decide(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
        draft.state.decisions = {**draft.state.decisions, do.name: str(kind)}
        draft.say(kind, run.procedure, row.term, name=do.name, at=cause.at)

    return decide


def _waive(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    assert do.seat is not None, "waive names whose right is lost"
    for right in do.rights:
        for party in _losers(draft, run, do.seat.name):
            draft.state.lost = (*draft.state.lost, (right, party))
            draft.say(Kind.RIGHT_LOST, run.procedure, row.term, name=right, by=(party,), at=cause.at)


def _losers(draft: Draft, run: Run, seat: str) -> tuple[str, ...]:
    if seat == "both":
        return draft.state.parties[:2]
    if seat in ("all", "each"):
        return draft.state.parties
    if seat == "opener":
        return (run.opener,) if run.opener else ()
    if seat == "other":
        return tuple(party for party in draft.state.parties[:2] if party != run.opener) if run.opener else ()
    return (seat,)


def _restart_limitation(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.state.limitations = {**draft.state.limitations, **dict.fromkeys(draft.state.runs, cause.at)}


def _tell(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    assert do.seat is not None, "tell names a seat"
    draft.say(Kind.TELL, run.procedure, row.term, name=do.seat.name, at=cause.at)


def _record(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.say(Kind.RECORDED, run.procedure, row.term, name=do.name, at=cause.at)


def _amend(draft: Draft, run: Run, row: Row, do: Do, cause: Cause) -> None:
    draft.say(Kind.AMENDMENT, run.procedure, row.term, at=cause.at)


_CARRY: dict[Verb, Any] = {
    Verb.CLOSE: _close, Verb.END: _end, Verb.AS_IF: _as_if, Verb.START: _start, Verb.STOP: _stop, Verb.RAISE: _raise,
    Verb.NOTHING: _nothing, Verb.STAYS_OVERDUE: _nothing, Verb.PAUSE: _pause, Verb.HOLD: _hold, Verb.RESUME: _resume,
    Verb.SUSPEND: _suspend, Verb.RELEASE: _release, Verb.COUNT: _count, Verb.RESET: _reset, Verb.CHOOSE: _choose, Verb.JOIN: _join,
    Verb.BIND: _decision(Kind.BINDING), Verb.MAKE_FINAL: _decision(Kind.FINAL), Verb.OVERRIDE: _decision(Kind.OVERRIDDEN),
    Verb.WAIVE: _waive, Verb.RESTART_LIMITATION: _restart_limitation, Verb.TELL: _tell, Verb.RECORD: _record, Verb.AMEND_CHARTER: _amend,
}  # fmt: skip
