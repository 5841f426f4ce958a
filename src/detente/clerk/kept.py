"""What a process remembers of a relationship from one filing to the next: right for one head of its log, and no other.

Whoever finds the log where this process left it, and the tables not made anew since, need not read again what it read
or wrote: states, and until when nothing is due. Any other head, and all of it is forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from django.db import connection, transaction

from detente.core.engine import State
from detente.core.journal import Tree
from detente.store.lines import peaks_of, written
from detente.store.write import Head

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
    rebuilt: int = 0  # how often its tables had been made anew
    families: dict[str, Known] = {}
    quiet_until_us: int = 0

    def learn(self, families: Mapping[str, Known], instants: Iterable[int]) -> None:
        """Take in what was written: families, and other instants at which something is due."""
        for matter, known in families.items():
            self.families.pop(matter, None)  # what was used last stands last
            self.families[matter] = known
        rings = [due_us for _, (_, _, due_us), _ in families.values() if due_us is not None]
        self.quiet_until_us = min([self.quiet_until_us, *rings, *instants])


_kept: OrderedDict[tuple[str, str], tuple[str, Kept]] = OrderedDict()  # by place: the head, and what is known


def take(relationship: str, head: Head) -> Kept:
    """Return what is remembered at a head, for one filing: nothing more is remembered until `keep`."""
    place = (str(connection.settings_dict["NAME"]), relationship)
    peaks, known = _kept.pop(place, ("", None))
    if known is not None and (peaks, known.rebuilt) == (head.peaks, head.rebuilt):
        return known
    return Kept(Tree(head.size, peaks_of(head.peaks)), place, head.rebuilt)


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
