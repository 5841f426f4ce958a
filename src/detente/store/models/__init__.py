"""Tables: journals by class of rooms, what is computed from them, accounts. Only clerk and accounts write them."""

from detente.store.models.accounts import Invitation, Membership, Organisation, Seat, Session, SignInLink, User
from detente.store.models.choices import Choice
from detente.store.models.journal import TABLES, Once
from detente.store.models.live import CharterText, Family, Installation, Outbox, Relationship, Wake
from detente.store.models.witness import Witness

__all__ = [
    "TABLES", "CharterText", "Choice", "Family", "Installation", "Invitation", "Membership", "Once", "Organisation",
    "Outbox", "Relationship", "Seat", "Session", "SignInLink", "User", "Wake", "Witness",
]  # fmt: skip
