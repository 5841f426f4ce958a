"""The tree of RFC 6962, against a naive recursion, and against pymerkle where it is installed."""

import hashlib
import importlib.util

import pytest

from detente.core.journal import BrokenEntry, Log, Tree, check_consistency, check_inclusion, sign
from detente.core.journal.checkpoints import host
from detente.core.journal.verify import Broken, root_from_inclusion, roots_from_consistency
from detente.core.vocabulary.errors import BadInput

LEAVES = [hashlib.sha256(b"\x00entry %d" % n).digest() for n in range(200)]
LOG = Log(LEAVES)


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


ROOTS = [naive(LEAVES[:size]) for size in range(201)]


def test_the_root_is_that_of_a_naive_recursion_at_every_size() -> None:
    tree = Tree()
    for size in range(201):
        assert tree.size == size
        assert tree.root == LOG.root(size) == ROOTS[size]
        assert LOG.tree(size) == tree
        if size < 200:
            tree = tree.append(LEAVES[size])


def test_the_root_is_that_of_pymerkle_where_it_is_installed() -> None:
    if importlib.util.find_spec("pymerkle") is None:
        assert naive(LEAVES) == LOG.root()  # the recursion above is the oracle then
        return
    from pymerkle import InmemoryTree

    oracle = InmemoryTree(algorithm="sha256")
    own = Log()
    for n in range(200):
        oracle.append_entry(b"entry %d" % n)
        own.append(LEAVES[n])
        assert own.root() == oracle.get_root()
    for n in range(1, 200, 7):
        path = oracle.prove_inclusion(n).path
        assert own.inclusion(n - 1) == [each for each in path if each != LEAVES[n - 1]]


def test_every_leaf_is_proved_at_every_size() -> None:
    for size in range(1, 201, 3):
        for seq in range(size):
            assert root_from_inclusion(LEAVES[seq], seq, size, LOG.inclusion(seq, size)) == ROOTS[size]


def test_growth_is_proved_between_all_sizes() -> None:
    for new in range(2, 201):
        for old in range(1, new):
            path = LOG.consistency(old, new)
            assert roots_from_consistency(old, new, ROOTS[old], path) == (ROOTS[old], ROOTS[new]), (old, new)


def test_a_path_with_a_step_changed_taken_out_or_added_proves_nothing() -> None:
    for old, new in [(1, 2), (3, 7), (6, 8), (64, 65), (100, 200), (128, 200)]:
        path = LOG.consistency(old, new)
        others = [
            path[:-1],
            [*path, LEAVES[0]],
            path[1:],
            *([*path[:n], LEAVES[199], *path[n + 1 :]] for n in range(len(path))),
        ]
        for other in others:
            try:
                assert roots_from_consistency(old, new, ROOTS[old], other) != (ROOTS[old], ROOTS[new])
            except Broken as broken:
                assert "path is" in broken.reason  # noqa: PT017
    for seq, size in [(0, 2), (5, 7), (199, 200), (0, 200)]:
        path = LOG.inclusion(seq, size)
        for other in [path[:-1], [*path, LEAVES[0]], path[::-1] if len(path) > 1 else [LEAVES[7]]]:
            try:
                assert root_from_inclusion(LEAVES[seq], seq, size, other) != ROOTS[size]
            except Broken as broken:
                assert "path is" in broken.reason  # noqa: PT017


def test_a_node_cannot_pass_for_a_leaf_nor_a_shorter_path_for_growth() -> None:
    for seq, size in [(0, 2), (5, 7), (0, 200), (64, 200)]:
        path = LOG.inclusion(seq, size)
        node = root_from_inclusion(LEAVES[seq], seq % 2, 2, path[:1])
        with pytest.raises(Broken, match="path is too short"):
            root_from_inclusion(node, seq, size, path[1:])
    with pytest.raises(Broken, match="path is too short"):  # a host may sign any root it likes
        roots_from_consistency(64, 200, ROOTS[64], [LEAVES[0]])


def test_a_proof_as_it_is_written_down_leads_to_the_signed_checkpoint() -> None:
    keeper = host("detente.example/aldgate-meridian/joint", b"h" * 32)
    old, new = sign(LOG.tree(77), keeper), sign(LOG.tree(200), keeper)
    proof, growth = LOG.inclusion_proof(42, new), LOG.consistency_proof(old, new)
    assert check_inclusion(proof, keys=[keeper.key]) == new
    assert check_consistency(growth, keys=[keeper.key]) == (old, new)
    for changed in [
        {**proof, "seq": 43},
        {**proof, "leaf": LEAVES[0].hex()},
        {**proof, "size": 199},
        {**proof, "seq": "42"},
        {**proof, "path": proof["path"][1:]},
        {**proof, "origin": "another"},
        {**proof, "more": 1},
        {**proof, "checkpoint": old.text},
        {**proof, "path": ["zz"]},
        {**proof, "checkpoint": 7},
    ]:
        with pytest.raises(BrokenEntry):
            check_inclusion(changed)
    for changed in [
        {**growth, "from": 78},
        {**growth, "path": growth["path"][1:]},
        {**growth, "checkpoints": [old.text]},
        {**growth, "checkpoints": [new.text, old.text]},
        {**growth, "path": None},
    ]:
        with pytest.raises(BrokenEntry):
            check_consistency(changed)


def test_a_log_does_not_prove_what_it_does_not_hold() -> None:
    with pytest.raises(BadInput, match="entry 200 is not among 200 entries"):
        LOG.inclusion(200)
    with pytest.raises(BadInput, match="the log has 200 entries, not 201"):
        LOG.root(201)
    with pytest.raises(BadInput, match="a log of 5 entries holds no log of 0"):
        LOG.consistency(0, 5)
