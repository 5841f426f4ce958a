"""The rooms of a relationship, and in which tables each is kept.

A room is a compartment of the charter: `joint`, `own customer`, `caucus provider`, `neutral`, `operations`. Every class
of rooms has tables of its own, so that on PostgreSQL a private one lies under a database role of its own.
"""

from collections.abc import Mapping

from detente.core.vocabulary.errors import BadInput

JOINT, NEUTRAL, OPERATIONS = "joint", "neutral", "operations"
CLASSES = ("joint", "side_a", "side_b", "caucus_a", "caucus_b", "neutral", "operations")
PRIVATE = ("side_a", "side_b", "caucus_a", "caucus_b", "neutral")
_PREFIXES = {"own": "side", "caucus": "caucus"}


def class_of(room: str, letters: Mapping[str, str]) -> str:
    """Return the class of tables a room is kept in; `letters` gives the side of each party, a or b.

    Raises:
        BadInput: there is no such room.
    """
    if room in (JOINT, NEUTRAL, OPERATIONS):
        return room
    kind, _, party = room.partition(" ")
    if kind not in _PREFIXES or party not in letters:
        raise BadInput(f"'{room}' is no room of this relationship.")
    return f"{_PREFIXES[kind]}_{letters[party]}"


def rooms_of(letters: Mapping[str, str]) -> tuple[str, ...]:
    """Return every room of a relationship, the joint one first."""
    own = [f"{kind} {party}" for kind in _PREFIXES for party in letters]
    return (JOINT, *own, NEUTRAL, OPERATIONS)
