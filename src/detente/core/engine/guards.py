"""Guards: whether a condition holds, looked at once."""

import operator
from datetime import datetime
from decimal import Decimal
from typing import Any

from detente.core.charter.phrases import Guard, GuardKind, Guards
from detente.core.engine.dates import anchor_of
from detente.core.engine.program import Program
from detente.core.engine.state import Here, State
from detente.core.vocabulary.money import Money, decimals
from detente.core.worktime import Span, count

_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def holds(here: Here, guards: Guards, at: datetime) -> bool:
    """Return whether the guards hold now; `otherwise` is for the caller, who sees the whole list, and holds here."""
    met = (_one(here, guard, at) for guard in guards.items)
    return any(met) if guards.any_of else all(met)


def is_otherwise(guards: Guards | None) -> bool:
    """Return whether this is the guard that opens when no other of its list did."""
    return guards is not None and any(guard.kind is GuardKind.OTHERWISE for guard in guards.items)


def _one(here: Here, guard: Guard, at: datetime) -> bool:
    program, state, run = here.program, here.state, here.run
    if guard.kind is GuardKind.OTHERWISE:
        return True
    if guard.kind is GuardKind.HAPPENED and guard.event:
        happened = anchor_of(program, state, run, guard.event)
        return (happened is not None and happened.last <= at) is not guard.negated
    if guard.kind is GuardKind.COUNTER:
        times = counted(here, guard.subject, guard.window, at)
        return bool(_COMPARE[guard.compare](times, int(str(guard.number))))
    if guard.kind is GuardKind.NUMBER:
        return _number(state.values.get(guard.subject), guard)
    if guard.kind is GuardKind.WORD:
        return (_word(program, state, guard.subject) in guard.words) is not guard.negated
    return _seat(program, state, guard) is not guard.negated


def counted(here: Here, counter: str, window: Span | None, at: datetime) -> int:
    """Return how often a counter was counted, in the half-open window (at - span, at] where one is given."""
    program, state = here.program, here.state
    instants = state.counters.get(counter, ())
    if window is None:
        return len(instants)
    calendar = program.calendar(getattr(program.charter, "calendar", None) or "none", -1)
    since = count(at, window, calendar, backward=True, months=program.months)
    start = datetime.combine(since.last_day, at.astimezone(calendar.tz).time(), calendar.tz)
    return sum(start < instant <= at for instant in instants)


def _number(value: Any, guard: Guard) -> bool:
    compare = _COMPARE[guard.compare]
    if isinstance(value, Money) and isinstance(guard.number, Money):
        return value.currency == guard.number.currency and bool(compare(value.minor, guard.number.minor))
    if isinstance(value, Money):
        return bool(compare(Decimal(value.minor), Decimal(str(guard.number)) * 10 ** decimals(value.currency)))
    try:
        return bool(compare(Decimal(str(value)), Decimal(str(guard.number))))
    except ArithmeticError:
        return False


def _word(program: Program, state: State, subject: str) -> str:
    if subject == "track":
        return state.track or next(iter(program.names.tracks), "")
    return str(state.values.get(subject, ""))


def _seat(program: Program, state: State, guard: Guard) -> bool:
    word = guard.words[0]
    if word == "vacant":
        return guard.subject in program.vacant or _nobody(program, guard.subject)
    if word in program.names.parties:
        run = state.runs.get(state.root)
        return guard.subject == "opener" and run is not None and run.opener == word
    return str(state.values.get(guard.subject, "")) == word


def _nobody(program: Program, seat: str) -> bool:
    """In a whole charter a declared role that nobody holds is vacant."""
    return bool(program.roles) and seat in program.roles and not program.roles[seat]
