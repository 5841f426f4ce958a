"""What is found when somebody owns the file: any changed byte with its entry, and seven attacks at a thousand places.

The attacker has everything: the file, the salts, the host's signing key. The other side has its last checkpoint.
With DETENTE_LONG=1 every byte of the long file is changed, not every 41st.
"""

import copy
import json
import os
import random
from collections.abc import Callable
from functools import cache
from types import ModuleType

import pytest

from detente.core.journal import JournalWriter, Log, Note, Tree, append_checkpoint, fact_bytes, read_journal, sign
from detente.core.journal.checkpoints import check_grown
from detente.core.journal.reading import typed_line
from detente.core.journal.verify import Broken, FactLine, Pass, canonical, leaf_hash, verify_journal
from detente.core.vocabulary.errors import BrokenJournal

LONG = bool(os.environ.get("DETENTE_LONG"))
SIZE, PLACES = 1_200, 1_000


def resumed(one: Pass) -> Pass:
    """The same pass, to go another way from here."""
    other = copy.copy(one)
    other.peaks = list(one.peaks)
    return other


def found(one: Pass, lines: list[bytes]) -> Broken | None:
    try:
        for line in lines:
            one.take(line)
        one.finish()
    except Broken as broken:
        return broken
    return None


def undetected_flips(lines: list[bytes], make: ModuleType, every: int) -> tuple[int, list[tuple[int, int]]]:
    """Change one bit of every so many bytes; return how many, and those not found or found elsewhere."""
    one, missed, tried = Pass(make.KEYS, read=typed_line), list[tuple[int, int]](), 0
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else b""
        for place in range(number % every, len(line), every):
            changed = bytearray(line + after)
            changed[place] ^= 1 << (place + number) % 8
            cut = changed.find(b"\n") + 1
            tried += 1
            broken = found(resumed(one), [bytes(changed[:cut]), bytes(changed[cut:])] if cut else [bytes(changed)])
            if broken is None or (broken.line, broken.entry) != (one.line + 1, one.size):
                missed.append((number, place))
        one.take(line)
    return tried, missed


def test_every_byte_of_a_file_that_is_changed_is_found_with_its_entry(make: ModuleType) -> None:
    lines = make.written(make.some_facts(200), every=50)
    tried, missed = undetected_flips(lines, make, every=1)
    assert tried == sum(map(len, lines))
    assert missed == []


def test_changed_bytes_of_a_long_file_are_found_with_their_entry(make: ModuleType) -> None:
    tried, missed = undetected_flips(make.written(make.some_facts(2_000), every=500), make, every=1 if LONG else 41)
    assert tried > 20_000
    assert missed == []


def test_every_byte_of_every_kind_that_is_changed_is_found_with_its_entry(make: ModuleType) -> None:
    assert undetected_flips(make.written(make.every_kind()), make, every=1)[1] == []


def test_a_changed_time_of_noticing_changes_nothing_that_is_proved(make: ModuleType) -> None:
    lines = make.written(make.some_facts(5), noticed=True)
    root = verify_journal(lines).root
    start = lines[3].index(b'"noticed":"') + 11
    for place in range(start, start + 27):
        for bit in range(8):
            changed = bytearray(lines[3])
            changed[place] ^= 1 << bit
            report = verify_journal([*lines[:3], bytes(changed), *lines[4:]])
            assert report.root == root if report.ok else report.broken is not None and report.broken.entry == 3


# The seven attacks. A line that is put in another place is written anew as its owner can: number, id, leaf. The forged
# lines do not depend on the place of the attack, so each is made, and read in full, once.


class Forge:
    """A true journal, what the other side keeps of it, and the lines an owner of the file can make."""

    def __init__(self, make: ModuleType) -> None:
        self.make = make
        self.facts = [json.loads(line)["fact"] for line in make.written(make.some_facts(SIZE), end=False)]
        self.lines = [self.line(seq, fact) for seq, fact in enumerate(self.facts)]
        self.kept = make.signed(JournalWriter("joint", self.tree(self.lines)))
        self.down = [self.moved(seq, seq + 1) for seq in range(SIZE - 1)]  # each takes the place of the one above
        self.up = [self.moved(seq, max(seq - 1, 0)) for seq in range(SIZE + 1)]
        self.other = [self.line(seq, self.fact(seq) | {"run": "another"}) for seq in range(SIZE + 50)]
        self.before = [Pass([make.HOST.key], [self.kept], self.read)]
        for line in self.lines:
            self.before.append(resumed(self.before[-1]))
            self.before[-1].take(line)

    @staticmethod
    @cache
    def read(raw: bytes, seq: int) -> FactLine:
        return typed_line(raw, seq)

    def fact(self, seq: int) -> dict[str, object]:
        return dict(json.loads(fact_bytes(self.make.act(seq))))

    def line(self, seq: int, fact: dict[str, object]) -> bytes:
        salt, body = self.make.salt(seq), canonical(fact)
        beside = {"kind": "fact", "leaf": leaf_hash(salt, body).hex(), "salt": salt.hex(), "seq": seq}
        return b'{"fact":' + body + b"," + canonical(beside)[1:] + b"\n"

    def moved(self, to: int, source: int) -> bytes:
        fact = self.facts[source] | {"id": f"joint/{to}"}
        return self.line(to, fact | ({"at": self.facts[min(to, SIZE - 1)]["at"]} if to == 0 else {}))

    def tree(self, lines: list[bytes]) -> Tree:
        return Log(entry.leaf for entry in read_journal(lines)).tree()

    def signed(self, one: Pass) -> bytes:
        """The host signs whatever it shows."""
        tree = Tree(one.size, tuple(one.peaks))
        return append_checkpoint(JournalWriter("joint", tree), sign(tree, self.make.HOST))

    def tried(self, place: int, lines: list[bytes]) -> Broken | None:
        """Go on from the true entries before `place` with these lines, the end signed by the host."""
        one = resumed(self.before[place])
        try:
            for line in lines:
                one.take(line)
            one.take(self.signed(one))
            one.finish()
        except Broken as broken:
            return broken
        return None


