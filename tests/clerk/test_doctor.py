"""The doctor says what is not as it should be, and what mends it."""

import datetime as dt

import pytest

from tests.clerk import timers
from tests.databases import Database, using


def looked(**options):
    from detente.clerk.doctor import examine

    return {one.what: one for one in examine(**options)}


def test_a_sound_installation_lacks_a_mail_server_and_an_address_here(database: Database):
    relationship = timers.begun()
    found = looked()
    assert {what for what, one in found.items() if not one.fine} <= {
        "mail", "address", "PostgreSQL, fsync", "PostgreSQL, full_page_writes", "PostgreSQL, synchronous_commit",
    }  # fmt: skip
    assert found["tables"].says == "up to date"
    assert found[f"{relationship}, calendar england"].says == "known until 2099-12-31"
    assert found["roles" if database.vendor == "postgresql" else "SQLite, synchronous"].fine
    assert all(one.cure for one in found.values() if not one.fine)


def test_a_clock_behind_the_record_and_a_calendar_that_ends_are_told(database: Database):
    timers.begun(at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    behind = looked(now=lambda: dt.datetime(2026, 10, 31, tzinfo=dt.UTC))
    assert "behind the newest entry" in behind["clock, against the record"].says
    late = looked(now=lambda: dt.datetime(2099, 9, 1, tzinfo=dt.UTC))
    assert not late["harbor-quay, calendar england"].fine
    if database.vendor == "postgresql":
        assert not late["clock, against the database"].fine


def test_a_database_that_is_away_is_told_and_the_rest_is_looked_at(django_ready, tmp_path):
    with using("postgresql://nobody@/none?host=/nowhere"):
        found = looked()
    assert not found["database"].fine
    assert found["database"].cure == "Start it, or correct DETENTE_DATABASE."
    assert "disk" in found
    with using(f"sqlite://{tmp_path}/nowhere/file"):
        assert not looked()["database"].fine


def test_a_disk_that_cannot_be_written_is_told(sqlite: Database, monkeypatch):
    from detente.clerk import doctor

    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert "cannot be written" in looked()["disk"].says


@pytest.mark.parametrize("room", ["joint"])
def test_an_older_state_is_told(sqlite: Database, room):
    from django.db import connection

    from detente import clerk
    from detente.clerk import witnessing

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    clerk.sign_checkpoint(ann)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER store_{room}_entry_delete_guard")
        cursor.execute(f"DELETE FROM store_{room}_entry WHERE seq = 3")
    witnessing._seen.clear()
    assert "an older state was put back" in looked()[f"{relationship}, {room}"].says


def test_a_database_without_tables_is_told_and_nothing_breaks(django_ready, tmp_path):
    with using(f"sqlite://{tmp_path / 'empty.sqlite3'}"):
        found = looked()
    assert not found["tables"].fine
    assert "waiting" in found["tables"].says
    assert "record" not in found
