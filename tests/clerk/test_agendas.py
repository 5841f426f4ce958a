"""What a side adds to an agenda stays in its own room until the agenda is shared, and nothing joint tells of it."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from tests.databases import Database

BEGAN = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
SERIES = "S-001"
WEDNESDAY = dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
SHARED = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)  # the Friday before Monday 9 March, 10:00 (UTC+1)


class Table:
    """A relationship with both managers; `at` moves the clock."""

    def __init__(self, golden: bytes, name: str = "Aldgate") -> None:
        from detente import clerk
        from detente.store import read

        self.moved = time_machine.travel(BEGAN, tick=False)
        with self.moved:
            self.key = clerk.begin(golden.decode().replace("short: Aldgate", f"short: {name}"), host="detente.example")
        found = read.ruled(self.key)
        self.elin = read.seated(found, "x", person=found.number("Elin Marsh"), name="Elin Marsh", party="customer")
        self.arun = read.seated(found, "x", person=found.number("Arun Shetty"), name="Arun Shetty", party="provider")

    def at(self, instant: dt.datetime) -> Any:
        return time_machine.travel(instant, tick=False)

    def number(self, instant: dt.datetime) -> int:
        """The number of the meeting whose agenda is shared next."""
        from detente.core.engine.questions.rounds import next_sharing
        from detente.store import read

        matter = read.matter(self.elin, SERIES, instant)
        assert matter is not None
        found = next_sharing(matter.program, matter.state, instant)
        assert found is not None
        return found.round

    def file_due(self, instant: dt.datetime) -> None:
        """Let a worker look at an instant, whatever clock the database has."""
        from detente import clerk

        with clerk.filing(self.key, at=instant):
            pass

    def items(self) -> list[tuple[str, str | None, str | None, dt.datetime]]:
        """The joint items: number, party, words, when."""
        from detente.store import read

        texts = read.Texts(self.elin)
        found = read.facts(self.elin, matter=SERIES, kinds=("AgendaItemAdded",))
        return [(one.item, one.party, texts.of(one), one.at) for one in found]

    def joint(self) -> list[Any]:
        from detente.store import lines

        return [(type(one).__name__, one.at) for one in lines.facts(lines.rows(self.key, "joint"))]


def everything_joint(key: str) -> list[Any]:
    """Every row of a table that is not a private room's, as the database holds it."""
    from django.db import connection

    tables = ("joint_entry", "joint_log", "joint_key", "family", "wake", "once", "outbox", "relationship")
    found: list[Any] = []
    with connection.cursor() as cursor:
        for table in tables:
            column = "key" if table == "relationship" else "relationship"
            cursor.execute(f"SELECT * FROM store_{table} WHERE {column} = %s ORDER BY 1", [key])
            found.append((table, cursor.fetchall()))
    return found


def test_adding_and_taking_back_changes_no_joint_row(database: Database, golden: bytes) -> None:
    from detente import clerk

    table = Table(golden)
    table.file_due(WEDNESDAY)
    before = everything_joint(table.key)
    with table.at(WEDNESDAY):
        number = table.number(WEDNESDAY)
        clerk.add_agenda_item(table.elin, SERIES, number, "The queue of late letters", room=table.elin.own_room)
        clerk.add_agenda_item(table.arun, SERIES, number, "Two people back to invoices", room=table.arun.own_room)
        clerk.close_agenda_item(table.elin, SERIES, number, "I1", outcome="dropped", room=table.elin.own_room)
    assert everything_joint(table.key) == before


def test_both_sides_items_are_shared_at_one_instant_in_the_order_of_their_words(
    database: Database, golden: bytes
) -> None:
    from detente import clerk

    table = Table(golden)
    with table.at(WEDNESDAY):
        number = table.number(WEDNESDAY)
        clerk.add_agenda_item(table.arun, SERIES, number, "Zero late letters", room=table.arun.own_room)
        clerk.add_agenda_item(table.arun, SERIES, number, "taken back before anybody saw it", room=table.arun.own_room)
        clerk.close_agenda_item(table.arun, SERIES, number, "I2", outcome="dropped", room=table.arun.own_room)
    with table.at(WEDNESDAY + dt.timedelta(hours=5)):
        clerk.add_agenda_item(table.elin, SERIES, number, "Access for the new lead", room=table.elin.own_room)
    table.file_due(SHARED - dt.timedelta(seconds=1))
    assert table.items() == []
    table.file_due(SHARED + dt.timedelta(minutes=3))  # noticed late: filed at its due time
    assert table.items() == [
        ("I1", "customer", "Access for the new lead", SHARED),
        ("I2", "provider", "Zero late letters", SHARED),
    ]


