"""How a relationship begins: its charter is put in force, its people are appointed, what a date opens is opened.

Nobody has signed then: each side does so on the charter's page, and the record says no more than that.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from detente.clerk import time
from detente.clerk.agreements import follow_up
from detente.clerk.desk import Desk
from detente.clerk.live import Live
from detente.clerk.record import write_filed
from detente.clerk.sealing import Keys
from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.journal import JournalWriter
from detente.core.procedures.compile import compile_charter
from detente.core.simulation.appointments import beginning, people_of
from detente.core.simulation.pasts import dated
from detente.core.vocabulary.errors import BadCharter
from detente.core.vocabulary.facts import MatterOpened, RelationshipOpened
from detente.store import write
from detente.store.read.ruled import RULING, ruled_by
from detente.store.rooms import JOINT


def begin(text: str, *, host: str, at: datetime | None = None) -> str:
    """Begin a relationship under a charter and return its key.

    Args:
        text: of a whole charter without errors; its first version or any later one.
        host: the name of who keeps the record, as checkpoints bear it.

    Raises:
        BadCharter: the text is no whole charter, or has errors.
    """
    program = readable(text)
    stamp = at or time.now()
    with transaction.atomic():
        makers = list(beginning(program, stamp, seal=_unsealed_yet, signed_before=False))
        opened = makers[0]("joint/0")
        assert isinstance(opened, RelationshipOpened), "a journal begins with its relationship"
        key = opened.relationship
        write.lock(key, JOINT)
        keys = Keys(key, JOINT)
        makers = list(beginning(program, stamp, seal=keys.seal, signed_before=False))
        facts = [make(f"joint/{number}") for number, make in enumerate(makers)]
        ruling = [fact for fact in facts if type(fact).__name__ in RULING]
        found = ruled_by(key, len(facts) - 1, ruling, {})
        desk = Desk(found, Live(found, size=0, last=None, keys=keys), keys, stamp, then=follow_up)
        desk.live.host = host
        for fact in facts:
            desk.live.file(fact)
        for standing in standing_matters(desk, program):
            desk.live.file(standing)
        write_filed(desk, JournalWriter(JOINT))
    return key


def readable(text: str) -> Program:
    """Return a charter's text ready to run.

    Raises:
        BadCharter: with the first error and its place.
    """
    document = parse(text.encode())
    compiled = compile_charter(document) if document.charter is not None else None
    errors = [finding for finding in document.findings if finding.severity == "error"]
    if compiled is None or errors:
        first = errors[0] if errors else None
        raise BadCharter(f"{first.place.line}:{first.place.column} {first.says}" if first else "the text is empty.")
    program = program_of(compiled)
    program.persons = people_of(program)
    return program


def standing_matters(desk: Desk, program: Program, *, known: frozenset[str] = frozenset()) -> list[MatterOpened]:
    """Return the openings of what a date of the charter opens: series of meetings and reports, the first months."""
    return [
        MatterOpened(**desk.stamp(), matter=f"S-{number:03d}", procedure=name, opener="nobody")
        for number, name in enumerate(dated(program), 1)
        if name not in known
    ]


def _unsealed_yet(_text: str, _fact: str, _field: str, key: str) -> Any:
    from detente.core.simulation.appointments import unsealed

    return unsealed(_text, _fact, _field, key)
