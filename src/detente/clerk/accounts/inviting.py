"""Invitations: a place is offered to an address, and taken once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare

from detente.clerk.accounts import leaving, operations, seats, tokens
from detente.core.vocabulary.errors import Refused
from detente.store.models.accounts import Invitation, Membership, Organisation, Seat, User

VALID = timedelta(days=14)
OTHER = "The invitation was sent to another address."
GONE = "this link was used, was withdrawn or is too old. Whoever sent it can send another."


@dataclass(frozen=True)
class Place:
    """A person's place that waits: the journal's number, the party, the role as people read it."""

    relationship: str
    party: str
    person: str
    name: str
    role: str = ""


def invite(place: Place, email: str, *, by: User | None, at: datetime, valid: timedelta = VALID) -> str:
    """Return the token of a new invitation; an earlier one for the same person is withdrawn.

    Whether the address has an account elsewhere is not looked at: whoever invites would learn it. For who has this
    place already it is a new way in, to the account's own address.

    Raises:
        Refused: no organisation fills the party's seat, or the person has an account here with another address.
    """
    of = _organisation(place)
    known = address_of(place.relationship, place.person)
    if known and known != email.lower():
        raise Refused(
            f"{place.name} has an account here, with another address. A new way in goes to that one; for another "
            "person in this place it is first put on record that they left."
        )
    token, digest = tokens.fresh()
    with transaction.atomic():
        withdraw(place.relationship, place.person, at=at)
        Invitation.objects.create(
            digest=digest, made_at=at, expires_at=at + valid, email=email.lower(), name=place.name, organisation=of,
            relationship=place.relationship, party=place.party, person=place.person, role=place.role, made_by=by,
        )  # fmt: skip
        operations.made(place.relationship, place.person, by=by, expires=at + valid)
    return token


def address_of(relationship: str, person: str) -> str:
    """Return the address of a person's account in a relationship; empty where the place is not taken."""
    found = Membership.objects.filter(relationship=relationship, person=person, until=None)
    return found.values_list("user__email", flat=True).first() or ""


def _organisation(place: Place) -> Organisation:
    seat = (
        Seat.objects.filter(relationship=place.relationship, party=place.party).select_related("organisation").first()
    )
    if seat is None:
        raise Refused(f"no organisation fills the seat of {place.party} yet.")
    return seat.organisation


def withdraw(relationship: str, person: str, *, at: datetime) -> int:
    """Return how many open invitations of a person were withdrawn."""
    return Invitation.objects.filter(relationship=relationship, person=person, used_at=None).update(used_at=at)


def accept(token: str, email: str, *, at: datetime) -> User:
    """Return the account that now has the place the invitation offers.

    Whoever accepts names the address it was sent to: a scanner that opens and presses everything does not know it.
    Where the place was taken by this account before, every way it had to sign in ends: it chooses anew.

    Raises:
        Refused: the link is used, withdrawn or too old, or the address is another one. Nothing was consumed then.
    """
    with transaction.atomic():
        found = _addressed(token, email, at)
        if not Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=at):
            raise Refused(GONE)
        user = seats.account(found.email, found.name, found.organisation, at=at)
        if address_of(found.relationship, found.person) == user.email:
            leaving.end_ways(user)
        seats.sit(user, (found.relationship, found.party), found.person, name=found.name, at=at)
        operations.taken(found.relationship, found.person)
    return user


def decline(token: str, email: str, *, at: datetime) -> None:
    """Close an invitation whose person does not want the place; whoever declines names the address, too.

    Raises:
        Refused: the link is used, withdrawn or too old, or the address is another one. Nothing was consumed then.
    """
    with transaction.atomic():
        found = _addressed(token, email, at)
        Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=at)


def _addressed(token: str, email: str, at: datetime) -> Invitation:
    found = _open(token, at)
    if not constant_time_compare(found.email.encode(), email.strip().lower().encode()):
        raise Refused(OTHER)
    return found


def _open(token: str, at: datetime) -> Invitation:
    found = (
        Invitation.objects.filter(digest=tokens.digest(token), used_at=None, expires_at__gt=at)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Refused(GONE)
    return found