@pytest.fixture(scope="module")
def forge(make: ModuleType) -> Forge:
    return Forge(make)


def rechain(forge: Forge, at: int) -> list[bytes]:
    """Another fact stands there, its leaf and all after it made anew."""
    return [forge.other[at], *forge.lines[at + 1 :]]


def delete(forge: Forge, at: int) -> list[bytes]:
    """One is taken out, and another put at the end, so that the number of entries is as it was."""
    return [*forge.down[at:], forge.other[SIZE - 1]]


def insert(forge: Forge, at: int) -> list[bytes]:
    same_time = forge.line(at, forge.fact(at) | {"at": forge.facts[at - 1]["at"], "run": "put in"})
    return [same_time, *forge.up[at + 1 :]]


def reorder(forge: Forge, at: int) -> list[bytes]:
    first, second = forge.facts[at], forge.facts[at + 1]
    swapped = [second | {"id": f"joint/{at}", "at": first["at"]}, first | {"id": f"joint/{at + 1}", "at": second["at"]}]
    pair = [forge.line(at, swapped[0]), forge.line(at + 1, swapped[1])]
    return [*pair, *forge.lines[at + 2 :]]


def truncate(forge: Forge, at: int) -> list[bytes]:
    return []


def roll_back(forge: Forge, at: int) -> list[bytes]:
    """An old backup is put back and life goes on from there, shorter than what was."""
    return forge.other[at : min(at + 20, SIZE - 1)]


def fork(forge: Forge, at: int) -> list[bytes]:
    """To the other side another story is told from here on, and it grows beyond the first."""
    return forge.other[at:]


ATTACKS = [rechain, delete, insert, reorder, truncate, roll_back, fork]
PLACES_TRIED = sorted(random.Random(7).sample(range(1, SIZE - 1), PLACES))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_by_the_owner_of_the_file_is_found_wherever_it_is_made(
    forge: Forge, attack: Callable[[Forge, int], list[bytes]]
) -> None:
    unseen = []
    for place in PLACES_TRIED:
        broken = forge.tried(place, attack(forge, place))
        if broken is None or "that was kept" not in broken.reason:
            unseen.append((place, broken))
    assert unseen == []


def test_without_the_checkpoint_of_the_other_side_the_same_attacks_are_not_seen(forge: Forge, make: ModuleType) -> None:
    for attack in ATTACKS:
        lines = [*forge.lines[:600], *attack(forge, 600)]
        assert verify_journal(lines).ok, attack.__name__


@pytest.mark.parametrize(
    "clumsy",
    [
        lambda forge, at: forge.lines[at + 1 :],
        lambda forge, at: [forge.lines[at - 1], *forge.lines[at:]],
        lambda forge, at: [forge.lines[at + 1], forge.lines[at], *forge.lines[at + 2 :]],
        lambda forge, at: [forge.lines[at].replace(b"M-0", b"M-1", 1), *forge.lines[at + 1 :]],
        lambda forge, at: [forge.lines[at].replace(b'"salt":"', b'"salt":"0', 1), *forge.lines[at + 1 :]],
        lambda forge, at: [forge.lines[at][:-20]],
    ],
)
def test_an_attack_without_a_new_chain_is_found_at_its_entry(
    forge: Forge, clumsy: Callable[[Forge, int], list[bytes]]
) -> None:
    for place in PLACES_TRIED:
        lines = clumsy(forge, place)
        if forge.lines[place] == lines[0]:  # a statement names no such matter
            continue
        broken = forge.tried(place, lines)
        assert broken is not None
        assert (broken.entry, broken.line) == (place, place + 1)


def test_a_fork_is_proved_by_two_signed_checkpoints(forge: Forge, make: ModuleType) -> None:
    leaves = [forge.read(line, seq)[0] for seq, line in enumerate(forge.lines)]
    others = [forge.read(line, seq)[0] for seq, line in enumerate(forge.other)]
    for place in random.Random(3).sample(PLACES_TRIED, 100):
        told = Log(leaves[:place] + others[place:])
        same, longer = (sign(told.tree(size), make.HOST) for size in (SIZE, SIZE + 50))
        for note, path in [(same, []), (longer, told.consistency(SIZE))]:
            assert note.checkpoint.origin == forge.kept.checkpoint.origin
            assert inconsistent(forge.kept, note, path)
    true = Log(leaves + others[SIZE:])
    assert not inconsistent(forge.kept, sign(true.tree(), make.HOST), true.consistency(SIZE))


def inconsistent(old: Note, new: Note, path: list[bytes]) -> bool:
    try:
        check_grown(old.checkpoint, new.checkpoint, path)
    except BrokenJournal:
        return True
    return False
