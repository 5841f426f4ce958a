"""The live journal: any change is found with its place (I1, I2), and nothing changes without a line of it (I4)."""

# ruff: noqa: ARG005 (rows of a table take what their column gives)

import inspect
import json
import random

import pytest

from detente.core.journal import check_grown, verify_journal
from detente.core.vocabulary.errors import BrokenJournal
from tests.clerk import timers
from tests.databases import Database


def lived() -> tuple[str, object]:
    from detente import clerk
    from detente.clerk import watching

    relationship = timers.begun()
    ann, _ = timers.viewers(relationship)
    timers.open_pings(relationship, 15)
    while watching.due(clerk.now()):
        watching.file_due(relationship)
    return relationship, clerk.sign_checkpoint(ann)


def raw(relationship: str) -> list[bytes]:
    from detente.store import lines

    return [line.encode() + b"\n" for _, line in lines.rows(relationship, "joint")]


def test_a_flipped_byte_of_a_live_journal_is_found_where_it_is(sqlite: Database):
    relationship, note = lived()
    text = raw(relationship)
    assert verify_journal(text, kept=[note]).ok
    chance = random.Random(1)
    for _ in range(600):
        place = chance.randrange(len(text))
        line = bytearray(text[place])
        at = chance.randrange(len(line) - 1)
        if b'"noticed":' in line and line.index(b'"noticed":') <= at < line.index(b',"salt"'):
            continue  # when a worker noticed stands beside the fact, outside of its leaf
        line[at] ^= 1 << chance.randrange(8)
        bent = [*text[:place], bytes(line), *text[place + 1 :]]
        report = verify_journal(bent, kept=[note])
        assert not report.ok
        if report.broken is not None and report.broken.line:
            assert report.broken.line <= place + 2


ATTACKS = {
    "delete": lambda text, at, chance: text[:at] + text[at + 1 :],
    "insert": lambda text, at, chance: [*text[:at], text[chance.randrange(len(text))], *text[at:]],
    "swap": lambda text, at, chance: [*text[:at], *text[at : at + 2][::-1], *text[at + 2 :]],
    "cut": lambda text, at, chance: text[:at],
    "chain anew": lambda text, at, chance: chained([*text[:at], *text[at + 1 :]]),
    "write anew": lambda text, at, chance: chained(
        [*text[:at], text[at].replace(b"customer", b"provider"), *text[at + 1 :]]
    ),
    "roll back and go on": lambda text, at, chance: chained([*text[:at], *text[: len(text) - at]]),
}  # fmt: skip


def chained(text: list[bytes]) -> list[bytes]:
    """Number and hash every line anew, as the owner of the database can."""
    from detente.core.journal import leaf_hash
    from detente.core.journal.verify import canonical

    found = []
    for seq, line in enumerate(text):
        read = json.loads(line)
        read["seq"], read["fact"]["id"] = seq, f"joint/{seq}"
        read["leaf"] = leaf_hash(bytes.fromhex(read["salt"]), canonical(read["fact"])).hex()
        found.append(canonical(read) + b"\n")
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_who_owns_the_database_cannot_change_what_the_other_sides_checkpoint_covers(sqlite: Database, attack):
    relationship, note = lived()
    text = raw(relationship)
    chance = random.Random(attack)
    for _ in range(40):
        at = chance.randrange(1, len(text) - 1)
        changed = ATTACKS[attack](text, at, chance)
        if changed != text:
            assert not verify_journal(changed, kept=[note]).ok


def test_two_views_of_one_record_prove_a_fork(sqlite: Database):
    from detente.core.journal import Log

    relationship, note = lived()
    leaves = [bytes.fromhex(json.loads(line)["leaf"]) for line in raw(relationship)]
    other = Log([*leaves[:-3], *leaves[-2:], leaves[0], leaves[1]])
    fork = type(note.checkpoint)(note.checkpoint.origin, other.size, other.root())
    with pytest.raises(BrokenJournal, match="a fork"):
        check_grown(note.checkpoint, fork, other.consistency(note.checkpoint.size, other.size))


# ---- I4


def deeds() -> dict:
    """One use of every function of the clerk that changes something for a person of a relationship."""
    import datetime as dt

    from detente import clerk

    day = dt.date(2026, 12, 1)
    return {
        "open_matter": lambda ann, ben: clerk.open_matter(ann, "note ping", {}),
        "do_act": lambda ann, ben: clerk.do_act(ben, "M-001", "file pong", {}),
        "send_message": lambda ann, ben: clerk.send_message(ann, "M-001", "words"),
        "make_statement": lambda ann, ben: clerk.make_statement(ann, "M-001", "it is so"),
        "confirm_statement": lambda ann, ben: clerk.confirm_statement(ben, "M-001", "F1"),
        "contest_statement": lambda ann, ben: clerk.contest_statement(ben, "M-001", "F1", "it is not"),
        "write_note": lambda ann, ben: clerk.write_note(ann, "private"),
        "note_cause": lambda ann, ben: clerk.note_cause(ann, "M-001", "delivery"),
        "note_leave": lambda ann, ben: clerk.note_leave(ann, day, day),
    }


STATED = {"confirm_statement", "contest_statement"}


@pytest.mark.parametrize(
    "name",
    ["open_matter", "do_act", "send_message", "make_statement", "confirm_statement", "contest_statement",
     "write_note", "note_cause", "note_leave"],
)  # fmt: skip
def test_what_a_clerks_function_changes_stands_in_a_journal_of_the_same_transaction(database: Database, name):
    from django.db import transaction

    from detente import clerk
    from detente.store import computed, whole

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    clerk.open_matter(ann, "note ping", {}, name="M-001")
    if name in STATED:
        clerk.make_statement(ann, "M-001", "it is so")

    def seen():
        return (
            sum(kept.size for kept in whole.journals()),
            (computed.rows_of(relationship), whole.outbox(), list(whole.accounts())),
        )

    before = seen()

    class Undo(Exception):
        pass

    def undone():
        with transaction.atomic():
            deeds()[name](ann, ben)
            inside = seen()
            assert inside[0] > before[0]
            raise Undo

    with pytest.raises(Undo):
        undone()
    assert seen() == before
    deeds()[name](ann, ben)
    assert seen()[0] > before[0]


def test_every_function_of_the_clerk_that_a_person_calls_is_tried_here_or_where_it_is_named():
    """A new one without a row fails here. The others are tried with meetings, goals, agreements, checkpoints."""
    from detente import clerk

    takes_viewer = {
        name
        for name in clerk.__all__
        if callable(getattr(clerk, name))
        and not inspect.isclass(getattr(clerk, name))
        and next(iter(inspect.signature(getattr(clerk, name)).parameters), "") == "viewer"
    }
    elsewhere = {
        "record", "is_shared", "add_agenda_item", "close_agenda_item", "write_minutes", "accept_minutes", "report_goal",
        "offer_agreement", "give_agreement", "offer_version", "sign_version", "sign_in_force", "take_back",
        "sign_checkpoint", "bundle_signer", "add_witness", "take_countersigned",
    }  # fmt: skip
    assert takes_viewer - elsewhere == set(deeds()), "a new function of the clerk: give it a row in deeds()"
