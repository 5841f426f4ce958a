"""Reading a journal as a stream: every line is checked before its fact is handed on."""

import re
import unicodedata
from binascii import hexlify, unhexlify
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

import msgspec

from detente.core.journal.breaks import BrokenEntry
from detente.core.journal.canonical import FACTS, instant_text, parse_fact
from detente.core.journal.upcasting import LIFTS, Lifts, lifted
from detente.core.journal.verify import Broken, FactLine, Key, Note, Pass, Report, canonical, raw_fact
from detente.core.journal.verify import verify_journal as _verify_journal
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import DeadlinePassed, Fact


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A fact as it stands in a journal. `noticed`, when a worker saw that time was up, is not under the leaf."""

    seq: int
    fact: Fact
    salt: bytes
    leaf: bytes
    noticed: datetime | None = None


def read_journal(
    lines: Iterable[bytes], *, keys: Iterable[Key] = (), kept: Iterable[Note] = (), lifts: Lifts = LIFTS
) -> Iterator[Entry]:
    """Yield the entries of a journal, each after everything up to it is checked; of the lines none is kept.

    Args:
        lines: each with its line feed, as a file open for bytes gives them (`lines_of` bounds their length).
        keys: of host and witnesses; without any, signatures are not checked.
        kept: checkpoints somebody has from outside the journal.
        lifts: for versions of facts that are no longer written.

    Raises:
        BrokenEntry: the first break, with its line and entry.
    """
    try:
        one = Pass(keys, kept, _reader(lifts))
        for raw in lines:
            entry = one.take(raw)
            if entry is not None:
                yield entry
        one.finish()
    except Broken as broken:
        raise BrokenEntry(broken) from None


def verify_journal(
    lines: Iterable[bytes], *, keys: Iterable[Key] = (), kept: Iterable[Note] = (), lifts: Lifts = LIFTS
) -> Report:
    """Return what holds in a journal up to the first break; facts are read as their kinds say."""
    return _verify_journal(lines, keys=keys, kept=kept, read=_reader(lifts))


def _reader(lifts: Lifts) -> Callable[[bytes, int], FactLine]:
    return partial(typed_line, lifts=lifts) if lifts else typed_line


# The rest of this file is one decision (docs/decisions/0022): a line is canonical when writing it again gives the same
# bytes. msgspec does that in C for what nearly all lines hold. What is unusual goes the slow way, through verify.py,
# which also words the reason. The quick way may give up too often; it must not say yes where the slow way says no.

_AGAIN = msgspec.json.Encoder(order="sorted").encode
_FACT = b'{"fact":'
_TAIL = b',"kind":"fact","leaf":"%b",%b"salt":"%b","seq":%d}\n'
_NOTICED = b'"noticed":"%b",'
_TAIL_LENGTH = len(_TAIL % (b"0" * 64, b"", b"0" * 32, 0)) - 1  # without the digits of seq
_FROM_SALT = len(b"0" * 32 + b'","seq":}\n')
_NOTICED_LENGTH = len(_NOTICED % (b"0" * 27))
_SHORT_INSTANT = re.compile(rb':[0-9][0-9]Z"').search
_OTHER_ESCAPE = re.compile(rb'\\[^n"\\]').search
_UNUSUAL = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U00010000-\U0010ffff]"
).search
_NO_FACT = (msgspec.MsgspecError, BadInput, ValueError, RecursionError)


def typed_line(raw: bytes, seq: int, lifts: Lifts = LIFTS) -> FactLine:
    """Return a fact's line, its fact typed; what `verify.fact_line` says, several times as fast."""
    digits, noticed = len(str(seq)), b""
    end, salt_at = len(raw) - _TAIL_LENGTH - digits, len(raw) - _FROM_SALT - digits
    if raw[end : end + 1] != b",":
        end, noticed = end - _NOTICED_LENGTH, raw[salt_at - 8 - _NOTICED_LENGTH : salt_at - 8]
    body = raw[8:end]
    try:
        salt = unhexlify(raw[salt_at : salt_at + 32])
        fact = FACTS.decode(body)
    except _NO_FACT:
        return _slowly(raw, seq, lifts)
    leaf = sha256(b"\x00" + salt + body).digest()
    tail = _TAIL % (hexlify(leaf), noticed, hexlify(salt), seq)
    if raw[:8] != _FACT or raw[end:] != tail or not _is_canonical(body, fact):
        return _slowly(raw, seq, lifts)
    at = _noticed(noticed, fact) if noticed else None
    if noticed and at is None:
        return _slowly(raw, seq, lifts)
    return leaf, fact.id, fact.at, at is not None, Entry(seq, fact, salt, leaf, at)


def _noticed(written: bytes, fact: Fact) -> datetime | None:
    try:
        at = datetime.fromisoformat(written[11:-2].decode("ascii"))
    except ValueError:
        return None
    sure = at.tzinfo is UTC and written == _NOTICED % instant_text(at).encode()
    return at if sure and isinstance(fact, DeadlinePassed) and at >= fact.at else None


def _is_canonical(body: bytes, fact: Fact) -> bool:
    """Whether the body is surely canonical. msgspec leaves out the six noughts of a whole second."""
    again = _AGAIN(fact)
    if again != body and again != body.replace(b'.000000Z"', b'Z"'):
        return False
    if _SHORT_INSTANT(body) or (0x5C in body and _OTHER_ESCAPE(body)):
        return False
    if body.isascii():
        return 0x7F not in body
    text = body.decode()
    return unicodedata.is_normalized("NFC", text) and _UNUSUAL(text) is None


def _slowly(raw: bytes, seq: int, lifts: Lifts) -> FactLine:
    read = raw_fact(raw, seq)
    now = lifted(read.fact, lifts)
    fact = parse_fact(read.body if now is read.fact else canonical(now))
    noticed = datetime.fromisoformat(read.noticed).astimezone(UTC) if read.noticed else None
    return read.leaf, fact.id, fact.at, bool(noticed), Entry(seq, fact, read.salt, read.leaf, noticed)
