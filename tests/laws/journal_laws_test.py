"""Laws of the journal: one writing of each value, one root of each order, nothing changed unseen."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.core.journal import (
    JournalWriter,
    Log,
    Tree,
    append,
    fact_bytes,
    parse_fact,
    read_journal,
    verify_journal,
)
from detente.core.journal.canonical import careful_bytes
from detente.core.journal.reading import typed_line
from detente.core.journal.verify import Broken, canonical, fact_line, read_canonical, roots_from_consistency
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import Fact
from detente.core.vocabulary.money import Money

_path = Path(__file__).parents[1] / "core" / "journal" / "making.py"
_spec = importlib.util.spec_from_file_location("journal_making_for_laws", _path)
assert _spec
assert _spec.loader
make: Any = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = make
_spec.loader.exec_module(make)


def _written(text: str) -> bool:
    try:
        canonical(text)
    except Broken:
        return False
    return True


TEXT = st.text(max_size=30).filter(_written)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUE = st.recursive(
    TEXT | WHOLE | st.booleans(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXT, inside, max_size=4),
    max_leaves=12,
)
VALUES = st.dictionaries(
    TEXT,
    TEXT | WHOLE | st.lists(TEXT, max_size=3).map(tuple) | st.builds(Money, WHOLE, st.sampled_from(["EUR", "JPY"])),
    max_size=4,
)
LEAVES = st.lists(st.binary(min_size=32, max_size=32), max_size=70)


@st.composite
def journals(draw: st.DrawFn) -> list[Fact]:
    facts: list[Fact] = [make.opened(draw(TEXT.filter(bool)))]
    for seq in range(1, draw(st.integers(1, 8))):
        micro = draw(st.sampled_from([0, 0, 1, 500_000, 999_999]))
        at = make.at(seq).replace(microsecond=micro)
        on = draw(st.none() | st.sampled_from([at, make.at(0)]))
        name = draw(TEXT.filter(bool))
        facts.append(make.act(seq, at=at, on=on, values=draw(VALUES), run=name, term=draw(st.none() | st.just(name))))
    return facts


@given(VALUE)
def test_reading_the_canonical_bytes_gives_the_value_back(value: Any) -> None:
    assert read_canonical(canonical(value)) == value
    assert canonical(read_canonical(canonical(value))) == canonical(value)


@given(VALUE, st.data())
def test_a_value_has_one_writing_only(value: Any, data: st.DataObject) -> None:
    other = json.dumps(
        value,
        ensure_ascii=data.draw(st.booleans()),
        sort_keys=data.draw(st.booleans()),
        separators=data.draw(st.sampled_from([(",", ":"), (", ", ": "), (",", ": ")])),
    ).encode("utf-8")
    assume(other != canonical(value))
    try:
        read_canonical(other)
    except Broken:
        return
    raise AssertionError(f"{other!r} was read as {value!r}")


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_canonical_or_broken(data: bytes) -> None:
    try:
        value = read_canonical(data)
    except Broken:
        return
    assert canonical(value) == data


@given(journals())
def test_facts_are_read_back_as_they_were_written(facts: list[Fact]) -> None:
    lines = make.written(facts)
    assert [entry.fact for entry in read_journal(lines, keys=make.KEYS)] == facts
    for fact in facts:
        assert parse_fact(fact_bytes(fact)) == fact


@given(journals())
def test_the_quick_way_says_what_the_slow_way_says(facts: list[Fact]) -> None:
    for seq, line in enumerate(make.written(facts, end=False)):
        leaf, number, _, noticed, entry = typed_line(line, seq)
        slow = fact_line(line, seq)
        assert (leaf, number, noticed) == (slow[0], slow[1], slow[3])
        assert (entry.fact, entry.salt) == (facts[seq], slow[4].salt)


ODD = st.sampled_from(
    [
        "null",
        '":12.5',
        ":12.5",
        ",1e9",
        '12:00:00Z"',
        ":30Z",
        "[7.",
        "a\\b",
        "\n",
        "\x7f",
        "\u200e",
        "\ud800",
        "e\u0301",
        "Zoë",
        "𝔸",
        "",
    ]
)
WRONG = TEXT | ODD | st.floats() | st.integers() | st.none() | st.booleans()


@given(WRONG, WRONG, st.dictionaries(TEXT | st.integers(0, 3), WRONG, max_size=2), st.sampled_from([0, 1, 500_000]))
@settings(max_examples=400)
def test_a_fact_is_written_in_one_pass_as_it_is_value_by_value(seat: Any, term: Any, values: Any, micro: int) -> None:
    at = make.at(1).replace(microsecond=micro)
    try:
        fact = make.act(1, at=at, run=seat, term=term, values=values)
    except BadInput:
        return
    found = []
    for written in (fact_bytes, careful_bytes):
        try:
            found.append(written(fact))
        except BadInput as refused:
            found.append(str(refused).encode())
    assert found[0] == found[1]


@given(journals(), st.data())
@settings(max_examples=300)
def test_any_changed_bit_is_found_in_its_line(facts: list[Fact], data: st.DataObject) -> None:
    lines = make.written(facts)
    line = data.draw(st.integers(0, len(lines) - 1))
    changed = bytearray(lines[line])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    whole = b"".join([*lines[:line], bytes(changed), *lines[line + 1 :]])
    report = verify_journal([each + b"\n" for each in whole.split(b"\n")[:-1]] or [whole], keys=make.KEYS)
    if whole.endswith(b"\n"):
        assert report.broken is not None
        assert report.broken.line == line + 1


@given(journals(), st.data())
def test_a_fact_has_no_second_writing_that_a_journal_takes(facts: list[Fact], data: st.DataObject) -> None:
    assume(len(facts) > 1)
    fact = facts[-1]
    plain = json.loads(fact_bytes(fact))
    order = data.draw(st.permutations(list(plain)))
    other = json.dumps({name: plain[name] for name in order}, ensure_ascii=False, separators=(",", ":")).encode()
    assume(other != fact_bytes(fact))
    try:
        parse_fact(other)
    except Broken:
        return
    raise AssertionError(other)


@given(journals(), st.integers(0, 8))
def test_writing_on_from_a_kept_state_is_writing_at_once(facts: list[Fact], cut: int) -> None:
    at_once = make.written(facts, end=False)
    writer, lines = JournalWriter("joint"), list[bytes]()
    for seq, fact in enumerate(facts):
        if seq == cut:  # the state is a value: it may be put away and taken out again
            writer = JournalWriter(writer.compartment, Tree(writer.tree.size, tuple(writer.tree.peaks)), writer.last)
        done = append(writer, fact, salt=make.salt(seq))
        writer = done.writer
        lines.append(done.line)
    assert lines == at_once
    assert writer.tree.root == verify_journal(lines).root == Log(entry.leaf for entry in read_journal(lines)).root()


@given(LEAVES, st.data())
def test_growth_is_proved_and_another_past_is_not(leaves: list[bytes], data: st.DataObject) -> None:
    assume(len(leaves) > 1)
    log, old = Log(leaves), data.draw(st.integers(1, len(leaves) - 1))
    path = log.consistency(old)
    assert roots_from_consistency(old, log.size, log.root(old), path) == (log.root(old), log.root())
    place = data.draw(st.integers(0, old - 1))
    other = Log([*leaves[:place], bytes([leaves[place][0] ^ 1]) + leaves[place][1:], *leaves[place + 1 :]])
    first, second = roots_from_consistency(old, log.size, other.root(old), path)
    assert (first, second) != (other.root(old), log.root())


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_any_lines_at_all_end_in_a_report(lines: list[bytes]) -> None:
    report = verify_journal([line + b"\n" for line in lines])
    assert report.ok == (not lines)
    assert report.lines
    assert json.dumps(report.data)
