"""The worked example of the format: three facts and a checkpoint, with real hashes."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import ModuleType

import pytest

from detente.core.journal import (
    BrokenEntry,
    JournalWriter,
    Log,
    append,
    append_checkpoint,
    countersign,
    fact_bytes,
    lines_of,
    read_journal,
    sign,
    unseal,
    verify_journal,
)
from detente.core.journal.verify import verify_journal as verify_alone
from detente.core.vocabulary.facts import CharterSigned, PersonAppointed, Signature
from detente.core.vocabulary.money import Money

LEAVES = [
    "3a43c8a177ae3d432bfa3d9738eaf5ed2dcbd37ab7228ccf4b3bddcc7a8a80e0",
    "e74a2046a06b0ed13097f7fa8e48fd96f0fd4c1cc3154e9c2eca661673e0c204",
    "4a3a0c65e7da362ebef498588bfc4443c5ddbccce2d25c2eba204556d5605057",
]


def test_the_example_verifies_with_all_three_signatures(example: list[bytes], make: ModuleType) -> None:
    report = verify_journal(example, keys=make.KEYS)
    assert report.ok
    assert (report.facts, report.checkpoints, report.covered, report.signatures) == (3, 1, 3, 3)
    assert report.root.hex() == "fdc8ffd57fcaeff42ae22e17626374b9942a5920100d05c3bcda8c8b36c5206a"
    assert report == verify_alone(example, keys=make.KEYS)


def test_no_byte_of_the_example_can_be_changed(example: list[bytes], make: ModuleType) -> None:
    whole = b"".join(example)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        line = whole.count(b"\n", 0, place) + 1
        report = verify_journal(lines_of(BytesIO(changed)), keys=make.KEYS)
        assert report.broken is not None, place
        assert report.broken.line == line, place


def test_the_keys_of_the_example_follow_from_its_rule(make: ModuleType) -> None:
    assert [key.public.hex() for key in make.KEYS] == [
        "b1a5542369b28c32cb35ca2d49f72ba2780405e278e6278af7d909ccf9ae59d2",
        "78a51af47f185b8f272f611095e2084fdd1e3bbd828c1bc81ed9ee852d8647ac",
        "24a381ec7bdfb590e2c94102f30d25bf75d5de4b45cefac05688bb0a780f1a49",
    ]
    assert make.drawn("key", "person p-1").hex() == "82fa4d4a146210e7ef02b116626a656e05536647bc99ad8484e63cb557990d80"


def test_its_leaves_roots_and_proofs_are_those_of_the_format(example: list[bytes]) -> None:
    entries = list(read_journal(example))
    log = Log(entry.leaf for entry in entries)
    assert [entry.leaf.hex() for entry in entries] == LEAVES
    assert log.root(2).hex() == "3eaa1bb9fe383acc6b1ffa4908384e6efa62ffca0f6c63b045b7a52c14348e79"
    assert [step.hex() for step in log.inclusion(1)] == [LEAVES[0], LEAVES[2]]
    assert [step.hex() for step in log.consistency(2)] == [LEAVES[2]]
    assert len(fact_bytes(entries[0].fact)) == 261


def test_the_sealed_name_opens_with_its_key(example: list[bytes], make: ModuleType) -> None:
    fact = list(read_journal(example))[2].fact
    assert isinstance(fact, PersonAppointed)
    assert unseal(fact.person, fact_id=fact.id, field="person", key=make.drawn("key", "person p-1")) == "Tom Okafor"


def test_writing_the_same_facts_gives_the_same_file(make: ModuleType) -> None:
    signatures = (
        Signature("customer", "p-2", "manager", make.at(2)),
        Signature("provider", "p-3", "manager", make.at(5)),
    )
    effective = datetime(2026, 3, 2, 23, tzinfo=UTC)
    facts = [
        make.opened(),
        CharterSigned(
            id="joint/1",
            at=make.at(5),
            charter=make.CHARTER,
            text=make.TEXT,
            effective=effective,
            signatures=signatures,
        ),
        PersonAppointed(
            id="joint/2",
            at=make.at(10),
            charter=make.CHARTER,
            appointed="p-1",
            person=make.sealed("Tom Okafor", "joint/2", "person", "p-1"),
            party="customer",
            role="service lead",
            standing="holder",
            acts_for=("customer",),
            authority=Money(500_000, "EUR"),
            from_=effective,
        ),
    ]
    writer, lines = JournalWriter("joint"), list[bytes]()
    for seq, fact in enumerate(facts):
        done = append(writer, fact, salt=make.salt(seq))
        writer = done.writer
        lines.append(done.line)
    note = sign(writer.tree, make.HOST)
    for signer in make.WITNESSES:
        note = countersign(note, signer, at=make.at(15), keys=[make.HOST.key])
    whole = b"".join([*lines, append_checkpoint(writer, note)])
    assert hashlib.sha256(whole).hexdigest() == "0018d6fdb280e59b9bccd221a11fc344662b659c297699dd8da6b0a6805f7df8"


def test_a_fact_that_was_read_cannot_be_changed_and_says_the_first_break(example: list[bytes]) -> None:
    swapped = [example[0], example[2], example[1], example[3]]
    with pytest.raises(BrokenEntry) as found:
        list(read_journal(swapped))
    assert (found.value.entry, found.value.line) == (1, 2)
    assert str(found.value) == (
        "line 2, entry 1: its number is 2; 1 is next. Entries were taken out, put in or exchanged."
    )


def test_a_later_checkpoint_needs_more_than_the_example_has(example: list[bytes], make: ModuleType) -> None:
    writer = JournalWriter("joint")
    for entry in read_journal(example):
        writer = append(writer, entry.fact, salt=entry.salt).writer
    longer = append(writer, make.act(3, minutes=11), salt=make.salt(3)).writer
    report = verify_journal(example, keys=make.KEYS, kept=[make.signed(longer)])
    assert report.broken is not None
    assert report.broken.reason == (
        "the journal has 3 entries, a checkpoint of 'detente.example/aldgate-meridian/joint' that was kept has 4: "
        "the end was cut off, or an old copy was put back."
    )
    assert longer.last - writer.last == timedelta(minutes=1)
