"""Corrections: the facts as both sides left them, and what is new when they are folded again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.state import State
from detente.core.vocabulary.effects import Effect
from detente.core.vocabulary.facts import CalendarChanged, DeadlinePassed, FactCorrected
from detente.core.worktime import CalendarChange

Struck = tuple[str, str, str, int, datetime]  # matter, run, term, round, due


def corrected(
    facts: Sequence[Any], correction: FactCorrected, parties: Sequence[str]
) -> tuple[list[Any], Struck | None]:
    """Return the facts as they stand after a correction, and the clock that it keeps from ringing.

    Raises:
        Refusal: a side has not signed it, or no fact has that id.
    """
    unsigned = [party for party in parties if party not in correction.agreed_by]
    if unsigned:
        raise Refusal(
            Because.SEAT, f"A correction is signed by both sides; {' and '.join(unsigned)} has not signed it."
        )
    told = [fact.id if not isinstance(fact, FactCorrected) else "" for fact in facts]
    place = told.index(correction.corrects) if correction.corrects in told else None
    if place is None:
        raise Refusal(Because.NOT_OPEN, f"'{correction.corrects}' is no fact of this journal that can be corrected.")
    old = facts[place]
    struck = (old.matter, old.run, old.term, old.round, old.due) if isinstance(old, DeadlinePassed) else None
    kept = [correction.fact] if correction.fact is not None else []
    return [*facts[:place], *kept, *facts[place + 1 :]], struck


def stopped(state: State, run: str, term: str) -> State:
    """Return the state in which a term's clock is off: a lapse that both sides struck out does not happen."""
    state = state.copy()
    owner = state.runs[run].copy()
    owner.open[term] = msgspec.structs.replace(owner.open[term], due=None, last_day=None)
    state.runs[run] = owner
    return state


def values_of(thing: Any) -> Any:
    """Return a state, or any part of one, as plain values that can be compared."""
    if hasattr(thing, "__slots__") and not isinstance(thing, msgspec.Struct):
        return {name: values_of(getattr(thing, name)) for name in thing.__slots__ if not name.startswith("_")}
    if isinstance(thing, dict):
        return {key: values_of(value) for key, value in thing.items()}
    return thing


def new_effects(before: Sequence[tuple[str, Effect]], after: Sequence[tuple[str, Effect]]) -> list[tuple[str, Effect]]:
    """Return the effects that folding again gave and that were not there before: nothing is asked for twice."""
    left = list(before)
    found = []
    for effect in after:
        if effect in left:
            left.remove(effect)
        else:
            found.append(effect)
    return found


def change_of(fact: CalendarChanged) -> CalendarChange:
    """Return a change of a calendar as worktime takes it."""
    names: Mapping[str, str] = fact.names or {}
    return CalendarChange(
        fact.effective,
        {day: names.get(day.isoformat(), "day off") for day in fact.closed or ()},
        {day: names.get(day.isoformat(), "working day") for day in fact.opened or ()},
        fact.running_clocks,
    )
