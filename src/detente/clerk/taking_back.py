"""Taking back a yes that waits in its room: until every side has said it, it binds nobody.

It is a fact of the same room. Nothing joint tells of it, as nothing told of the yes. docs/decisions/0052.
"""

from typing import Any

import msgspec

from detente.clerk.acts import by, known
from detente.clerk.desk import Desk, Recorded, Stamp
from detente.clerk.record import aside, filing
from detente.core.engine import step
from detente.core.engine.records import not_taken_back
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import ActDone, YesTakenBack
from detente.store.read.hidden import YES, since
from detente.store.read.journal import facts
from detente.store.read.viewer import Viewer


def take_back(viewer: Viewer, matter: str, run: str, act: str) -> Recorded:
    """Take back the yes of the viewer's side to an act, by its slug, that waits for the other side's.

    The joint journal is held while it is done: the other side's yes comes before it or after it.

    Raises:
        Refused: no such yes waits, or the act is not this person's to do.
    """
    with filing(viewer.relationship) as desk:
        yes = _waiting(desk, viewer, matter, run=run, act=act)
        if yes is None:
            raise Refused("no yes of this side waits here; one that every side has said binds them.")
        step(desk.live.programs, desk.live.families[matter], _said_by(viewer, yes, desk))

        def taken(_: Any, stamp: Stamp) -> YesTakenBack:
            return YesTakenBack(**stamp, **by(viewer), matter=matter, act=yes.id)

        return aside(viewer, taken, viewer.own_room, not_before=desk.at)


def _waiting(desk: Desk, viewer: Viewer, matter: str, *, run: str, act: str) -> ActDone | None:
    """The newest yes to that act in the own room, said since it is asked for."""
    state = known(desk, matter)
    begun = since(desk.live.programs[state.version], state, run, act) if viewer.is_party else None
    if begun is None:
        return None
    found = not_taken_back(facts(viewer, viewer.own_room, matter=matter, kinds=YES))
    return next((one for one in reversed(found) if (one.run, one.act) == (run, act) and one.at >= begun), None)


def _said_by(viewer: Viewer, yes: ActDone, desk: Desk) -> ActDone:
    """The same yes as this person would say it now: who may not say it does not take it back."""
    return msgspec.structs.replace(yes, **desk.stamp(yes.matter), person=viewer.person, seat=viewer.party, on=None)
