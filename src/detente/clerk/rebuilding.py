"""Rebuild: everything that is computed from a joint journal, taken away and made again, and where it differed."""

from collections.abc import Iterator

import msgspec
from django.db import transaction

from detente.clerk.live import Live
from detente.clerk.projections import once, project, refold
from detente.clerk.sealing import Keys
from detente.core.vocabulary.errors import BrokenJournal
from detente.core.vocabulary.stamps import seq_of
from detente.store import computed, lines, write
from detente.store.computed import Rows
from detente.store.read.ruled import RULING, ruled_by
from detente.store.rooms import JOINT


class Rebuilt(msgspec.Struct, frozen=True):
    """What was made again, and each row that was otherwise before: its table, and what it was and is."""

    relationship: str
    rows: int
    differences: tuple[str, ...]


class _Undo(Exception):
    """Ends a rebuild that was only to be looked at."""


def rebuild(relationship: str, *, keep: bool = True) -> Rebuilt:
    """Make what is computed again and return how it compares; without `keep` the tables stay as they were.

    Raises:
        BrokenJournal: there is no journal, or a line of it is not what its leaf says.
    """
    told: list[Rebuilt] = []
    try:
        with transaction.atomic():
            told.append(_rebuilt(relationship))
            if not keep:
                raise _Undo
    except _Undo:
        pass
    return told[0]


def _rebuilt(relationship: str) -> Rebuilt:
    tree, _ = write.lock(relationship, JOINT)
    facts = lines.facts(lines.rows(relationship, JOINT))
    if not facts or len(facts) != tree.size:
        raise BrokenJournal(f"{relationship}: the head says {tree.size} entries, the journal holds {len(facts)}.")
    before, times = computed.rows_of(relationship), computed.times_rebuilt(relationship)
    ruling = [fact for fact in facts if type(fact).__name__ in RULING]
    found = ruled_by(relationship, seq_of(ruling[-1].id), ruling, lines.keys(relationship, JOINT))
    with computed.taken_away(relationship):
        live = Live(found, size=len(facts), last=facts[-1].at, keys=Keys(relationship, JOINT))
        live.host = next((row[2] for row in before["relationship"]), "")
        refold(live, facts)
        write.once(relationship, once(facts))
        project(relationship, live, facts)
        write.mark_rebuilt(relationship, times + 1)
    after = computed.rows_of(relationship)
    return Rebuilt(relationship, sum(map(len, after.values())), tuple(_differences(before, after)))


def _differences(before: Rows, after: Rows) -> Iterator[str]:
    for table, rows in after.items():
        old, new = set(before[table]), set(rows)
        yield from (f"{table}: {_shown(row)} was there and is not computed" for row in before[table] if row not in new)
        yield from (f"{table}: {_shown(row)} is computed and was not there" for row in rows if row not in old)
        if old == new and before[table] != rows:
            yield f"{table}: the same rows in another order"


def _shown(row: tuple[object, ...]) -> str:
    return ", ".join(f"{len(one)} bytes" if isinstance(one, bytes) else str(one)[:40] for one in row)
