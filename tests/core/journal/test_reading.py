"""Reading as a stream: bounded, strict, and the quick way never milder than the slow one."""

import io
import json
import os
import random
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from detente.core.journal import (
    BrokenEntry,
    JournalWriter,
    append,
    fact_bytes,
    leaf_hash,
    lines_of,
    parse_fact,
    read_journal,
    verify_journal,
)
from detente.core.journal import reading as rooms
from detente.core.journal.upcasting import lifted
from detente.core.journal.verify import LINE_MAX, Broken, canonical, raw_fact
from detente.core.journal.verify import verify_journal as verify_alone
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.core.vocabulary.facts import PersonLeft

LONG = bool(os.environ.get("DETENTE_LONG"))
SCRAPS = [
    b"\\n",
    b"\\t",
    b"\\u0041",
    b"\\u0007",
    b"\\/",
    b" ",
    b"null",
    b"1.0",
    b"9007199254740992",
    b"\x7f",
    b"e\xcc\x81",
    b"\xe2\x80\xae",
    b"\xf0\x90\x90\x80",
    b"\xef\xbc\xa1",
    b'"a":1,',
    b".000000Z",
    b'Z"',
    b"+01:00",
    b"false",
    b"\xff",
]


def relined(line: bytes, body: bytes, beside: dict[str, Any] | None = None) -> bytes:
    """The line with another body, its leaf made anew: what an owner of the file can do."""
    old = json.loads(line)
    salt = bytes.fromhex(old["salt"])
    rest = {"kind": "fact", "leaf": leaf_hash(salt, body).hex(), "salt": old["salt"], "seq": old["seq"]} | (
        beside or {}
    )
    return b'{"fact":' + body + b"," + canonical(rest)[1:] + b"\n"


def body_of(line: bytes) -> bytes:
    return canonical(json.loads(line)["fact"])


def test_facts_come_one_by_one_with_what_stands_beside_them(make: ModuleType) -> None:
    lines = make.written(make.some_facts(12), every=4, noticed=True)
    entries = list(read_journal(lines, keys=make.KEYS))
    assert [entry.seq for entry in entries] == list(range(12))
    assert [entry.fact for entry in entries] == make.some_facts(12)
    assert entries[3].noticed == make.at(3) + timedelta(seconds=7)
    assert [entry.salt for entry in entries] == [make.salt(seq) for seq in range(12)]


def test_an_entry_is_handed_on_before_the_next_line_is_asked_for(make: ModuleType) -> None:
    asked = []

    def one_by_one() -> Iterator[bytes]:
        for line in make.written(make.some_facts(5)):
            asked.append(line)
            yield line

    for number, _ in enumerate(read_journal(one_by_one()), 1):
        assert len(asked) == number


def test_reading_takes_the_memory_of_a_line_not_of_a_journal(make: ModuleType) -> None:
    def peak(lines: list[bytes]) -> int:
        tracemalloc.start()
        for _ in read_journal(lines):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    lines = make.written(make.some_facts(4_000), end=False)
    peak(lines[:50])
    assert peak(lines) < peak(lines[:400]) + 20_000


def test_late_and_punctual_workers_leave_the_same_log(make: ModuleType) -> None:
    punctual, late = (make.written(make.some_facts(40), noticed=noticed, end=False) for noticed in (False, True))
    assert punctual != late
    assert verify_journal(punctual).root == verify_journal(late).root
    report = verify_journal(late)
    assert report.noticed == 6
    assert report.lines[-1] == "6 entries say when a worker noticed a time; nothing proves that."


def test_noticed_stands_beside_a_deadline_only_and_never_before_it(make: ModuleType) -> None:
    lines = make.written(make.some_facts(4), noticed=True, end=False)
    early, odd = "2026-03-02T13:02:59.999999Z", "2026-03-02T13:03:07Z"
    for number, beside in [
        (3, early),
        (3, odd),
        (3, 7),
        (2, "2026-03-02T13:03:07.000000Z"),
        (3, "2026-02-30T13:03:07.000000Z"),
    ]:
        changed = [*lines]
        changed[number] = relined(lines[number], body_of(lines[number]), {"noticed": beside})
        for report in (verify_journal(changed), verify_alone(changed)):
            assert report.broken is not None
            assert report.broken.entry == number
            assert "'noticed'" in report.broken.reason


