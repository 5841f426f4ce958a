"""What people chose to be sent."""

from detente.store.models.choices import Choice


def position(relationship: str, person: str) -> str:
    """Return a person's position in a relationship; empty where they never chose."""
    found = Choice.objects.filter(relationship=relationship, person=person).values_list("position", flat=True).first()
    return found or ""


__all__ = ["position"]
