"""An old state that is put back cannot pass for new (R3): what was countersigned outside is held against it."""

import datetime as dt
import shutil

import pytest

from detente.core.journal import countersign, witness
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from tests.clerk import timers
from tests.databases import Database, make, using

SIGNED = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
SEEDS = {"customer": b"1" * 32, "provider": b"2" * 32}


def witnesses(relationship):
    from detente import clerk

    found = {}
    for viewer in timers.viewers(relationship):
        found[viewer.party] = witness(f"{viewer.party}.example/witness", SEEDS[viewer.party])
        clerk.add_witness(viewer, found[viewer.party].key.text)
    return found


def signed_by(note, viewer, signer):
    from detente.store import read

    return countersign(note, signer, at=SIGNED, keys=read.keys_of(viewer)[:1])


def older(request, database: Database, tmp_path, relationship):
    """Return a way back: the database as it is now, and the checkpoints outside as they are when one goes it."""
    from detente.clerk import backups

    backups.backup(tmp_path / "backup", tmp_path / "keys")

    def back():
        place = tmp_path / "back"
        place.mkdir()
        made = make(database.vendor, request, place)
        with using(made.url):
            backups.restore(tmp_path / "backup", tmp_path / "keys")
        return using(made.url, database.place)

    return back


def test_nothing_is_filed_on_an_older_state_than_was_countersigned(database: Database, request, tmp_path):
    from detente import clerk
    from detente.clerk import watching, witnessing

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    back = older(request, database, tmp_path, relationship)
    timers.open_pings(relationship, 3)
    clerk.write_note(ann, "private")
    note = clerk.sign_checkpoint(ann)
    assert witnessing.standing(relationship, "joint") == witnessing.Standing(note.checkpoint.size, 0)
    with back():
        stands = witnessing.standing(relationship, "joint")
        assert stands.says == (
            f"harbor-quay, joint: a checkpoint covers {note.checkpoint.size} entries, and 4 stand here: an older state "
            "was put back. Nothing is filed on it. Open now: restore a newer backup; or every party signs what is "
            "left: detente resume."
        )
        for attempt in (
            lambda: clerk.open_matter(ann, "note ping", {}),
            lambda: watching.file_due(relationship),
            lambda: clerk.sign_checkpoint(ben),
        ):
            with pytest.raises(BrokenJournal, match="an older state was put back"):
                attempt()


def test_an_older_state_that_went_on_is_another_record(database: Database, request, tmp_path):
    """Whoever hides the checkpoints outside and goes on is found when a party hands in the one it kept."""
    from detente import clerk
    from detente.clerk import witnessing

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    signers = witnesses(relationship)
    clerk.sign_checkpoint(ann)
    back = older(request, database, tmp_path, relationship)
    timers.open_pings(relationship, 3)
    kept = signed_by(clerk.sign_checkpoint(ann), ann, signers["customer"])
    shutil.rmtree(database.place / "witness")
    with back():
        timers.open_pings(relationship, 9, start=50)
        assert witnessing.standing(relationship, "joint").holds
        with pytest.raises(BadInput, match="no checkpoint of"):
            clerk.take_countersigned(ann, kept.text)
        assert "two records" in witnessing.standing(relationship, "joint").says
        with pytest.raises(BrokenJournal, match="two records"):
            clerk.open_matter(ann, "note ping", {})


def test_what_is_left_goes_on_when_every_party_signs_it(database: Database, request, tmp_path):
    from detente import clerk
    from detente.clerk import witnessing

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    signers = witnesses(relationship)
    left = clerk.sign_checkpoint(ann)
    back = older(request, database, tmp_path, relationship)
    timers.open_pings(relationship, 3)
    clerk.sign_checkpoint(ann)
    with back():
        one = signed_by(left, ann, signers["customer"])
        with pytest.raises(BadInput, match="not signed by provider"):
            witnessing.accept_loss(relationship, "joint", one.text)
        both = signed_by(one, ben, signers["provider"])
        witnessing.accept_loss(relationship, "joint", both.text)
        assert witnessing.standing(relationship, "joint") == witnessing.Standing(left.checkpoint.size, 2)
        clerk.open_matter(ann, "note ping", {})
    assert [file.name for file in database.place.glob("witness/*.lost-*")]


def test_what_is_left_can_be_signed_where_no_checkpoint_was_made(database: Database, request, tmp_path):
    from detente import clerk
    from detente.clerk import checkpoints, witnessing

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    signers = witnesses(relationship)
    with pytest.raises(BadInput, match="nothing is lost in joint"):
        checkpoints.sign_left(relationship, "joint")
    back = older(request, database, tmp_path, relationship)
    timers.open_pings(relationship, 3)
    clerk.sign_checkpoint(ann)
    with back():
        left = checkpoints.sign_left(relationship, "joint")
        assert not witnessing.standing(relationship, "joint").holds
        with pytest.raises(BadInput, match="not signed by customer and provider"):
            witnessing.accept_loss(relationship, "joint", left.text)
        both = signed_by(signed_by(left, ann, signers["customer"]), ben, signers["provider"])
        witnessing.accept_loss(relationship, "joint", both.text)
        clerk.open_matter(ann, "note ping", {})


def test_checkpoints_are_made_each_day_and_after_many_facts(database: Database):
    from detente import clerk
    from detente.clerk import checkpoints
    from detente.store import whole

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    now = clerk.now()
    assert checkpoints.sign_due(now) == 1
    assert checkpoints.sign_due(now) == 0
    clerk.open_matter(ann, "note ping", {})
    assert checkpoints.sign_due(now) == 0
    assert checkpoints.sign_due(now + dt.timedelta(days=1, minutes=1)) == 1
    timers.open_pings(relationship, 100, at=now)
    clerk.write_note(ann, "private")
    assert checkpoints.sign_due(now) == 2
    assert sorted(whole.last_note(kept)[1] == kept.size for kept in whole.journals()) == [True, True]
    assert {file.name for file in database.place.glob("witness/*")} == {
        "detente.example~harbor-quay~joint.note", "detente.example~harbor-quay~own-customer.note",
    }  # fmt: skip


def test_a_line_changed_by_the_owner_of_the_file_is_found_at_the_next_start(sqlite: Database):
    from django.db import connection

    from detente import clerk
    from detente.clerk import witnessing

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    clerk.sign_checkpoint(ann)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER store_joint_entry_update_guard")
        cursor.execute("UPDATE store_joint_entry SET line = replace(line, 'Harbor', 'Marbor') WHERE seq = 0")
    witnessing._seen.clear()  # another process begins
    with pytest.raises(BrokenJournal, match="two records"):
        clerk.open_matter(ann, "note ping", {})
