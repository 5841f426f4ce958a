"""What was sent to whom: the messages of a relationship, as far as the viewer may know of them."""

import json
from datetime import datetime

import msgspec
from django.db import connection

from detente.store.instants import from_us
from detente.store.read.families import concerning
from detente.store.read.viewer import Viewer

_COLUMNS = 'fact, room, person, channel, policy, template, "values", hold_until_us, state, tries, sent_us, says'


class Sending(msgspec.Struct, frozen=True):
    """A message and how it fared. `due` is when it leaves or left; `matter` is empty where it is of none."""

    fact: str
    room: str
    person: str
    channel: str
    policy: str
    template: str
    matter: str
    due: datetime
    state: str  # waiting, sending, sent, dropped, folded, failed
    tries: int
    sent: datetime | None
    says: str


def letters(viewer: Viewer, *, most: int = 500) -> list[Sending]:
    """Return the latest messages of the rooms and matters that the viewer may read, the latest first."""
    marks = ", ".join(["%s"] * len(viewer.rooms))
    sql = (
        f"SELECT {_COLUMNS} FROM store_outbox WHERE relationship = %s AND room IN ({marks}) "  # noqa: S608
        "ORDER BY hold_until_us DESC, id DESC LIMIT %s"
    )
    visible = concerning(viewer)
    with connection.cursor() as cursor:
        cursor.execute(sql, [viewer.relationship, *viewer.rooms, most])
        found = [_sending(row) for row in cursor.fetchall()]
    if visible is None:
        return found
    return [one for one in found if one.matter in visible or one.person == viewer.person]


def _sending(row: tuple) -> Sending:
    fact, room, person, channel, policy, template, values, due, state, tries, sent, says = row
    matter = json.loads(values).get("matter", "")
    return Sending(
        fact, room, person, channel, policy, template, matter, from_us(due), state, tries,
        from_us(sent) if sent is not None else None, says,
    )  # fmt: skip