def hostile(line: bytes) -> Iterator[bytes]:
    """Other writings of the same fact, and of facts that nearly are one."""
    body = body_of(line)
    yield body.replace(b",", b", ", 1)
    yield body.replace(b'"joint', b'"\\u006aoint', 1)
    yield body.replace(b"escalation", b"escalation\x7f")
    yield body.replace(b"escalation", b"escalation\\t")
    yield body.replace(b"escalation", b"escalation\\u0007")
    yield body.replace(b"escalation", b"escal\\/ation")
    yield body.replace(b"escalation", "e\u0301scalation".encode())
    yield body.replace(b"escalation", "\u202eescalation".encode())
    yield body.replace(b"escalation", "\u0085escalation".encode())
    yield body.replace(b"escalation", b"\xed\xa0\x80")
    yield body.replace(b"escalation", b"\xff")
    yield body.replace(b'"run":"escalation"', b'"run":"escalation","run":"escalation"')
    yield body.replace(b'.000000Z"', b'Z"')
    yield body.replace(b'.000000Z"', b'.0Z"')
    yield body.replace(b'.000000Z"', b'.000000+00:00"')
    yield body.replace(b'.000000Z"', b'.000000z"')
    yield body.replace(b'"version":1', b'"version":1.0')
    yield body.replace(b'"version":1', b'"version":01')
    yield body.replace(b'"version":1', b'"version":true')
    yield body.replace(b'"version":1', b'"version":null')
    yield body.replace(b'"person":"p-1",', b'"person":null,')
    yield body.replace(b'"act":', b'"at":"2026-03-02T13:01:00.000000Z","act":')
    yield body[:-1] + b',"zzz":1}'
    yield body.replace(b"{", b"{ ", 1)
    yield body + b" "
    yield b"[" * 5_000
    yield b'{"a":' * 5_000
    yield body.replace(b'"values":{', b'"values":{"\xf0\x90\x90\x80":1,"\xef\xbc\xa1":2,')  # order of UTF-16 ...
    yield body.replace(b'"values":{', b'"values":{"zz":9007199254740993,')
    yield body.replace(b'"values":{', b'"values":{"zz":1,"zz":2,')


def test_the_quick_way_takes_nothing_that_the_slow_way_refuses(make: ModuleType) -> None:
    lines = make.written([make.opened(), make.act(1)], end=False)
    bodies = list(hostile(lines[1]))
    assert len({*bodies, body_of(lines[1])}) == len(bodies) + 1
    for body in bodies:
        with pytest.raises(BrokenEntry) as found:
            list(read_journal([lines[0], relined(lines[1], body)]))
        assert found.value.entry == 1, body


def bent(body: bytes, dice: random.Random) -> bytes:
    """The body with one to three places changed: cut, doubled, exchanged, or something put in that JSON knows."""
    for _ in range(dice.randrange(1, 4)):
        one, two = sorted(dice.randrange(len(body) + 1) for _ in range(2))
        two = min(two, one + dice.choice([0, 1, 2, 12, 30]))
        put = dice.choice(
            [b"", body[one:two] * 2, body[one:two][::-1], dice.choice(SCRAPS), bytes([dice.randrange(256)])]
        )
        body = body[:one] + put + body[two:]
    return body


def test_a_bent_fact_is_never_taken_by_the_quick_way_alone(make: ModuleType) -> None:
    dice, taken = random.Random(5), 0
    lines = make.written(make.every_kind(), end=False)
    for _ in range(1_000_000 if LONG else 20_000):
        seq = dice.randrange(len(lines))
        line = relined(lines[seq], bent(body_of(lines[seq]), dice))
        try:
            leaf = rooms.typed_line(line, seq)[0]
        except Broken:
            continue
        taken += 1
        assert leaf == raw_fact(line, seq).leaf
        assert fact_bytes(parse_fact(raw_fact(line, seq).body)) == raw_fact(line, seq).body
    assert taken > 100


