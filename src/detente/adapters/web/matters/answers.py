"""What the engine says of a matter, asked once for each entry: duties, options, clocks, levels, silence."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from detente.adapters.web.matters.kept import Kept
from detente.core.engine import Program, State
from detente.core.engine.questions import (
    Duty,
    Explanation,
    Line,
    Option,
    Rung,
    Silence,
    clocks,
    explain,
    if_nobody_acts,
    open_now,
    rungs,
)
from detente.core.engine.questions.rounds import held_from
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.errors import BadInput
from detente.store import read

_KEPT = 2048
_TITLE_MAX = 110
_IN_WORDS = ("text", "workstreams")  # what names a matter: a date, a sum, a seat do not


class Standing(msgspec.Struct, frozen=True):
    """How a matter stands: the same for everybody who may see it."""

    title: str
    duties: tuple[Duty, ...]
    options: tuple[Option, ...]
    clocks: tuple[Line, ...]
    silence: Silence
    rungs: tuple[Rung, ...]
    begins: Mapping[str, dt.datetime]  # meetings by their terms: before that instant none can have been held
    grounds: Explanation | None  # of the open level's clock, or where that has none of the nearest that runs

    @property
    def rung(self) -> Rung | None:
        """The open level."""
        return next((rung for rung in self.rungs if rung.where == "open"), None)

    @property
    def running(self) -> Line | None:
        """The nearest clock that runs, of whatever runs in the matter."""
        return next((one for one in self.clocks if one.due and not one.standing_still), None)

    @property
    def ends(self) -> dt.datetime | None:
        """When the open level ends, or where it has no end of its own the nearest clock."""
        own = self.rung.ends if self.rung else None
        return own or (self.running.due if self.running else None)


_standings: Kept[Standing] = Kept(_KEPT)


def standing(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> Standing:
    """Return how a matter stands at an instant."""
    ruled = viewer.ruled
    key = (ruled.relationship, matter.name, matter.seq)
    return _standings.get(ruled, key, at, lambda: standing_of(ruled, matter, at))


def standing_of(ruled: read.Ruled, matter: read.Matter, at: dt.datetime) -> tuple[Standing, dt.datetime | None]:
    """Return how a matter stands, newly asked, and until when that is true if nobody acts."""
    program, state = matter.program, matter.state
    now = open_now(program, state, at)
    silence = if_nobody_acts(ruled.programs, {matter.name: state}, at)
    levels = rungs(program, state, silence) if state.root in state.runs else ()
    found = Standing(
        title=title_of(program, state),
        duties=now.duties,
        options=now.options,
        clocks=tuple(clocks(program, state)),
        silence=silence,
        rungs=levels,
        begins=_begins(program, state, now.duties),
        grounds=_grounds(program, state, levels),
    )
    return found, min((one for one in _changes(state, now.options) if one > at), default=None)


def _begins(program: Program, state: State, duties: tuple[Duty, ...]) -> dict[str, dt.datetime]:
    found = {one.term: held_from(program, state, one.term) for one in duties if one.procedure == state.root}
    return {term: begins for term, begins in found.items() if begins is not None}


def _grounds(program: Program, state: State, levels: tuple[Rung, ...]) -> Explanation | None:
    term = next((rung.term for rung in levels if rung.where == "open"), "")
    lines = [one for one in clocks(program, state) if one.due]
    own = next((one for one in lines if (one.run, one.term) == (state.root, term)), None)
    line = own or next((one for one in lines if not one.standing_still), None)
    return explained(program, state, line) if line is not None else None


def explained(program: Program, state: State, line: Line) -> Explanation | None:
    """Return the grounds of a clock; nothing where its calendar does not reach far enough."""
    try:
        return explain(program, state, line)
    except BadInput:
        return None


def _changes(state: State, options: tuple[Option, ...]) -> Iterator[dt.datetime]:
    """The instants at which an answer may change though nobody has acted."""
    yield from (one.earliest for one in options if one.earliest)
    for run in state.runs.values():
        for open_ in run.open.values() if run.ended is None else ():
            yield from (one for one in (open_.due, open_.earliest, open_.moved_to) if one)


def named(matter: read.Matter) -> str:
    """Return a matter's title; of one whose notice is under way in the words of the notice."""
    return title_of(matter.program, matter.state)


def stated(state: State) -> Mapping[str, Any]:
    """Return what was stated in a matter; while its notice is under way what that states."""
    if state.runs:
        return state.values
    return next((notice.values for notice in state.notices.values()), {})


def title_of(program: Program, state: State) -> str:
    """Return the matter in its opener's first words, cut at a sentence; else the name of its procedure."""
    row = program.index[state.root].opens
    words = [name for name in row.states if program.names.values.get(name, "text") in _IN_WORDS]
    values = stated(state)
    said = next((values[name] for name in words if name in values), "")
    if isinstance(said, tuple):
        return f"{headed(state.root)}: {', '.join(map(str, said))}"
    first = said.split(". ", 1)[0].rstrip(".") if isinstance(said, str) else ""
    return headed(first) if first and len(first) <= _TITLE_MAX else headed(state.root)
