"""Nothing changes without a line of the journal (I4): meetings, goals, agreements, signatures, what a side hands in.

What is done in matters is tried in `test_live_journal.py`.
"""

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import time_machine

from tests.adapters.mail.doing import CONCERN
from tests.clerk import timers
from tests.clerk.test_agendas import BEGAN, SERIES, SHARED, WEDNESDAY
from tests.clerk.test_live_journal import deeds as deeds_in_matters
from tests.databases import Database

MEETING = 1
HELD = SHARED + dt.timedelta(days=4)  # the day after the meeting
WITHIN = {"record"}  # every deed files by it
WITH_ACCOUNTS = {"add_witness"}  # a public key is kept with the accounts, and is in what `detente backup` keeps


class Table(NamedTuple):
    """Two people of two sides, and what was done before."""

    ann: Any
    ben: Any
    told: Any = None


class Deed(NamedTuple):
    """One use of a function: under which charter, when, what is done before, what is done."""

    charter: str
    do: Callable[[Any, Table], Any]
    before: Callable[[Any, Table], Any] = lambda _, at: at.told
    on: dt.datetime = WEDNESDAY


def later(stamp: Any) -> Any:
    """Return a deadline that both sides move."""
    from detente.core.vocabulary.facts import DeadlineExtended

    return DeadlineExtended(
        **stamp, matter="M-001", run="offer", term="answer", round=1, was=DUE, until=DUE + dt.timedelta(days=9),
        agreed_by=(),
    )  # fmt: skip


DUE = dt.datetime(2026, 4, 1, 16, tzinfo=dt.UTC)


def next_version(stamp: Any) -> Any:
    """Return the small charter's second version, unsigned."""
    from detente.clerk.beginning import readable
    from detente.core.simulation.appointments import signed_text
    from detente.core.vocabulary.facts import CharterSigned

    text, version = signed_text(readable(timers.CHARTER.replace("version: 1", "version: 2", 1)))
    return CharterSigned(**{**stamp, "charter": version}, text=text, effective=stamp["at"], signatures=(), amends=1)


def countersigned(clerk: Any, at: Table) -> str:
    """Return a checkpoint with the signature of the viewer's own witness, whose key was handed in."""
    from detente.core.journal import countersign, witness
    from detente.store import read

    own = witness("harbor.example/witness", b"7" * 32)
    clerk.add_witness(at.ann, own.key.text)
    return countersign(clerk.sign_checkpoint(at.ann), own, at=WEDNESDAY, keys=read.keys_of(at.ann)).text


def waiting_yes(clerk: Any, at: Table) -> Any:
    """Return who has said yes to a package in a concern, alone."""
    from detente.store import read

    found = read.ruled(at.ann.relationship)
    tom = read.seated(found, "x", person=found.number("Tom Okafor"), name="Tom Okafor", party="customer")
    clerk.open_matter(tom, "serve concern", {**CONCERN, "cause": "2026-02-12"}, name="M-001")
    clerk.do_act(tom, "M-001", "serve package", {"package": "package A"})
    clerk.do_act(tom, "M-001", "accept package", {}, run="package")
    return tom


def key_of_a_witness() -> str:
    from detente.core.journal import witness

    return witness("harbor.example/witness", b"7" * 32).key.text