def test_the_quick_way_gives_up_on_what_is_unusual_and_the_slow_way_takes_it(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = []
    real = rooms._slowly
    monkeypatch.setattr(rooms, "_slowly", lambda *given: slow.append(given[1]) or real(*given))  # type: ignore[func-returns-value]
    said = [
        {"plain": 'text, "quoted" and\nmore', "über": "Zürich"},
        {"\U00010400": 1, "\uff21": 2},  # an order that only UTF-16 has
        {"stamp": "so .000000Z", "other": "12:00:00Z"},
        {"text": "a line\n\u0303 and a mark on its own"},  # in the file an n stands before the mark
        {"text": "back\\tslash"},
    ]
    facts = [make.opened(), *(make.act(seq, values=values) for seq, values in enumerate(said, 1))]
    assert [entry.fact for entry in read_journal(make.written(facts))] == facts
    assert slow == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line[:-1],
        lambda line: line[:-40],
        lambda line: line[:-1] + b"\r\n",
        lambda line: line.replace(b"\n", b"\n\n"),
        lambda _: b"\n",
        lambda _: b"",
        lambda _: b"\x00" * 100 + b"\n",
        lambda line: line[:50] + b"\x00" + line[50:],
        lambda line: b"\xef\xbb\xbf" + line,
        lambda line: line.decode().encode("utf-16"),
        lambda line: line.decode().encode("utf-32"),
        lambda line: line.replace(b"O", b"\xd6"),
        lambda _: b"x" * (10 << 20) + b"\n",
        lambda _: b'{"fact":' + b"x" * (10 << 20) + b"\n",
        lambda _: b"[" * (LINE_MAX - 1) + b"\n",
        lambda _: b'{"fact":' * 100_000 + b"\n",
        lambda _: b'{"kind":' * 100_000 + b"\n",
        lambda _: b'{"kind":"checkpoint","note":"x"}\n',
        lambda _: b'{"kind":"checkpoint","note":7}\n',
        lambda _: b'{"kind":"checkpoint"}\n',
        lambda _: b'{"kind":"thing"}\n',
        lambda _: b"  k\n",
        lambda _: b'"fact"\n',
        lambda _: b"7\n",
        lambda line: line.replace(b'"seq":1', b'"seq":true'),
        lambda line: line.replace(b'"seq":1', b'"seq":"1"'),
        lambda line: line.replace(b'"seq":1', b'"seq":1,"z":1'),
        lambda line: line.replace(b'"salt":"', b'"salt":"A'),
        lambda line: line.replace(line[-44:-12], line[-44:-12].upper()),
        lambda line: line.replace(b'"kind":"fact"', b'"kind":"tact"'),
    ],
)
def test_hostile_lines_break_the_journal_at_their_place(make: ModuleType, change: Any) -> None:
    lines = make.written([make.opened(), make.act(1, values={"O": "O"})], end=False)
    whole = io.BytesIO(lines[0] + change(lines[1]) + b"more" * 100)
    tracemalloc.start()
    for verify in (verify_journal, verify_alone):
        whole.seek(0)
        report = verify(lines_of(whole))
        assert report.broken is not None
        after = 2 if change(lines[1]).startswith(lines[1]) else 1  # the line itself is whole, what follows is not
        assert (report.facts, report.broken.line) == (after, after + 1)
    assert tracemalloc.get_traced_memory()[1] < 80 << 20
    tracemalloc.stop()


def test_a_file_is_read_in_pieces_no_longer_than_a_line_may_be() -> None:
    pieces = list(lines_of(io.BytesIO(b"x" * (3 << 20))))
    assert [len(piece) for piece in pieces] == [LINE_MAX + 1, LINE_MAX + 1, LINE_MAX - 2]
    report = verify_journal(pieces)
    assert report.broken is not None
    assert report.broken.reason == "the line is longer than 1,048,576 bytes. Larger things stand beside the journal."


def test_a_line_that_is_too_long_is_refused_however_it_comes(make: ModuleType) -> None:
    lines = make.written([make.opened(), make.act(1)], end=False)
    long = relined(lines[1], body_of(lines[1]).replace(b"escalation", b"e" * LINE_MAX))
    for verify in (verify_journal, verify_alone):
        report = verify([lines[0], long])
        assert report.broken is not None
        assert report.broken.reason.startswith("the line is longer than")
    just = LINE_MAX - len(relined(lines[1], body_of(lines[1]).replace(b"escalation", b"e")))
    assert verify_journal([lines[0], relined(lines[1], body_of(lines[1]).replace(b"escalation", b"e" * (just + 1)))]).ok
    assert not verify_journal(
        [lines[0], relined(lines[1], body_of(lines[1]).replace(b"escalation", b"e" * (just + 2)))]
    ).ok


