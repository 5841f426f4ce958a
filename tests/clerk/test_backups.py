"""A backup of a busy record comes back whole, on either database; one that was changed does not come back (R2)."""

import json
import shutil
import threading

import pytest

from tests.clerk import timers
from tests.databases import Database, make, using


def lived() -> str:
    """A relationship with clocks that rang, notices on their way, notes of both sides, a signed checkpoint."""
    from detente import clerk

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    timers.open_pings(relationship, 30)
    while clerk_files(relationship):
        pass
    clerk.open_matter(ann, "serve dispute notice", {})
    clerk.write_note(ann, "We can go down to 4,000.")
    clerk.write_note(ben, "They will go down.")
    clerk.send_message(ann, "M-00001", "Shall we talk?")
    clerk.sign_checkpoint(ann)
    clerk.sign_checkpoint(ann, "own customer")
    account()
    return relationship


def account() -> None:
    from django.utils import timezone

    from detente.store.models.accounts import Membership, Organisation, Seat, User

    harbor = Organisation.objects.create(name="Harbor")
    user = User.objects.create_user("ann@harbor.example", name="Ann", organisation=harbor, joined_at=timezone.now())
    Seat.objects.create(relationship="harbor-quay", party="customer", organisation=harbor)
    place = {"relationship": "harbor-quay", "party": "customer", "person": "p-1", "name": "Ann"}
    Membership.objects.create(user=user, since=timezone.now(), **place)


def clerk_files(relationship: str) -> int:
    from detente import clerk
    from detente.clerk import watching

    return watching.file_due(relationship) or 0 if watching.due(clerk.now()) else 0


def everything(relationship: str) -> dict:
    from detente.store import computed, whole

    journals = whole.journals()
    return {
        "journals": {(one.relationship, one.room_class): list(whole.lines_of(one)) for one in journals},
        "notes": {(one.relationship, one.room_class): whole.notes_of(one) for one in journals},
        "computed": computed.rows_of(relationship),
        "accounts": list(whole.accounts()),
        "outbox": sorted(whole.outbox(), key=lambda row: row["message_id"]),
        "installation": whole.installation(),
    }


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_backup_comes_back_whole_on_either_database(database: Database, request, tmp_path, to):
    from detente import clerk
    from detente.clerk import backups
    from detente.clerk.rebuilding import rebuild

    relationship = lived()
    backups.backup(tmp_path / "backup", tmp_path / "keys")
    before = everything(relationship)
    assert set(before["journals"]) == {(relationship, room) for room in ("joint", "side_a", "side_b")}
    place = tmp_path / "machine"
    place.mkdir()
    with using(make(to, request, place).url):
        backups.restore(tmp_path / "backup", tmp_path / "keys")
        assert everything(relationship) == before
        assert rebuild(relationship).differences == ()
        ann, _ = timers.viewers(relationship)
        clerk.write_note(ann, "and it goes on")
        clerk.open_matter(ann, "note ping", {})


def test_a_backup_is_of_one_moment_while_people_go_on_working(database: Database, tmp_path):
    from detente import clerk
    from detente.clerk import backups

    relationship = lived()
    ann, ben = timers.viewers(relationship)
    stop, filed = threading.Event(), []

    def work():
        from django.db import connection

        while not stop.is_set():
            filed.append(clerk.open_matter(ann, "note ping", {}))
            clerk.write_note(ben, "again")
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(5):
            backups.backup(tmp_path / f"{number}", tmp_path / f"keys {number}")
    finally:
        stop.set()
        worker.join()
    assert filed
    sizes = [held.size for number in range(5) for held in backups.read(tmp_path / f"{number}").journals]
    assert len(set(sizes)) > 3


CHANGES = {
    "a byte of a line": lambda place: bend(place / "journals/harbor-quay/joint.jsonl", b"exhausted", b"exhaustet"),
    "the last line": lambda place: cut(place / "journals/harbor-quay/joint.jsonl"),
    "an account": lambda place: (place / "accounts.jsonl").write_text(""),
    "a file away": lambda place: (place / "journals/harbor-quay/own-customer.jsonl").unlink(),
}


def bend(file, old, new):
    data = file.read_bytes()
    file.write_bytes(data.replace(b'"ping"', b'"pong"', 1) if old not in data else data.replace(old, new, 1))


def cut(file):
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))


@pytest.mark.parametrize(
    ("change", "hashes"),
    [(change, "left") for change in CHANGES] + [(change, "made anew") for change in list(CHANGES)[:2]],
)
def test_a_backup_that_was_changed_is_refused_whole(sqlite: Database, request, tmp_path, change, hashes):
    """Also where whoever changed it wrote the manifest's hashes anew."""
    from detente.clerk import backups
    from detente.core.vocabulary.errors import BrokenJournal
    from detente.store import whole

    lived()
    place = tmp_path / "backup"
    backups.backup(place, tmp_path / "keys")
    CHANGES[change](place)
    if hashes == "made anew":
        manifest = json.loads((place / "manifest.json").read_bytes())
        manifest["files"] = {name: backups._hash(place / name) for name in manifest["files"] if (place / name).exists()}
        (place / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BrokenJournal):
        backups.read(place)
    other = tmp_path / "machine"
    other.mkdir()
    with using(make("sqlite", request, other).url):
        with pytest.raises(BrokenJournal):
            backups.restore(place, tmp_path / "keys")
        assert whole.is_empty()


def test_nothing_is_restored_over_a_record_and_keys_lie_elsewhere(sqlite: Database, tmp_path):
    from detente.clerk import backups
    from detente.core.vocabulary.errors import BadInput

    lived()
    with pytest.raises(BadInput, match="Keep the keys elsewhere"):
        backups.backup(tmp_path / "backup", tmp_path / "backup" / "keys")
    backups.backup(tmp_path / "backup", tmp_path / "keys")
    with pytest.raises(BadInput, match="is not empty"):
        backups.backup(tmp_path / "backup", tmp_path / "keys")
    with pytest.raises(BadInput, match="the tables hold a record already"):
        backups.restore(tmp_path / "backup", tmp_path / "keys")
    shutil.rmtree(tmp_path / "backup")
    with pytest.raises(BadInput, match="is no backup"):
        backups.read(tmp_path / "backup")
