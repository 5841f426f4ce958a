"""How much a person wants to be sent: one selector in each relationship."""

from importlib import import_module
from importlib.util import find_spec

from detente.clerk.policy import Position

_ROOM = "detente.store.read.choices"


def position(relationship: str, person: str) -> Position:
    """Return a person's position; where they never chose, as it happens."""
    if find_spec(_ROOM) is None:
        return Position.HAPPENS
    return Position(import_module(_ROOM).position(relationship, person) or Position.HAPPENS)
