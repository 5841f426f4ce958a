"""A relationship for tests whose matters are nothing but clocks: each matter rings twice when nobody answers."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from detente import clerk
from detente.core.vocabulary.facts import ActDone, MatterOpened
from detente.store.read.ruled import ruled
from detente.store.read.viewer import Viewer, seated

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPENED = datetime(2026, 6, 1, 9, tzinfo=UTC)  # a Monday
CHARTER = """language: 1
name: Small
version: 1
effective: 2026-03-02T00:00:00+00:00
zone: Europe/London
currency: EUR
calendar: england
calendar changes: {agreed by: both, running clocks: follow}
parties:
  customer: {name: Harbor, zone: Europe/London, calendar: england, side: a}
  provider: {name: Quay, zone: Europe/Berlin, calendar: berlin, side: b}
people:
  Ann Archer: {of: customer, title: manager}
  Ben Bauer: {of: provider, title: manager}
roles:
  manager:
    customer: {holder: Ann Archer, authority: 1000.00 EUR, acts for: customer}
    provider: {holder: Ben Bauer, authority: 1000.00 EUR, acts for: provider}
calendars:
  england:
    zone: Europe/London
    weekend: [saturday, sunday]
    hours: {monday to friday: ["09:00-17:00"]}
    known until: 2099-12-31
  berlin:
    {zone: Europe/Berlin, weekend: [saturday, sunday], hours: {monday to friday: ["09:00-17:00"]},
     known until: 2099-12-31}
notices:
  calendar: recipient
  zone: recipient
  methods:
    e-mail: {received: same day, cut-off: "17:00", otherwise: 1 working day at 09:00}
  addresses:
    customer: {to: manager, e-mail: notices@harbor.example}
    provider: {to: manager, e-mail: notices@quay.example}
procedures:
  ping:
    opens: {who: either, may: note ping, then: first}
    terms:
      first: {who: other, may: file pong, by: 2 hours, then: end done, else: second}
      second: {who: other, may: file pong, by: 1 hour, then: end done, else: end exhausted}
  offer:
    opens: {who: either, may: file offer, then: answer}
    terms:
      answer: {who: other, may: accept offer, by: 20 working days, then: end done, else: end exhausted}
      withdrawal: {who: opener, may: take back offer, then: end withdrawn}
  dispute:
    opens: {who: either, may: serve dispute notice, then: talks}
    terms:
      talks: {who: both, may: settle, by: 5 working days after dispute notice, else: end exhausted}
"""


def begun(at: datetime = BEGAN, *, name: str = "Harbor") -> str:
    """Begin the relationship, or one of another customer; return its key."""
    return clerk.begin(CHARTER.replace("Harbor", name), host="detente.example", at=at)


def viewers(relationship: str) -> tuple[Viewer, Viewer]:
    """Return Ann of the customer and Ben of the provider."""
    found = ruled(relationship)
    return (
        seated(found, "Small", person=found.number("Ann Archer"), name="Ann Archer", party="customer"),
        seated(found, "Small", person=found.number("Ben Bauer"), name="Ben Bauer", party="provider"),
    )


def open_pings(
    relationship: str, number: int, *, at: datetime = OPENED, apart: timedelta = timedelta(), start: int = 1
):
    """Open matters that nobody answers, each some time after the one before."""
    person = ruled(relationship).number("Ann Archer")
    for first in range(start, start + number, 500):
        last = min(first + 500, start + number)
        with clerk.filing(relationship, at=at + apart * (first - start)) as desk:
            for n in range(first, last):
                open_ping(desk, f"M-{n:05d}", at + apart * (n - start), person)


def open_ping(desk, matter: str, at: datetime, person: str) -> None:
    """Open one at an instant not before the desk's."""
    common = {"at": max(at, desk.at), "charter": desk.stamp()["charter"]}
    opened = MatterOpened(**common, id=desk.live.next_id(), matter=matter, procedure="ping", opener="customer")
    act = ActDone(
        **common, id=opened.id, matter=matter, run="ping", act="ping", seat="customer", person=person, values={}
    )
    desk.open(opened, act)


def rang(relationship: str) -> list[dict]:
    """Return the lines of the clocks that rang, in the order of the journal."""
    return [line for line in journal(relationship) if line["fact"]["kind"] == "DeadlinePassed"]


def journal(relationship: str, room: str = "joint") -> Iterator[dict]:
    """Yield every line of a journal."""
    from detente.store import lines

    for seq, line in lines.rows(relationship, room):
        read = json.loads(line)
        assert read["seq"] == seq
        yield read


def each_rang_once(relationship: str, matters: int) -> list[dict]:
    """Check that every clock of every matter rang, once, and that the journal stands; return its clocks."""
    from detente.core.journal.reading import verify_journal
    from detente.store import lines, models

    found = rang(relationship)
    times = Counter((line["fact"]["matter"], line["fact"]["term"]) for line in found)
    assert set(times.values()) == {1}, f"more than once: {[clock for clock, rings in times.items() if rings > 1]}"
    assert len(times) == 2 * matters, f"{2 * matters - len(times)} clocks did not ring"
    assert models.Wake.objects.filter(relationship=relationship).count() == 0
    assert models.Family.objects.filter(relationship=relationship, result="exhausted").count() == matters
    report = verify_journal(line.encode() + b"\n" for _, line in lines.rows(relationship, "joint"))
    assert (report.broken, report.root) == (None, lines.head(relationship, "joint")[0].root)
    return found


def whole() -> None:
    """Check that the file of a SQLite database is sound."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
