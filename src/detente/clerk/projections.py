"""What is computed from the joint journal and kept for speed; `rebuild` makes all of it again by the same functions."""

from collections.abc import Sequence
from typing import Any

from detente.clerk.live import Live
from detente.core.engine.snapshot import dump
from detente.core.vocabulary.facts import CharterSigned, RelationshipOpened
from detente.store import write
from detente.store.instants import to_us
from detente.store.read.ruled import RULING


def project(relationship: str, live: Live, facts: Sequence[Any], seq: int) -> None:
    """Write what facts changed: families and their wakes, charters, the relationship's row. `seq` is the last entry."""
    ruling = [fact for fact in facts if type(fact).__name__ in RULING]
    for fact in facts:
        if isinstance(fact, CharterSigned):
            _charter(relationship, fact)
    if ruling:
        values = {"ruled_seq": _seq(ruling[-1]), "seq": seq, **_named(facts)}
        write.save_relationship(relationship, values | ({"host": live.host} if live.host else {}))
    touched = sorted((matter for matter in live.touched if matter in live.families), key=live.place_of)
    write.save_families(relationship, [family(live, matter, seq) for matter in touched])
    wakes = {matter: live.next_due(matter) for matter in touched}
    set_now = [write.WakeRow("clock", matter, to_us(due)) for matter, due in wakes.items() if due is not None]
    set_now += [write.WakeRow("receipt", notice, to_us(due)) for due, _, notice in live.under_way()]
    write.set_wakes(relationship, set_now, seq)
    write.drop_wakes(
        relationship, [*live.dropped, *(("clock", matter) for matter, due in wakes.items() if due is None)]
    )


def family(live: Live, matter: str, seq: int) -> write.FamilyRow:
    """Return a family's row as it stands after an entry."""
    state, origin, due = live.families[matter], live.loaded.origins[matter], live.next_due(matter)
    return write.FamilyRow(
        matter=matter,
        procedure=origin.procedure,
        opener=origin.opener,
        raised_by=origin.raised_by,
        opened_us=origin.opened_us,
        version=state.version,
        result=state.result,
        due_us=to_us(due) if due is not None else None,
        state=dump(state),
        seq=seq,
    )


def _charter(relationship: str, fact: CharterSigned) -> None:
    values = {
        "version": fact.charter.version,
        "sha256": fact.charter.sha256,
        "text": fact.text,
        "effective_us": to_us(fact.effective),
        "seq": _seq(fact),
    }
    write.save_charter(relationship, values)


def _named(facts: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for fact in facts:
        if isinstance(fact, RelationshipOpened):
            values |= {"name": fact.name, "opened_us": to_us(fact.at)}
        elif isinstance(fact, CharterSigned):
            values["version"] = fact.charter.version
    return values


def _seq(fact: Any) -> int:
    return int(fact.id.rpartition("/")[2])
