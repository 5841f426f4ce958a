"""What people add to the agenda of a meeting, and what they say became of it."""

from typing import Any

from detente.clerk import time
from detente.clerk.acts import by, known, next_number
from detente.clerk.desk import Recorded, Stamp
from detente.clerk.record import record
from detente.core.engine.questions.rounds import meetings, next_sharing, sharing
from detente.core.vocabulary.errors import BadInput, Refused
from detente.core.vocabulary.facts import AgendaItemAdded, AgendaItemClosed
from detente.store.read.families import matter as matter_of
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT


def is_shared(viewer: Viewer, series: str, number: int) -> bool:
    """Return whether the agenda of a meeting is shared by now; where the charter agrees no time, it always is.

    Raises:
        Refused: there is no such series of meetings.
    """
    at = time.stamp()
    found = matter_of(viewer, series, at)
    if found is None or not meetings(found.program, found.procedure):
        raise Refused("there is nothing of that name.")
    try:
        unseen = sharing(found.program, found.state, number)
        following = next_sharing(found.program, found.state, at)
    except BadInput:
        return True
    if following is not None and number > following.round + 1:
        raise Refused(f"meeting {number} is too far ahead; the next agenda is that of meeting {following.round}.")
    return unseen is None or unseen.at <= at


def add_agenda_item(
    viewer: Viewer, series: str, number: int, text: str, *, about: str = "", room: str = ""
) -> Recorded:
    """Put an item on the agenda of a series' meeting: in one's own room until the agenda is shared, then for both."""
    room = room or (JOINT if is_shared(viewer, series, number) else viewer.own_room)

    def make(desk: Any, stamp: Stamp) -> AgendaItemAdded:
        if room == JOINT:
            known(desk, series)
        item = next_number(viewer, "I", AgendaItemAdded, room=room, matter=series, field="item")
        sealed = desk.seal(text, stamp["id"], series)
        return AgendaItemAdded(
            **stamp, **by(viewer), matter=series, round=number, item=item, text=sealed, about=about or None
        )

    return record(viewer, make, room=room, matter=series if room == JOINT else "")


def close_agenda_item(
    viewer: Viewer, series: str, number: int, item: str, *, outcome: Any, text: str = "", room: str = JOINT
) -> Recorded:
    """Say what became of an item: done, decided, dropped. In one's own room it takes back what nobody has seen."""

    def make(desk: Any, stamp: Stamp) -> AgendaItemClosed:
        sealed = desk.seal(text, stamp["id"], series) if text else None
        return AgendaItemClosed(
            **stamp, **by(viewer), matter=series, round=number, item=item, outcome=outcome, text=sealed
        )

    return record(viewer, make, room=room, matter=series if room == JOINT else "")


__all__ = ["add_agenda_item", "close_agenda_item", "is_shared"]
