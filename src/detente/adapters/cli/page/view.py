"""What a matter's page is made from: the state at an instant, its levels, its clock, what silence leads to."""

import datetime as dt

import msgspec

from detente.adapters.cli.page.parts import Side, sides
from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.playing.records import Statement, statements
from detente.adapters.cli.times import day
from detente.core.engine import Program, Run, State
from detente.core.engine.questions import Explanation, Rung, Silence, clocks, explain, if_nobody_acts, rungs
from detente.core.procedures.drawing.wording import headed
from detente.core.simulation.telling import Moment, Story
from detente.core.worktime import zone

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    levels = rungs(program, state, silence)
    open_ = next((rung.term for rung in levels if rung.where == "open"), "")
    mine = [clock for clock in clocks(program, state) if (clock.run, clock.term) == (state.root, open_)]
    clock = explain(program, state, mine[0]) if mine and mine[0].due else None
    parties = sides(program.charter)
    return View(story, moment, program, state, parties, zones_of(program), silence, levels, clock, found)


def short_day(date: dt.date, *, year: bool = False) -> str:
    """Return `Thu 26 Nov`, with the year where it matters."""
    said = day(date)
    return said if year else said.rsplit(" ", 1)[0]


def span_of_days(first: dt.date, last: dt.date) -> str:
    """Return `9 to 13 Nov`."""
    start = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{start} to {last.day} {_MONTHS[last.month - 1]}"


__all__ = ["Rung", "View", "headed", "short_day", "span_of_days", "view_of"]
