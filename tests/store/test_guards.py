"""What the tables themselves refuse: whoever writes past the clerk, by whatever path, changes nothing (I4)."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.databases import Database

REL = "harbor-quay"
ROOMS = ("joint", "side_a", "side_b", "caucus_a", "caucus_b", "neutral", "operations")
PRIVATE = ROOMS[1:6]
US = 1_700_000_000_000_000


def run(sql, *values, room="joint"):
    """Run a statement, in a private room's own role where it needs one."""
    with transaction.atomic(), connection.cursor() as cursor:
        if room in PRIVATE and connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL ROLE detente_{room}")
        cursor.execute(sql, values)
        found = cursor.fetchall() if cursor.description else []
        if room in PRIVATE and connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")
        return found


def entry(seq, room="joint", relationship=REL):
    columns = "relationship, seq, kind, matter, at_us, line"
    run(
        f"INSERT INTO store_{room}_entry ({columns}) VALUES (%s, %s, %s, %s, %s, %s)",
        relationship, seq, "ActDone", "M-1", US + seq, "{}", room=room,
    )  # fmt: skip


def head(size, room="joint", relationship=REL, peaks="00"):
    run(
        f"INSERT INTO store_{room}_log (relationship, size, peaks, last_us) VALUES (%s, %s, %s, %s) ON CONFLICT "
        "(relationship) DO UPDATE SET size = excluded.size, peaks = excluded.peaks, last_us = excluded.last_us",
        relationship, size, peaks, US + size, room=room,
    )  # fmt: skip


def rows(seq):
    """One row of every table that is computed from the joint journal, citing an entry."""
    from detente.store.models import CharterText, Family, Once, Relationship, Wake

    return [
        Relationship(key=REL, name="Harbor and Quay", host="here", opened_us=US, seq=seq),
        CharterText(relationship=REL, version=1, sha256="0" * 64, text="t", effective_us=US, seq=seq),
        Family(
            relationship=REL, matter="M-1", procedure="d", opener="c", opened_us=US, version=1, state=b"s", seq=seq
        ),
        Wake(relationship=REL, kind="clock", key="M-1", due_us=US, seq=seq),
        Once(relationship=REL, what="clock M-1 1", seq=seq),
    ]  # fmt: skip


@pytest.fixture
def filed(database: Database) -> None:
    """A relationship whose journal has three entries, with a row of every table that cites the last."""
    with transaction.atomic():
        for seq in range(3):
            entry(seq)
        for row in rows(2):
            row.save(force_insert=True)
        head(3)


def kept():
    """Everything that the tables hold."""
    tables = ["relationship", "chartertext", "family", "wake", "once", "joint_entry", "joint_log", "outbox"]
    return {table: sorted(map(repr, run(f"SELECT * FROM store_{table}"))) for table in tables}


def refused(path, says):
    before = kept()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        path()
    assert says in str(caught.value)
    assert kept() == before


PATHS = {
    "save": lambda _, row: row.save(),
    "save of one column": lambda _, row: row.save(update_fields=["seq"]),
    "update": lambda model, row: model.objects.all().update(seq=row.seq),
    "bulk_update": lambda model, row: model.objects.bulk_update([row], ["seq"]),
    "update_or_create": lambda model, row: model.objects.update_or_create(pk=row.pk, defaults={"seq": row.seq}),
    "delete of a row": lambda _, row: row.delete(),
    "delete": lambda model, _: model.objects.all().delete(),
    "raw delete": lambda model, _: model.objects.all()._raw_delete("default"),
    "SQL update": lambda model, _: run(f"UPDATE {model._meta.db_table} SET seq = seq"),
    "SQL update of nothing else": lambda model, _: run(f"UPDATE {model._meta.db_table} SET seq = 999"),
    "SQL delete": lambda model, _: run(f"DELETE FROM {model._meta.db_table}"),
}


@pytest.mark.parametrize("path", PATHS)
def test_no_path_changes_what_is_computed_from_the_journal(filed, path):
    for model in map(type, rows(2)):
        refused(
            lambda model=model: PATHS[path](model, model.objects.get()), "a row cites the joint entry it was computed"
        )


NEW = {
    "create": lambda row: row.save(force_insert=True),
    "bulk_create": lambda row: type(row).objects.bulk_create([row]),
    "bulk_create beside": lambda row: type(row).objects.bulk_create([row], ignore_conflicts=True),
    "get_or_create": lambda row: type(row).objects.get_or_create(
        pk="other" if row.pk else None, defaults={f.attname: getattr(row, f.attname) for f in row._meta.fields[1:]}
    ),
}


@pytest.mark.parametrize("path", NEW)
def test_no_path_adds_a_row_that_cites_no_new_entry(filed, path):
    for row in (row for seq in (0, 2, 3, -1) for row in rows(seq)):
        for name in ("matter", "key", "what"):
            if hasattr(row, name):
                setattr(row, name, "other")
        if hasattr(row, "version"):
            row.version = 7
        refused(lambda row=row: NEW[path](row), "a row cites the joint entry it was computed from")


def test_rows_change_with_the_entry_they_cite(filed):
    from detente.store.models import Family, Wake

    with transaction.atomic():
        entry(3)
        Family.objects.filter(matter="M-1").update(result="settled", seq=3)
        Wake.objects.all().delete()
        head(4)
    assert (Family.objects.get().result, Wake.objects.count()) == ("settled", 0)
    refused(lambda: Family.objects.update(seq=3), "a row cites the joint entry")


