"""Messages that facts call for, queued with the facts themselves."""

import json
from typing import TYPE_CHECKING, Any

from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.facts import NoticeSent
from detente.store import write
from detente.store.instants import to_us

if TYPE_CHECKING:
    from detente.clerk.record import Desk


def fill(desk: "Desk", filed: list[Filed]) -> None:
    """Queue what the facts filed call for: a notice reaches its addressee and everybody who gets a copy."""
    rows = [row for one in filed for row in _rows(desk, one)]
    if rows:
        write.queue(rows)


def _rows(desk: "Desk", filed: Filed) -> list[dict[str, Any]]:
    fact = filed.fact
    if not isinstance(fact, NoticeSent):
        return []
    values = json.dumps({"matter": fact.matter, "notice": fact.notice, "from": fact.from_}, sort_keys=True)
    return [_row(desk, fact, person, values) for person in dict.fromkeys((fact.addressee, *fact.copies))]


def _row(desk: "Desk", fact: NoticeSent, person: str, values: str) -> dict[str, Any]:
    relationship = desk.ruled.relationship
    return {
        "relationship": relationship,
        "fact": fact.id,
        "person": person,
        "policy": "N1",
        "template": "notice",
        "values": values,
        "message_id": f"<{relationship}.{fact.id.replace('/', '-')}.{person}.notice@detente.invalid>",
        "hold_until_us": to_us(fact.at),
    }
