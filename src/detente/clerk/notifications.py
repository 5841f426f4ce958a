"""A person's choice of how much they are sent; what is legally theirs always comes."""

from detente.clerk.policy import Position
from detente.store.models.choices import Choice
from detente.store.read.viewer import Viewer


def choose(viewer: Viewer, position: Position) -> None:
    """Keep how much the viewer wants to be sent in this relationship."""
    put(viewer.relationship, viewer.person, position)


def put(relationship: str, person: str, position: Position) -> None:
    """Keep a person's position in a relationship."""
    Choice.objects.update_or_create(relationship=relationship, person=person, defaults={"position": position.value})


__all__ = ["choose", "put"]
