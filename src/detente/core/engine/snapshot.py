"""Snapshots: the state of one family as bytes, and back. Equal states give equal bytes.

Runs and open terms stand in the order in which the engine looks at them; every other map stands sorted by its keys.
The first byte is the number of the format; what follows is MessagePack, records without field names.
"""

from datetime import date, datetime
from typing import Any

import msgspec

from detente.core.engine.state import Happened, Lapse, Notice, Open, Run, Shift, State
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import File
from detente.core.vocabulary.money import Money

FORMAT = 1
_FORMAT = bytes([FORMAT])

_Key = tuple[str, str, str]


class _Run(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    procedure: str
    opener: str
    opened: datetime
    by: str
    by_term: str
    result: str
    ended: datetime | None
    open: tuple[Open, ...]
    lapses: tuple[tuple[str, Lapse], ...]


class _State(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    matter: str
    root: str
    parties: tuple[str, ...]
    version: int
    calendars: int
    track: str
    runs: tuple[_Run, ...]
    events: tuple[tuple[_Key, Happened], ...]
    values: dict[str, Any]
    counters: tuple[tuple[str, tuple[datetime, ...]], ...]
    decisions: tuple[tuple[str, str], ...]
    notices: tuple[tuple[str, Notice], ...]
    quarantined: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]
    shifts: tuple[Shift, ...]
    limitations: tuple[tuple[str, Happened], ...]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_State).decode


def dump(state: State) -> bytes:
    """Return the one way a state is written."""
    notices = state.notices
    return _FORMAT + _encode(
        (
            state.matter, state.root, state.parties, state.version, state.calendars, state.track,
            [_run_out(run) for run in state.runs.values()],
            sorted(state.events.items()),
            _values_out(state.values),
            sorted(state.counters.items()),
            sorted(state.decisions.items()),
            [(name, _notice(notices[name], _values_out(notices[name].values))) for name in sorted(notices)],
            state.quarantined, state.lost, state.shifts,
            sorted(state.limitations.items()),
        )
    )  # fmt: skip


def load(data: bytes) -> State:
    """Return the state that `dump` wrote.

    Raises:
        BadInput: a format that is not known here, or bytes that are no snapshot.
    """
    if data[:1] != _FORMAT:
        found = data[0] if data else "missing"
        raise BadInput(f"the format of the snapshot is {found}, not {FORMAT}. 'detente rebuild' makes it anew.")
    try:
        read = _decode(memoryview(data)[1:])
        return _state(read)
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        raise BadInput(f"the bytes are no snapshot: {error}. 'detente rebuild' makes it anew.") from error


def _state(read: _State) -> State:
    state = State(read.matter, read.root, read.parties, read.version, calendars=read.calendars)
    state.track = read.track
    state.runs = {run.procedure: _run_in(run) for run in read.runs}
    state.events = dict(read.events)
    state.values = _values_in(read.values)
    state.counters, state.decisions = dict(read.counters), dict(read.decisions)
    if read.notices:
        state.notices = {name: _notice(notice, _values_in(notice.values)) for name, notice in read.notices}
    state.quarantined, state.lost, state.shifts = read.quarantined, read.lost, read.shifts
    state.limitations = dict(read.limitations)
    return state


def _run_out(run: Run) -> tuple[Any, ...]:
    return (
        run.procedure, run.opener, run.opened, run.by, run.by_term, run.result, run.ended,
        list(run.open.values()), sorted(run.lapses.items()) if run.lapses else (),
    )  # fmt: skip


def _run_in(read: _Run) -> Run:
    run = Run(read.procedure, read.opener, read.opened, by=read.by, by_term=read.by_term)
    run.result, run.ended = read.result, read.ended
    run.open = {open_.term: open_ for open_ in read.open}
    run.lapses = dict(read.lapses)
    return run


def _notice(notice: Notice, values: Any) -> Notice:
    return Notice(
        notice.run, notice.term, notice.act, notice.party, notice.seat, values, notice.sent, notice.opened
    )  # fmt: skip


# ---- values: texts, numbers and lists of texts stand for themselves, anything else names its kind


def _values_out(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _out(values[name]) for name in sorted(values)}


def _out(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is tuple:
        return [_out(one) for one in value]
    if kind in _KINDS:
        return {_KINDS[kind][0]: _KINDS[kind][1](value)}
    raise TypeError(f"no value of a charter: {value!r}")


def _values_in(values: dict[str, Any]) -> dict[str, Any]:
    for name, value in values.items():
        if type(value) is not str:
            values[name] = _in(value)
    return values


def _in(value: Any) -> Any:
    if type(value) is list:
        return tuple(_in(one) for one in value)
    if type(value) is dict:
        ((kind, written),) = value.items()
        return _READ[kind](written)
    return value


_KINDS: dict[type, tuple[str, Any]] = {
    Money: ("money", lambda value: (value.minor, value.currency)),
    File: ("file", lambda value: (value.sha256, value.bytes, value.media)),
    datetime: ("at", lambda value: value),
    date: ("day", date.isoformat),
    frozenset: ("set", lambda value: [_out(one) for one in sorted(value)]),
}
_READ: dict[str, Any] = {
    "money": lambda written: Money(*written),
    "file": lambda written: File(sha256=written[0], bytes=written[1], media=written[2]),
    "at": lambda written: written,
    "day": date.fromisoformat,
    "set": lambda written: frozenset(_in(one) for one in written),
}
