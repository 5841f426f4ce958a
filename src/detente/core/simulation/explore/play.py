"""Playing on: from one position to the next by an act or by waiting, through the engine's own step."""

import datetime as dt
from typing import Any, NamedTuple

import msgspec

from detente.core.engine import Expiry, Program, Refusal, State, begin, next_expiry, step
from detente.core.engine.clocks import ring
from detente.core.engine.program import Index
from detente.core.procedures import On, Row
from detente.core.simulation.explore.slices import Slice
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import ActDone, CharterVersion, MatterOpened, NoticeReceived

MATTER = "X-1"
MINUTE = dt.timedelta(minutes=1)
_RINGS_MAX = 400  # clocks that ring while one waits for the next that counts


class Actor(NamedTuple):
    """Who does an act: seat, the party behind it, the person where the charter names one."""

    seat: str
    party: str
    person: str = ""


class Deed(msgspec.Struct, frozen=True):
    """An act that can be done: its row, all who must do it, and what they state. `row` is none for a built-in act."""

    run: str
    row: Row | None
    event: str
    actors: tuple[Actor, ...]
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def joint(self) -> bool:
        """Whether it takes more than one."""
        return len(self.actors) > 1


class Told(msgspec.Struct, frozen=True):
    """What happened at one instant of a way: an act, a notice received or a clock that rang, and what followed.

    `before` is the family just before, `after` the family then.
    """

    at: dt.datetime
    deed: Deed | None = None
    rang: Expiry | None = None
    sent: dt.datetime | None = None  # with `received`
    received: str = ""  # the act of a notice that arrives
    effects: tuple[Effect, ...] = ()
    late: bool = False  # an act at the last moment before something falls due
    before: State | None = None
    after: State | None = None
    vacant: bool = False  # seats that guards ask about are vacant here


class Position:
    """A family at an instant, with the notices on their way to it. Values; playing on makes a new one."""

    __slots__ = ("arrivals", "now", "program", "serial", "state")

    def __init__(self, program: Program, state: State, now: dt.datetime, serial: int = 1) -> None:
        self.program, self.state, self.now, self.serial = program, state, now, serial
        self.arrivals: tuple[tuple[dt.datetime, str], ...] = ()

    def copy(self) -> "Position":
        """Return a position that can be played on without changing this one."""
        other = Position(self.program, self.state, self.now, self.serial)
        other.arrivals = self.arrivals
        return other

    def index(self, procedure: str) -> Index:
        """Return a procedure's index."""
        return self.program.index[procedure]

    @property
    def programs(self) -> dict[int, Program]:
        """The programs a step asks for."""
        return {self.state.version: self.program}


def opened(
    world: World, program: Program, *, procedure: str, opener: str, at: dt.datetime
) -> tuple[Position, tuple[Effect, ...]]:
    """Return a matter just opened; its procedure waits for its act, or has begun where it opens by an event."""
    alone = program.index[procedure].opens.on is On.ACT and procedure not in program.openers.values()
    fact = MatterOpened(
        id="joint/0", at=at, charter=world.version, matter=MATTER, procedure=procedure, opener=opener,
        raised_by="X-0" if alone else None,
    )  # fmt: skip
    state, effects = begin({world.version.version: program}, fact)
    return Position(program, state, at), tuple(effects)


def do(
    world: World, position: Position, deed: Deed, at: dt.datetime, *, late: bool = False
) -> tuple[Position, list[Told]] | Refusal:
    """Return the position after an act of everybody it takes, or the refusal."""
    after, told = position.copy(), []
    told += ring_until(after, at)
    effects: list[Effect] = []
    before = after.state
    try:
        for actor in deed.actors:
            effects += _file(world, after, deed, actor)
    except Refusal as refusal:
        return refusal
    told.append(
        Told(
            at,
            deed,
            effects=tuple(effects),
            late=late,
            before=before,
            after=after.state,
            vacant=bool(after.program.vacant),
        )
    )
    told += ring_until(after, at)
    return after, told


def _file(world: World, after: Position, deed: Deed, actor: Actor) -> list[Effect]:
    """File an act at the position's instant."""
    after.serial += 1
    at, row = after.now, deed.row
    started = after.state.root in after.state.runs
    fact = ActDone(
        id=f"joint/{after.serial}", at=at, charter=world.version, matter=MATTER, run=deed.run,
        act=row.slug if row is not None else deed.event, seat=actor.seat, person=world.numbers.get(actor.person),
        values=dict(deed.values), term=row.term if row is not None and started else None,
    )  # fmt: skip
    after.state, effects = step(after.programs, after.state, fact)
    for effect in list(effects):
        if effect.kind is Kind.SERVE:
            to = next((party for party in after.state.parties if party != actor.party), actor.party)
            arrives = max(world.arrival(at, to), at)
            after.arrivals = tuple(sorted((*after.arrivals, (arrives, effect.value))))
    while after.arrivals and after.arrivals[0][0] <= at:
        effects = [*effects, *_receive(after).effects]
    return effects


def _receive(after: Position) -> Told:
    (at, notice), *rest = after.arrivals
    after.arrivals, after.now = tuple(rest), max(after.now, at)
    found = after.state.notices.get(notice)
    if found is None:
        return Told(at)
    after.serial += 1
    fact = NoticeReceived(
        id=f"joint/{after.serial}", at=at, charter=CharterVersion(sha256="0" * 64, version=after.state.version),
        notice=notice, received=at, rule="deemed", method="e-mail", calendar="recipient",
    )  # fmt: skip
    before = after.state
    after.state, effects = step(after.programs, after.state, fact)
    return Told(at, received=found.act, sent=found.sent, effects=tuple(effects), before=before, after=after.state)


def ring_until(after: Position, until: dt.datetime) -> list[Told]:
    """Let every clock ring and every notice arrive that is due at or before an instant."""
    told: list[Told] = []
    for _ in range(_RINGS_MAX):
        one = _next(after, until)
        if one is None:
            break
        told.append(one)
    after.now = max(after.now, until)
    return told


def _next(after: Position, until: dt.datetime | None) -> Told | None:
    """Play the next clock or arrival, or nothing if none is due by then."""
    expiry = next_expiry(after.program, after.state)
    arrival = after.arrivals[0][0] if after.arrivals else None
    first = expiry.due if expiry is not None and (arrival is None or expiry.due <= arrival) else arrival
    if first is None or (until is not None and first > until):
        return None
    if expiry is None or first != expiry.due:
        return _receive(after)
    before = after.state
    after.state, effects = ring(after.program, after.state, expiry)
    after.now = max(after.now, expiry.due)
    return Told(expiry.due, rang=expiry, effects=tuple(effects), before=before, after=after.state)


def horizon(position: Position, found: Slice) -> dt.datetime | None:
    """Return when the next thing that counts happens by itself: a clock that rings, a notice that arrives."""
    first: dt.datetime | None = min(
        (at for at, notice in position.arrivals if notice in position.state.notices), default=None
    )
    for name, run in position.state.runs.items():
        if run.ended is not None or name not in found.procedures:
            continue
        for term, open_ in run.open.items():
            due = open_.due
            if due is None or open_.overdue or open_.held or open_.notice or not found.counts(name, term):
                continue
            if first is None or due < first:
                first = due
    return first


def wait(position: Position, found: Slice) -> tuple[Position, list[Told]] | None:
    """Return the position after the next thing that counts happens by itself, or nothing where nothing will."""
    until = horizon(position, found)
    if until is None:
        return None
    after = position.copy()
    return after, ring_until(after, until)
