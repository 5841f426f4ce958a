"""How much a person wants to be sent: one selector in each relationship."""

from django.core import signing

from detente.clerk.policy import Position
from detente.store.read import choices

_SALT = "detente.mail.off"


def position(relationship: str, person: str) -> Position:
    """Return a person's position; where they never chose, as it happens."""
    return Position(choices.position(relationship, person) or Position.HAPPENS)


def off_token(relationship: str, person: str) -> str:
    """Return what a link in the daily summary carries: whoever posts it switches that person's summary off."""
    return signing.dumps([relationship, person], salt=_SALT)


def read_off_token(token: str) -> tuple[str, str] | None:
    """Return relationship and person of a link; nothing where it was not made here."""
    try:
        relationship, person = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return str(relationship), str(person)
