"""Loading journals that were written elsewhere: every line is checked, and everything computed is computed again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from detente.clerk import kept, outbox
from detente.clerk.live import Live
from detente.clerk.past_letters import SENT, WAITING, Past, past_letters
from detente.clerk.projections import once, project, refold
from detente.clerk.sealing import Keys
from detente.core.journal.breaks import BrokenEntry
from detente.core.journal.reading import Entry, typed_line
from detente.core.journal.verify import Broken, Tree
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.core.vocabulary.facts import (
    NoticeSent,
    RelationshipOpened,
)
from detente.core.vocabulary.stamps import seq_of
from detente.store import write
from detente.store.instants import to_us
from detente.store.read.ruled import RULING, Ruled, forget, ruled_by
from detente.store.rooms import JOINT, class_of

Journals = Mapping[str, Iterable[bytes]]  # room -> lines
SealingKeys = Mapping[str, Mapping[str, bytes]]  # room -> name of a person or matter -> key


class _Line(msgspec.Struct, frozen=True):
    entry: Entry
    text: str


def load(journals: Journals, keys: SealingKeys, *, host: str, until: datetime | None = None) -> str:
    """Load the journals of one relationship into empty tables and return its key.

    Args:
        host: the name of who keeps the record from now on.
        until: facts after this instant are left out.

    Raises:
        BadInput: there is no joint journal, or it does not begin a relationship.
        BrokenJournal: a line is not what its leaf says, or not the next one.
    """
    rooms = {room: _read(room, lines, until) for room, lines in journals.items()}
    facts = [line.entry.fact for line in rooms.get(JOINT, [])]
    if not facts or not isinstance(facts[0], RelationshipOpened):
        raise BadInput("a relationship is loaded from its joint journal, which begins with RelationshipOpened.")
    key = facts[0].relationship
    ruling = [fact for fact in facts if type(fact).__name__ in RULING]
    found = ruled_by(key, seq_of(ruling[-1].id), ruling, dict(keys.get(JOINT, {})))
    with transaction.atomic():
        for room in (JOINT, *(one for one in rooms if one != JOINT)):
            _keep(key, class_of(room, found.letters), rooms[room], keys.get(room, {}))
            if room == JOINT:
                _compute(found, facts, host, until or facts[-1].at)
            _close(key, class_of(room, found.letters), rooms[room])
    forget()
    kept.forget()
    return key


def _read(room: str, lines: Iterable[bytes], until: datetime | None) -> list[_Line]:
    found: list[_Line] = []
    for raw in lines:
        if raw.startswith(b'{"kind":"checkpoint"'):
            continue
        try:
            _, name, at, _, entry = typed_line(raw, len(found))
        except Broken as broken:
            raise BrokenEntry(broken) from None
        if name != f"{room}/{len(found)}" or (found and at < found[-1].entry.fact.at):
            raise BrokenJournal(f"{room}, line {len(found) + 1}: {name} is not the next fact of this journal.")
        if until is not None and at > until:
            break
        assert isinstance(entry, Entry), "a typed line is an entry"
        found.append(_Line(entry, raw.decode().rstrip("\n")))
    return found


def _keep(key: str, room_class: str, lines: list[_Line], keys: Mapping[str, bytes]) -> None:
    if not lines:
        return
    write.lock(key, room_class)
    rows = []
    notices: dict[str, str] = {}
    for line in lines:
        fact = line.entry.fact
        if isinstance(fact, NoticeSent):
            notices[fact.id] = fact.matter
        matter = notices.get(getattr(fact, "notice", ""), "") or getattr(fact, "matter", None) or ""
        rows.append(write.EntryRow(line.entry.seq, type(fact).__name__, matter, to_us(fact.at), line.text))
    write.append(key, room_class, rows)
    for name, one in keys.items():
        write.save_key(key, room_class, name, one)


def _close(key: str, room_class: str, lines: list[_Line]) -> None:
    tree = Tree()
    for line in lines:
        tree = tree.append(line.entry.leaf)
    if lines:
        write.move_head(key, room_class, tree, to_us(lines[-1].entry.fact.at))


def _compute(found: Ruled, facts: list[Any], host: str, until: datetime) -> None:
    """Everything that hangs on the joint journal, as it stands at its end, with the messages of its time."""
    live = Live(found, size=len(facts), last=facts[-1].at, keys=Keys(found.relationship, JOINT))
    live.host = host
    refold(live, facts)
    write.once(found.relationship, once(facts))
    project(found.relationship, live, facts)
    past = past_letters(found, facts, until)
    outbox.send_instead(found.relationship, [one.letter for one in past])
    write.mark_fared(found.relationship, [_fared(one) for one in past if one.state != WAITING])


def _fared(one: Past) -> tuple[str, int | None, str, tuple[str, str, str]]:
    letter = one.letter
    sent_us = to_us(letter.hold) if one.state == SENT else None
    return one.state, sent_us, one.says, (letter.fact, letter.person, letter.template)
