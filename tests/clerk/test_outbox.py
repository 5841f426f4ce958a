"""What is queued with the facts, and what leaves: to whom, of which class, when, once."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from tests.databases import Database

CHARTER = Path(__file__).parents[2] / "src" / "detente" / "charters" / "golden" / "charter.yaml"
BEGAN = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 9, 9, tzinfo=dt.UTC)  # 10:00 in Amsterdam, 14:30 in Pune

CONCERN = {
    "what happened": "From 12 Oct to 6 Nov, 4,180 of 31,200 invoices took longer than 2 working days.",
    "what it affects": "Suppliers charge interest.",
    "what is needed": "The share of late invoices back under 5 %.",
    "what is asked for": "A plan by the end of November.",
    "cause": "2026-10-12",
}


@pytest.fixture
def rel(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    from detente import clerk

    # A test moves this process's clock; on PostgreSQL stamps would come from the server's.
    monkeypatch.setattr(clerk.time, "stamp", clerk.time.now)
    return clerk.begin(CHARTER.read_text(encoding="utf-8"), host="detente.example", at=BEGAN)


def seat(rel: str, name: str):
    from detente.clerk.readers import readers_at
    from detente.store import read

    ruled = read.ruled(rel)
    party = readers_at(ruled, ruled.programs, BEGAN, ()).party(ruled.number(name))
    return read.seated(ruled, "Aldgate and Meridian", person=ruled.number(name), name=name, party=party)


def rows(rel: str, **where):
    """The outbox as (name, template, state), in the order of leaving."""
    from detente.store.models import Outbox
    from detente.store.read import ruled

    names = ruled(rel).names
    found = Outbox.objects.filter(relationship=rel, **where).order_by("hold_until_us", "id")
    return [(names[row.person], row.template, row.state) for row in found]


def concern(rel: str) -> str:
    from detente import clerk

    return clerk.open_matter(seat(rel, "Tom Okafor"), "serve concern", CONCERN).fact.matter


def leave(at: dt.datetime):
    """Let everything leave that is due; return it as (name, template)."""
    from detente.clerk import posting

    with time_machine.travel(at, tick=False):
        posts = list(posting.take(most=100))
        for post in posts:
            posting.mark_sent(post)
    return [(post.to.name, post.letter.template) for post in posts]


def test_a_notice_reaches_addressee_and_copies_and_the_turn_its_owner(rel: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    assert ("Arun Shetty", "notice", "waiting") in rows(rel)
    assert ("Priya Nair", "notice", "waiting") in rows(rel)
    assert rows(rel, template="turn", values__contains="M-001") == []  # the copy tells the owner of the turn, too
    left = leave(MONDAY)
    assert [one for one in left if one[1] == "notice"] == [("Arun Shetty", "notice"), ("Priya Nair", "notice")]
    assert leave(MONDAY) == []
