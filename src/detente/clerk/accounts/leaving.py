"""Leaving: a place ends, and with an account's last place every way in. Nothing waits for a restart or a cache."""

from datetime import datetime

from django.db import transaction

from detente.clerk.accounts import operations
from detente.store.models.accounts import Invitation, Membership, Session, SignInLink, User


def end_place(relationship: str, person: str, *, by: User | None, at: datetime) -> bool:
    """End a person's place and their open invitations; return whether the account ended with it."""
    with transaction.atomic():
        Invitation.objects.filter(relationship=relationship, person=person, used_at=None).update(used_at=at)
        place = Membership.objects.filter(relationship=relationship, person=person, until=None).first()
        if place is None:
            return False
        Membership.objects.filter(pk=place.pk).update(until=at)
        operations.ended(relationship, person, by=by)
        user = User.objects.get(pk=place.user_id)
        if user.hosts or user.memberships.filter(until=None).exists():
            return False
        end_account(user, at=at)
    return True


def end_account(user: User, *, at: datetime) -> None:
    """End an account: sessions, passkeys, codes, password, links and reset tokens; its address is given back."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    with transaction.atomic():
        Session.objects.filter(user=user).delete()
        SignInLink.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        EmailAddress.objects.filter(user=user).delete()
        user.set_unusable_password()  # reset tokens hold the hash of the old one
        user.email = f"{user.pk}@ended.invalid"
        user.is_active = False
        user.ended_at = at
        user.save()


def end_ways(user: User) -> None:
    """End every way an account has to sign in, and its sessions; the account stays."""
    from allauth.mfa.models import Authenticator

    with transaction.atomic():
        Session.objects.filter(user=user).delete()
        SignInLink.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])


def end_session(user: User, key: str) -> bool:
    """End one session of an account; return whether there was one."""
    return bool(Session.objects.filter(user=user, session_key=key).delete()[0])


def end_other_sessions(user: User, key: str) -> int:
    """End every session of an account but the one with this key; return how many."""
    return int(Session.objects.filter(user=user).exclude(session_key=key).delete()[0])
