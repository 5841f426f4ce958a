"""A first yes stays hidden from the others until every side has said it, and for good where its time ran out.

The clerk keeps one in its own room (clerk/first_yes.py); a journal that was written elsewhere may have it in the joint
one, and there it is masked.
"""

from collections.abc import Iterator
from datetime import datetime

from detente.core.engine import Program, State
from detente.core.engine.questions.open_now import is_blind
from detente.core.engine.records import not_taken_back
from detente.core.engine.seats import required
from detente.core.procedures import On, Row
from detente.core.vocabulary.facts import ActDone
from detente.store.read.families import Matter, matters
from detente.store.read.journal import facts
from detente.store.read.viewer import Viewer

YES = ("ActDone", "YesTakenBack")  # what own rooms hold of yeses that wait


def hidden(viewer: Viewer, at: datetime) -> frozenset[str]:
    """Return the ids of the acts of others that the viewer must not see: yeses that were never said by all."""
    return frozenset(one for matter in matters(viewer, at) for one in _alone(viewer, matter))


def answered(viewer: Viewer, matter: Matter, run: str, act: str) -> bool:
    """Return whether the viewer's own side has said a yes that waits in its room for the other side's."""
    begun = since(matter.program, matter.state, run, act)
    if begun is None or not viewer.is_party:
        return False
    kept = not_taken_back(facts(viewer, viewer.own_room, matter=matter.name, kinds=YES))
    return any((one.run, one.act) == (run, act) and one.at >= begun for one in kept)


def since(program: Program, state: State, run: str, act: str) -> datetime | None:
    """Return since when an act of a run is asked for; nothing where its term is not open."""
    found = state.runs.get(run)
    rows = program.index[run].table.rows if found is not None and found.ended is None else ()
    opened = [found.open[row.term].opened for row in rows if found and row.slug == act and row.term in found.open]
    return min(opened, default=None)


def _alone(viewer: Viewer, matter: Matter) -> Iterator[str]:
    """The acts of others in a matter that wait for another yes, or were left alone when their time ran out."""
    rows = {(run, row.slug): row for run in matter.state.runs for row in _blind(matter.program, run)}
    waiting: dict[tuple[str, str], dict[str, str]] = {key: {} for key in rows}
    told = facts(viewer, matter=matter.name, kinds=("ActDone", "DeadlinePassed")) if rows else ()
    for fact in told:
        if not isinstance(fact, ActDone):
            for (run, _), there in waiting.items():
                if run == fact.run:  # an end of time parts what came before it from what comes after
                    yield from (one for party, one in there.items() if party != viewer.party)
                    there.clear()
        elif (fact.run, fact.act) in waiting:
            there = waiting[fact.run, fact.act]
            there[_party(matter.program, fact)] = fact.id
            wanted = required(matter.state, rows[fact.run, fact.act].who)  # type: ignore[arg-type]
            if len(there) >= max(len(wanted), 1):
                there.clear()
    for there in waiting.values():
        yield from (one for party, one in there.items() if party != viewer.party)


def _blind(program: Program, run: str) -> Iterator[Row]:
    """The rows of a procedure in which several say yes, and none shows alone."""
    for row in program.index[run].table.rows:
        if row.on is On.ACT and row.who is not None and is_blind(program, row):
            yield row


def _party(program: Program, fact: ActDone) -> str:
    return program.people.get(program.persons.get(fact.person or "", ""), fact.seat)
