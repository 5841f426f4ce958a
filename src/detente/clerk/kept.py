"""What a process remembers of a relationship from one filing to the next: right for one head of its log, and no other.

A family's state follows from the journal alone. Whoever finds the log where this process left it need not read again
what it wrote itself: states, and until when nothing is due. Any other head, and all of it is forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from django.db import connection, transaction

from detente.core.engine import State
from detente.core.journal import Tree
from detente.store.lines import peaks_of, written

RELATIONSHIPS, FAMILIES = 64, 64  # at most so many are remembered, and so many families of each


class Origin(msgspec.Struct, frozen=True):
    """How a matter began: what lists show and no state holds."""

    procedure: str
    opener: str
    raised_by: str
    opened_us: int
    seq: int  # of the entry that opened it: its place in the order of opening


class Known(NamedTuple):
    """A family as its row holds it; `listed` are version, result and first clock."""

    origin: Origin
    listed: tuple[int, str, int | None]
    state: State


class Kept(msgspec.Struct):
    """What is remembered at one head: families by matter, and the instant before which nothing is due."""

    tree: Tree
    place: tuple[str, str] = ("", "")  # database and relationship
    ruled_seq: int | None = None  # of the entry that last changed what rules the relationship
    families: dict[str, Known] = {}
    quiet_until_us: int = 0

    def learn(self, families: Mapping[str, Known], instants: Iterable[int]) -> None:
        """Take in what was written: families, and other instants at which something is due."""
        self.families |= families
        rings = [due_us for _, (_, _, due_us), _ in families.values() if due_us is not None]
        self.quiet_until_us = min([self.quiet_until_us, *rings, *instants])


_kept: OrderedDict[tuple[str, str], tuple[str, Kept]] = (
    OrderedDict()
)  # by database and relationship: head, what is known


def take(relationship: str, size: int, peaks: str) -> Kept:
    """Return what is remembered at a head, for one filing: nothing more is remembered until `keep`.

    Args:
        peaks: the tree at that head, as it is written.
    """
    place = (str(connection.settings_dict["NAME"]), relationship)
    head, known = _kept.pop(place, ("", None))
    return known if known is not None and head == peaks else Kept(Tree(size, peaks_of(peaks)), place)


def keep(kept: Kept) -> None:
    """Remember what is known at the head of its tree, once every transaction around it has ended well."""
    if connection.in_atomic_block:
        transaction.on_commit(lambda: _remember(kept))
    else:
        _remember(kept)


def forget() -> None:
    """Forget everything."""
    _kept.clear()


def _remember(kept: Kept) -> None:
    for matter in list(kept.families)[:-FAMILIES]:
        del kept.families[matter]
    _kept[kept.place] = written(kept.tree), kept
    while len(_kept) > RELATIONSHIPS:
        _kept.popitem(last=False)
