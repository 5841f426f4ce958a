"""Every property, in the order of their codes."""

from collections.abc import Iterator

from detente.core.simulation.explore.properties.found import Found
from detente.core.simulation.explore.properties.rights import blocked, costs_both, same_person
from detente.core.simulation.explore.properties.rounds import round_in_silence, uncounted
from detente.core.simulation.explore.properties.shape import never_closed, never_open, never_reached
from detente.core.simulation.explore.properties.stuck import no_end, stuck
from detente.core.simulation.explore.search import Search
from detente.core.simulation.explore.silence import Silent

CODES = {
    "EXP001": "a stage nobody can leave",
    "EXP002": "a stage that only both sides together can leave",
    "EXP003": "a term that never opens",
    "EXP004": "a term that nothing closes",
    "EXP005": "guards that can all be false",
    "EXP006": "silence that goes round without end",
    "EXP007": "a loop that nothing counts",
    "EXP008": "one person on two rungs of one way",
    "EXP009": "a way round the ladder that can be barred",
    "EXP010": "one side's silence that costs both",
    "EXP011": "an end that is never reached",
    "EXP012": "a way from which no end can be reached",
}


def every(search: Search, silent: list[Silent]) -> Iterator[Found]:
    """Return what each property found in one search."""
    yield from stuck(search)
    yield from never_open(search)
    yield from never_closed(search)
    yield from round_in_silence(search, silent)
    yield from uncounted(search)
    yield from same_person(search)
    yield from blocked(search)
    yield from costs_both(search)
    yield from never_reached(search)
    yield from no_end(search)
