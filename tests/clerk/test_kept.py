"""What a process remembers of a relationship is right for one head of its log, and used at no other."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from detente.core.journal import Tree
from detente.core.vocabulary.errors import Refused
from detente.store.lines import peaks_of
from tests.clerk import timers
from tests.databases import Database


class Elsewhere(Exception):
    """Ends a transaction that came to nothing."""


@contextmanager
def another_process():
    """Within it, somebody files who knows nothing of what this process remembers, nor tells it."""
    from detente.clerk import kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "take", lambda _, head: kept.Kept(Tree(head.size, peaks_of(head.peaks))))
        patch.setattr(kept, "keep", lambda *_: None)
        yield


@contextmanager
def comes_to_nothing():
    """A transaction that is taken back at its end."""
    with transaction.atomic():
        yield
        raise Elsewhere


def whole(relationship):
    from detente.clerk.rebuilding import rebuild

    assert rebuild(relationship, keep=False).differences == ()


def test_a_process_that_was_overtaken_sees_what_the_other_filed(database: Database):
    from detente import clerk

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    clerk.open_matter(ann, "file offer", {}, name="M-001")
    clerk.send_message(ann, "M-001", "Is it clear?")
    with another_process():
        clerk.do_act(ben, "M-001", "accept offer", {})
    with pytest.raises(Refused, match="not open"):
        clerk.do_act(ben, "M-001", "accept offer", {})
    whole(relationship)


def test_what_a_transaction_took_back_is_not_remembered(database: Database):
    from detente import clerk

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    clerk.open_matter(ann, "file offer", {}, name="M-001")
    with pytest.raises(Elsewhere), comes_to_nothing():
        clerk.do_act(ben, "M-001", "accept offer", {})
    clerk.do_act(ben, "M-001", "accept offer", {})
    whole(relationship)


def test_a_clock_that_another_process_set_rings_in_time(database: Database, monkeypatch):
    from detente import clerk
    from detente.clerk import time

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    clerk.note_leave(ann, date(2026, 12, 1), date(2026, 12, 2))  # from here on this process knows that nothing is due
    with another_process():
        timers.open_pings(relationship, 1)
    later = time.now() + timedelta(days=30)
    monkeypatch.setattr(time, "now", lambda: later)
    monkeypatch.setattr(time, "stamp", lambda: later)
    clerk.note_leave(ann, date(2027, 12, 1), date(2027, 12, 2))
    timers.each_rang_once(relationship, 1)
    whole(relationship)


def damaged(relationship):
    """Somebody takes the clocks out of the tables, past every guard."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO store_door (relationship) VALUES (%s)", [relationship])
        cursor.execute("UPDATE store_family SET due_us = NULL")
        cursor.execute("DELETE FROM store_door")


def test_what_was_read_before_a_rebuild_is_not_remembered_after_it(database: Database, monkeypatch):
    from detente import clerk
    from detente.clerk import time
    from detente.clerk.rebuilding import rebuild

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    timers.open_pings(relationship, 1, at=time.now())
    damaged(relationship)
    with another_process():
        clerk.note_leave(ann, date(2026, 12, 1), date(2026, 12, 2))
    clerk.note_leave(ann, date(2027, 1, 1), date(2027, 1, 2))  # now this process takes it that nothing is due
    rebuild(relationship)
    later = time.now() + timedelta(days=30)
    monkeypatch.setattr(time, "now", lambda: later)
    monkeypatch.setattr(time, "stamp", lambda: later)
    clerk.note_leave(ann, date(2027, 12, 1), date(2027, 12, 2))
    timers.each_rang_once(relationship, 1)
    whole(relationship)
