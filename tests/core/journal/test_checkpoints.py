"""Checkpoints: what is signed, by whom, and what a second signature may not be given for."""

from datetime import UTC, datetime
from types import ModuleType

import pytest

from detente.core.journal import (
    BrokenEntry,
    JournalWriter,
    Key,
    Log,
    Note,
    Tree,
    append_checkpoint,
    check_grown,
    countersign,
    host,
    origin,
    parse_key,
    parse_note,
    read_journal,
    sign,
    verify_journal,
    witness,
)
from detente.core.journal.verify import canonical, root_of
from detente.core.vocabulary.errors import BadInput

LOG = Log(bytes([n]) * 32 for n in range(20))
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_note_is_read_as_it_was_written(make: ModuleType) -> None:
    note = make.signed(JournalWriter("joint", LOG.tree()))
    assert parse_note(note.text) == note
    assert note.text.count("\n\u2014 ") == 3
    assert note.checkpoint.compartment == "joint"


def test_a_key_is_handed_on_as_c2sp_writes_it(make: ModuleType) -> None:
    for key in make.KEYS:
        assert parse_key(key.text + "\n") == key
    name, number, rest = make.KEYS[0].text.split("+", 2)
    wrong = [
        "",
        "x",
        f"{name}+00000000+{rest}",
        f"{name}+{number}+{rest[:-8]}",
        f"a b+{number}+{rest}",
        f"{name}+{number}",
    ]
    for text in wrong:
        with pytest.raises(BrokenEntry):
            parse_key(text)


def test_a_private_key_is_not_shown(make: ModuleType) -> None:
    assert repr(make.HOST) == "Signer('detente.example/aldgate-meridian/joint')"


def test_an_origin_writes_a_hyphen_for_the_space_of_a_compartment() -> None:
    assert (
        origin("detente.example", "aldgate-meridian", "own customer") == "detente.example/aldgate-meridian/own-customer"
    )
    for parts in [("a b", "c", "joint"), ("a", "", "joint"), ("a", "b/c", "joint"), ("a+b", "c", "joint")]:
        with pytest.raises(BadInput, match="is no origin"):
            origin(*parts)


def note_lines(note: Note) -> list[str]:
    return note.text.split("\n")


def test_no_other_writing_of_a_note_is_read(make: ModuleType) -> None:
    text = sign(LOG.tree(), make.HOST).text
    first, size, root, *_ = text.split("\n")
    last = text[:-1].rpartition(" ")[2]
    loose = last[:-2] + chr(ord(last[-2]) + 1) + "="  # the same bytes, for base64 does not use the last bits
    wrong = [
        "",
        text[:-1],
        text + "\n",
        text.replace("\n20\n", "\n020\n"),
        text.replace("\n20\n", "\n-1\n"),
        text.replace("\n20\n", "\n20\nmore\n"),
        text.replace("\u2014", "-"),
        text.replace("\u2014 ", "\u2014  "),
        text.replace(f"\n{root}\n", f"\n{root[:-4]}\n"),
        text.replace(first, "a b"),
        text.replace("\n\n", "\n"),
        text.replace("\n", "\r\n"),
        text.replace(last, last[:40]),
        text.replace(last, loose),
    ]
    for each in wrong:
        with pytest.raises(BrokenEntry):
            parse_note(each)
    assert size == "20"


def test_a_witness_signs_what_has_grown(make: ModuleType) -> None:
    old, new = sign(LOG.tree(7), make.HOST), sign(LOG.tree(20), make.HOST)
    signed = countersign(new, make.WITNESSES[0], at=NOW, keys=[make.HOST.key], before=old, path=LOG.consistency(7, 20))
    assert signed.signatures[:1] == new.signatures
    assert int.from_bytes(signed.signatures[1].rest[:8], "big") == int(NOW.timestamp())
    again = countersign(new, make.WITNESSES[1], at=NOW, keys=[make.HOST.key], before=new)
    assert len(again.signatures) == 2


def test_a_witness_does_not_sign_a_log_that_was_cut_forked_or_is_another(make: ModuleType) -> None:
    fork = Log([*(bytes([n]) * 32 for n in range(6)), *(b"x" * 32 for _ in range(14))])
    old, new = sign(LOG.tree(7), make.HOST), sign(fork.tree(20), make.HOST)
    other = sign(LOG.tree(20), host("detente.example/other/joint", b"o" * 32))
    same = sign(fork.tree(7), make.HOST)
    cases = [
        (new, old, fork.consistency(7, 20), "the checkpoints are|does not continue|fork"),
        (new, old, [], "path"),
        (old, sign(LOG.tree(20), make.HOST), [], "had 20 entries and now shows 7"),
        (same, old, [], "does not continue what it was at 7: a fork"),
        (other, old, LOG.consistency(7, 20), "two logs"),
    ]
    for note, before, path, says in cases:
        keys = [make.HOST.key, host("detente.example/other/joint", b"o" * 32).key]
        with pytest.raises(BrokenEntry, match=says):
            countersign(note, make.WITNESSES[0], at=NOW, keys=keys, before=before, path=path)


