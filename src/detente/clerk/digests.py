"""The daily summary: at its hour, on the reader's business days, of what nobody told them yet. Never an empty one."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from detente.clerk.outbox import leaves, message_id
from detente.clerk.policy import Desk, Rules
from detente.clerk.readers import readers_at
from detente.core.vocabulary.facts import MatterOpened
from detente.core.vocabulary.stamps import seq_of
from detente.core.worktime import zone
from detente.store import lines, write
from detente.store.instants import to_us
from detente.store.models import Outbox
from detente.store.read.hidden import hidden
from detente.store.read.journal import entries
from detente.store.read.ruled import ruled
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT

NOTHING = "there was nothing to tell"
TOLD_IN = "told in "  # and the Message-ID of the message that told it, too
LATE = timedelta(hours=9)  # a summary that could not leave for so long waits for the next day
FIRST = timedelta(days=7)  # how far the first one looks back
TOLD = (
    "ActDone", "MatterOpened", "DeadlinePassed", "DeadlineExtended", "SettlementSigned", "CharterSigned",
    "CalendarChanged", "PersonAppointed", "PersonLeft", "MatterMoved", "FactCorrected", "MessageSent",
    "StatementMade", "StatementConfirmed", "StatementContested", "AgreementOffered", "AgreementGiven",
    "MinutesWritten", "MinutesAccepted", "GoalReported", "LeaveNoted",
)  # fmt: skip


def queue_due(now: datetime) -> int:
    """Queue the summaries whose hour has come; return how many. One that is queued already stays as it is."""
    rows = [row for relationship in _relationships() for row in _due(relationship, now)]
    before = Outbox.objects.filter(template="digest").count() if rows else 0
    write.queue(rows)
    return Outbox.objects.filter(template="digest").count() - before if rows else 0


def _relationships() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM store_relationship ORDER BY key")
        return [row[0] for row in cursor.fetchall()]


def _due(relationship: str, now: datetime) -> Iterator[dict[str, Any]]:
    found = ruled(relationship)
    readers = readers_at(found, found.programs, now, leaves(found))
    size = lines.head(relationship, JOINT)[0].size
    for person in readers.present():
        desk, rules = readers.desk(person), readers.rules
        hour = instant_of(desk, rules, now)
        if hour is not None and hour <= now < hour + LATE and size:
            yield _row(relationship, person, desk.local_day(now).isoformat(), seq=size - 1, hour=hour)


def instant_of(desk: Desk, rules: Rules, now: datetime) -> datetime | None:
    """Return when today's summary leaves for somebody; nothing on a day their office is closed."""
    day = desk.local_day(now)
    if not desk.works_on(day):
        return None
    hour = time(rules.digest_at.hour, rules.digest_at.minute)
    if rules.digest_zone == "own":
        return desk.instant(day, hour)
    return datetime.combine(day, hour, zone(rules.digest_zone))


def _row(relationship: str, person: str, day: str, *, seq: int, hour: datetime) -> dict[str, Any]:
    return {
        "relationship": relationship,
        "fact": f"{JOINT}/{seq}",
        "person": person,
        "policy": "N7",
        "template": "digest",
        "message_id": message_id(relationship, f"{day}/0", person, "digest"),
        "hold_until_us": to_us(hour),
    }


# ---- what it tells


def news(viewer: Viewer, row: Any, now: datetime) -> list[Any]:
    """Return the facts a summary tells: since the one before, of others, visible to the reader, not told otherwise."""
    if JOINT not in viewer.rooms:  # a neutral without a mandate sits at the table and reads nothing of it
        return []
    until = seq_of(row.fact) + 1
    since = _told_up_to(row)
    unseen, told = hidden(viewer, now), _told(row)
    found = [entry.fact for entry in entries(viewer, kinds=TOLD, seqs=(since, until))]
    begins = now - FIRST
    return [
        fact
        for fact in found
        if fact.at >= begins
        and fact.id not in unseen
        and fact.id not in told
        and getattr(fact, "person", None) != viewer.person
        and not (isinstance(fact, MatterOpened) and fact.person)  # the act that opened it tells of it
    ]


def _told_up_to(row: Any) -> int:
    before = Outbox.objects.filter(
        relationship=row.relationship, person=row.person, template="digest", state="sent", pk__lt=row.pk
    )
    facts = before.order_by("-id").values_list("fact", flat=True)[:1]
    return seq_of(facts[0]) + 1 if facts else 0


def _told(row: Any) -> set[str]:
    rows = Outbox.objects.filter(relationship=row.relationship, person=row.person, room=JOINT)
    told = rows.filter(state="sent") | rows.filter(state="folded", says__startswith=TOLD_IN)
    return set(told.exclude(template="digest").values_list("fact", flat=True))
