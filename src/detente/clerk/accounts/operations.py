"""Accounts in the operations journal: who was asked in, who came, whose access ended. No address stands there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from detente.clerk.record import record
from detente.core.vocabulary.facts import AccessEnded, InvitationMade, InvitationTaken
from detente.store.models.accounts import Membership, User
from detente.store.read.ruled import ruled
from detente.store.read.viewer import Viewer
from detente.store.rooms import OPERATIONS


def made(relationship: str, person: str, *, by: User | None, expires: datetime) -> None:
    """File that a person was invited, by whom, until when."""
    _file(
        relationship,
        lambda stamp: InvitationMade(**stamp, person=person, by=_number(relationship, by), expires=expires),
    )


def taken(relationship: str, person: str) -> None:
    """File that a person took their place."""
    _file(relationship, lambda stamp: InvitationTaken(**stamp, person=person))


def ended(relationship: str, person: str, *, by: User | None) -> None:
    """File that a person's access ended, and through whom."""
    number = _number(relationship, by)
    _file(relationship, lambda stamp: AccessEnded(**stamp, person=person, by=number))


def _file(relationship: str, make: Callable[[Any], Any]) -> None:
    host = Viewer(relationship, "", "", "", "", (OPERATIONS,), ruled(relationship))
    record(host, lambda _desk, stamp: make(stamp), room=OPERATIONS)


def _number(relationship: str, user: User | None) -> str | None:
    if user is None:
        return None
    return Membership.objects.filter(user=user, relationship=relationship).values_list("person", flat=True).first()
