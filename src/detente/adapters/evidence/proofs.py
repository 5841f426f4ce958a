"""Checkpoints of a record, and the paths by which chosen entries hang together with them."""

import json
from collections.abc import Sequence

from detente.adapters.evidence.contents import Source
from detente.core.journal import Entry, Log, Note, parse_note
from detente.core.journal.verify import canonical
from detente.core.vocabulary.errors import BadInput


def checkpoints_of(source: Source) -> list[Note]:
    """Return the newest note of each size, with the most signatures, smallest size first.

    Raises:
        BadInput: there is none; a bundle shows entries under a signed checkpoint.
    """
    notes = [parse_note(json.loads(line)["note"]) for line in source.lines if line.startswith(b'{"kind"')]
    best: dict[int, Note] = {}
    for note in [*notes, *source.kept]:
        size = note.checkpoint.size
        if size not in best or len(note.signatures) >= len(best[size].signatures):
            best[size] = note
    if not best:
        raise BadInput("the record has no checkpoint yet: sign one first.")
    return [best[size] for size in sorted(best)]


def proofs_of(leaves: Sequence[bytes], chosen: Sequence[Entry], notes: Sequence[Note]) -> bytes:
    """Return the file of proofs: each chosen entry under the newest checkpoint, each older checkpoint within it.

    Raises:
        BadInput: a chosen entry stands under no checkpoint yet.
    """
    log, at = Log(leaves), notes[-1].checkpoint
    if chosen and chosen[-1].seq >= at.size:
        raise BadInput(f"entry {chosen[-1].seq} stands under no checkpoint yet: sign one first.")
    older = [note.checkpoint.size for note in notes if 0 < note.checkpoint.size < at.size]
    proofs = {
        "checkpoint": notes[-1].text,
        "inclusion": [
            {"leaf": one.leaf.hex(), "path": _hex(log.inclusion(one.seq, at.size)), "seq": one.seq} for one in chosen
        ],
        "consistency": [{"from": size, "path": _hex(log.consistency(size, at.size)), "to": at.size} for size in older],
    }
    return canonical(proofs) + b"\n"


def _hex(path: Sequence[bytes]) -> list[str]:
    return [each.hex() for each in path]
