"""Open now, and for whom: the duties and options of a matter, what each must state, until when it is open.

A screen's Today is the duties that are mine; its buttons are my options.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from detente.core.charter.phrases import Counted, EventKind, Instant, Seat, SeatKind, Verb, Who, WhoKind
from detente.core.charter.phrases.instants import events_of
from detente.core.engine.dates import Clock, earliest_of
from detente.core.engine.guards import holds
from detente.core.engine.program import Index, Program
from detente.core.engine.questions.people import Seated, seated
from detente.core.engine.state import Here, Open, Run, State
from detente.core.procedures import Link, On, Outcome, Row

SETTLE, WITHDRAW = "settle", "withdraw"
_EITHER = Who(WhoKind.SEAT, (Seat(SeatKind.WORD, "both"),))
_SEVERAL = ("both", "all", "each")
_OPENER = Who(WhoKind.SEAT, (Seat(SeatKind.WORD, "opener"),))


class Duty(msgspec.Struct, frozen=True):
    """Something that has to be done; `done_by` are the signatures so far."""

    matter: str
    procedure: str
    term: str
    who: Seated
    act: str
    slug: str
    states: tuple[str, ...]
    due: datetime | None
    overdue: bool
    done_by: tuple[str, ...]
    line: int


class Option(msgspec.Struct, frozen=True):
    """Something that may be done, until `due` (its own, or that of a term around it); `line` is none for built-ins.

    `usable` says whether it may be done now; `waits_for` what it waits for, where that is no date.
    """

    matter: str
    procedure: str
    term: str
    who: Seated
    act: str
    slug: str
    states: tuple[str, ...]
    earliest: datetime | None
    due: datetime | None
    usable: bool
    waits_for: str
    signed_by: tuple[str, ...]
    private: str
    line: int | None


class OpenNow(msgspec.Struct, frozen=True):
    """What is open in one matter."""

    duties: tuple[Duty, ...]
    options: tuple[Option, ...]


class Opening(msgspec.Struct, frozen=True):
    """An act that opens a matter."""

    procedure: str
    who: Seated
    act: str
    slug: str
    states: tuple[str, ...]


def open_now(program: Program, state: State, at: datetime) -> OpenNow:
    """Return the duties and options of a matter at an instant: runs as they began, terms as they are written."""
    duties: list[Duty] = []
    options: list[Option] = []
    for run in state.runs.values():
        if run.ended is None:
            _of_run(_Look(program, state, run, at), duties, options)
    return OpenNow(tuple(duties), tuple(options))


def may_open(program: Program) -> list[Opening]:
    """Return the acts that open a matter, in written order."""
    found = []
    for act, procedure in program.openers.items():
        row = program.index[procedure].opens
        assert row.who is not None, "an act has a seat"
        who = seated(program, None, None, row.who)
        found.append(Opening(procedure, who, program.names.acts[act], row.slug, row.states))
    return found


def stage(program: Program, run: Run) -> tuple[str, ...]:
    """Return the stage of a run: its open top-level terms with a `by`, else all open top-level terms."""
    index = program.index[run.procedure]
    top = [term for term in index.table.top() if term in run.open and not run.open[term].waiting]
    return tuple([term for term in top if term in index.time] or top) if run.ended is None else ()


class _Look(msgspec.Struct, frozen=True):
    program: Program
    state: State
    run: Run
    at: datetime

    @property
    def index(self) -> Index:
        return self.program.index[self.run.procedure]


def _of_run(look: _Look, duties: list[Duty], options: list[Option]) -> None:
    for row in _rows(look.index):
        open_ = look.run.open.get(row.term)
        if row.link is Link.ANYTIME:
            if not look.index.table.parents.get(row.term):
                options.append(_option(look, row, None))
        elif open_ is not None and not open_.waiting and row.result is Outcome.KEPT:
            duties.append(_duty(look, row, open_))
        elif open_ is not None and not open_.waiting:
            options.append(_option(look, row, open_))
    options += _built_in(look)


def _rows(index: Index) -> Iterator[Row]:
    """The act rows in written order, options that are always open last."""
    rows = [row for row in index.table.rows if row.on is On.ACT and row.link is not Link.OPENS]
    yield from (row for row in rows if row.link is not Link.ANYTIME)
    yield from (row for row in rows if row.link is Link.ANYTIME)


def _common(look: _Look, row: Row) -> dict[str, Any]:
    assert row.who is not None, "an act has a seat"
    return {
        "matter": look.state.matter,
        "procedure": look.run.procedure,
        "term": row.term,
        "who": seated(look.program, look.state, look.run, row.who),
        "act": look.program.names.acts.get(row.act, row.act),
        "slug": row.slug,
        "states": row.states,
        "line": row.line,
    }


def _duty(look: _Look, row: Row, open_: Open) -> Duty:
    return Duty(**_common(look, row), due=open_.due, overdue=open_.overdue, done_by=_signed(look, row, open_))


def _option(look: _Look, row: Row, open_: Open | None) -> Option:
    """`open_` is none for an option that is always open; its signatures are kept under a name of their own."""
    kept = open_ or look.run.open.get(f"{row.term}\0")
    clock = open_ or Open(row.term, look.run.opened, calendars=look.state.calendars)
    earliest = earliest_of(Clock(look.program, look.state, look.run, row, clock)) if row.earliest else None
    waits = _waits(look, row, open_, earliest)
    return Option(
        **_common(look, row),
        earliest=earliest,
        due=_closes(look, row, open_),
        usable=not waits and (earliest is None or earliest <= look.at),
        waits_for=waits,
        signed_by=_signed(look, row, kept),
        private=row.private,
    )


def _signed(look: _Look, row: Row, open_: Open | None) -> tuple[str, ...]:
    return tuple(seat for seat, _ in open_.signed) if open_ and not is_blind(look.program, row) else ()


def is_blind(program: Program, row: Row) -> bool:
    """Return whether a first yes stays hidden until the last: both accept, in a term that is not open to use."""
    if row.who is None or (row.who.kind is not WhoKind.TOGETHER and row.who.seats[0].name not in _SEVERAL):
        return False  # one seat's yes is the last
    return row.private != "open" and program.names.acts.get(row.act, row.act).startswith("accept ")


def _closes(look: _Look, row: Row, open_: Open | None) -> datetime | None:
    """When the option goes: at its own time, or with a term around it."""
    around = [look.run.open[term].due for term in look.index.table.parents.get(row.term, ()) if term in look.run.open]
    return min((due for due in [open_.due if open_ else None, *around] if due is not None), default=None)


def _waits(look: _Look, row: Row, open_: Open | None, earliest: datetime | None) -> str:
    if open_ is not None and open_.held:
        return "the end of the hold"
    for do in row.do:
        running = look.state.runs.get(do.name) if do.verb is Verb.START else None
        if running is not None and running.ended is None:
            return f"end of {do.name}"
    if row.earliest is not None and earliest is None:
        return _event_waited_for(look, row.earliest)
    here = Here(look.program, look.state, look.run)
    if row.link is Link.ANYTIME and row.guards is not None and not holds(here, row.guards, look.at):
        return str(row.guards.data)
    if any(party not in ("",) and right in (row.act, row.term) for right, party in look.state.lost):
        return "" if _somebody_left(look, row) else "nobody has the right any more"
    return ""


def _somebody_left(look: _Look, row: Row) -> bool:
    lost = {party for right, party in look.state.lost if right in (row.act, row.term)}
    return bool(set(look.state.parties) - lost)


def _event_waited_for(look: _Look, instant: Instant) -> str:
    events = events_of(instant)
    if any(event.kind is EventKind.LIMITATION for event in events):
        still = look.index.table.while_open == "stands still"
        return "limitation date, which stands still" if still else "limitation date"
    if isinstance(instant, Counted) and not events:
        return "the end of a pause"
    return " and ".join(event.text for event in events)


def _built_in(look: _Look) -> list[Option]:
    """Where somebody may settle all may, unless a term for it is open; and the opener may withdraw."""
    settling = [
        run for run in look.state.runs.values() if run.ended is None and look.program.index[run.procedure].settles
    ]
    speaks = next((run for run in settling if run.procedure == look.state.root), settling[0] if settling else None)
    if speaks is not look.run:
        return []
    found = []
    if not _settled_by_term(look):
        found.append(_plain_option(look, SETTLE, _EITHER))
    if not look.index.withdraws and look.run.opener:
        found.append(_plain_option(look, WITHDRAW, _OPENER))
    return found


def _settled_by_term(look: _Look) -> bool:
    return any(
        row.term in run.open or row.link is Link.ANYTIME
        for run in look.state.runs.values()
        if run.ended is None
        for row in look.program.index[run.procedure].acts.get(SETTLE, ())
    )


def _plain_option(look: _Look, act: str, who: Who) -> Option:
    kept = look.run.open.get(f"{act}\0")
    return Option(
        look.state.matter,
        look.run.procedure,
        act,
        seated(look.program, look.state, look.run, who),
        act,
        look.program.charter.acts.get(act, act),
        (),
        None,
        None,
        True,
        "",
        tuple(seat for seat, _ in kept.signed) if kept else (),
        "open",
        None,
    )
