"""Messages that facts call for, queued with the facts themselves: one to a fact, person, channel and template (T9)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from detente.clerk.desk import Desk
from detente.clerk.letters import Book, Letter, letters, may_call
from detente.clerk.live import Families
from detente.clerk.policy import held_until
from detente.clerk.readers import Leave, Readers, leaves_of, readers_at
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.facts import MessageSent
from detente.core.vocabulary.names import slug
from detente.store import write
from detente.store.instants import from_us, to_us
from detente.store.read.ruled import Ruled
from detente.store.read.viewer import Viewer, readable

_CAUCUS = "caucus "


def fill(desk: Desk, filed: list[Filed]) -> None:
    """Queue what the facts filed call for."""
    if not any(may_call(one) for one in filed):
        return
    found, live = desk.ruled, desk.live
    readers = readers_at(found, live.programs, desk.at, leaves(found))
    _queue(found.relationship, letters(Book(readers, live.families), filed))


def fill_aside(viewer: Viewer, fact: Any, room: str, at: datetime) -> None:
    """Queue word of a message in a caucus for those who read that room, and for nobody else; of other rooms nothing."""
    if not (room.startswith(_CAUCUS) and isinstance(fact, MessageSent)):
        return
    found = viewer.ruled
    readers = readers_at(found, found.programs, at, leaves(found))
    people = [one for one in _room_readers(found, readers, room, fact) if one != fact.person]
    rows = []
    for person in dict.fromkeys(people):
        hold = held_until("room", at, due=None, desk=readers.desk(person), rules=readers.rules)
        rows.append(Letter(fact.id, person, "room", hold, fact.matter, says="MessageSent", room=room))
    _queue(found.relationship, rows)


def _room_readers(found: Ruled, readers: Readers, room: str, fact: MessageSent) -> list[str]:
    """The neutrals who read a caucus, and who speaks for its side in the matter."""
    party = room.removeprefix(_CAUCUS)
    seats = [party, *readers.charter.neutrals]
    reading = [seat for seat in seats if room in readable(found, seat, fact.at)]
    state = Families(found.relationship, _nothing).get(fact.matter)
    people = [one for one in readers.present() if readers.party(one) in reading and readers.party(one) != party]
    if state is not None and party in reading:
        people.append(readers.first_present(readers.line_of(state, None, party), fact.at))
    return [one for one in people if one]


def _nothing(_matter: str) -> None:
    """Nobody waits for the clocks of a family that is only looked at."""


def leaves(found: Ruled) -> tuple[Leave, ...]:
    """Return the leaves noted in a relationship."""
    return leaves_of(list(found.leaves))


# ---- rows


def _queue(relationship: str, found: Sequence[Letter]) -> None:
    if found:
        write.queue([row_of(relationship, one) for one in found])


def row_of(relationship: str, letter: Letter) -> dict[str, Any]:
    """Return a letter as the outbox keeps it: names of things, never a text that somebody wrote."""
    return {
        "relationship": relationship,
        "room": letter.room,
        "fact": letter.fact,
        "person": letter.person,
        "policy": letter.policy,
        "template": letter.template,
        "values": _values(letter),
        "message_id": message_id(relationship, letter.fact, letter.person, letter.template),
        "hold_until_us": to_us(letter.hold),
    }


def _values(letter: Letter) -> str:
    values = {
        "matter": letter.matter,
        "run": letter.run,
        "term": letter.term,
        "due_us": to_us(letter.due) if letter.due is not None else None,
        "says": letter.says,
        "also": [list(one) for one in letter.also],
    }
    return json.dumps({name: value for name, value in values.items() if value}, sort_keys=True)


def letter_of(row: Any) -> Letter:
    """Return the letter a row of the outbox keeps."""
    values = json.loads(row.values)
    due = values.get("due_us")
    return Letter(
        row.fact,
        row.person,
        row.template,
        from_us(row.hold_until_us),
        matter=values.get("matter", ""),
        run=values.get("run", ""),
        term=values.get("term", ""),
        due=from_us(due) if due is not None else None,
        says=values.get("says", ""),
        room=row.room,
        also=tuple((one[0], one[1], one[2]) for one in values.get("also", ())),
    )


def message_id(relationship: str, fact: str, person: str, template: str) -> str:
    """Return the Message-ID of a message: the same however often it is sent."""
    room, _, number = fact.rpartition("/")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{relationship}.{slug(room)}-{number}.{person}.{template}@{host}>"


def send_instead(relationship: str, found: Sequence[Letter]) -> None:
    """Queue messages for whoever has it by now; one that is there already stays."""
    _queue(relationship, found)
