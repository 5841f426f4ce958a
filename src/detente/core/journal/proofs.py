"""Proofs that a fact stands in a log, and that a log has only grown."""

from collections.abc import Iterable
from typing import Any

from detente.core.journal import verify
from detente.core.journal.breaks import telling
from detente.core.journal.verify import Note, Tree, node_hash, root_of
from detente.core.vocabulary.errors import BadInput

check_inclusion = telling(verify.check_inclusion)
check_consistency = telling(verify.check_consistency)


class Log:
    """All leaves of a log with the roots of its complete subtrees: 64 bytes a leaf, a proof in steps of log(size)."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]  # [k][i]: root of the leaves i * 2^k up to (i + 1) * 2^k
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf."""
        self._levels[0].append(leaf)
        level, count = 0, self.size
        while count % 2 == 0:
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(node_hash(*self._levels[level][-2:]))
            level, count = level + 1, count // 2

    def tree(self, size: int | None = None) -> Tree:
        """Return the tree as it was at a size; the newest, when none is named."""
        size = self._size(size)
        return Tree(size, tuple(self._peaks(0, size)))

    def root(self, size: int | None = None) -> bytes:
        """Return the root as it was at a size."""
        return self.tree(size).root

    def inclusion(self, seq: int, size: int | None = None) -> list[bytes]:
        """Return the path that proves leaf `seq` in the tree of that size, from the leaf upwards.

        Source: RFC 6962, 2.1.1.
        """
        size = self._size(size)
        if not 0 <= seq < size:
            raise BadInput(f"entry {seq} is not among {size} entries.")
        start, end, path = 0, size, list[bytes]()
        while end - start > 1:
            middle = start + _split(end - start)
            inside, outside = ((start, middle), (middle, end)) if seq < middle else ((middle, end), (start, middle))
            path.append(root_of(self._peaks(*outside)))
            start, end = inside
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the path that proves the tree of `old` leaves to be the beginning of the one of that size.

        Source: RFC 6962, 2.1.2.
        """
        size = self._size(size)
        if not 0 < old <= size:
            raise BadInput(f"a log of {size} entries holds no log of {old}.")
        start, end, path = 0, size, list[bytes]()
        while end != old:
            middle = start + _split(end - start)
            left = old <= middle
            path.append(root_of(self._peaks(middle, end) if left else self._peaks(start, middle)))
            start, end = (start, middle) if left else (middle, end)
        return [*([root_of(self._peaks(start, end))] if start else []), *path[::-1]]

    def inclusion_proof(self, seq: int, note: Note) -> dict[str, Any]:
        """Return the proof that entry `seq` stands under a checkpoint, as it is written down."""
        at = note.checkpoint
        path = [each.hex() for each in self.inclusion(seq, at.size)]
        leaf = self._levels[0][seq].hex()
        return {"origin": at.origin, "size": at.size, "seq": seq, "leaf": leaf, "path": path, "checkpoint": note.text}

    def consistency_proof(self, old: Note, new: Note) -> dict[str, Any]:
        """Return the proof that a later checkpoint holds all of an earlier one, as it is written down."""
        before, after = old.checkpoint, new.checkpoint
        path = [each.hex() for each in self.consistency(before.size, after.size)]
        return {
            "origin": after.origin,
            "from": before.size,
            "to": after.size,
            "path": path,
            "checkpoints": [old.text, new.text],
        }

    def _size(self, size: int | None) -> int:
        if size is not None and not 0 <= size <= self.size:
            raise BadInput(f"the log has {self.size} entries, not {size}.")
        return self.size if size is None else size

    def _peaks(self, start: int, end: int) -> list[bytes]:
        """Roots of the complete subtrees of leaves [start, end), largest first; start is a multiple of the first."""
        peaks = []
        while start < end:
            level = (end - start).bit_length() - 1
            peaks.append(self._levels[level][start >> level])
            start += 1 << level
        return peaks


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1
