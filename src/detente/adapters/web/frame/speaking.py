"""What the reader may put on record, asked of the engine: a page shows no control that would then be refused."""

from typing import Any

from django.utils.translation import gettext

from detente import clerk
from detente.adapters.web.frame import asking, sides
from detente.core.engine import Program
from detente.core.engine.questions import may_open
from detente.core.engine.records import may_record
from detente.core.engine.seats import acts_for
from detente.core.vocabulary.facts import GoalReported, MessageSent, StatementMade
from detente.store import read


def speaks(viewer: read.Viewer | None = None) -> bool:
    """Return whether the reader states facts, notes items and agrees for their side; a neutral has none."""
    return _may(viewer, StatementMade)


def writes(viewer: read.Viewer | None = None) -> bool:
    """Return whether the reader writes messages: whoever speaks for a side, and a neutral."""
    return _may(viewer, MessageSent)


def reports(viewer: read.Viewer, goal: str) -> bool:
    """Return whether the reader reports on a goal."""
    return may_record(_program(viewer), GoalReported, viewer.person, viewer.party, goal=goal)


def opens(viewer: read.Viewer | None = None) -> bool:
    """Return whether the reader may open any matter."""
    seen = viewer or asking.viewer()
    if seen is None or not seen.is_party:
        return False
    program = _program(seen)
    name = program.persons.get(seen.person, seen.name)
    return any(name in one.who.people.get(seen.party, ()) for one in may_open(program))


def reads_along() -> str:
    """Return in one line who speaks for the reader's side; empty where the reader does, and for a neutral."""
    viewer = asking.viewer()
    if viewer is None or not viewer.is_party or speaks(viewer):
        return ""
    program = _program(viewer)
    names = [name for name, party in program.people.items() if party == viewer.party]
    about = {
        "who": ", ".join(name for name in names if acts_for(program, name, viewer.party)),
        "party": sides.side(viewer.party).name,
    }
    says = gettext("For %(party)s this is in the hands of %(who)s. Reading and your side's notes are open to you.")
    return says % about


def _may(viewer: read.Viewer | None, kind: type[Any]) -> bool:
    seen = viewer or asking.viewer()
    return seen is not None and may_record(_program(seen), kind, seen.person, seen.party)


def _program(viewer: read.Viewer) -> Program:
    found: Program = viewer.ruled.program(clerk.now())
    return found
