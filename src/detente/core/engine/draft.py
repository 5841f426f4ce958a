"""A step in the making: terms open and close, rows are taken, effects are collected."""

from datetime import datetime
from typing import Any

import msgspec

from detente.core.charter.phrases import Do, EventKind, Verb
from detente.core.engine.consequences import CARRY, STOPPED, Cause, Follows
from detente.core.engine.dates import Clock, due_of, earliest_of
from detente.core.engine.guards import holds, is_otherwise
from detente.core.engine.program import EventKey, Program
from detente.core.engine.state import Happened, Here, Lapse, Open, Run, State, dated
from detente.core.procedures import Link, On, Outcome, Row
from detente.core.procedures.table import LIMITATION
from detente.core.vocabulary.effects import Effect, Kind

_DONE = {
    Outcome.KEPT: Kind.KEPT,
    Outcome.USED: Kind.USED,
    Outcome.MISSED: Kind.MISSED,
    Outcome.LAPSED: Kind.LAPSED,
    Outcome.OVER: Kind.OVER,
}
# Looked up once: these stand on the way of every step.
_OPENING, _END, _DUE, _TERM = EventKind.OPENING, EventKind.END, EventKind.DUE, EventKind.TERM
_OPENED, _CLOSED, _CLOCK_SET, _CLOCK_STOPPED = Kind.OPENED, Kind.CLOSED, Kind.CLOCK_SET, Kind.CLOCK_STOPPED
_OPEN = Verb.OPEN
_TIME, _LAPSED, _MISSED = On.TIME, Outcome.LAPSED, Outcome.MISSED
_LIMITATION_DATE: EventKey = (EventKind.LIMITATION, "", "")
SETTLED, WITHDRAWN = "settled", "withdrawn"