def test_nothing_but_the_next_fact_is_written(make: ModuleType) -> None:
    writer = append(JournalWriter("joint"), make.opened(), salt=make.salt(0)).writer
    late = {"salt": make.salt(1)}
    for fact, options, says in [
        (make.act(2), late, "the fact's id is 'joint/2', the next one is 'joint/1'"),
        (make.act(1, id="own customer/1"), late, "the fact's id is 'own customer/1'"),
        (make.act(1, minutes=-1), late, "'at' is 2026-03-02T12:59:00.000000Z, before that of the fact above"),
        (make.act(1), {"salt": b"x" * 15}, "the salt has 15 bytes, not 16"),
        (make.act(1), late | {"noticed": make.at(9)}, "'noticed' stands beside a DeadlinePassed only"),
        (
            make.act(1, values={"x": "x" * LINE_MAX}),
            late,
            "a line has at most 1,048,576. Keep the text beside it as a file",
        ),
        (make.act(1, values={"x": "a\u202eb"}), late, r"ActDone joint/1: the text 'a\\u202eb' holds U\+202E"),
        (make.act(1, run="e\u0301"), late, "is not in Unicode form NFC"),
    ]:
        with pytest.raises(BadInput, match=says):
            append(writer, fact, **options)
    assert writer.next_id == "joint/1"


def test_other_compartments_have_files_of_their_own(make: ModuleType) -> None:
    writer, lines = JournalWriter("own customer"), list[bytes]()
    for seq in range(3):
        done = append(writer, make.act(seq, id=f"own customer/{seq}"), salt=make.salt(seq))
        writer = done.writer
        lines.append(done.line)
    assert verify_journal(lines).compartment == "own customer"
    assert writer.next_id == "own customer/3"


# Old versions. Version 1 is the first that was ever written, so the lift of this test is of a version of its own.


def lift_person_left(fact: dict[str, Any]) -> dict[str, Any]:
    """Version 0 said `who`."""
    return {"person" if name == "who" else name: value for name, value in fact.items()}


def old_line(make: ModuleType, **changes: Any) -> list[bytes]:
    lines = make.written(
        [make.opened(), PersonLeft(id="joint/1", at=make.at(1), charter=make.CHARTER, person="p-1", from_=make.at(1))],
        end=False,
    )
    old = json.loads(body_of(lines[1])) | {"version": 0, "who": "p-1"} | changes
    del old["person"]
    return [lines[0], relined(lines[1], canonical(old))]


def test_an_old_version_is_lifted_when_it_is_read_and_its_leaf_stays(make: ModuleType) -> None:
    lines = old_line(make)
    with pytest.raises(BrokenEntry, match="line 2, entry 1: no fact of a known kind and version"):
        list(read_journal(lines))
    entry = list(read_journal(lines, lifts={("PersonLeft", 0): lift_person_left}))[1]
    assert entry.fact == PersonLeft(id="joint/1", at=make.at(1), charter=make.CHARTER, person="p-1", from_=make.at(1))
    assert entry.leaf.hex() == json.loads(lines[1])["leaf"]
    assert verify_journal(lines, lifts={("PersonLeft", 0): lift_person_left}).ok


def test_an_old_version_is_read_as_strictly_as_a_new_one(make: ModuleType) -> None:
    lifts = {("PersonLeft", 0): lift_person_left}
    for changes in [{"more": 1}, {"who": "Tom"}, {"role": 7}, {"version": -1}]:
        with pytest.raises(BrokenJournal):
            list(read_journal(old_line(make, **changes), lifts=lifts))


def test_lifts_follow_one_another() -> None:
    lifts = {("K", 0): lambda fact: fact | {"a": 1}, ("K", 1): lambda fact: fact | {"b": fact["a"] + 1}}
    assert lifted({"kind": "K", "version": 0}, lifts) == {"kind": "K", "version": 2, "a": 1, "b": 2}
    assert rooms.LIFTS == {}


def test_a_lift_that_raises_no_version_does_not_go_on_for_ever() -> None:
    assert lifted({"kind": "K", "version": 0}, {("K", 0): lambda _: {"version": 0}})["version"] == 1
    with pytest.raises(Broken):
        rooms.typed_line(b"x", 0)
