"""Who may sign in: organisations, accounts, the seats they fill, invitations, one-time links, sessions.

An account belongs to one organisation for ever (a trigger keeps it so): whoever changes sides gets a new account and
carries nothing across. What a person may do in a relationship comes from the charter's roles, never from here.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A company or a neutral: somebody who fills a seat at a table."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        app_label = "store"

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    """Finds and makes accounts by their address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with this address, in whatever case it is written."""
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account; without a password nobody signs in with one."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: one person in one organisation."""

    email = models.EmailField(max_length=254, unique=True)  # lower case; an ended account has given its address back
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts")
    language = models.CharField(max_length=8, blank=True, default="")  # empty: what the browser asks for
    hosts = models.BooleanField(default=False)  # looks after the installation; reads no private room by it
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        app_label = "store"

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """Which organisation fills a party of a relationship; no organisation sits on two sides of one table."""

    relationship = models.CharField(max_length=100)
    party = models.CharField(max_length=100)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")

    class Meta:
        app_label = "store"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["relationship", "party"], name="a_seat_is_filled_once"),
            models.UniqueConstraint(fields=["relationship", "organisation"], name="an_organisation_has_one_side"),
        ]


class Membership(models.Model):
    """A person's place in a relationship; a trigger refuses a seat that another organisation fills."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    relationship = models.CharField(max_length=100)
    party = models.CharField(max_length=100)
    person = models.CharField(max_length=20)  # the journal's number, `p-3`
    name = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "relationship"], condition=Q(until=None), name="one_place_a_table"),
            models.UniqueConstraint(
                fields=["relationship", "person"], condition=Q(until=None), name="one_account_a_person"
            ),
        ]


class _Link(models.Model):
    """What is sent once and works once: only the hash of its token is kept."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)  # taken, or withdrawn

    class Meta:
        abstract = True


class Invitation(_Link):
    """A place that waits for its person."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    relationship = models.CharField(max_length=100)
    party = models.CharField(max_length=100)
    person = models.CharField(max_length=20)
    role = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        app_label = "store"


class SignInLink(_Link):
    """A way in for an account that stands: the first start, the demo, whoever lost every other way."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    leads_to = models.CharField(max_length=200, default="/")

    class Meta:
        app_label = "store"


class Session(AbstractBaseSession):
    """A browser that has signed in; its account stands in a column, so that ending an account ends it everywhere."""

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    agent = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        app_label = "store"
        indexes: ClassVar = [models.Index(fields=["user"], name="sessions_of_an_account")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that reads and writes these rows."""
        from detente.store.sessions import SessionStore

        return SessionStore


class CacheEntry(models.Model):
    """What every process must know at once and may forget: counted attempts, codes already used.

    The columns are those of Django's cache in a database.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "store"
        db_table = "store_cache"