ITEM = "Access for the new lead"
DEEDS = {
    "add_agenda_item": Deed(
        "golden", lambda clerk, at: clerk.add_agenda_item(at.ann, SERIES, MEETING, ITEM, room=at.ann.own_room)
    ),
    "close_agenda_item": Deed(
        "golden",
        lambda clerk, at: clerk.close_agenda_item(
            at.ann, SERIES, MEETING, "I1", outcome="dropped", room=at.ann.own_room
        ),
        before=lambda clerk, at: clerk.add_agenda_item(at.ann, SERIES, MEETING, ITEM, room=at.ann.own_room),
    ),
    "write_minutes": Deed("golden", lambda clerk, at: clerk.write_minutes(at.ann, SERIES, MEETING, "We met."), on=HELD),
    "accept_minutes": Deed(
        "golden",
        lambda clerk, at: clerk.accept_minutes(at.ben, SERIES, MEETING, at.told.fact.id),
        before=lambda clerk, at: clerk.write_minutes(at.ann, SERIES, MEETING, "We met."),
        on=HELD,
    ),
    "report_goal": Deed(
        "golden", lambda clerk, at: clerk.report_goal(at.ben, "invoices on time", "4 %", dt.date(2026, 3, 4))
    ),
    "offer_agreement": Deed(
        "small",
        lambda clerk, at: clerk.offer_agreement(at.ann, later, matter="M-001"),
        before=lambda clerk, at: clerk.open_matter(at.ann, "file offer", {}, name="M-001"),
    ),
    "give_agreement": Deed(
        "small",
        lambda clerk, at: clerk.give_agreement(at.ben, at.told.fact.offer, matter="M-001"),
        before=lambda clerk, at: (
            clerk.open_matter(at.ann, "file offer", {}, name="M-001"),
            clerk.offer_agreement(at.ann, later, matter="M-001"),
        )[1],
    ),
    "offer_version": Deed("small", lambda clerk, at: clerk.offer_version(at.ann, next_version)),
    "sign_version": Deed(
        "small",
        lambda clerk, at: clerk.sign_version(at.ben, at.told.fact.offer),
        before=lambda clerk, at: clerk.offer_version(at.ann, next_version),
    ),
    "take_back": Deed(
        "golden",
        lambda clerk, at: clerk.take_back(at.told, "M-001", "package", "accept-package"),
        before=waiting_yes,
    ),
    "sign_in_force": Deed("small", lambda clerk, at: clerk.sign_in_force(at.ann)),
}
BESIDE = {  # they say something about the record, and add nothing to what it says
    "is_shared": Deed("golden", lambda clerk, at: clerk.is_shared(at.ann, SERIES, MEETING)),
    "sign_checkpoint": Deed("small", lambda clerk, at: clerk.sign_checkpoint(at.ann)),
    "bundle_signer": Deed("small", lambda clerk, at: clerk.bundle_signer(at.ann)(b"manifest")),
    "add_witness": Deed("small", lambda clerk, at: clerk.add_witness(at.ann, key_of_a_witness())),
    "take_countersigned": Deed(
        "small",
        lambda clerk, at: clerk.take_countersigned(at.ann, at.told),
        before=countersigned,
    ),
}


@pytest.fixture
def table(database: Database, golden: bytes, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Table]:
    """Return the two of a new relationship under a charter."""
    from detente import clerk
    from detente.store import read

    # A test moves this process's clock; on PostgreSQL stamps would come from the server's.
    monkeypatch.setattr(clerk.time, "stamp", clerk.time.now)

    def begun(charter: str) -> Table:
        if charter == "small":
            return Table(*timers.viewers(timers.begun()))
        found = read.ruled(clerk.begin(golden.decode(), host="detente.example", at=BEGAN))
        people = (("Elin Marsh", "customer"), ("Priya Nair", "provider"))
        return Table(*(read.seated(found, "x", person=found.number(name), name=name, party=of) for name, of in people))

    return begun


def seen() -> tuple[int, Any]:
    """Return how many lines all journals have, and everything that is computed from them or sent because of them."""
    from detente.store import computed, whole

    journals = list(whole.journals())
    rows = {kept.relationship: computed.rows_of(kept.relationship) for kept in journals}
    return sum(kept.size for kept in journals), (rows, whole.outbox(), list(whole.accounts()))


class Undo(Exception):
    """What goes wrong after something was done."""


@pytest.mark.parametrize("name", DEEDS)
def test_what_it_changes_stands_in_a_journal_of_the_same_transaction(table: Callable[[str], Table], name: str) -> None:
    from django.db import transaction

    from detente import clerk

    deed = DEEDS[name]
    at = table(deed.charter)
    with time_machine.travel(deed.on, tick=False):
        with clerk.filing(at.ann.relationship):
            pass  # what is due is filed before, so that what is added is the deed's
        at = at._replace(told=deed.before(clerk, at))
        before = seen()

        def undone() -> None:
            with transaction.atomic():
                deed.do(clerk, at)
                assert seen()[0] > before[0]
                raise Undo

        with pytest.raises(Undo):
            undone()
        assert seen() == before
        deed.do(clerk, at)
        assert seen()[0] > before[0]


@pytest.mark.parametrize("name", BESIDE)
def test_what_files_nothing_changes_nothing_that_a_journal_tells(table: Callable[[str], Table], name: str) -> None:
    from detente import clerk

    deed = BESIDE[name]
    at = table(deed.charter)
    with time_machine.travel(deed.on, tick=False):
        at = at._replace(told=deed.before(clerk, at))
        lines, (rows, letters, accounts) = seen()
        deed.do(clerk, at)
        assert (seen()[0], *seen()[1][:2]) == (lines, rows, letters)
        assert (seen()[1][2] != accounts) == (name in WITH_ACCOUNTS)


def test_every_function_of_the_clerk_that_takes_a_viewer_has_a_deed() -> None:
    from detente import clerk

    functions = {name for name in clerk.__all__ if inspect.isfunction(getattr(clerk, name))}
    asked = {
        name for name in functions if next(iter(inspect.signature(getattr(clerk, name)).parameters), "") == "viewer"
    }
    tried = {*deeds_in_matters(), *DEEDS, *BESIDE, *WITHIN}
    assert asked - tried == set(), "a new function of the clerk: give it a deed"
