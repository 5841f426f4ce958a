"""What a relationship that begins now finds behind it: duties whose time was over before anybody sat down."""

from collections import Counter
from datetime import datetime, timedelta

from detente.core.engine import Program
from detente.core.simulation.appointments import beginning, signed_text
from detente.core.simulation.relationship import Relationship
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import MatterOpened


def behind(program: Program, at: datetime) -> dict[str, int]:
    """Return how often each duty would be on record as not done in time, by its name, if it all began at an instant."""
    relationship = Relationship(
        {program.version: program}, lambda sent, _from, _to: sent, charters={program.version: signed_text(program)[1]}
    )
    for make in beginning(program, at, signed_before=False):
        relationship.file(make(relationship.next_id()))
    for number, name in enumerate(dated(program), 1):
        relationship.file(
            MatterOpened(
                id="", at=at, charter=signed_text(program)[1], matter=f"S-{number:03d}", procedure=name, opener="nobody"
            )
        )
    relationship.advance(at + timedelta(seconds=1))
    effects = [effect for filed in relationship.filed for effect in filed.effects]
    return dict(Counter(effect.term for effect in effects if effect.kind is Kind.MISSED))


def dated(program: Program) -> list[str]:
    """Return the procedures that a date of the charter opens: series of meetings and reports, the first months."""
    return [name for name, index in program.index.items() if index.opens.event is not None and not index.reached]
