"""One-time links: a way in for an account that stands. They never pass over a second factor."""

from datetime import datetime, timedelta

from django.db import transaction

from detente.clerk.accounts import tokens
from detente.clerk.accounts.inviting import GONE
from detente.core.vocabulary.errors import Refused
from detente.store.models.accounts import SignInLink, User

VALID = timedelta(minutes=30)


def make(user: User, *, at: datetime, leads_to: str = "/") -> str:
    """Return the token of a new link, good for half an hour and one use."""
    token, digest = tokens.fresh()
    SignInLink.objects.create(digest=digest, made_at=at, expires_at=at + VALID, user=user, leads_to=leads_to)
    return token


def take(token: str, *, at: datetime) -> tuple[User, str]:
    """Return whose link it is and where it leads; it is used up then.

    Raises:
        Refused: it is used, too old, or its account has ended.
    """
    with transaction.atomic():
        found = SignInLink.objects.filter(digest=tokens.digest(token), used_at=None, expires_at__gt=at)
        link = found.select_related("user__organisation").filter(user__is_active=True).first()
        if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
            raise Refused(GONE)
    return link.user, link.leads_to
