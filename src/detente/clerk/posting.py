"""Messages that leave: claimed by one sender, looked at again, marked. A crash leaves each to be sent once more.

A claim is a lease. Whoever sends marks the row within it; where nobody did, because the sender died, the row is taken
again when the lease is over, and leaves under the same Message-ID: lost is none, and a double is known as one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connection, transaction

from detente.clerk import digests, time
from detente.clerk.addresses import Addressed, addressed
from detente.clerk.choices import position
from detente.clerk.letters import Book, Letter
from detente.clerk.live import Families
from detente.clerk.outbox import leaves, letter_of, send_instead
from detente.clerk.policy import Position
from detente.clerk.readers import Readers, readers_at
from detente.clerk.second_look import DAILY, LEFT, OFF, Reader, Verdict, look_again
from detente.core.engine import State, with_rounds
from detente.core.engine.questions.open_now import is_blind
from detente.core.procedures import On
from detente.core.vocabulary.facts import ActDone
from detente.core.vocabulary.stamps import seq_of
from detente.store import lines
from detente.store.instants import from_us, to_us
from detente.store.models import Outbox
from detente.store.read.ruled import Ruled, ruled
from detente.store.read.viewer import Viewer, seated
from detente.store.rooms import JOINT

LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 720, 1440, 1440))
NOWHERE = "their place is not taken yet, and no address for notices is known"
NOT_THEIRS = "the room or matter is not theirs to read"
_END = 1 << 60


class Post(msgspec.Struct, frozen=True):
    """A message to be sent now: to whom, what it is about; `merged` are others of its matter that it tells, too."""

    number: int  # of the row
    message_id: str
    letter: Letter
    viewer: Viewer  # the reader: what the message says is read as they may read it
    to: Addressed
    readers: Readers
    others: tuple[str, ...]  # numbers of everybody else whom the same fact's message reaches
    merged: tuple[Letter, ...] = ()
    news: tuple[Any, ...] = ()  # facts of a daily summary


def take(*, most: int = 20, at: datetime | None = None) -> Iterator[Post]:
    """Claim messages that are due, one after the other, and yield those that leave."""
    now = at or time.stamp()
    for _ in range(most):
        with transaction.atomic():
            row = _next_due(now)
            if row is None:
                return
            post = _looked_at(row, now)
        if post is not None:
            yield post


def mark_sent(post: Post, *, says: str = "") -> None:
    """Say that a message was handed to the mail server."""
    rows = Outbox.objects.filter(pk=post.number)
    rows.update(state="sent", sent_us=to_us(time.stamp()), says=says[:500])


def mark_refused(post: Post, says: str, *, for_good: bool) -> None:
    """Say that the mail server would not take a message: it is tried again after a growing pause, or never."""
    row = Outbox.objects.get(pk=post.number)
    last = for_good or row.tries > len(PAUSES)
    pause = PAUSES[min(row.tries, len(PAUSES)) - 1]
    Outbox.objects.filter(pk=post.number).update(
        state="failed" if last else "waiting", hold_until_us=to_us(time.stamp() + pause), says=says[:500]
    )


def put_back(post: Post, says: str) -> None:
    """Leave a message for when the mail server is there again: this was no try."""
    rows = Outbox.objects.filter(pk=post.number)
    row = rows.get()
    rows.update(state="waiting", tries=max(0, row.tries - 1), hold_until_us=to_us(post.letter.hold), says=says[:500])


class Waiting(msgspec.Struct, frozen=True):
    """How many messages are due and have not left, since when; how many were refused for good, or again and again."""

    due: int
    since: datetime | None
    failed: int
    put_off: int = 0
    says: str = ""  # what the mail server said of one that it put off


def waiting(at: datetime | None = None) -> Waiting:
    """Return what waits for a mail server: what a doctor and a banner tell."""
    now = to_us(at or time.stamp())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), MIN(hold_until_us) FROM store_outbox WHERE state = 'waiting' AND hold_until_us <= %s",
            [now],
        )
        due, since = cursor.fetchone()
        cursor.execute("SELECT COUNT(*) FROM store_outbox WHERE state = 'failed'")
        failed = cursor.fetchone()[0]
        cursor.execute("SELECT COUNT(*), MAX(says) FROM store_outbox WHERE state = 'waiting' AND tries > 1")
        put_off, says = cursor.fetchone()
    return Waiting(due, from_us(since) if since is not None else None, failed, put_off, says or "")


# ---- claiming


def _next_due(now: datetime) -> Any:
    """The next row that is due, which nobody else has; its lease begins."""
    rows = Outbox.objects.filter(state__in=("waiting", "sending"), hold_until_us__lte=to_us(now), channel="mail")
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(skip_locked=True)
    return rows.order_by("hold_until_us", "id").first()


def _looked_at(row: Any, now: datetime) -> Post | None:
    found = ruled(row.relationship)
    readers = readers_at(found, found.programs, now, leaves(found))
    letter = letter_of(row)
    viewer = _viewer(found, readers, row.person, now)
    book = Book(readers, _families(found, letter.matter, now))
    verdict = _verdict(row, book, letter, viewer, now=now)
    if verdict.does == "send" and viewer is not None:
        to = addressed(row, readers, letter)
        if not to.addresses:
            return _settle(row, "failed" if to.why == "notices" else "dropped", NOWHERE)
        return _claimed(row, letter, viewer, readers, to=to, now=now)
    send_instead(row.relationship, verdict.instead)
    return _settle(row, "folded" if verdict.does == "fold" else "dropped", verdict.says)


def _settle(row: Any, state: str, says: str) -> Post | None:
    Outbox.objects.filter(pk=row.pk).update(state=state, says=says)
    return None


def _viewer(found: Ruled, readers: Readers, person: str, now: datetime) -> Viewer | None:
    party = readers.party(person)
    if not party:
        return None
    name = readers.names.get(person, "")
    return seated(found, readers.charter.name, person=person, name=name, party=party, at=now)


def _families(found: Ruled, matter: str, now: datetime) -> dict[str, State]:
    state = Families(found.relationship, lambda _matter: None).get(matter) if matter else None
    return {matter: with_rounds(found.programs[state.version], state, now)} if state is not None else {}


def _verdict(row: Any, book: Book, letter: Letter, viewer: Viewer | None, *, now: datetime) -> Verdict:
    choice = position(row.relationship, row.person)
    if letter.template == "digest":
        return Verdict("send") if viewer and choice is not Position.LEGAL else Verdict("drop", OFF if viewer else LEFT)
    if viewer is not None and not _may_know(viewer, letter, book):
        return Verdict("drop", NOT_THEIRS)
    reader = Reader(
        choice,
        _sent_today(row, book.readers, now),
        letter.template == "waiting" and _acted_since(row, book, letter),
        _is_told(row),
    )
    return look_again(book, letter, reader, now)


def _may_know(viewer: Viewer, letter: Letter, book: Book) -> bool:
    state = book.families.get(letter.matter)
    return letter.room in viewer.rooms and (state is None or viewer.concerns(state.runs))


def _sent_today(row: Any, readers: Readers, now: datetime) -> int:
    """How many messages the reader was sent on this day of theirs, the daily summary left out."""
    if not readers.party(row.person):
        return 0
    desk = readers.desk(row.person)
    begins = to_us(desk.midnight(now))
    sent = Outbox.objects.filter(relationship=row.relationship, person=row.person, state="sent", sent_us__gte=begins)
    return int(sent.exclude(template="digest").count())


def _is_told(row: Any) -> bool:
    same = Outbox.objects.filter(
        relationship=row.relationship, person=row.person, template=row.template, values=row.values, state="sent"
    )
    return bool(same.exclude(pk=row.pk).exists())


def _acted_since(row: Any, book: Book, letter: Letter) -> bool:
    """Whether the reader put something on the matter's record since; an answer that is hidden does not count."""
    if not letter.matter or letter.room != JOINT:
        return False
    since = seq_of(letter.fact) + 1
    facts = lines.facts(lines.rows(row.relationship, JOINT, matter=letter.matter, seqs=(since, _END)))
    return any(getattr(fact, "person", None) == row.person and not _hides(book, fact) for fact in facts)


