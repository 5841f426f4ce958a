"""A bundle of a live relationship, as one viewer may have it. The site names this to whoever offers the download."""

from collections.abc import Collection
from datetime import datetime

from detente import __version__, clerk
from detente.adapters.evidence.bundle import make_bundle
from detente.adapters.evidence.contents import Making, Selection, Source
from detente.adapters.evidence.gathering import contents_of
from detente.core.journal import Note
from detente.core.journal.verify import canonical
from detente.core.vocabulary.facts import Sealed
from detente.core.vocabulary.stamps import seq_of
from detente.core.worktime import tzdata_version
from detente.store import read

_SEALED = ("text", "person", "mail", "address")


def bundle_of(
    viewer: read.Viewer, matter: str = "", since: datetime | None = None, until: datetime | None = None
) -> bytes:
    """Return a bundle of one matter, or of the whole joint record, under a checkpoint that is signed now if need be.

    An answer of others that does not show yet is not in it: a matter's bundle leaves it out, the whole record ends
    before it.

    Raises:
        Refused: the matter or the record is not the viewer's to read.
        BadInput: there is no such matter.
    """
    hidden = read.hidden(viewer, clerk.now())
    end = min((seq_of(each) for each in hidden), default=None) if not matter else None
    clerk.sign_checkpoint(viewer, size=end)
    making = Making(f"Detente {__version__}", tzdata_version(), clerk.now(), viewer.name, _host(viewer))
    source = source_of(viewer, matter, hidden=hidden, end=end)
    contents = contents_of(source, Selection(matter, since, until), making)
    return make_bundle(contents, clerk.bundle_signer(viewer))


def source_of(viewer: read.Viewer, matter: str = "", *, hidden: Collection[str] = (), end: int | None = None) -> Source:
    """Return the joint record as the viewer may read it: whole, or for one matter the entries they may see of it.

    Args:
        hidden: ids of entries that are left out of a matter.
        end: how many entries of the whole there are; without it all.
    """
    signed = [one.note for one in read.checkpoints(viewer)]
    notes = [note for note in signed if end is None or note.checkpoint.size <= end]
    texts = read.Texts(viewer)
    entries = read.entries(viewer)
    opened = {
        (one.fact.id, field): text
        for one in entries
        for field in _SEALED
        if isinstance(getattr(one.fact, field, None), Sealed) and (text := texts.of(one.fact, field)) is not None
    }
    if matter:
        marks = [f'"id":"{each}"'.encode() for each in hidden]
        seen = tuple(line for line in read.lines_of(viewer) if not any(mark in line for mark in marks))
        return Source(seen, tuple(read.keys_of(viewer)), opened, kept=tuple(notes), leaves=tuple(read.leaves(viewer)))
    return Source(tuple(_with_notes(read.raw(viewer)[:end], notes)), tuple(read.keys_of(viewer)), opened)


def _with_notes(lines: list[bytes], notes: list[Note]) -> list[bytes]:
    """The lines of facts with every checkpoint below those it covers."""
    found, begin = list[bytes](), 0
    for note in notes:
        size = note.checkpoint.size
        found += [*lines[begin:size], canonical({"kind": "checkpoint", "note": note.text}) + b"\n"]
        begin = size
    return found + lines[begin:]


def _host(viewer: read.Viewer) -> str:
    return read.origin_of(viewer.relationship).partition("/")[0]
