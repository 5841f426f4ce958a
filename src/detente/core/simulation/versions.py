"""Two versions of a charter, by the dates they lead to: silence, acts at the last moment, matters that are open."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from detente.core.engine import Program, Refusal, State, begin, step
from detente.core.engine.questions import if_nobody_acts, worst_case
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import CharterVersion, MatterMoved, MatterOpened

NODES = 400  # of the search for the last moment, each procedure
_CHARTER = CharterVersion(sha256="0" * 64, version=1)


class Dated(msgspec.Struct, frozen=True):
    """A date under both versions; none where that version has no such date, with the reason where there is one."""

    procedure: str
    what: str
    before: datetime | None
    after: datetime | None
    says: str = ""

    @property
    def differs(self) -> bool:
        """Whether the versions do not say the same."""
        return self.before != self.after


class Versions(msgspec.Struct, frozen=True):
    """All dates under both versions."""

    silence: tuple[Dated, ...]
    last_moment: tuple[Dated, ...]
    open_matters: tuple[Dated, ...]

    @property
    def differ(self) -> bool:
        """Whether any date differs."""
        return any(one.differs for one in (*self.silence, *self.last_moment, *self.open_matters))


def compared(before: Program, after: Program, start: datetime, *, families: Mapping[str, State] = {}) -> Versions:
    """Return the dates of both versions.

    Args:
        start: when the opening act of each procedure is taken to be done.
        families: open matters of a relationship; each is tried under the later version, terms matched by name.
    """
    names = dict.fromkeys([*before.index, *after.index])
    silence = [one for name in names for one in _pairs(name, _silent(before, name, start), _silent(after, name, start))]
    last = [one for name in names for one in _pairs(name, _latest(before, name, start), _latest(after, name, start))]
    moved = [one for state in families.values() if not state.result for one in _moved(before, after, state, start)]
    return Versions(tuple(silence), tuple(last), tuple(moved))


def _pairs(name: str, before: dict[str, datetime], after: dict[str, datetime]) -> list[Dated]:
    return [Dated(name, what, before.get(what), after.get(what)) for what in dict.fromkeys([*before, *after])]


def begun(program: Program, procedure: str, at: datetime) -> State | None:
    """Return a matter whose procedure has just been opened by the first party; nothing where the version lacks it."""
    if procedure not in program.index:
        return None
    opened = MatterOpened(
        id="joint/0",
        at=at,
        charter=CharterVersion(sha256=_CHARTER.sha256, version=program.version),
        matter="M-1",
        procedure=procedure,
        opener=program.parties[0],
        raised_by="M-0",  # opened by another matter: at once, without an act of its own
    )
    return begin({program.version: program}, opened).state


def _silent(program: Program, procedure: str, start: datetime) -> dict[str, datetime]:
    try:
        state = begun(program, procedure, start)
        if state is None:
            return {}
        silence = if_nobody_acts({program.version: program}, {"M-1": state}, start)
    except BadInput:
        return {}
    found: dict[str, datetime] = {}
    for step_ in silence.steps:
        term = step_.term if step_.procedure == procedure else f"{step_.procedure}: {step_.term}"
        found.setdefault(term, step_.at)
        found |= {f"end of {run}, {result}": step_.at for run, result in step_.ended}
    return found


def _latest(program: Program, procedure: str, start: datetime) -> dict[str, datetime]:
    try:
        state = begun(program, procedure, start)
        found = worst_case(program, state, start, nodes=NODES) if state is not None else None
    except BadInput:
        return {}
    return {"ends at the latest": found.ends} if found is not None and found.ends is not None else {}


def _moved(before: Program, after: Program, state: State, at: datetime) -> list[Dated]:
    """The clocks of an open matter as they are, and as they would be under the later version."""
    programs = {state.version: before, after.version: after}
    fact = MatterMoved(
        id="joint/0", at=at, charter=_CHARTER, matter="M-1", from_=state.version, to=after.version, terms={},
        agreed_by=("customer", "provider"),
    )  # fmt: skip
    now = _dues(state)
    try:
        then, says = _dues(step(programs, state, fact).state), ""
    except (Refusal, BadInput) as error:
        then, says = {}, str(error)
    if says:
        return [Dated(state.matter, term, due, None, says) for term, due in now.items()]
    return [Dated(state.matter, term, now.get(term), then.get(term)) for term in dict.fromkeys([*now, *then])]


def _dues(state: State) -> dict[str, datetime]:
    return {
        term: open_.due
        for run in state.runs.values()
        if run.ended is None
        for term, open_ in run.open.items()
        if open_.due is not None
    }