class Draft:
    """A state that a step may change, and the effects so far: a copy, or with `owned` the state itself."""

    __slots__ = ("_own", "effects", "program", "state")

    def __init__(self, program: Program, state: State, *, owned: bool = False) -> None:
        self.program, self.state = program, state if owned else state.copy()
        self.effects: list[Effect] = []
        self._own: set[str] | None = None if owned else set()  # runs that may be changed; none: all of them

    def say(
        self,
        kind: Kind,
        run: str,
        term: str = "",
        *,
        name: str = "",
        by: tuple[str, ...] = (),
        at: datetime | None = None,
        value: Any = None,
    ) -> None:
        """Add an effect."""
        self.effects.append(Effect(kind, run, term, name, by, at, value))

    # ---- runs

    def run(self, procedure: str) -> Run:
        """Return a run that may be changed."""
        run = self.state.runs[procedure]
        if self._own is not None and procedure not in self._own:
            run = run.copy()
            self.state.runs[procedure] = run
            self._own.add(procedure)
        return run

    def running(self, procedure: str) -> bool:
        """Return whether a procedure runs in this family."""
        run = self.state.runs.get(procedure)
        return run is not None and run.ended is None

    def begin(self, run: Run) -> None:
        """Put a new run in its place."""
        self.state.runs.pop(run.procedure, None)
        self.state.runs[run.procedure] = run
        if self._own is not None:
            self._own.add(run.procedure)
        self.say(Kind.STARTED, run.procedure, by=(run.opener,) if run.opener else (), at=run.opened)

    def start(self, procedure: str, cause: Cause, *, by: str = "", by_term: str = "", done: bool = False) -> None:
        """Begin a run; one that runs already goes on. `done`: its opening act has happened, maybe earlier than now."""
        if self.running(procedure):
            return
        run = Run(procedure, cause.party, cause.at, by=by, by_term=by_term)
        self.begin(run)
        row = self.program.index[procedure].opens
        if row.on is On.ACT and not done:
            key = (EventKind.ACT, "", row.act)
            happened = self.state.events.get(key)
            if happened is None or happened.last < cause.at:
                self.happen(key, cause)
        self.carry_out(run, row, cause)

    def end(self, run: Run, result: str, cause: Cause) -> None:
        """End a run with a result, tell who hears it, and end of the family what that result ends."""
        run = self.run(run.procedure)
        for name in list(run.open):
            self.close(run, name, cause)
        run.result, run.ended = result, cause.at
        legal = self.program.names.result(result) or result
        self.say(Kind.ENDED, run.procedure, name=result, at=cause.at)
        for heard in dict.fromkeys((result, legal)):
            self.happen((EventKind.RESULT, run.procedure, heard), cause)
        self._end_family(run, legal, cause)
        self._release_caller(run, cause)

    def _end_family(self, run: Run, legal: str, cause: Cause) -> None:
        """`settled` ends the family, `withdrawn` and `stopped` what the run started, any other result only the run."""
        if legal == SETTLED:
            names = [name for name in self.state.runs if name != run.procedure]
        elif legal in (WITHDRAWN, STOPPED):
            names = [name for name, other in self.state.runs.items() if other.by == run.procedure]
        else:
            return
        for name in names:
            if self.running(name):
                self.end(self.state.runs[name], STOPPED, cause)

    def _release_caller(self, run: Run, cause: Cause) -> None:
        """A term that is a run closes when the run ends, whatever its result."""
        caller = self.state.runs.get(run.by) if run.by_term else None
        if caller is None or caller.ended is not None or run.by_term not in caller.open:
            return
        row = self.program.index[caller.procedure].act[run.by_term]
        self.take(self.run(caller.procedure), row, cause)

    # ---- events

    def happen(self, key: EventKey, cause: Cause, *, on: datetime | None = None) -> None:
        """Remember that something happened, let whoever waits for it know, move the clocks that hang on it."""
        at = on or cause.at
        old = self.state.events.get(key)
        by, day_zero = cause.party or cause.seat, cause.day_zero if on is None else None
        self.state.events[key] = Happened(old.first if old else at, at, by, day_zero)
        for name in list(self.state.runs):
            if self.running(name):
                self._tell_run(name, key, cause)

    def _tell_run(self, name: str, key: EventKey, cause: Cause) -> None:
        index = self.program.index[name]
        for row in index.heard.get(key, ()):
            if row.term in self.state.runs[name].open:
                self.take(self.run(name), row, cause)
                if not self.running(name):
                    return
        self._recount(name, key)

    def _recount(self, name: str, key: EventKey) -> None:
        """Compute anew the dates of open terms that hang on an event."""
        for term in self.program.index[name].hanging.get(key, ()):
            if term in self.state.runs[name].open:
                self.set_clock(self.run(name), term)
            elif term == LIMITATION:
                self._recount(name, _LIMITATION_DATE)

    def state_values(self, values: dict[str, Any]) -> None:
        """Remember what an act states, and move the clocks that hang on a stated date."""
        self.state.values = {**self.state.values, **values}
        for name in list(self.state.runs):
            if self.running(name):
                for value in values:
                    self._recount(name, (EventKind.VALUE, "", value))

    def restart_limitation(self, cause: Cause) -> None:
        """Let the limitation periods of the family begin again, and move the clocks that hang on their end."""
        now = Happened(cause.at, cause.at, day_zero=cause.day_zero)
        self.state.limitations = {**self.state.limitations, **dict.fromkeys(self.state.runs, now)}
        for name in list(self.state.runs):
            if self.running(name):
                self._recount(name, _LIMITATION_DATE)

    def _note(self, key: EventKey, cause: Cause) -> None:
        """Remember an event that nobody hears: the opening or the end of a term."""
        events, at = self.state.events, cause.at
        old = events.get(key)
        events[key] = Happened(old.first if old else at, at, cause.party, cause.day_zero)

    # ---- terms

    def open_list(self, run: Run, terms: tuple[str, ...], cause: Cause) -> None:
        """Open the terms of one list whose guards hold; `otherwise` opens where no other guarded one did."""
        guarded = False
        for term in terms:
            if self.is_open_around(run.procedure, term):  # a rule beside it may have led out
                guarded = self.open_guarded(run, term, cause, guarded=guarded)

    def is_open_around(self, procedure: str, term: str) -> bool:
        """Return whether the term around a nested one is open."""
        parents = self.program.index[procedure].table.parents[term]
        return not parents or parents[-1] in self.state.runs[procedure].open

    def open_guarded(self, run: Run, term: str, cause: Cause, *, guarded: bool) -> bool:
        """Open a term if its guard lets it; return whether a guarded term of the list has opened so far."""
        guards = self.program.index[run.procedure].table.guards.get(term)
        if guards is None:
            self.open(run, term, cause)
            return guarded
        if is_otherwise(guards):
            if not guarded:
                self.open(run, term, cause)
            return guarded
        if holds(Here(self.program, self.state, run), guards, cause.at):
            self.open(run, term, cause)
            return True
        return guarded

    def open(self, run: Run, term: str, cause: Cause) -> None:
        """Open a term, afresh where it is open already, with what opens with it."""
        procedure = run.procedure
        if not self.running(procedure):
            return
        run = self.run(procedure)
        if term in run.open:
            self.close(run, term, cause)
        index = self.program.index[procedure]
        row = index.act.get(term)
        run.open[term] = Open(term, cause.at, cause.day_zero, calendars=self.state.calendars)
        self._note((_OPENING, procedure, term), cause)
        self.effects.append(Effect(_OPENED, procedure, term, "", (), cause.at))
        if row is not None and row.on is On.OPENING:
            self.take(run, row, cause)
            return
        self.set_clock(run, term)
        if row is not None and row.runs:
            self.start(row.runs, cause, by=procedure, by_term=term)
        children = index.children.get(term)
        if children and self.running(procedure) and term in self.state.runs[procedure].open:
            self.open_list(run, children, cause)

    def close(self, run: Run, term: str, cause: Cause) -> None:
        """Close a term and all under it, from the inside out."""
        if term not in run.open:
            return
        run = self.run(run.procedure)
        self._close_inside(run, term, cause)
        self._close_one(run, term, cause)

    def _close_inside(self, run: Run, term: str, cause: Cause) -> None:
        for inner in reversed(self.program.index[run.procedure].inside.get(term, ())):
            if inner in run.open:
                self._close_one(run, inner, cause)

    def _close_one(self, run: Run, term: str, cause: Cause) -> None:
        procedure, index, key = run.procedure, self.program.index[run.procedure], (_END, run.procedure, term)
        open_ = run.open.pop(term)
        self._note(key, cause)
        self.effects.append(Effect(_CLOSED, procedure, term, "", (), cause.at))
        if open_.due is not None:
            self.effects.append(Effect(_CLOCK_STOPPED, procedure, term))
        if key in index.hanging:
            self._recount(procedure, key)
        row = index.act.get(term)
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
        if timed is not None and not open_.overdue:
            due, last_day = due_of(Clock(self.program, self.state, run, timed, open_))
        if row.earliest is not None:
            earliest = earliest_of(Clock(self.program, self.state, run, row, open_))
        if due == open_.due and earliest == open_.earliest and last_day == open_.last_day:
            return
        run.open[term] = dated(open_, due, last_day, earliest)
        if due != open_.due:
            self.effects.append(Effect(_CLOCK_SET if due else _CLOCK_STOPPED, run.procedure, term, "", (), due))
            key = (_DUE, run.procedure, term)
            if key in index.hanging:
                self._recount(run.procedure, key)

    def set_clocks(self) -> None:
        """Compute the dates of every open term of the family anew."""
        for name in list(self.state.runs):
            for term in list(self.state.runs[name].open) if self.running(name) else ():
                self.set_clock(self.run(name), term)

    def change(self, run: Run, term: str, **fields: Any) -> None:
        """Replace fields of an open term and compute its dates anew."""
        run = self.run(run.procedure)
        run.open[term] = msgspec.structs.replace(run.open[term], **fields)
        self.set_clock(run, term)

    # ---- rows

    def take(self, run: Run, row: Row, cause: Cause, *, by: tuple[str, ...] = ()) -> None:
        """Take a row: its open term closes or opens its next round, what it leads out of closes, the rest follows."""
        run = self.run(run.procedure)
        open_ = run.open.get(row.term)
        extends = row.on is _TIME and self.program.index[run.procedure].extends_late
        before = tuple(run.open.values()) if extends else ()
        if open_ is not None and row.link is not Link.ANYTIME:
            self._leave_term(run, row, open_, cause)
        self._outcome(run, row, open_, cause, by=by)
        for outer in row.leaves:
            if outer in run.open:
                self.close(run, outer, cause)
        self.carry_out(run, row, cause)
        if before and open_ is not None:
            self._remember_lapse(run, row, before, Lapse(cause.at, open_.last_day, (), self._opened(run, row)))

    def _leave_term(self, run: Run, row: Row, open_: Open, cause: Cause) -> None:
        if row.every is not None:
            self._next_round(run, row, open_, cause)
        elif row.on is _TIME and row.term in self.program.index[run.procedure].stay_overdue:
            run.open[row.term] = msgspec.structs.replace(open_, overdue=True, due=None)
        else:
            self.close(run, row.term, cause)

    def _next_round(self, run: Run, row: Row, open_: Open, cause: Cause) -> None:
        """A kept round waits for its due date; a missed one is over, and the next is open."""
        self._close_inside(run, row.term, cause)
        if row.on is On.TIME:
            self.open_round(run, open_, cause)
        else:
            run.open[row.term] = msgspec.structs.replace(open_, waiting=True, signed=())

    def open_round(self, run: Run, open_: Open, cause: Cause) -> None:
        """Open the round after the one that is due now."""
        run.open[open_.term] = Open(
            open_.term, cause.at, open_.last_day, open_.round + 1, calendars=self.state.calendars
        )
        self.say(Kind.OPENED, run.procedure, open_.term, at=cause.at, value=open_.round + 1)
        self.set_clock(run, open_.term)
        children = self.program.index[run.procedure].children.get(open_.term)
        if children:
            self.open_list(run, children, Cause(cause.at, open_.last_day))

    def _outcome(self, run: Run, row: Row, open_: Open | None, cause: Cause, *, by: tuple[str, ...]) -> None:
        kind = _DONE.get(row.result)
        if kind is Kind.KEPT and open_ is not None and open_.overdue:
            kind = Kind.KEPT_LATE
        index = self.program.index[run.procedure]
        if kind is not None:
            act = index.act.get(row.term, row).act
            name = self.program.names.acts.get(act, "")
            self.effects.append(Effect(kind, run.procedure, row.term, name, by, cause.at))
        if row.result is not _LAPSED and row.result is not _MISSED:
            key = (_TERM, run.procedure, row.term)
            self._note(key, cause)
            if key in index.hanging:
                self._recount(run.procedure, key)

    def _opened(self, run: Run, row: Row) -> tuple[str, ...]:
        return self.program.index[run.procedure].table.opened_by(row)

    def _remember_lapse(self, run: Run, row: Row, before: tuple[Open, ...], lapse: Lapse) -> None:
        """Keep what a late extension would bring back."""
        inside = self.program.index[run.procedure].inside.get(row.term, ())
        gone = {row.term, *inside, *row.leaves}
        closed = tuple(open_ for open_ in before if open_.term in gone)
        self.run(run.procedure).lapses[row.term] = msgspec.structs.replace(lapse, closed=closed)

    # ---- consequences

    def carry_out(self, run: Run, row: Row, cause: Cause) -> None:
        """Carry out a row's consequences in order; an `otherwise` waits for the guarded terms written after it."""
        guarded = False
        waiting: list[Do] = []
        guards = self.program.index[run.procedure].table.guards
        for at, one in enumerate(row.do):
            if one.verb is not _OPEN:
                CARRY[one.verb](Follows(self, run, row, one, cause))
            elif one.name not in guards:
                self.open(run, one.name, cause)
            elif self._waits(run, one.name, row.do[at + 1 :]):
                waiting.append(one)
            else:
                guarded = self.open_guarded(run, one.name, cause, guarded=guarded)
        for one in waiting:
            self.open_guarded(run, one.name, cause, guarded=guarded)

    def _waits(self, run: Run, term: str, rest: tuple[Do, ...]) -> bool:
        guards = self.program.index[run.procedure].table.guards
        if not rest or not is_otherwise(guards.get(term)):
            return False
        return any(one.verb is Verb.OPEN and one.name in guards for one in rest)
