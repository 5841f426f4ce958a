"""What of a position counts for what can still come: two positions with one abstraction have the same future.

Dates are left out of it; what stays is the order in which clocks will ring. So a search never counts ticks, and takes as
many steps for clocks of hours as for clocks of years.
"""

from collections.abc import Hashable
from datetime import datetime

from detente.core.charter.phrases import EventKind
from detente.core.engine import Run
from detente.core.simulation.explore.play import Position
from detente.core.simulation.explore.slices import Slice

_LATER = datetime.max


def abstract(position: Position, found: Slice) -> Hashable:
    """Return the abstraction of a position in a slice."""
    state = position.state
    dues = _ranks(position, found)
    looked = found.looked
    return (
        tuple(_run(name, run, position, found, dues) for name, run in state.runs.items() if name in found.procedures),
        tuple(_event(position, key, found) for key in sorted(looked.events) if key[0] not in _DATED),
        tuple(_value(position, value) for value in sorted(looked.values)),
        tuple(min(len(state.counters.get(counter, ())), most) for counter, most in sorted(looked.counters.items())),
        state.track if looked.track else "",
        frozenset(lost for lost in state.lost if lost[0] in found.rights),
        len(state.parties),
        tuple(
            (notice.run, notice.term, notice.act, notice.party if notice.act in looked.senders else "")
            for notice in state.notices.values()
        ),
        state.runs[state.root].opener if looked.opener and state.root in state.runs else "",
        bool(position.program.vacant),
    )


_DATED = (EventKind.DUE, EventKind.LIMITATION, EventKind.VALUE, EventKind.DATE)


def _value(position: Position, value: str) -> str:
    """A stated date shows in the clocks that count from it; otherwise it only matters whether there is one."""
    stated = position.state.values.get(value)
    return str(stated is not None) if position.program.names.values.get(value) == "date" else str(stated)


def _event(position: Position, key: tuple[str, str, str], found: Slice) -> Hashable:
    """Whether something has happened; by whom where a seat hangs on it."""
    happened = position.state.events.get(key)
    if happened is None:
        return None
    return happened.by if key[0] == EventKind.ACT and key[2] in found.looked.senders else True


def _ranks(position: Position, found: Slice) -> dict[datetime, int]:
    dues = {
        open_.due
        for name, run in position.state.runs.items() if run.ended is None
        for term, open_ in run.open.items() if open_.due is not None and found.counts(name, term)
    }  # fmt: skip
    dues |= {at for at, notice in position.arrivals if notice in position.state.notices}
    return {due: rank for rank, due in enumerate(sorted(dues))}


def _run(name: str, run: Run, position: Position, found: Slice, dues: dict[datetime, int]) -> Hashable:
    if run.ended is not None:
        return (name, run.result)
    terms = []
    for term, open_ in run.open.items():
        if found.counts(name, term):
            usable = open_.earliest is not None and open_.earliest <= position.now
            stands = bool(open_.pauses) and open_.pauses[-1][1] is None
            rank = dues.get(open_.due, -1) if open_.due is not None else -1
            terms.append(
                (
                    term,
                    rank,
                    usable,
                    open_.overdue,
                    open_.held,
                    open_.waiting,
                    stands,
                    bool(open_.notice),
                    len(open_.signed),
                )
            )
    return (name, tuple(sorted(terms)))


def gaps(position: Position, found: Slice) -> Hashable:
    """Return how many days lie between now and what is to come: what the abstraction leaves out, in whole days."""
    now = position.now
    return tuple(
        (open_.due - now).days if open_.due is not None else None
        for name, run in position.state.runs.items() if run.ended is None and name in found.procedures
        for term, open_ in sorted(run.open.items()) if found.counts(name, term)
    )  # fmt: skip
