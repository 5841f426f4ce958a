"""The levels of a matter: which are done, which is open, which come, with the instants at which each opens and ends."""

import datetime as dt

import msgspec

from detente.core.charter.phrases import Counted, EventKind
from detente.core.engine.dates import Clock, span_of
from detente.core.engine.program import Program
from detente.core.engine.questions.open_now import stage
from detente.core.engine.questions.people import Seated, seated
from detente.core.engine.questions.silence import Silence
from detente.core.engine.state import Open, State
from detente.core.procedures.drawing import Level, levels


class Rung(msgspec.Struct, frozen=True):
    """A level of the matter: `done`, `open`, `next` or `later`, with the instants at which it opens and ends."""

    number: int
    term: str
    length: str
    where: str
    people: tuple[str, ...]
    opens: dt.datetime | None
    ends: dt.datetime | None


def rungs(program: Program, state: State, silence: Silence) -> tuple[Rung, ...]:
    """Return the levels of a matter's own run; `silence` is what follows if nobody acts."""
    run = state.runs[state.root]
    table = program.index[state.root].table
    found, seen = levels(table, tables=program.compiled.tables), False
    now = stage(program, run)
    made: list[Rung] = []
    for number, level in enumerate(found, 1):
        where = "open" if level.term in now and not seen else _where(state, level, seen)
        seen = seen or where == "open"
        made.append(_rung(program, state, silence, level, number=number, where=where))
    return tuple(_ending(rung, made[at + 1 :]) for at, rung in enumerate(made))


def _where(state: State, level: Level, seen: bool) -> str:
    opened = (EventKind.OPENING, state.root, level.term) in state.events
    return "done" if opened and not seen else "later"


def _rung(program: Program, state: State, silence: Silence, level: Level, *, number: int, where: str) -> Rung:
    run = state.runs[state.root]
    row = program.index[state.root].act.get(level.term)
    who = seated(program, state, run, row.who) if row is not None and row.who is not None else None
    happened = state.events.get((EventKind.OPENING, state.root, level.term))
    ended = state.events.get((EventKind.END, state.root, level.term))
    opens, ends = (happened.last if happened else None), (ended.last if ended and where == "done" else None)
    if where == "open":
        ends = run.open[level.term].due
    elif where == "later":
        opens = next((s.at for s in silence.steps if level.term in [one.term for one in s.opens]), None)
    return Rung(number, level.term, _length(program, state, level.term), where, _first(who), opens, ends)


def _length(program: Program, state: State, term: str) -> str:
    """How long a level lasts, in the charter's words; empty where it is not counted."""
    row = program.index[state.root].time.get(term)
    if row is None or not isinstance(row.latest, Counted):
        return ""
    return span_of(
        Clock(program, state, state.runs[state.root], row, Open(term, state.runs[state.root].opened)), row.latest
    ).text


def _ending(rung: Rung, after: list[Rung]) -> Rung:
    """A level to come ends when the next one opens."""
    if rung.where != "later" or rung.ends is not None:
        return rung
    return msgspec.structs.replace(rung, ends=next((one.opens for one in after if one.opens), None))


def _first(who: Seated | None) -> tuple[str, ...]:
    """The people who hold a seat first; nobody where a whole party may act."""
    if who is None or who.seat in ("either", "both", "each", "all"):
        return ()
    return tuple(dict.fromkeys(names[0] for names in who.people.values() if names))
