"""Loading journals: the live relationship stands as the story told, whatever instant it is loaded up to."""

from datetime import UTC, datetime

import pytest

from detente.adapters.cli.playing.prepared import read_prepared
from detente.core.vocabulary.errors import BadInput, BrokenJournal

HOST = "demo.detente.example"
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


def load(**options):
    from detente.clerk import importing

    return importing.load(*read_prepared(), host=HOST, **options)


def rows(sql, *values):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_what_is_loaded_stands_as_the_story_told_it(database):
    key = load()
    found = dict(rows("SELECT matter, result FROM store_family WHERE relationship = %s", key))
    assert (found["M-004"], found["M-009"], found["M-014"], found["M-008"]) == ("settled", "", "", "withdrawn")
    assert dict(rows("SELECT version, COUNT(*) FROM store_chartertext GROUP BY version")) == {1: 1, 2: 1, 3: 1}
    journals, _ = read_prepared()
    assert rows("SELECT COUNT(*) FROM store_joint_entry") == [(len(journals["joint"]),)]
    assert rows("SELECT size FROM store_joint_log") == [(len(journals["joint"]),)]


def test_every_room_is_loaded_into_its_own_tables(sqlite):
    load()
    journals, _ = read_prepared()
    tables = {"own customer": "side_a", "own provider": "side_b", "caucus customer": "caucus_a",
              "caucus provider": "caucus_b", "neutral": "neutral"}  # fmt: skip
    for room, table in tables.items():
        assert rows(f"SELECT COUNT(*) FROM store_{table}_entry") == [(len(journals[room]),)]


def test_clocks_go_on_from_where_the_journal_ends(database):
    from detente.clerk.record import filing

    key = load()
    with filing(key, at=datetime(2026, 11, 26, 14, tzinfo=UTC)) as desk:
        pass
    rung = [one.fact.term for one in desk.live.filed if one.fact is not None and one.fact.matter == "M-014"]
    assert rung == ["answers", "managers"]


def test_facts_after_an_instant_are_left_out(sqlite):
    key = load(until=datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert rows("SELECT COUNT(*) FROM store_family WHERE relationship = %s AND matter = 'M-014'", key) == [(0,)]
    assert rows("SELECT version FROM store_relationship") == [(3,)]


def test_messages_of_the_past_are_told_of_and_not_sent_again(sqlite):
    from detente.store.instants import to_us

    load(until=NOW)
    states = dict(rows("SELECT state, COUNT(*) FROM store_outbox GROUP BY state"))
    assert states["sent"] > 500
    assert states["dropped"] > 50  # reminders of what was done by then
    late = "SELECT COUNT(*) FROM store_outbox WHERE state = 'waiting' AND hold_until_us <= %s"
    assert rows(late, to_us(NOW)) == [(0,)]
    assert rows("SELECT COUNT(*) FROM store_outbox WHERE sent_us > %s", to_us(NOW)) == [(0,)]


def test_a_changed_line_is_not_loaded(sqlite):
    from detente.clerk import importing

    journals, keys = read_prepared()
    place = next(number for number, line in enumerate(journals["joint"]) if b'"S-001"' in line)
    journals["joint"][place] = journals["joint"][place].replace(b"S-001", b"S-002")
    with pytest.raises(BrokenJournal):
        importing.load(journals, keys, host=HOST)
    assert rows("SELECT COUNT(*) FROM store_joint_entry") == [(0,)]


def test_a_room_without_its_joint_journal_is_not_loaded(sqlite):
    from detente.clerk import importing

    journals, keys = read_prepared()
    with pytest.raises(BadInput, match="joint journal"):
        importing.load({"neutral": journals["neutral"]}, keys, host=HOST)
