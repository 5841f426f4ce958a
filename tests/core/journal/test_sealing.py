"""Sealed fields: who holds the key reads; when it is gone nobody does, and everything still verifies."""

from types import ModuleType

import pytest

from detente.core.journal import (
    JournalWriter,
    Log,
    append,
    check_inclusion,
    countersign,
    read_journal,
    seal,
    sign,
    unseal,
    verify_journal,
)
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.core.vocabulary.facts import Box, PersonAppointed, Sealed, StatementMade

KEY, NONCE = b"k" * 32, b"n" * 12


def box(text: str = "Tom Okafor") -> Sealed:
    return seal(text, fact_id="joint/2", field="person", key_name="p-1", key=KEY, nonce=NONCE)


def test_a_text_is_read_with_its_key() -> None:
    for text in ["Tom Okafor", "", "Zoë \u201cX\u201d\n\\", "\U0001f600"]:
        assert unseal(box(text), fact_id="joint/2", field="person", key=KEY) == text
    assert box().sealed.key == "p-1"
    assert "Tom" not in str(box())


@pytest.mark.parametrize(
    ("fact_id", "field", "key"),
    [("joint/3", "person", KEY), ("joint/2", "mail", KEY), ("joint/2", "person", b"x" * 32)],
)
def test_a_box_opens_in_its_field_with_its_key_alone(fact_id: str, field: str, key: bytes) -> None:
    with pytest.raises(BrokenJournal, match="the key of 'p-1' does not open the box"):
        unseal(box(), fact_id=fact_id, field=field, key=key)


def test_a_changed_box_does_not_open() -> None:
    whole = box().sealed
    for changed in [whole.box[:-5] + "AAA==", "?", whole.box[:8]]:
        with pytest.raises(BrokenJournal):
            unseal(Sealed(Box(changed, "p-1", whole.nonce)), fact_id="joint/2", field="person", key=KEY)


def test_keys_and_nonces_of_another_length_and_hidden_signs_are_refused() -> None:
    with pytest.raises(BadInput, match="the key has 31 bytes, not 32"):
        seal("x", fact_id="joint/2", field="person", key_name="p-1", key=KEY[1:], nonce=NONCE)
    with pytest.raises(BadInput, match="the nonce has 11 bytes, not 12"):
        seal("x", fact_id="joint/2", field="person", key_name="p-1", key=KEY, nonce=NONCE[1:])
    with pytest.raises(BadInput, match=r"joint/2, person: the text .* holds U\+202E, which cannot be seen"):
        box("a\u202eb")
    with pytest.raises(BadInput, match=r"'Tom' is no key\. It is written like p-1 or M-014"):
        seal("x", fact_id="joint/2", field="person", key_name="Tom", key=KEY, nonce=NONCE)


def test_after_a_key_is_destroyed_everything_verifies_and_nobody_reads(make: ModuleType) -> None:
    keys = {f"p-{n}": make.drawn("key", f"person p-{n}") for n in range(1, 6)}
    facts = [make.opened()]
    for n in range(1, 6):
        name = make.sealed(f"Person number {n}", f"joint/{n}", "person", f"p-{n}")
        facts.append(
            PersonAppointed(
                id=f"joint/{n}",
                at=make.at(n),
                charter=make.CHARTER,
                appointed=f"p-{n}",
                person=name,
                role="service lead",
                standing="holder",
                acts_for=(),
                from_=make.at(n),
            )
        )
    lines = make.written(facts)
    before = verify_journal(lines, keys=make.KEYS)
    entries = list(read_journal(lines))
    log = Log(entry.leaf for entry in entries)
    proof = log.inclusion_proof(3, sign(log.tree(), make.HOST))

    del keys["p-3"]

    assert verify_journal(lines, keys=make.KEYS) == before
    assert check_inclusion(proof, line=lines[3], keys=make.KEYS)
    for entry in entries[1:]:
        assert isinstance(entry.fact, PersonAppointed)
        key = keys.get(entry.fact.appointed, b"\0" * 32)
        read = (
            [unseal(entry.fact.person, fact_id=entry.fact.id, field="person", key=key)] if key in keys.values() else []
        )
        assert read == ([] if entry.seq == 3 else [f"Person number {entry.seq}"])
    assert all(b"Person number" not in line for line in lines)


def test_the_journal_goes_on_after_an_erasure(make: ModuleType) -> None:
    facts = make.every_kind()
    writer = JournalWriter("joint")
    for fact in facts[:12]:
        writer = append(writer, fact, salt=make.salt(writer.tree.size)).writer
    before, old = writer, sign(writer.tree, make.HOST)
    assert isinstance(facts[11], StatementMade)  # its key is gone from here on
    for fact in facts[12:]:
        writer = append(writer, fact, salt=make.salt(writer.tree.size)).writer
    log = Log(entry.leaf for entry in read_journal(make.written(facts)))
    path = log.consistency(before.tree.size)
    note = countersign(
        sign(writer.tree, make.HOST), make.WITNESSES[0], at=make.at(99), keys=make.KEYS, before=old, path=path
    )
    assert len(note.signatures) == 2
