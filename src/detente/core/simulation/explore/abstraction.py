"""What of a position counts for what can still come: two positions with one abstraction have the same future.

Dates are left out of it; what stays is the order in which clocks will ring. So a search never counts ticks, and takes
as many steps for clocks of hours as for clocks of years.
"""

from collections.abc import Hashable
from datetime import datetime

from detente.core.charter.phrases import EventKind
from detente.core.engine import Run
from detente.core.engine.dates import Clock, when_of
from detente.core.engine.state import Open
from detente.core.simulation.explore.play import Position
from detente.core.simulation.explore.slices import Slice


def abstract(position: Position, found: Slice, *, begun: bool = True) -> Hashable:
    """Return the abstraction of a position in a slice; before the procedure asked about has `begun`, a coarser one."""
    state = position.state
    dues = _ranks(position, found)
    looked = found.looked
    return (
        tuple(_run(run, position, found, dues) for name, run in state.runs.items() if name in found.procedures),
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
        _over(position, found) if begun else (),
    )


_DATED = (EventKind.DUE, EventKind.LIMITATION, EventKind.VALUE, EventKind.DATE)


def _value(position: Position, value: str) -> str:
    """Of a stated date only this: whether there is one, and whether it is still to come."""
    stated = position.state.values.get(value)
    if position.program.names.values.get(value) != "date":
        return str(stated)
    return "" if stated is None else "to come" if str(stated) > position.now.date().isoformat() else "past"


def stated_dates(position: Position, found: Slice) -> list[str]:
    """Return the stated dates that count, as they are written."""
    kinds = position.program.names.values
    return [
        str(position.state.values[value])
        for value in sorted(found.looked.values)
        if kinds.get(value) == "date" and value in position.state.values
    ]


def _event(position: Position, key: tuple[str, str, str], found: Slice) -> Hashable:
    """Whether something has happened; by whom where a seat hangs on it."""
    happened = position.state.events.get(key)
    if happened is None:
        return None
    return happened.by if key[0] == EventKind.ACT and key[2] in found.looked.senders else True


def _over(position: Position, found: Slice) -> Hashable:
    """Which periods that count from an event would be over already if their terms opened now: these run out at once."""
    over = []
    for name, term in found.anchored(position.program):
        run = position.state.runs.get(name)
        if run is None or run.ended is not None or term in run.open:
            continue
        row = position.program.index[name].time[term]
        open_ = Open(term, position.now, calendars=position.state.calendars)
        when = when_of(Clock(position.program, position.state, run, row, open_), row.latest)
        if when is not None and when.ends <= position.now:
            over.append(term)
    return tuple(over)


def _ranks(position: Position, found: Slice) -> dict[datetime, int]:
    dues = {
        open_.due
        for name, run in position.state.runs.items() if run.ended is None
        for term, open_ in run.open.items() if open_.due is not None and found.counts(name, term)
    }  # fmt: skip
    dues |= {at for at, notice in position.arrivals if notice in position.state.notices}
    return {due: rank for rank, due in enumerate(sorted(dues))}


def _run(run: Run, position: Position, found: Slice, dues: dict[datetime, int]) -> Hashable:
    name = run.procedure
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
    """Return what the abstraction leaves out and what may still matter: how far apart two or more clocks ring."""
    dues = sorted(
        open_.due
        for name, run in position.state.runs.items() if run.ended is None and name in found.procedures
        for term, open_ in run.open.items() if open_.due is not None and found.counts(name, term)
    )  # fmt: skip
    dates = stated_dates(position, found)
    if len(dues) + len(dates) < 2 and not dates:
        return ()
    now = position.now.date()
    return tuple((datetime.fromisoformat(date).date() - now).days for date in dates), tuple(
        due - dues[0] for due in dues
    )
