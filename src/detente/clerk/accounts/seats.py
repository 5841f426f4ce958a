"""Organisations and accounts: who fills which seat, and with whom."""

from datetime import datetime

from django.db import IntegrityError, transaction

from detente.core.vocabulary.errors import Refused
from detente.store.models.accounts import Membership, Organisation, Seat, User


def organisation(name: str) -> Organisation:
    """Return the organisation of that name; a new one where there is none."""
    return Organisation.objects.get_or_create(name=" ".join(name.split()))[0]


def fill(relationship: str, party: str, by: Organisation) -> Seat:
    """Return the seat of a party, filled by an organisation.

    Raises:
        Refused: another organisation fills it, or this one sits on the other side of the same table.
    """
    try:
        with transaction.atomic():
            seat, _ = Seat.objects.get_or_create(relationship=relationship, party=party, defaults={"organisation": by})
    except IntegrityError as error:
        raise Refused(
            f"{by.name} sits at this table already, for another party. One organisation has one side."
        ) from error
    if seat.organisation_id != by.pk:
        raise Refused(f"the seat of {party} is filled by {seat.organisation.name}.")
    return seat


def fill_named(relationship: str, party: str, company: str) -> Seat:
    """Return the seat of a party; one that nobody fills yet is filled by the company of that name."""
    found = Seat.objects.filter(relationship=relationship, party=party).first()
    return found or fill(relationship, party, organisation(company))


def host(email: str, name: str, *, at: datetime) -> User:
    """Return the account of who looks after the installation: it has no place at any table."""
    user = account(email, name, organisation("Host"), at=at)
    User.objects.filter(pk=user.pk).update(hosts=True)
    return user


def account(email: str, name: str, of: Organisation, *, at: datetime) -> User:
    """Return the account with this address; a new one, with no way to sign in yet, where there is none.

    Raises:
        Refused: the address belongs to an account of another organisation.
    """
    found = User.objects.filter(email=email.lower()).select_related("organisation").first()
    if found is None:
        return _new(email.lower(), name, of, at)
    if found.organisation_id != of.pk:
        raise Refused(
            f"this address has an account of another organisation. A place with {of.name} needs an address of its own: "
            "nothing is carried from one side to the other."
        )
    return found


def _new(email: str, name: str, of: Organisation, at: datetime) -> User:
    from allauth.account.models import EmailAddress

    made = User.objects.create_user(email, name=name, organisation=of, joined_at=at)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def sit(user: User, seat: tuple[str, str], person: str, *, name: str, at: datetime) -> Membership:
    """Return the account's place as a person of a relationship; `seat`: relationship and party.

    Raises:
        Refused: the person has another account, or the account another place at this table.
    """
    relationship, party = seat
    found = Membership.objects.filter(user=user, relationship=relationship, until=None).first()
    if found is not None and (found.party, found.person) == (party, person):
        return found
    if found is not None:
        raise Refused(f"this account has a place in this relationship already, as {found.name}.")
    if Membership.objects.filter(relationship=relationship, person=person, until=None).exists():
        raise Refused(f"{name} has an account in this relationship already.")
    return Membership.objects.create(
        user=user, relationship=relationship, party=party, person=person, name=name, since=at
    )


def speak(user: User, language: str) -> None:
    """Keep the language of an account's pages and mails."""
    User.objects.filter(pk=user.pk).update(language=language)