def test_one_relationships_entry_lets_nobody_write_in_another(filed):
    from detente.store.models import Family, Wake

    def elsewhere(path):
        def both():
            entry(0, relationship="other")
            path()

        return both

    refused(elsewhere(lambda: Family.objects.update(seq=3)), "a row cites the joint entry")
    refused(elsewhere(lambda: Wake.objects.all().delete()), "a row cites the joint entry")
    refused(elsewhere(lambda: Family.objects.update(relationship="other", seq=0)), "a row cites the joint entry")


def test_a_line_of_a_journal_is_written_once(database: Database):
    for room in ROOMS:
        with transaction.atomic():
            entry(0, room)
            entry(1, room)
            head(2, room)
        table = f"store_{room}_entry"
        for sql in (
            f"UPDATE {table} SET line = 'x' WHERE seq = 1",
            f"UPDATE {table} SET seq = 5 WHERE seq = 1",
            f"DELETE FROM {table} WHERE seq = 1",
            f"DELETE FROM {table}",
        ):
            with pytest.raises(IntegrityError, match="a line of a journal is written once, and stays"):
                run(sql, room=room)
        for seq in (0, 1, 3, -1):
            with pytest.raises(IntegrityError):
                entry(seq, room)
        assert run(f"SELECT seq, line FROM {table} ORDER BY seq", room=room) == [(0, "{}"), (1, "{}")]


def test_the_head_of_a_log_moves_forward_only(database: Database):
    for room in ROOMS:
        with transaction.atomic():
            for seq in range(3):
                entry(seq, room)
            head(3, room)
        table = f"store_{room}_log"
        for sql in (
            f"UPDATE {table} SET size = 2",
            f"UPDATE {table} SET size = 4",
            f"UPDATE {table} SET peaks = 'ff'",
            f"UPDATE {table} SET last_us = 0",
            f"DELETE FROM {table}",
        ):
            with pytest.raises(IntegrityError, match="the head of a log moves forward"):
                run(sql, room=room)
        with pytest.raises(IntegrityError, match="the head of a log moves forward"):
            head(3, room, peaks="ff")
        with pytest.raises(IntegrityError, match="the head of a log moves forward"):
            head(7, room, relationship="other")


def test_a_checkpoint_takes_signatures_and_nothing_else(database: Database):
    for room in ROOMS:
        table = f"store_{room}_checkpoint"
        run(f"INSERT INTO {table} (relationship, size, made_us, note) VALUES (%s, 3, %s, 'note')", REL, US, room=room)
        run(f"UPDATE {table} SET note = 'note, and another'", room=room)
        for sql in (
            f"UPDATE {table} SET note = 'other'",
            f"UPDATE {table} SET note = note, size = 4",
            f"UPDATE {table} SET made_us = 0",
            f"DELETE FROM {table}",
        ):
            with pytest.raises(IntegrityError, match=r"a checkpoint (takes signatures|stays)"):
                run(sql, room=room)


def test_sqlite_replaces_no_line_in_silence(sqlite: Database):
    with transaction.atomic():
        entry(0)
        head(1)
    ((number,),) = run("SELECT id FROM store_joint_entry")
    columns = "INSERT OR REPLACE INTO store_joint_entry (id, relationship, seq, kind, matter, at_us, line)"
    for values in (f"({number}, '{REL}', 1, 'k', '', 1, 'x')", f"(NULL, '{REL}', 0, 'k', '', 1, 'x')"):
        with pytest.raises(IntegrityError):
            run(f"{columns} VALUES {values}")
    with pytest.raises(IntegrityError):
        run("INSERT OR REPLACE INTO store_joint_log (relationship, size, peaks, last_us) VALUES (%s, 1, 'ff', 1)", REL)
    assert run("SELECT line FROM store_joint_entry") == [("{}",)]


def test_postgresql_empties_no_table_at_once(postgresql: Database):
    for table in ("joint_entry", "joint_log", "family", "wake", "outbox", "operations_entry"):
        with pytest.raises(IntegrityError, match="nothing is emptied at once"):
            run(f"TRUNCATE store_{table} CASCADE")
    for room in PRIVATE:
        with pytest.raises(IntegrityError, match="nothing is emptied at once"):
            run(f"TRUNCATE store_{room}_entry", room=room)


def test_a_message_changes_in_how_it_fared_and_stays(filed):
    from detente.store.models import Outbox

    given = {"relationship": REL, "person": "p-1", "policy": "N1", "template": "t", "hold_until_us": US}
    Outbox.objects.create(**given, fact="joint/2", message_id="a")
    refused(lambda: Outbox.objects.create(**given, fact="joint/3", message_id="b"), "a message names the fact")
    refused(lambda: Outbox.objects.all().delete(), "a message stays")
    for change in ({"person": "p-2"}, {"fact": "joint/1"}, {"message_id": "c"}, {"template": "u"}, {"room": "neutral"}):
        refused(lambda change=change: Outbox.objects.update(**change), "a message changes in how it fared")
    assert Outbox.objects.update(state="sent", sent_us=US, tries=1, says="250 ok") == 1


def test_the_door_of_rebuild_opens_for_one_relationship_and_cannot_be_left_open(filed):
    from detente.store.models import Family

    with transaction.atomic():
        run("INSERT INTO store_door (relationship) VALUES (%s)", REL)
        Family.objects.all().delete()
        rows(2)[2].save(force_insert=True)
        run("DELETE FROM store_door")
    assert Family.objects.count() == 1

    def left_open():
        with transaction.atomic():
            run("INSERT INTO store_door (relationship) VALUES (%s)", REL)
            Family.objects.all().delete()

    with pytest.raises(DatabaseError):
        left_open()
    assert Family.objects.count() == 1
    refused(
        lambda: (run("INSERT INTO store_door (relationship) VALUES ('other')"), Family.objects.all().delete()),
        "a row cites the joint entry",
    )
