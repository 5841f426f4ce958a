"""What a matter's page is made from: the state at an instant, its levels, its clock, what silence leads to."""

import datetime as dt

import msgspec

from detente.adapters.cli.page.parts import Side, sides
from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.playing.records import Statement, statements
from detente.adapters.cli.times import day
from detente.core.charter.phrases import Counted, EventKind
from detente.core.engine import Open, Program, Run, State
from detente.core.engine.dates import Clock, span_of
from detente.core.engine.questions import (
    Explanation,
    Seated,
    Silence,
    clocks,
    explain,
    if_nobody_acts,
    seated,
    stage,
)
from detente.core.procedures.drawing import Level, levels
from detente.core.procedures.drawing.wording import headed
from detente.core.simulation.telling import Moment, Story
from detente.core.worktime import zone

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Rung(msgspec.Struct, frozen=True):
    """A level of the matter: `done`, `open`, `next` or `later`, with the instants at which it opens and ends."""

    number: int
    term: str
    length: str
    where: str
    people: tuple[str, ...]
    opens: dt.datetime | None
    ends: dt.datetime | None


class View(msgspec.Struct, frozen=True):
    """One matter at one instant."""

    story: Story
    moment: Moment
    program: Program
    state: State
    parties: list[Side]
    zones: Zones
    silence: Silence
    rungs: tuple[Rung, ...]
    clock: Explanation | None  # of the open level
    statements: list[Statement]

    @property
    def run(self) -> Run:
        """The matter's own run."""
        return self.state.runs[self.state.root]

    @property
    def home(self) -> str:
        """The zone in which the page counts days: the first party's."""
        return self.zones.parties[0][1]

    def day(self, at: dt.datetime) -> dt.date:
        """Return the day of an instant on this page."""
        return at.astimezone(zone(self.home)).date()

    def side(self, party: str) -> Side | None:
        """Return a party as pages show it."""
        return next((side for side in self.parties if side.key == party), None)


def view_of(story: Story, moment: Moment, matter: str) -> View:
    """Return what the page of a matter is made from."""
    state = moment.families[matter]
    program = moment.programs[state.version]
    silence = if_nobody_acts(moment.programs, {matter: state}, moment.at)
    found = statements(story, moment, matter)
    rungs = tuple(_rungs(program, state, silence))
    open_ = next((rung.term for rung in rungs if rung.where == "open"), "")
    mine = [clock for clock in clocks(program, state) if (clock.run, clock.term) == (state.root, open_)]
    clock = explain(program, state, mine[0]) if mine and mine[0].due else None
    parties = sides(program.charter)
    return View(story, moment, program, state, parties, zones_of(program), silence, rungs, clock, found)


def _rungs(program: Program, state: State, silence: Silence) -> list[Rung]:
    run = state.runs[state.root]
    table = program.index[state.root].table
    found, seen = levels(table, tables=program.compiled.tables), False
    now = stage(program, run)
    rungs = []
    for number, level in enumerate(found, 1):
        where = "open" if level.term in now and not seen else _where(state, level, seen)
        seen = seen or where == "open"
        rungs.append(_rung(program, state, silence, level, number=number, where=where))
    return [_ending(rung, rungs[at + 1 :]) for at, rung in enumerate(rungs)]


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


def short_day(date: dt.date, *, year: bool = False) -> str:
    """Return `Thu 26 Nov`, with the year where it matters."""
    said = day(date)
    return said if year else said.rsplit(" ", 1)[0]


def span_of_days(first: dt.date, last: dt.date) -> str:
    """Return `9 to 13 Nov`."""
    start = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{start} to {last.day} {_MONTHS[last.month - 1]}"


__all__ = ["Rung", "View", "headed", "short_day", "span_of_days", "view_of"]
