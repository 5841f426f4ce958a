"""Sessions whose row names the account: one query brings both, and ending an account leaves nothing to replay."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from detente.store.models.accounts import Session, User

IDLE = timedelta(hours=12)
WHOLE = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)
AGENT = "detente.agent"  # what the browser calls itself, told at sign-in


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, with the account beside them."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def get_session_cookie_age(self) -> int:
        """Return how long a session may be quiet, in seconds."""
        return int(IDLE.total_seconds())

    def _get_session_from_db(self) -> Session | None:
        found = _standing(self.session_key)
        self.row = found
        if found is None:
            self._session_key = None
        elif timezone.now() - found.seen_at > SEEN_EVERY:
            _seen(found)
        return found

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        """Return the row to write: a session that signs somebody in names the account."""
        row: Session = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.agent = str(data.get(AGENT, ""))[:200]
        now = timezone.now()
        row.began_at = self.row.began_at if self.row else now
        row.seen_at = now
        return row

    def create(self) -> None:
        """Begin a session: a new key, also where rights change, and its time runs from now."""
        self.row = None
        super().create()

    def account(self) -> User | None:
        """Return the account that has signed in with this session, if it stands and its password is the same."""
        told = self.get(HASH_SESSION_KEY, "")  # reads the row
        user = self.row.user if self.row else None
        if user is None or not user.is_active or str(user.pk) != str(self.get(SESSION_KEY)):
            return None
        return user if constant_time_compare(told, user.get_session_auth_hash()) else None


def _standing(key: str | None) -> Session | None:
    """Return the row of a session that is neither quiet for too long nor too old, with its account."""
    now = timezone.now()
    return (
        Session.objects.select_related("user__organisation")
        .filter(session_key=key, expire_date__gt=now, began_at__gt=now - WHOLE)
        .first()
    )


def _seen(row: Session) -> None:
    """Note that the session is in use, at most every few minutes."""
    now = timezone.now()
    Session.objects.filter(pk=row.pk).update(seen_at=now, expire_date=now + IDLE)