def test_a_witness_does_not_sign_what_the_host_has_not(make: ModuleType) -> None:
    forged = sign(LOG.tree(20), host(make.ORIGIN, b"f" * 32))
    with pytest.raises(BrokenEntry, match="bears no signature of a host's key"):
        countersign(forged, make.WITNESSES[0], at=NOW, keys=[make.HOST.key])
    moved = Note(sign(LOG.tree(19), make.HOST).checkpoint, sign(LOG.tree(20), make.HOST).signatures)
    with pytest.raises(BrokenEntry, match="was not made with its key"):
        countersign(moved, make.WITNESSES[0], at=NOW, keys=[make.HOST.key])
    with pytest.raises(BadInput):
        countersign(moved, make.HOST, at=NOW, keys=[make.HOST.key])
    with pytest.raises(BadInput, match="it countersigns what a host has signed"):
        sign(LOG.tree(), make.WITNESSES[0])


def test_growth_from_nothing_needs_no_path(make: ModuleType) -> None:
    check_grown(sign(LOG.tree(0), make.HOST).checkpoint, sign(LOG.tree(5), make.HOST).checkpoint, [])


def test_inside_a_journal_every_signature_must_be_of_a_known_key(make: ModuleType) -> None:
    lines = make.written(make.some_facts(5))
    missing = [key for key in make.KEYS if "meridian.example" not in key.name]
    report = verify_journal(lines, keys=missing)
    assert report.broken is not None
    assert report.broken.reason.startswith("it is signed by 'meridian.example/witness', key ")
    stranger = Key(make.KEYS[2].name, 4, b"k" * 32)
    assert not verify_journal(lines, keys=[*missing, stranger]).ok
    assert verify_journal(lines, keys=make.KEYS).signatures == 3
    assert verify_journal(lines).signatures == 0


def test_a_checkpoint_kept_outside_may_be_signed_by_strangers_too(make: ModuleType) -> None:
    facts = make.some_facts(5)
    lines = make.written(facts, end=False)
    writer = JournalWriter("joint", Log(entry.leaf for entry in read_journal(lines)).tree())
    note = make.signed(writer, by=[*make.WITNESSES, witness("neutral.example", b"n" * 32)])
    report = verify_journal(lines, keys=[make.HOST.key], kept=[note])
    assert (report.ok, report.kept, report.signatures) == (True, 1, 1)


@pytest.mark.parametrize(
    ("origin_", "size", "says"),
    [
        ("detente.example/aldgate-meridian/joint", 4, "the checkpoint covers 4 entries, but 5 stand above it"),
        ("detente.example/aldgate-meridian/own-customer", 5, "the entries are of compartment 'joint'"),
        ("detente.example/aldgate-meridian/joint", 5, "does not cover the 5 entries above it: its root is another"),
    ],
)
def test_a_checkpoint_that_is_not_of_the_entries_above_it_breaks_the_journal(
    make: ModuleType, origin_: str, size: int, says: str
) -> None:
    lines = make.written(make.some_facts(5), end=False)
    leaves = [entry.leaf for entry in read_journal(lines)]
    tree = Log(leaves).tree(size) if says.count("root") == 0 else Tree(size, (root_of([b"x" * 32]),))
    note = sign(tree, host(origin_, b"h" * 32))
    report = verify_journal([*lines, canonical({"kind": "checkpoint", "note": note.text}) + b"\n"])
    assert report.broken is not None
    assert says in report.broken.reason
    assert (report.broken.line, report.broken.entry) == (6, 5)


def test_two_checkpoints_of_two_origins_break_the_journal(make: ModuleType) -> None:
    lines = make.written(make.some_facts(5))
    tree = Log(entry.leaf for entry in read_journal(lines)).tree()
    other = sign(tree, host("detente.example/other/joint", b"h" * 32))
    report = verify_journal([*lines, append_checkpoint(JournalWriter("joint", tree), other)])
    assert report.broken is not None
    assert report.broken.reason.startswith("the checkpoint is of 'detente.example/other/joint', those above it of")


def test_a_kept_checkpoint_of_another_log_is_named_as_such(make: ModuleType) -> None:
    lines = make.written(make.some_facts(5), every=2)
    other = host("detente.example/other/joint", b"h" * 32)
    for size in (3, 20):
        report = verify_journal(lines, kept=[sign(LOG.tree(size), other)])
        assert report.broken is not None
        assert report.broken.reason.startswith("the checkpoint that was kept is of 'detente.example/other/joint', this")


def test_several_checkpoints_may_stand_at_one_size_and_at_none(make: ModuleType) -> None:
    lines = make.written(make.some_facts(3))
    empty = append_checkpoint(JournalWriter("joint"), sign(Tree(), make.HOST))
    assert verify_journal([empty, *lines, lines[-1]], keys=make.KEYS).checkpoints == 3
    assert verify_journal([], kept=[sign(Tree(), make.HOST)], keys=make.KEYS).ok
    with pytest.raises(BadInput, match="the note covers 0 entries; the journal has 20"):
        append_checkpoint(JournalWriter("joint", LOG.tree()), sign(Tree(), make.HOST))