def test_an_agenda_without_items_is_shared_all_the_same_and_the_next_one_is_waited_for(
    sqlite: Database, golden: bytes
) -> None:
    from detente.clerk import watching

    table = Table(golden)
    table.file_due(SHARED)
    assert ("AgendaShared", SHARED) in table.joint()
    with table.at(SHARED):
        assert watching.due(SHARED) == []
        assert watching.file_due(table.key) == 0
    assert table.number(SHARED) == table.number(WEDNESDAY) + 1


def test_after_it_is_shared_an_item_is_seen_by_both_at_once(sqlite: Database, golden: bytes) -> None:
    from detente import clerk

    table = Table(golden)
    number = table.number(WEDNESDAY)
    with table.at(SHARED + dt.timedelta(minutes=1)):
        clerk.add_agenda_item(table.elin, SERIES, number, "One more thing")
    assert [(name, words) for name, _, words, _ in table.items()] == [("I1", "One more thing")]


def test_what_came_too_late_for_one_agenda_is_shared_with_the_next(sqlite: Database, golden: bytes) -> None:
    """A write that began before the instant and ended after it still lies in the side's own room."""
    from detente import clerk

    table = Table(golden)
    number = table.number(WEDNESDAY)
    with table.at(WEDNESDAY):
        clerk.add_agenda_item(table.elin, SERIES, number, "In time")
    table.file_due(SHARED)
    with table.at(SHARED + dt.timedelta(seconds=1)):
        clerk.add_agenda_item(table.elin, SERIES, number, "Too late", room=table.elin.own_room)
    table.file_due(SHARED + dt.timedelta(days=8))
    assert [words for _, _, words, _ in table.items()] == ["In time", "Too late"]


def test_a_worker_that_slept_for_a_month_shares_every_agenda_at_its_own_instant(
    sqlite: Database, golden: bytes
) -> None:
    found = []
    for days in (1, 31):
        table = Table(golden.replace(b"name: Aldgate and Meridian", f"name: Every {days} days".encode()), f"A{days}")
        instant = BEGAN
        for _ in range(62 // days):
            instant += dt.timedelta(days=days)
            table.file_due(instant)
        found.append([one for one in table.joint() if one[0] in ("AgendaShared", "DeadlinePassed")])
    assert found[0] == found[1]
    assert sum(name == "AgendaShared" for name, _ in found[0]) >= 7


def test_an_item_is_shared_once_however_many_agendas_a_late_worker_shares(sqlite: Database, golden: bytes) -> None:
    from detente import clerk

    table = Table(golden)
    with table.at(WEDNESDAY):
        clerk.add_agenda_item(table.elin, SERIES, table.number(WEDNESDAY), "First")
        clerk.add_agenda_item(table.arun, SERIES, table.number(WEDNESDAY) + 1, "Second")
    table.file_due(SHARED + dt.timedelta(days=40))
    week = dt.timedelta(days=7)
    assert table.items() == [("I1", "customer", "First", SHARED), ("I2", "provider", "Second", SHARED + week)]


def test_what_is_computed_is_computed_again_to_the_byte(sqlite: Database, golden: bytes) -> None:
    from detente import clerk
    from detente.clerk.rebuilding import rebuild

    table = Table(golden)
    with table.at(WEDNESDAY):
        clerk.add_agenda_item(table.elin, SERIES, table.number(WEDNESDAY), "Something")
    table.file_due(SHARED + dt.timedelta(days=3))
    assert rebuild(table.key).differences == ()


def test_a_series_that_is_not_there_refuses_as_everything_that_is_not_there(sqlite: Database, golden: bytes) -> None:
    from detente import clerk
    from detente.core.vocabulary.errors import Refused

    table = Table(golden)
    with table.at(WEDNESDAY), pytest.raises(Refused, match="nothing of that name"):
        clerk.add_agenda_item(table.elin, "M-777", 1, "To nobody")
    with table.at(WEDNESDAY), pytest.raises(Refused, match="too far ahead"):
        clerk.add_agenda_item(table.elin, SERIES, 90_000, "For the next century")
