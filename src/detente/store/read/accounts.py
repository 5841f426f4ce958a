"""Questions about accounts: whose places, whose sessions, what a link offers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from detente.store.models.accounts import Invitation, Membership, Seat, Session, SignInLink, User
from detente.store.models.live import Relationship


@dataclass(frozen=True)
class Place:
    """An account's place in a relationship."""

    relationship: str
    party: str
    person: str
    name: str
    title: str  # of the relationship


@dataclass(frozen=True)
class Offered:
    """What an open invitation offers; `hint` is the address it went to, all but hidden."""

    name: str
    organisation: str
    relationship: str
    party: str
    role: str
    invited_by: str
    hint: str
    expires_at: datetime
    title: str  # of the relationship


@dataclass(frozen=True)
class Way:
    """An open one-time link: whose it is, until when."""

    name: str
    organisation: str
    expires_at: datetime


@dataclass(frozen=True)
class Browser:
    """A session as its owner sees it. `mark` names it without giving its key away."""

    mark: str
    agent: str
    began_at: datetime
    seen_at: datetime
    here: bool


def places(user_id: int) -> list[Place]:
    """Return the places an account has now, by relationship."""
    titles = dict(Relationship.objects.values_list("key", "name"))
    rows = Membership.objects.filter(user_id=user_id, until=None).order_by("relationship")
    return [
        Place(row.relationship, row.party, row.person, row.name, titles.get(row.relationship, row.relationship))
        for row in rows
    ]


def places_at(email: str) -> list[Place]:
    """Return the places of the account with an address; none where there is no such account."""
    user = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first()
    return places(user) if user is not None else []


def invitation(token: str, at: datetime) -> Offered | None:
    """Return what a link offers; None where it is used, withdrawn, too old or was never sent."""
    rows = Invitation.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=at)
    row = rows.select_related("organisation", "made_by__organisation").first()
    if row is None:
        return None
    by = f"{row.made_by.name}, {row.made_by.organisation.name}" if row.made_by else ""
    title = Relationship.objects.filter(key=row.relationship).values_list("name", flat=True).first()
    return Offered(
        row.name, row.organisation.name, row.relationship, row.party, row.role, by, _hidden(row.email), row.expires_at,
        title or row.relationship,
    )  # fmt: skip


def link(token: str, at: datetime) -> Way | None:
    """Return whose one-time link this is; None where it is used or too old."""
    rows = SignInLink.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=at, user__is_active=True)
    row = rows.select_related("user__organisation").first()
    return Way(row.user.name, row.user.organisation.name, row.expires_at) if row else None


def browsers(user_id: int, key: str | None, at: datetime) -> list[Browser]:
    """Return an account's sessions, the one in use last first; `key` is that of the session that asks."""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=at).order_by("-seen_at")
    return [
        Browser(mark(row.session_key), row.agent, row.began_at, row.seen_at, row.session_key == key) for row in rows
    ]


def session_key(user_id: int, wanted: str) -> str | None:
    """Return the key of the account's session with that mark."""
    keys = Session.objects.filter(user_id=user_id).values_list("session_key", flat=True)
    return next((key for key in keys if mark(key) == wanted), None)


def mark(key: str) -> str:
    """Return what names a session on a page; the key itself never stands there."""
    return hashlib.sha256(b"session\0" + key.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Asked:
    """To which address a place was offered or is held, since when; `open`: it waits to be taken, until `expires_at`."""

    email: str
    hint: str
    since: datetime
    expires_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether the place waits."""
        return self.expires_at is not None


def asked(relationship: str, at: datetime) -> dict[str, Asked]:
    """Return, per person of a relationship, the address their place was offered to or is held at."""
    waiting = Invitation.objects.filter(relationship=relationship, used_at=None, expires_at__gt=at)
    held = Membership.objects.filter(relationship=relationship, until=None).select_related("user")
    found = {row.person: Asked(row.email, _hidden(row.email), row.made_at, row.expires_at) for row in waiting}
    for row in held:
        found.setdefault(row.person, Asked(row.user.email, _hidden(row.user.email), row.since, None))
    return found


def standing(relationship: str, at: datetime) -> dict[str, str]:
    """Return, per person of a relationship, `here` (has an account) or `asked` (an invitation waits)."""
    asked = Invitation.objects.filter(relationship=relationship, used_at=None, expires_at__gt=at)
    here = Membership.objects.filter(relationship=relationship, until=None)
    return {
        **dict.fromkeys(asked.values_list("person", flat=True), "asked"),
        **dict.fromkeys(here.values_list("person", flat=True), "here"),
    }


def organisations(relationship: str) -> dict[str, str]:
    """Return which organisation fills each party's seat."""
    rows = Seat.objects.filter(relationship=relationship).select_related("organisation")
    return {row.party: row.organisation.name for row in rows}


def relationships() -> list[str]:
    """Return the keys of all relationships of the installation."""
    return list(Relationship.objects.order_by("key").values_list("key", flat=True))


def counts(at: datetime) -> dict[str, int]:
    """Return how many accounts, sessions and waiting invitations the installation has."""
    return {
        "accounts": User.objects.filter(is_active=True).count(),
        "sessions": Session.objects.filter(user__is_active=True, expire_date__gt=at).count(),
        "invitations": Invitation.objects.filter(used_at=None, expires_at__gt=at).count(),
    }


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hidden(email: str) -> str:
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
