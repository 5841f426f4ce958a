"""What an installation stands on, looked at piece by piece, each with what mends it."""

import os
import shutil
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import msgspec
from django.conf import settings
from django.db import Error, connection

from detente.clerk import posting, witnessing
from detente.core.worktime import tzdata_version
from detente.store import lines, roles, whole
from detente.store.instants import from_us
from detente.store.read.ruled import ruled
from detente.store.rooms import class_of, rooms_of

SKEW = timedelta(minutes=5)
REACH = timedelta(days=180)  # a calendar that ends sooner is told
ROOM = 1 << 30  # bytes that should be free
SQLITE_WHOLE, POSTGRESQL_OLDEST = (3, 51, 3), 150_000
_SECONDS = 5
_LATE = timedelta(minutes=10)  # for so long a message may be on its way
_MIGRATE = "Start 'detente serve'; on PostgreSQL run 'detente init --live' once, as the database's owner."


class Found(msgspec.Struct, frozen=True):
    """One look: at what, whether it is as it should be, what is the case, and what mends it."""

    what: str
    fine: bool
    says: str
    cure: str = ""


def examine(*, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[Found]:
    """Return every look, in order; what needs the database and its tables is left out without them."""
    found = [*_database()]
    if all(one.fine for one in found):
        found += [*_sqlite(), *_postgresql(), *_clock(now), *_calendars(now), *_record(), *_outbox(now())]
    return [*found, *_mail(), *_address(now), _zones(), *_disk()]


def _database() -> Iterator[Found]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        first = str(error).splitlines()[0]
        yield Found("database", False, f"does not answer: {first}", "Start it, or correct DETENTE_DATABASE.")
        return
    yield Found("database", True, f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}")
    yield _tables()


def _tables() -> Found:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Found("tables", False, f"{len(plan)} changes of the tables are waiting.", _MIGRATE)
    return Found("tables", True, "up to date")


def _sqlite() -> Iterator[Found]:
    if connection.vendor != "sqlite":
        return
    version = connection.get_database_version()
    says = ".".join(map(str, version))
    if version < SQLITE_WHOLE:
        cure = "Install pysqlite3, serve with one process, or use PostgreSQL."
        yield Found("SQLite", False, f"{says} can damage a file that several processes share.", cure)
    else:
        yield Found("SQLite", True, says)
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            is_now = str(cursor.fetchone()[0])
            cure = "" if is_now == value else f"Leave {name} to Detente's settings; the file may lie on a network disk."
            yield Found(f"SQLite, {name}", is_now == value, is_now, cure)


def _postgresql() -> Iterator[Found]:
    if connection.vendor != "postgresql":
        return
    number = connection.pg_version
    if number < POSTGRESQL_OLDEST:
        yield Found("PostgreSQL", False, f"version {number // 10_000} is older than 15.", "Install 15 or newer.")
    lacks = [*roles.missing(), *roles.too_open()]
    for lack in lacks:
        yield Found("roles", False, lack.says, "As superuser: " + " ".join(f"{one};" for one in lack.sql))
    if not lacks:
        yield Found("roles", True, "every private room lies under a role of its own")
    with connection.cursor() as cursor:
        for name, bad in (("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off")):
            cursor.execute("SELECT current_setting(%s)", [name])
            (is_now,) = cursor.fetchone()
            if is_now == bad:
                cure = f"Set {name} = on in postgresql.conf."
                yield Found(
                    f"PostgreSQL, {name}", False, "off: what was acknowledged can be lost in a power cut.", cure
                )


def _clock(now: Callable[[], datetime]) -> Iterator[Found]:
    cure = "Set the machine's clock, best by NTP (timedatectl set-ntp true)."
    here = now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (there,) = cursor.fetchone()
        yield _skew("clock, against the database", here - there, cure)
    latest = max((last for _, last in _heads()), default=None)
    if latest is not None and here < latest - SKEW:
        says = f"{latest - here} behind the newest entry, of {latest:%Y-%m-%d %H:%M} UTC."
        yield Found("clock, against the record", False, says, cure)
    elif latest is not None:
        yield Found("clock, against the record", True, "not behind")


def _skew(what: str, skew: timedelta, cure: str) -> Found:
    seconds = round(skew.total_seconds())
    return Found(what, abs(skew) <= SKEW, f"{seconds:+} seconds", "" if abs(skew) <= SKEW else cure)


def _heads() -> Iterator[tuple[whole.Kept, datetime]]:
    for kept in whole.journals():
        _, last_us = lines.head(kept.relationship, kept.room_class)
        yield kept, from_us(last_us)


def _calendars(now: Callable[[], datetime]) -> Iterator[Found]:
    """How far the lists of days reach: no clock can be counted beyond."""
    for relationship in dict.fromkeys(kept.relationship for kept in whole.journals()):
        for name, calendar in ruled(relationship).program(now()).generations[-1].items():
            until = getattr(calendar, "known_until", None)
            if until is None:
                continue
            far = until - now().date() >= REACH
            cure = "" if far else "Agree the next year's list: both sides sign it as a change of the calendar."
            yield Found(f"{relationship}, calendar {name}", far, f"known until {until}", cure)


def _record() -> Iterator[Found]:
    for relationship in dict.fromkeys(kept.relationship for kept in whole.journals()):
        letters = ruled(relationship).letters
        standing = [(room, witnessing.standing(relationship, room)) for room in rooms_of(letters)]
        for room, one in standing:
            if not one.holds:
                yield Found(f"{relationship}, {room}", False, one.says, "detente restore, from a newer backup")
        if all(one.holds for _, one in standing):
            covered = sum(one.covered for _, one in standing)
            size = sum(lines.head(relationship, class_of(room, letters))[0].size for room, _ in standing)
            yield Found(f"{relationship}, record", True, f"{size} entries, {covered} under a kept checkpoint")


def _outbox(now: datetime) -> Iterator[Found]:
    """Messages that are due and have not left, that a mail server puts off again and again, or refused for good."""
    found = posting.waiting(now)
    if found.due and found.since is not None and now - found.since > _LATE:
        says = f"{found.due} messages wait since {found.since:%Y-%m-%d %H:%M} UTC. Nothing is lost."
        yield Found("outbox", False, says, "Start 'detente worker', or the mail server; they leave by themselves then.")
    if found.put_off:
        says = f"{found.put_off} messages were put off by the mail server: {found.says}"
        cure = "Ask whoever looks after it. Each is tried again by itself; nothing is lost."
        yield Found("outbox", False, says, cure)
    if found.failed:
        says = f"{found.failed} messages were refused for good: the log of what was sent says why."
        yield Found("outbox", False, says, "Correct the addresses on the page of people.")


def _mail() -> Iterator[Found]:
    host, port = getattr(settings, "EMAIL_HOST", ""), int(getattr(settings, "EMAIL_PORT", 25) or 25)
    if not host:
        cure = "Set DETENTE_SMTP to your server: smtp://user:password@mail.example:587."
        yield Found("mail", False, "no server is named; notices stand in the record alone.", cure)
        return
    try:
        speaks = smtplib.SMTP_SSL if getattr(settings, "EMAIL_USE_SSL", False) else smtplib.SMTP
        with speaks(host, port, timeout=_SECONDS) as server:
            code, _ = server.ehlo()
        yield Found("mail", 200 <= code < 300, f"{host}:{port} answers {code}")
    except (OSError, smtplib.SMTPException) as error:
        yield Found("mail", False, f"{host}:{port} does not answer: {error}", "Start it, or correct the mail settings.")


def _address(now: Callable[[], datetime]) -> Iterator[Found]:
    """Whether the address in links leads here, and what time it says there."""
    address = settings.SITE_URL
    if urlsplit(address).scheme not in ("http", "https"):
        yield Found("address", False, f"'{address}' is no address.", "Set DETENTE_URL to what people open.")
        return
    try:
        with urlopen(Request(address, method="HEAD"), timeout=_SECONDS) as answer:  # noqa: S310 (http and https only)
            said = answer.headers.get("Date")
    except URLError as error:
        headers = getattr(error, "headers", None)
        said = headers.get("Date") if headers else None
        if headers is None:
            cure = "Start 'detente serve', or set DETENTE_URL to the address people open."
            yield Found("address", False, f"{address} does not answer: {getattr(error, 'reason', error)}", cure)
            return
    yield Found("address", True, f"{address} answers")
    if said:
        yield _skew("clock, against the address", now() - parsedate_to_datetime(said), "Set the clocks by NTP.")


def _zones() -> Found:
    return Found("time zones", True, f"tzdata {tzdata_version()}, the package's own")


def _disk() -> Iterator[Found]:
    place = Path(settings.DATA)
    if not os.access(place, os.W_OK):
        yield Found(
            "disk", False, f"{place} cannot be written.", f"Give it to the user that runs Detente: chown {place}"
        )
        return
    free = shutil.disk_usage(place).free
    cure = "" if free >= ROOM else "Make room: the record only grows."
    yield Found("disk", free >= ROOM, f"{free / (1 << 30):.1f} GiB free in {place}", cure)


__all__ = ["Found", "examine"]