def _hides(book: Book, fact: Any) -> bool:
    state = book.families.get(getattr(fact, "matter", None) or "")
    if not isinstance(fact, ActDone) or state is None:
        return False
    program = book.program(state)
    rows = program.index[fact.run].table.rows if fact.run in program.index else ()
    return any(row.on is On.ACT and row.slug == fact.act and is_blind(program, row) for row in rows)


# ---- what leaves


def _claimed(
    row: Any, letter: Letter, viewer: Viewer, readers: Readers, *, to: Addressed, now: datetime
) -> Post | None:
    merged = _merged(row, letter, now)
    news = digests.news(viewer, row, now) if letter.template == "digest" else ()
    if letter.template == "digest" and not news and not merged:
        return _settle(row, "dropped", digests.NOTHING)
    Outbox.objects.filter(pk=row.pk).update(
        state="sending", tries=row.tries + 1, hold_until_us=to_us(max(now, time.stamp()) + LEASE)
    )
    people = () if letter.template == "digest" else _others(row, letter, viewer, now)
    return Post(row.pk, row.message_id, letter, viewer, to, readers, people, tuple(merged), tuple(news))


def _others(row: Any, letter: Letter, viewer: Viewer, now: datetime) -> tuple[str, ...]:
    """Everybody else whom the same message reached, or reaches now; of rooms that the reader may know of."""
    same = Outbox.objects.filter(
        relationship=row.relationship, fact=row.fact, template=row.template, room__in=viewer.rooms
    ).exclude(person=row.person)
    gone = same.filter(state__in=("sent", "sending")) | same.filter(state="waiting", hold_until_us__lte=to_us(now))
    about = (letter.run, letter.term, letter.due, letter.says)
    found = [letter_of(each) for each in gone.order_by("id")]
    return tuple(one.person for one in found if (one.run, one.term, one.due, one.says) == about)


def _merged(row: Any, letter: Letter, now: datetime) -> Sequence[Letter]:
    """The offers and replies of one matter that wait for the same reader, or what waited for the daily summary."""
    rows = Outbox.objects.filter(relationship=row.relationship, person=row.person).exclude(pk=row.pk)
    says = f"{digests.TOLD_IN}{row.message_id}"
    if letter.template == "digest":
        fresh = rows.filter(state="folded", says=DAILY)
    elif letter.policy == "N5":
        due = rows.filter(state="waiting", policy="N5", room=row.room, hold_until_us__lte=to_us(now))
        fresh = [one for one in due if letter_of(one).matter == letter.matter]
    else:
        return ()
    numbers = [one.pk for one in fresh]
    rows.filter(pk__in=numbers).update(state="folded", says=says, sent_us=to_us(now))
    return [letter_of(one) for one in rows.filter(says=says).order_by("id")]


__all__ = ["Post", "Waiting", "mark_refused", "mark_sent", "put_back", "take", "waiting"]
