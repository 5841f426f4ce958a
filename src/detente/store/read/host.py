"""What who looks after the installation may know: that things run, and how many. Nothing that anybody has written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Min, Q

from detente.store import due
from detente.store.instants import from_us, to_us
from detente.store.models.accounts import Membership, Seat
from detente.store.models.live import Outbox, Relationship

_LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Table:
    """A relationship from outside: who sits at it, how many have an account, when its joint record last moved."""

    key: str
    name: str
    version: int
    opened: datetime
    companies: tuple[str, ...]
    accounts: int


@dataclass(frozen=True)
class Health:
    """Whether clocks and mails keep up. `late`: clocks whose time has passed unnoticed, and since when."""

    database: str
    late: int
    late_since: datetime | None
    next_due: datetime | None
    mails: dict[str, int]
    waiting_since: datetime | None


def tables() -> list[Table]:
    """Return every relationship of the installation."""
    companies: dict[str, list[str]] = {}
    for seat in Seat.objects.select_related("organisation").order_by("pk"):
        companies.setdefault(seat.relationship, []).append(seat.organisation.name)
    counted = Membership.objects.filter(until=None).values_list("relationship").annotate(Count("pk"))
    accounts: dict[str, int] = dict(counted)
    return [
        Table(
            row.key, row.name, row.version, from_us(row.opened_us), tuple(companies.get(row.key, ())),
            accounts.get(row.key, 0),
        )
        for row in Relationship.objects.order_by("key")
    ]  # fmt: skip


def health(at: datetime) -> Health:
    """Return whether clocks and mails keep up at an instant (the clerk's)."""
    now = to_us(at)
    many, since = due.late(now)
    mails: dict[str, int] = dict(Outbox.objects.values_list("state").annotate(Count("pk")))
    waiting = Outbox.objects.filter(state="waiting", hold_until_us__lt=now).aggregate(first=Min("hold_until_us"))
    return Health(_database(), many, _instant(since), _instant(due.next_from(now)), mails, _instant(waiting["first"]))


def mail_waits(at: datetime) -> datetime | None:
    """Return since when mail waits for its server; nothing while it flows.

    A message that was put back says so: its server was away. One that nobody took in a quarter of an hour has no
    sender, or its sender stands still.
    """
    now = to_us(at)
    waiting = Outbox.objects.filter(state="waiting", channel="mail", hold_until_us__lte=now)
    tried, late = ~Q(says=""), Q(hold_until_us__lte=to_us(at - _LATE))
    return _instant(waiting.filter(tried | late).aggregate(first=Min("hold_until_us"))["first"])


def last_sent() -> datetime | None:
    """Return when the last mail left."""
    return _instant(Outbox.objects.aggregate(last=Max("sent_us"))["last"])


def _instant(us: int | None) -> datetime | None:
    return None if us is None else from_us(us)


def _database() -> str:
    with connection.cursor() as cursor:
        asked = "SELECT 'SQLite ' || sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
        cursor.execute(asked)
        found = str(cursor.fetchone()[0])
    return found if connection.vendor == "sqlite" else f"PostgreSQL {found}"
