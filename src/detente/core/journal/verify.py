"""Checks a journal or an evidence bundle by itself. Copied out of the package, this file needs nothing but Python 3.11.

    python verify.py JOURNAL [--kept FILE] [--keys FILE] [--json]
    python verify.py BUNDLE.zip [--kept FILE] [--keys FILE] [--json]
    python verify.py LINE --proof FILE [--keys FILE]

JOURNAL is a file of lines, each a fact or a checkpoint. A kept FILE (also --checkpoint) is a signed note that somebody
kept outside the journal: only it can show that the end was cut off or the whole was written anew. A keys FILE has a
public key in each line, as C2SP signed notes write them: name, plus sign, key id, plus sign, base64. Without keys no
signature of a journal is checked; a bundle brings keys of its own, which show less than those somebody kept.

Says what was verified and exits with 0, or says where the first break is and exits with 1. With `cryptography`
installed signatures are checked faster; the answers are the same.

Source: RFC 6962 (tree), RFC 8785 (canonical JSON), RFC 8032 (Ed25519), C2SP signed-note, tlog-checkpoint and
tlog-cosignature.
"""

import csv
import json
import re
import struct
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256, sha512
from io import StringIO
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

LINE_MAX = 1 << 20  # bytes, with the line feed
WHOLE_MAX = 2**53 - 1
HOST, WITNESS = 0x01, 0x04  # types of signature

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_SALT, _HASH = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
_FACT = b'{"fact":'


class Broken(Exception):
    """The journal does not prove what it claims to prove; `entry` is the fact's number, `line` counts from 1.

    `file` names the file of a bundle in which the break is.
    """

    def __init__(self, reason: str, *, line: int = 0, entry: int | None = None, file: str = "") -> None:
        self.reason, self.line, self.entry, self.file = reason, line, entry, file
        super().__init__(reason)

    @property
    def data(self) -> dict[str, Any]:
        """The break as plain values."""
        place = {"file": self.file} if self.file else {}
        return {**place, "line": self.line, "entry": self.entry, "reason": self.reason}

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        place += [f"line {self.line}"] if self.line else []
        place += [f"entry {self.entry}"] if self.entry is not None else []
        return f"{', '.join(place)}: {self.reason}" if place else self.reason


# Canonical JSON


def canonical(value: Any) -> bytes:
    """Return the one writing of a value: RFC 8785, integers only, text in NFC.

    Raises:
        Broken: a fraction, a null, an integer beyond 2^53 - 1, or text that has no canonical writing.
    """
    _check_value(value)
    return _written(value)


def _written(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not text.isascii() and _ASTRAL.search(text):
        text = json.dumps(_by_code_units(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _by_code_units(value: Any) -> Any:
    """The order of UTF-16 differs from that of code points where a key has a character beyond U+FFFF."""
    if isinstance(value, dict):
        return {key: _by_code_units(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_by_code_units(item) for item in value] if isinstance(value, list | tuple) else value


def _check_value(value: Any) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise Broken(f"the key {key!r} is no text.")
            _check_text(key)
            _check_value(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_value(item)
    elif isinstance(value, int):
        _whole(value)
    else:
        raise Broken(f"{value!r} is no text, whole number, true, false, list or object. Nothing else is written.")


def _check_text(text: str) -> None:
    if hidden := _CONTROL.search(text):
        raise Broken(f"the text {text[:40]!r} holds U+{ord(hidden[0]):04X}, which cannot be seen.")
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise Broken(f"the text {text[:40]!r} is not in Unicode form NFC.")


def _whole(number: int | str) -> int:
    if len(str(number)) > 17 or not -WHOLE_MAX <= int(number) <= WHOLE_MAX:
        raise Broken(f"{str(number)[:20]} is not between -(2^53 - 1) and 2^53 - 1. Programs would round it.")
    return int(number)


def _no_number(text: str) -> Any:
    raise Broken(f"{text[:20]} is no whole number. Fractions and exponents are not written.")


def read_canonical(data: bytes) -> Any:
    """Return the value whose canonical writing `data` is.

    Raises:
        Broken: the bytes are no JSON, or not the one writing of what they say.
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(text, parse_float=_no_number, parse_int=_whole, parse_constant=_no_number)
        if not text.isascii() or "\\" in text or "\x7f" in text or "null" in text:
            _check_value(value)
        written = _written(value)
    except RecursionError:
        raise Broken("objects or lists stand too deep inside one another.") from None
    except ValueError as error:
        raise Broken(f"the line is no JSON in UTF-8: {error}.") from None
    if written != data:
        pairs = zip(data, written, strict=False)
        at = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(data), len(written)))
        is_, should = data[max(0, at - 8) : at + 12], written[max(0, at - 8) : at + 12]
        raise Broken(f"byte {at} is not canonical: {is_!r} stands where {should!r} belongs.")
    return value


# The tree


def leaf_hash(salt: bytes, fact: bytes) -> bytes:
    """Return the hash of one fact, from its salt (16 bytes) and its canonical bytes."""
    return sha256(b"\x00" + salt + fact).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Add a leaf, in place, to the roots of the complete subtrees of a tree of `size` leaves, largest first."""
    while size & 1:
        leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
        size >>= 1
    peaks.append(leaf)


def root_of(peaks: Sequence[bytes]) -> bytes:
    """Return the root of a tree, from the roots of its complete subtrees, largest first."""
    if not peaks:
        return sha256(b"").digest()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


class Tree(NamedTuple):
    """A Merkle tree as a value: how many leaves, and the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The root of RFC 6962."""
        return root_of(self.peaks)

    def append(self, leaf: bytes) -> "Tree":
        """Return the tree with one leaf more."""
        peaks = list(self.peaks)
        grow(peaks, self.size, leaf)
        return Tree(self.size + 1, tuple(peaks))


def root_from_inclusion(leaf: bytes, seq: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root of a tree of `size` leaves in which `leaf` is number `seq`, by its path from the leaf upwards.

    Source: RFC 9162, 2.1.3.2.
    """
    if not 0 <= seq < size:
        raise Broken(f"entry {seq} is not among {size} entries.")
    place, last, root = seq, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Broken("the inclusion path is too long.")
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("the inclusion path is too short.")
    return root


def roots_from_consistency(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the roots at both sizes that a consistency path leads to; the first must be `old_root`.

    Source: RFC 9162, 2.1.4.2.
    """
    if not 0 < old < new:
        raise Broken(f"a consistency proof leads from a size to a larger one, not from {old} to {new}.")
    way = list(path) if old & (old - 1) else [old_root, *path]
    if not way:
        raise Broken("the consistency path is empty.")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = way[0]
    for step in way[1:]:
        if last == 0:
            raise Broken("the consistency path is too long.")
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("the consistency path is too short.")
    return first, second


# Signed notes


class Checkpoint(NamedTuple):
    """What a log was at one time: its name, how many leaves, and the root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @property
    def compartment(self) -> str:
        """The compartment that the origin names; there a hyphen stands for its space."""
        return self.origin.rpartition("/")[2]


class NoteSignature(NamedTuple):
    """A line under a note: the signer's name, the id of the key, and what follows it (a witness: time, signature)."""

    name: str
    key_id: bytes
    rest: bytes

    @property
    def line(self) -> str:
        """The line as it stands in the note."""
        return f"\u2014 {self.name} {b64encode(self.key_id + self.rest).decode()}\n"


class Note(NamedTuple):
    """A checkpoint with the signatures under it."""

    checkpoint: Checkpoint
    signatures: tuple[NoteSignature, ...]

    @property
    def text(self) -> str:
        """The note as it is kept and sent."""
        return self.checkpoint.body + "\n" + "".join(each.line for each in self.signatures)


class Key(NamedTuple):
    """A public key: whose, of which type (host or witness), 32 bytes."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names the key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as it is handed on: name, id and key with plus signs between."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.type]) + self.public).decode()}"


def parse_key(text: str) -> Key:
    """Return the public key that a line writes.

    Raises:
        Broken: not three parts, another type than host or witness, or an id that is not that of the key.
    """
    parts = text.strip().split("+", 2)
    data = _unbase64(parts[2]) if len(parts) == 3 else b""
    if len(data) != 33 or data[0] not in (HOST, WITNESS) or not _is_signer(parts[0]):
        raise Broken(f"'{text.strip()[:60]}' is no Ed25519 key. It is written name+id+base64, type 01 or 04.")
    key = Key(parts[0], data[0], data[1:])
    if key.id.hex() != parts[1]:
        raise Broken(f"the key of '{key.name}' has id {key.id.hex()}, not {parts[1]}: it was changed on the way.")
    return key


def parse_note(text: str) -> Note:
    """Return the checkpoint and signatures of a signed note.

    Raises:
        Broken: it is not written as a checkpoint is, to the byte.
    """
    body, gap, signed = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 3 or not signed.endswith("\n"):
        raise Broken("a checkpoint has three lines, an empty one, and signature lines; this note has not.")
    origin, size, root = lines[0], lines[1], _unbase64(lines[2])
    if not re.fullmatch("0|[1-9][0-9]{0,15}", size) or len(root) != 32 or not _is_signer(origin):
        raise Broken(f"'{origin[:80]}', '{size[:20]}', '{lines[2][:50]}' are no origin, size and root.")
    note = Note(Checkpoint(origin, int(size), root), tuple(map(_signature, signed[:-1].split("\n"))))
    if note.text != text:
        raise Broken("the note is not in the one writing of what it says.")
    return note


def _signature(line: str) -> NoteSignature:
    dash, name, data = [*line.split(" "), "", ""][:3]
    raw = _unbase64(data)
    if dash != "\u2014" or not _is_signer(name) or len(raw) < 68:
        raise Broken(f"'{line[:80]}' is no signature line: a dash (U+2014), a name, base64.")
    return NoteSignature(name, raw[:4], raw[4:])


def _is_signer(name: str) -> bool:
    return bool(name) and "+" not in name and not any(each.isspace() or _CONTROL.match(each) for each in name)


def _unbase64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def check_signature(checkpoint: Checkpoint, signature: NoteSignature, keys: Iterable[Key]) -> Key | None:
    """Return the key that made the signature, or None when it is not among `keys`.

    Raises:
        Broken: the key is there, but did not make this signature.
    """
    for key in keys:
        if key.name == signature.name and key.id == signature.key_id:
            if not _made(key, checkpoint.body.encode(), signature.rest):
                raise Broken(
                    f"the signature of '{key.name}' under {checkpoint.size} entries was not made with its key."
                )
            return key
    return None


def check_signatures(note: Note, keys: Sequence[Key], *, all_known: bool) -> int:
    """Return how many signatures hold, one of a host among them; without keys none is checked.

    Args:
        all_known: each signature must be of a key handed in. So it is inside a journal: no byte is free to change.
    """
    if not keys:
        return 0
    found = [check_signature(note.checkpoint, each, keys) for each in note.signatures]
    for signature, key in zip(note.signatures, found, strict=True):
        if key is None and all_known:
            raise Broken(f"it is signed by '{signature.name}', key {signature.key_id.hex()}, which was not handed in.")
    if not any(key and key.type == HOST for key in found):
        raise Broken(f"the checkpoint of {note.checkpoint.size} entries bears no signature of a host's key handed in.")
    return sum(key is not None for key in found)


def _made(key: Key, body: bytes, rest: bytes) -> bool:
    if key.type == HOST:
        return len(rest) == 64 and verify_ed25519(key.public, rest, body)
    return len(rest) == 72 and verify_ed25519(key.public, rest[8:], witnessed(body, int.from_bytes(rest[:8], "big")))


def witnessed(body: bytes, seconds: int) -> bytes:
    """Return what a witness signs: the body of the checkpoint under its own time, in Unix seconds."""
    return f"cosignature/v1\ntime {seconds}\n".encode() + body


# Ed25519

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_Point = tuple[int, int, int, int]


def verify_ed25519(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether the signature (64 bytes) is that of `message` under the public key (32 bytes)."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return verify_ed25519_plainly(public, signature, message)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_ed25519_plainly(public: bytes, signature: bytes, message: bytes) -> bool:
    """The same in whole numbers alone, a few milliseconds. Nothing here is secret, so time may tell what it likes.

    Source: RFC 8032, 5.1.7 and its appendix A; without the cofactor, as OpenSSL does it.
    """
    point = _unpacked(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if point is None or s >= _L:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % _L
    minus = (_P - point[0], point[1], point[2], _P - point[3])
    return _packed(_sum(_times(s, _BASE), _times(h, minus))) == signature[:32]


def _sum(p: _Point, q: _Point) -> _Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _sum(total, point)
        point, number = _sum(point, point), number >> 1
    return total


def _packed(p: _Point) -> bytes:
    inverse = pow(p[2], -1, _P)
    x, y = p[0] * inverse % _P, p[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpacked(data: bytes) -> _Point | None:
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE: _Point = _unpacked((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))  # type: ignore[assignment]


# Lines


# What a pass needs of a fact's line: leaf, id, `at` (of any type that can be compared), whether a worker noticed it,
# and what the reader makes of it. A bare tuple, for there is one for each line.
FactLine = tuple[bytes, str, Any, bool, Any]


class RawFact(NamedTuple):
    """A fact as it stands in the file."""

    salt: bytes
    leaf: bytes
    fact: dict[str, Any]
    body: bytes
    noticed: str


def fact_line(raw: bytes, seq: int) -> FactLine:
    """Return what a line says, of which entry `seq` is expected to stand there.

    Raises:
        Broken: it is not canonical, not that entry, or its leaf is not the hash of salt and fact.
    """
    read = raw_fact(raw, seq)
    return read.leaf, read.fact["id"], read.fact["at"], bool(read.noticed), read


def raw_fact(raw: bytes, seq: int) -> RawFact:
    """Return the parts of a fact's line, checked as `fact_line` says."""
    line = read_canonical(raw.removesuffix(b"\n"))
    if not isinstance(line, dict) or line.get("kind") != "fact" or not isinstance(line.get("fact"), dict):
        raise Broken("the line is neither a fact nor a checkpoint.")
    _check_fields(line, seq)
    tail = b"," + canonical({key: value for key, value in line.items() if key != "fact"})[1:]
    body, salt = raw[len(_FACT) : len(raw.removesuffix(b"\n")) - len(tail)], bytes.fromhex(line["salt"])
    leaf = leaf_hash(salt, body)
    if leaf.hex() != line["leaf"]:
        raise Broken(
            f"salt and fact hash to {leaf.hex()[:16]}..., the leaf is {line['leaf'][:16]}...: one was changed."
        )
    return RawFact(salt, leaf, line["fact"], body, line.get("noticed", ""))


def _check_fields(line: dict[str, Any], seq: int) -> None:
    if line.keys() - {"noticed"} != {"fact", "kind", "leaf", "salt", "seq"}:
        raise Broken(f"a fact's line has fact, kind, leaf, salt, seq and perhaps noticed, not {', '.join(line)}.")
    if line["seq"] is True or line["seq"] != seq:
        raise Broken(f"its number is {line['seq']}; {seq} is next. Entries were taken out, put in or exchanged.")
    for field, pattern in (("salt", _SALT), ("leaf", _HASH)):
        if not isinstance(line[field], str) or not pattern.fullmatch(line[field]):
            raise Broken(f"the {field} is no {32 if field == 'salt' else 64} hexadecimal digits in lower case.")
    fact = line["fact"]
    for field, type_ in (("kind", str), ("id", str), ("version", int)):
        if type(fact.get(field)) is not type_:
            raise Broken(f"the fact has no {field}.")
    _check_instant("at", fact.get("at"))
    if "noticed" in line:
        _check_instant("noticed", line["noticed"])
        if fact["kind"] != "DeadlinePassed" or line["noticed"] < fact["at"]:
            raise Broken("'noticed' stands beside a DeadlinePassed only, and is not before its 'at'.")


def _check_instant(field: str, text: Any) -> None:
    try:
        if isinstance(text, str) and _INSTANT.fullmatch(text):
            datetime.fromisoformat(text)
            return
    except ValueError:
        pass
    raise Broken(f"'{field}' is {text!r:.60}, no instant like 2026-11-09T08:40:00.000000Z.")


class Pass:
    """One pass over a journal, a line at a time. It keeps the tree's stack and no line.

    `read` checks a fact's line; a faster one may stand in. `kept` are checkpoints that somebody has from outside.
    """

    def __init__(
        self, keys: Iterable[Key] = (), kept: Iterable[Note] = (), read: Callable[[bytes, int], FactLine] = fact_line
    ) -> None:
        self.keys, self.read = tuple(keys), read
        self.size, self.line, self.peaks = 0, 0, list[bytes]()
        self.compartment, self.origin, self._before_number = "", "", "/"
        self.last: Any = None
        self.checkpoints, self.signatures, self.covered, self.noticed = 0, 0, 0, 0
        self.kept: dict[int, list[Checkpoint]] = {}
        for note in kept:
            self.signatures += check_signatures(note, self.keys, all_known=False)
            self.kept.setdefault(note.checkpoint.size, []).append(note.checkpoint)

    def take(self, raw: bytes) -> Any:
        """Check the next line; return what `read` makes of a fact, None for a checkpoint.

        Raises:
            Broken: with the number of the line and of the entry that is, or should be, there.
        """
        self.line += 1
        try:
            if raw[-1:] != b"\n" or len(raw) > LINE_MAX:
                raise Broken(_no_line(raw))
            if raw[2:3] == b"k":
                self._checkpoint(raw)
                return None
            size = self.size
            leaf, id_, at, noticed, entry = self.read(raw, size)
            if id_ != self._before_number + str(size):
                self._first(id_)
            elif at < self.last:
                raise Broken(f"its 'at' is {at}, before that of the entry above, {self.last}.")
            self.last = at
            if noticed:
                self.noticed += 1
            grow(self.peaks, size, leaf)
        except Broken as error:
            raise Broken(error.reason, line=self.line, entry=self.size) from None
        self.size = size = size + 1
        if size in self.kept:
            self._compare()
        return entry

    def finish(self) -> None:
        """Check what only the end shows: a checkpoint somebody keeps that the journal does not reach."""
        if not self.size:
            self._compare()
        for checkpoint in (each for kept in self.kept.values() for each in kept):
            self._belongs(checkpoint)
            if checkpoint.size > self.size:
                raise Broken(
                    f"the journal has {self.size} entries, a checkpoint of '{checkpoint.origin}' that was kept has "
                    f"{checkpoint.size}: the end was cut off, or an old copy was put back.",
                    line=self.line,
                    entry=self.size,
                )

    def _first(self, id_: str) -> None:
        compartment, _, number = id_.rpartition("/")
        if self.size or not compartment or number != "0":
            raise Broken(f"its id is '{id_[:60]}', not '{self.compartment or 'joint'}/{self.size}'.")
        self.compartment, self._before_number = compartment, f"{compartment}/"
        self._same_compartment(self.origin)

    def _checkpoint(self, raw: bytes) -> None:
        line = read_canonical(raw[:-1])
        if not isinstance(line, dict) or set(line) != {"kind", "note"} or line["kind"] != "checkpoint":
            raise Broken("the line is neither a fact nor a checkpoint, which has kind and note.")
        note = parse_note(line["note"] if isinstance(line["note"], str) else "")
        checkpoint = note.checkpoint
        if checkpoint.size != self.size:
            raise Broken(f"the checkpoint covers {checkpoint.size} entries, but {self.size} stand above it.")
        if checkpoint.root != root_of(self.peaks):
            raise Broken(f"the checkpoint does not cover the {self.size} entries above it: its root is another.")
        if self.origin not in ("", checkpoint.origin):
            raise Broken(f"the checkpoint is of '{checkpoint.origin}', those above it of '{self.origin}'.")
        self._same_compartment(checkpoint.origin)
        self.signatures += check_signatures(note, self.keys, all_known=True)
        self.origin, self.checkpoints, self.covered = checkpoint.origin, self.checkpoints + 1, self.size

    def _compare(self) -> None:
        for checkpoint in self.kept.get(self.size, ()):
            self._belongs(checkpoint)
            if checkpoint.root != root_of(self.peaks):
                raise Broken(
                    f"the first {self.size} entries are not those of the checkpoint of '{checkpoint.origin}' that was "
                    "kept: at least one was changed, or there are two journals under one name.",
                    line=self.line,
                    entry=self.size - 1 if self.size else None,
                )

    def _belongs(self, checkpoint: Checkpoint) -> None:
        if self.origin not in ("", checkpoint.origin):
            raise Broken(f"the checkpoint that was kept is of '{checkpoint.origin}', this journal is '{self.origin}'.")
        self._same_compartment(checkpoint.origin)

    def _same_compartment(self, origin: str) -> None:
        if origin and self.compartment and origin.rpartition("/")[2] != self.compartment.replace(" ", "-"):
            raise Broken(f"the checkpoint is of '{origin}', the entries are of compartment '{self.compartment}'.")


def _no_line(raw: bytes) -> str:
    if len(raw) > LINE_MAX:
        return f"the line is longer than {LINE_MAX:,} bytes. Larger things stand beside the journal."
    return "the last line does not end with a line feed: something was cut off."


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file open for bytes, none of them read much beyond the longest that is allowed."""
    return iter(partial(stream.readline, LINE_MAX + 1), b"")


# The whole


class Report(NamedTuple):
    """What was verified, and the first break if there is one."""

    facts: int
    root: bytes
    origin: str
    compartment: str
    checkpoints: int
    covered: int  # entries under the last checkpoint in the file
    kept: int  # checkpoints from outside that hold
    signatures: int
    noticed: int
    broken: Broken | None

    @property
    def ok(self) -> bool:
        """Whether everything that could be checked holds."""
        return self.broken is None

    @property
    def lines(self) -> list[str]:
        """The report in words."""
        if self.broken:
            return [f"Broken. {self.broken}", f"Verified before it: {self.facts} entries, root {self.root.hex()}."]
        found = [f"Verified: {self.facts} entries of '{self.compartment}', root {self.root.hex()}."]
        found.append(f"Checkpoints in the file: {self.checkpoints}, kept outside: {self.kept}. All hold.")
        found.append(
            f"Signatures that hold: {self.signatures}." if self.signatures else "No signature was checked: no keys."
        )
        if self.covered < self.facts and self.checkpoints:
            found.append(f"Entries {self.covered} to {self.facts - 1} stand under no checkpoint of the file.")
        if not self.kept:
            found.append("No checkpoint from outside: a cut at the end, or a whole new journal, would not show.")
        if self.noticed:
            found.append(f"{self.noticed} entries say when a worker noticed a time; nothing proves that.")
        return found

    @property
    def data(self) -> dict[str, Any]:
        """The report as plain values."""
        return {**self._asdict(), "root": self.root.hex(), "broken": self.broken and self.broken.data, "ok": self.ok}


def verify_journal(
    lines: Iterable[bytes],
    *,
    keys: Iterable[Key] = (),
    kept: Iterable[Note] = (),
    read: Callable[[bytes, int], FactLine] = fact_line,
) -> Report:
    """Return what holds in a journal, up to the first break.

    Args:
        lines: each with its line feed, as a file open for bytes gives them.
        keys: public keys of the host and the witnesses; without any, signatures are not checked.
        kept: checkpoints somebody has from outside the journal.
        read: checks one fact's line.
    """
    kept, broken = tuple(kept), None
    one = Pass(keys)
    try:
        one = Pass(keys, kept, read)
        for raw in lines:
            one.take(raw)
        one.finish()
    except Broken as error:
        broken = error
    return Report(
        one.size, root_of(one.peaks), one.origin, one.compartment, one.checkpoints, one.covered,
        0 if broken else len(kept), one.signatures, one.noticed, broken,
    )  # fmt: skip


# Proofs


def check_inclusion(proof: dict[str, Any], *, line: bytes = b"", keys: Sequence[Key] = ()) -> Note:
    """Return the checkpoint under which a fact is proved to stand; `line` is the fact's line, if it is shown.

    Raises:
        Broken: the proof does not lead from the leaf to the checkpoint, or the line is not that fact's.
    """
    _check_proof(proof, {"origin", "size", "seq", "leaf", "path", "checkpoint"})
    note = _proved(proof["checkpoint"], proof["origin"], keys)
    seq, size = proof["seq"], proof["size"]
    leaf, path = _hashes([proof["leaf"]])[0], _hashes(proof["path"])
    if line and fact_line(line, seq)[0] != leaf:
        raise Broken(f"the line is not that of the leaf {leaf.hex()[:16]}...", entry=seq)
    if size != note.checkpoint.size or root_from_inclusion(leaf, seq, size, path) != note.checkpoint.root:
        raise Broken("the path does not lead to the root of the checkpoint.", entry=seq)
    return note


def check_consistency(proof: dict[str, Any], *, keys: Sequence[Key] = ()) -> tuple[Note, Note]:
    """Return the two checkpoints of which the later is proved to hold all that the earlier held.

    Raises:
        Broken: the path does not join them. Both signed and no path to be had: there are two journals under one name.
    """
    _check_proof(proof, {"origin", "from", "to", "path", "checkpoints"})
    if not isinstance(proof["checkpoints"], list) or len(proof["checkpoints"]) != 2:
        raise Broken("a consistency proof has two checkpoints.")
    old, new = (_proved(note, proof["origin"], keys) for note in proof["checkpoints"])
    first, second, path = old.checkpoint, new.checkpoint, _hashes(proof["path"])
    if (proof["from"], proof["to"]) != (first.size, second.size):
        raise Broken("the sizes are not those of the checkpoints.")
    if roots_from_consistency(first.size, second.size, first.root, path) != (first.root, second.root):
        raise Broken(f"the checkpoints of {first.size} and {second.size} entries are not joined by this path.")
    return old, new


def _check_proof(proof: Any, fields: set[str]) -> None:
    if not isinstance(proof, dict) or set(proof) != fields:
        raise Broken(f"the fields of the proof are not {', '.join(sorted(fields))}.")
    for field in fields & {"size", "seq", "from", "to"}:
        if type(proof[field]) is not int:
            raise Broken(f"'{field}' of the proof is {proof[field]!r:.40}, no whole number.")


def _proved(text: Any, origin: str, keys: Sequence[Key]) -> Note:
    note = parse_note(text if isinstance(text, str) else "")
    if note.checkpoint.origin != origin:
        raise Broken(f"the checkpoint is of '{note.checkpoint.origin}', the proof of {origin!r:.80}.")
    check_signatures(note, keys, all_known=False)
    return note


def _hashes(texts: Any) -> list[bytes]:
    if not isinstance(texts, list) or not all(isinstance(each, str) and _HASH.fullmatch(each) for each in texts):
        raise Broken("the proof has a hash that is no 64 hexadecimal digits in lower case.")
    return [bytes.fromhex(each) for each in texts]


# Bundles: a zip without compression, so that its bytes follow from names and contents, and nothing in it is free.

MANIFEST, MANIFEST_NOTE, KEYS_FILE = "manifest.json", "manifest.note", "keys.txt"
JOURNAL_FILE, PROOFS_FILE, FACTS_FILE = "journal.jsonl", "proofs.json", "facts.csv"
CHECKPOINTS, CHARTERS = "checkpoints/", "charter-"
CELLS = ("number", "id", "kind", "at", "leaf")  # the first cells of each row of the table of facts
BUNDLE_MAX = 1 << 30  # bytes; no field of the container is wider than 32 bits

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_STORED = (10, 0x800, 0, 0, 33)  # version 1.0, names in UTF-8, not compressed, midnight, 1 January 1980


def zip_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the one container that holds these files in this order."""
    local, central, count = bytearray(), bytearray(), 0
    for name, data in files:
        record, entry = _records(name.encode(), data, len(local))
        central += entry
        local += record
        local += data
        count += 1
    return bytes(local + central + _end(count, len(central), len(local)))


def _records(name: bytes, data: bytes, offset: int) -> tuple[bytes, bytes]:
    rest = (*_STORED, crc32(data), len(data), len(data), len(name), 0)
    local = _LOCAL.pack(b"PK\3\4", *rest) + name
    return local, _CENTRAL.pack(b"PK\1\2", 3 << 8 | 20, *rest, 0, 0, 0, 0o100644 << 16, offset) + name


def _end(count: int, length: int, offset: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, length, offset, 0)


def files_of(data: bytes) -> dict[str, bytes]:
    """Return the files of a bundle's container by name, in their order.

    Raises:
        Broken: it is not, to the byte, the container that `zip_of` writes; with the file at which that shows.
    """
    if len(data) > BUNDLE_MAX or data[:4] != b"PK\3\4":
        raise Broken(f"the bundle is no container of files, or longer than {BUNDLE_MAX:,} bytes.", file=MANIFEST)
    names, files, central, offset = _names(data), dict[str, bytes](), bytearray(), 0
    while data[offset : offset + 4] != b"PK\1\2" or len(files) < len(names):
        name, body = _file_at(data, offset, names[len(files)] if len(files) < len(names) else "")
        if name in files:
            raise Broken("the name stands twice in the bundle.", file=name)
        record, entry = _records(name.encode(), body, offset)
        central += entry
        files[name] = body
        offset += len(record) + len(body)
    tail = central + _end(len(files), len(central), offset)
    if data[offset:] != tail:
        raise Broken(
            "the list at the end of the container is not that of its files.", file=_listed_at(data, bytes(tail))
        )
    return files


def _names(data: bytes) -> list[str]:
    """The names as the manifest has them, else as the list at the end: they say which file a break is in."""
    start = _LOCAL.size + len(MANIFEST)
    try:
        manifest = json.loads(data[start : start + int.from_bytes(data[22:26], "little")])
        return [MANIFEST, MANIFEST_NOTE, *(str(each["name"]) for each in manifest["files"])]
    except (ValueError, TypeError, KeyError, RecursionError):
        return _names_at_the_end(data)


def _names_at_the_end(data: bytes) -> list[str]:
    names, at = list[str](), data.rfind(b"PK\5\6")
    place = int.from_bytes(data[at + 16 : at + 20], "little") if at >= 0 else len(data)
    while data[place : place + 4] == b"PK\1\2" and place + _CENTRAL.size <= len(data):
        length = int.from_bytes(data[place + 28 : place + 30], "little")
        place += _CENTRAL.size
        names.append(data[place : place + length].decode("utf-8", "replace"))
        place += length
    return names


def _file_at(data: bytes, offset: int, expected: str) -> tuple[str, bytes]:
    head = data[offset : offset + _LOCAL.size]
    fields = _LOCAL.unpack(head) if len(head) == _LOCAL.size else (b"",) * 11
    if fields[0] != b"PK\3\4":
        raise Broken(f"no file begins at byte {offset} of the container.", file=expected or MANIFEST)
    start = offset + _LOCAL.size + fields[9]
    raw, body = data[offset + _LOCAL.size : start], data[start : start + fields[8]]
    name = raw.decode("utf-8", "replace")
    if not _NAME.fullmatch(name) or (expected and name != expected):
        raise Broken(f"'{name[:60]}' stands in its place in the container.", file=expected or name[:60])
    if crc32(body) != fields[6]:
        raise Broken("its bytes are not those that were packed: at least one was changed.", file=name)
    if data[offset:start] != _records(raw, body, 0)[0]:
        raise Broken("its head in the container is not in the one writing. Was it packed again?", file=name)
    return name, body


def _listed_at(data: bytes, tail: bytes) -> str:
    """The file whose entry in the list at the end differs first; of the last record, the container's own end."""
    there = data[len(data) - len(tail) :]
    at = next((place for place, (one, other) in enumerate(zip(there, tail, strict=False)) if one != other), 0)
    place = 0
    while tail[place : place + 4] == b"PK\1\2":
        end = place + _CENTRAL.size + int.from_bytes(tail[place + 28 : place + 30], "little")
        if at < end and len(there) == len(tail):
            return tail[place + _CENTRAL.size : end].decode("utf-8", "replace")
        place = end
    return "end of the container"


class BundleReport(NamedTuple):
    """What was verified of a bundle, and the first break if there is one."""

    files: int
    length: int  # bytes
    facts: int
    whole: bool  # the whole journal; else entries taken out of it, each with its proof
    manifest: bytes  # SHA-256
    checkpoint: Checkpoint | None
    signatures: int
    kept: int  # checkpoints from outside that hold
    own_keys: tuple[Key, ...]  # those that the bundle brought, where none were handed in
    signer: str
    broken: Broken | None

    @property
    def ok(self) -> bool:
        """Whether everything that could be checked holds."""
        return self.broken is None

    @property
    def lines(self) -> list[str]:
        """The report in words."""
        if self.broken or self.checkpoint is None:
            return [f"Broken. {self.broken}"]
        at = self.checkpoint
        found = [
            f"Verified: {self.files} files, {self.length:,} bytes, each as the manifest says.",
            f"The manifest, SHA-256 {self.manifest.hex()}, is signed by '{self.signer}'.",
            f"{self.facts} entries stand in '{at.origin}' of {at.size} entries, root {at.root.hex()}.",
            f"Signatures that hold: {self.signatures}. Checkpoints kept outside that hold: {self.kept}.",
        ]
        if not self.whole:
            found.append("A selection: each entry is proved to be there; that no other belongs here is not.")
        if self.own_keys:
            ids = ", ".join(f"{key.name} {key.id.hex()}" for key in self.own_keys)
            found.append(f"The keys are the bundle's own. Compare with those that somebody kept: {ids}.")
        if not self.kept:
            found.append("No checkpoint from outside: a cut at the end, or a whole new journal, would not show.")
        return found

    @property
    def data(self) -> dict[str, Any]:
        """The report as plain values."""
        at = self.checkpoint
        return {
            **self._asdict(),
            "manifest": self.manifest.hex(),
            "checkpoint": at and {"origin": at.origin, "size": at.size, "root": at.root.hex()},
            "own_keys": [key.text for key in self.own_keys],
            "broken": self.broken and self.broken.data,
            "ok": self.ok,
        }


def verify_bundle(data: bytes, *, keys: Iterable[Key] = (), kept: Iterable[Note] = ()) -> BundleReport:
    """Return what holds in an evidence bundle, up to the first break.

    Args:
        keys: public keys somebody has from outside; without any, those in the bundle are taken and the report says so.
        kept: checkpoints somebody has from outside.
    """
    try:
        return _verified_bundle(data, tuple(keys), tuple(kept))
    except Broken as broken:
        return BundleReport(0, len(data), 0, False, b"", None, 0, 0, (), "", broken)


def _verified_bundle(data: bytes, keys: tuple[Key, ...], kept: tuple[Note, ...]) -> BundleReport:
    files = files_of(data)
    for name in (MANIFEST, MANIFEST_NOTE, KEYS_FILE, JOURNAL_FILE, FACTS_FILE):
        if name not in files:
            raise Broken("the file is missing.", file=name)
    manifest = _in(MANIFEST, lambda: _manifest(files))
    own = () if keys else tuple(_in(KEYS_FILE, lambda: keys_of(_text(files[KEYS_FILE]))))
    signer = _in(MANIFEST_NOTE, lambda: _manifest_signer(files, keys or own, manifest["origin"]))
    _check_listed(files, manifest)
    notes = {name: _in(name, partial(_note, text)) for name, text in files.items() if name.startswith(CHECKPOINTS)}
    whole = PROOFS_FILE not in files
    bodies, at, signatures = (_whole_journal if whole else _selected)(files, keys or own, notes, kept)
    if [at.origin, at.size, at.root.hex()] != [manifest["origin"], manifest["size"], manifest["root"]]:
        raise Broken("origin, size and root are not those of the journal.", file=MANIFEST)
    try:
        _in(FACTS_FILE, lambda: _check_table(_text(files[FACTS_FILE]), bodies))
    except csv.Error as error:
        raise Broken(f"the table is not written as one: {error}.", file=FACTS_FILE) from None
    _check_charters(files, bodies)
    return BundleReport(
        len(files), len(data), len(bodies), whole, sha256(files[MANIFEST]).digest(), at, signatures + 1,
        len(kept), own, signer, None,
    )  # fmt: skip


def _in(file: str, check: Callable[[], Any]) -> Any:
    """What a check returns; a break is told with the file it is in."""
    try:
        return check()
    except Broken as broken:
        raise Broken(broken.reason, line=broken.line, entry=broken.entry, file=broken.file or file) from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken(f"the file is no text in UTF-8: {error}.") from None


def _note(data: bytes) -> Note:
    return parse_note(_text(data))


def keys_of(text: str) -> list[Key]:
    """Return the public keys of a file of keys, one a line."""
    return [parse_key(line) for line in text.splitlines() if line.strip()]


def _manifest(files: dict[str, bytes]) -> dict[str, Any]:
    manifest = read_canonical(files[MANIFEST].removesuffix(b"\n"))
    types = {"files": list, "kind": str, "made": dict, "origin": str, "root": str, "size": int, "version": int}
    if not isinstance(manifest, dict) or manifest.keys() != types.keys():
        raise Broken(f"the fields of the manifest are not {', '.join(types)}.")
    if wrong := [field for field, type_ in types.items() if type(manifest[field]) is not type_]:
        raise Broken(f"'{wrong[0]}' is of another type.")
    if (manifest["kind"], manifest["version"]) != ("bundle", 1):
        raise Broken("it is no manifest of a bundle, version 1.")
    for each in manifest["files"]:
        if not isinstance(each, dict) or each.keys() != {"bytes", "name", "sha256"}:
            raise Broken("a file in it has other fields than bytes, name and sha256.")
    return manifest


def _manifest_signer(files: dict[str, bytes], keys: Sequence[Key], origin: str) -> str:
    """The host's name, under a note whose root is the hash of the manifest and whose size is its length."""
    note = parse_note(_text(files[MANIFEST_NOTE]))
    data, at = files[MANIFEST], note.checkpoint
    if (at.size, at.root) != (len(data), sha256(data).digest()):
        raise Broken("the manifest is not the one that was signed.", file=MANIFEST)
    if at.origin != bundle_origin(origin):
        raise Broken(f"it is signed for '{at.origin}', the manifest is of '{origin}'.")
    check_signatures(note, keys, all_known=True)
    if {each.name for each in note.signatures} != {origin}:
        raise Broken(f"it is signed by others than the host of '{origin}'.")
    return origin


def bundle_origin(origin: str) -> str:
    """Return the origin under which the manifest of a bundle is signed: no log has it."""
    return f"{origin}/bundle"


def _check_listed(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    listed = {str(each["name"]): each for each in manifest["files"]}
    for name in [*listed, *files]:
        if name not in files:
            raise Broken("the file is missing; the manifest names it.", file=name)
        if name not in listed and name not in (MANIFEST, MANIFEST_NOTE):
            raise Broken("the manifest does not name this file: it was put in.", file=name)
        each, data = listed.get(name), files[name]
        if each and (each["bytes"], each["sha256"]) != (len(data), sha256(data).hexdigest()):
            raise Broken("its SHA-256 or length is not that of the manifest: it was changed or exchanged.", file=name)
    if list(files) != [MANIFEST, MANIFEST_NOTE, *(each["name"] for each in manifest["files"])]:
        raise Broken("the files do not stand in the order of the manifest.", file=MANIFEST)


_Bodies = dict[int, tuple[dict[str, Any], bytes]]  # by number: the fact and its leaf


def _whole_journal(
    files: dict[str, bytes], keys: Sequence[Key], notes: dict[str, Note], kept: Sequence[Note]
) -> tuple[_Bodies, Checkpoint, int]:
    """Check a whole journal against the checkpoints beside it and those somebody kept."""
    bodies: _Bodies = {}
    one = Pass(keys, (*notes.values(), *kept))
    lines = files[JOURNAL_FILE].splitlines(keepends=True)

    def take() -> None:
        for line in lines:
            entry = one.take(line)
            if entry is not None:
                bodies[one.size - 1] = (entry.fact, entry.leaf)
        one.finish()

    _in(JOURNAL_FILE, take)
    origin = one.origin or next((note.checkpoint.origin for note in notes.values()), "")
    return bodies, Checkpoint(origin, one.size, root_of(one.peaks)), one.signatures


def _selected(
    files: dict[str, bytes], keys: Sequence[Key], notes: dict[str, Note], kept: Sequence[Note]
) -> tuple[_Bodies, Checkpoint, int]:
    """Check entries taken out of a journal, each with the path that leads from its leaf to one checkpoint."""
    proofs = _in(PROOFS_FILE, lambda: _proofs(files[PROOFS_FILE]))
    note = _in(PROOFS_FILE, lambda: parse_note(proofs["checkpoint"]))
    signatures = _in(PROOFS_FILE, lambda: check_signatures(note, keys, all_known=True))
    bodies = _in(JOURNAL_FILE, lambda: _proved_lines(files[JOURNAL_FILE], proofs["inclusion"], note.checkpoint))
    for name, each in notes.items():
        signatures += _in(name, partial(check_signatures, each, keys, all_known=True))
        _in(name, partial(_check_joined, each.checkpoint, note.checkpoint, proofs["consistency"]))
    for each in kept:
        signatures += check_signatures(each, keys, all_known=False)
        _check_joined(each.checkpoint, note.checkpoint, proofs["consistency"])
    return bodies, note.checkpoint, signatures


def _proofs(data: bytes) -> dict[str, Any]:
    proofs = read_canonical(data.removesuffix(b"\n"))
    fields = {"checkpoint", "consistency", "inclusion"}
    if not isinstance(proofs, dict) or proofs.keys() != fields or not isinstance(proofs["checkpoint"], str):
        raise Broken(f"the fields of the proofs are not {', '.join(sorted(fields))}.")
    _check_each(proofs["inclusion"], {"leaf", "path", "seq"})
    _check_each(proofs["consistency"], {"from", "path", "to"})
    return proofs


def _check_each(proofs: Any, fields: set[str]) -> None:
    if not isinstance(proofs, list):
        raise Broken("the proofs are no list.")
    for each in proofs:
        _check_proof(each, fields)


def _proved_lines(data: bytes, inclusion: list[dict[str, Any]], at: Checkpoint) -> _Bodies:
    bodies: _Bodies = {}
    lines, last = data.splitlines(keepends=True), -1
    if len(lines) != len(inclusion):
        raise Broken(f"{len(lines)} entries stand there, {len(inclusion)} are proved.")
    for number, (line, proof) in enumerate(zip(lines, inclusion, strict=True), 1):
        seq = proof["seq"]
        try:
            if line[-1:] != b"\n" or len(line) > LINE_MAX:
                raise Broken(_no_line(line))
            read = raw_fact(line, seq)
            if seq <= last or [read.leaf] != _hashes([proof["leaf"]]):
                raise Broken(f"the proof is of entry {seq}, leaf {str(proof['leaf'])[:16]}...: another one.")
            if root_from_inclusion(read.leaf, seq, at.size, _hashes(proof["path"])) != at.root:
                raise Broken("the path does not lead to the root of the checkpoint.")
        except Broken as broken:
            raise Broken(broken.reason, line=number, entry=seq) from None
        last = seq
        bodies[seq] = (read.fact, read.leaf)
    return bodies


def _check_joined(old: Checkpoint, new: Checkpoint, proofs: list[dict[str, Any]]) -> None:
    """An earlier checkpoint is proved to be the beginning of the one that the entries stand under."""
    if old.origin != new.origin:
        raise Broken(f"the checkpoint is of '{old.origin}', the entries are of '{new.origin}'.")
    if old.size > new.size:
        raise Broken(
            f"the checkpoint that was kept has {old.size} entries, the bundle's has {new.size}: "
            "the end was cut off, or the bundle was made before."
        )
    if old.size == new.size:
        if old.root != new.root:
            raise Broken(f"two checkpoints of {old.size} entries have two roots: there are two journals of one name.")
        return
    paths = [each["path"] for each in proofs if (each["from"], each["to"]) == (old.size, new.size)]
    if old.size and not paths:
        raise Broken(f"no proof joins the checkpoint of {old.size} entries to that of {new.size}.")
    for path in paths:
        if roots_from_consistency(old.size, new.size, old.root, _hashes(path)) != (old.root, new.root):
            raise Broken(
                f"the checkpoint of {old.size} entries is not the beginning of that of {new.size}: "
                "at least one entry was changed, or there are two journals under one name."
            )


def _check_table(text: str, bodies: _Bodies) -> None:
    csv.field_size_limit(BUNDLE_MAX)
    rows = list(csv.reader(StringIO(text, newline=""), strict=True)) if "\0" not in text else []
    again = StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows(rows)
    if again.getvalue() != text:
        raise Broken("the table is not in the one writing of its cells.")
    if not rows or tuple(rows[0][: len(CELLS)]) != CELLS:
        raise Broken(f"the first cells of the table are not {', '.join(CELLS)}.", line=1)
    for number, row in enumerate(rows[1:], 2):
        seq = int(row[0]) if row and re.fullmatch("[0-9]{1,15}", row[0]) else -1
        fact, leaf = bodies.get(seq, ({}, b""))
        if tuple(row[1 : len(CELLS)]) != (fact.get("id"), fact.get("kind"), fact.get("at"), leaf.hex()):
            raise Broken(f"row {number} is not that of an entry of the journal.")


def _check_charters(files: dict[str, bytes], bodies: _Bodies) -> None:
    signed = {str(fact.get("text")).encode() for fact, _ in bodies.values() if fact["kind"] == "CharterSigned"}
    for name, data in files.items():
        if name.startswith(CHARTERS) and name.endswith(".yaml") and data not in signed:
            raise Broken("no charter with this text is signed in the journal.", file=name)


# The command: the one place in core that reads files and prints (docs/decisions/0021), for it runs outside of it too.


def _read(path: str, most: int = LINE_MAX) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read(most)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 when everything holds, 1 at a break, 2 when a file cannot be read."""
    from argparse import ArgumentParser, RawDescriptionHelpFormatter

    options = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    options.add_argument("journal", metavar="JOURNAL | BUNDLE.zip")
    options.add_argument("--kept", "--checkpoint", action="append", default=[], metavar="FILE", dest="checkpoint")
    options.add_argument("--keys", metavar="FILE")
    options.add_argument("--proof", metavar="FILE")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    try:
        lines, data = _checked(chosen)
    except Broken as error:
        lines, data = [f"Broken. {error}"], {"ok": False, "broken": error.data}
    except (OSError, UnicodeDecodeError) as error:
        print(error)  # noqa: T201
        return 2
    print(json.dumps(data) if chosen.json else "\n".join(lines))  # noqa: T201
    return 0 if data["ok"] else 1


def _checked(chosen: Any) -> tuple[list[str], dict[str, Any]]:
    keys = keys_of(_read(chosen.keys).decode()) if chosen.keys else []
    if chosen.proof:
        proof = read_canonical(_read(chosen.proof).removesuffix(b"\n"))
        at = check_inclusion(proof, line=_read(chosen.journal), keys=keys).checkpoint
        said = f"Verified: entry {proof['seq']} stands in '{at.origin}' of {at.size} entries, root {at.root.hex()}."
        return [said], {"ok": True, "broken": None, "entry": proof["seq"], "origin": at.origin, "size": at.size}
    kept = [parse_note(_read(path).decode()) for path in chosen.checkpoint]
    report = verify_file(chosen.journal, keys, kept)
    return report.lines, report.data


def verify_file(path: str, keys: Sequence[Key], kept: Sequence[Note]) -> Report | BundleReport:
    """Return what holds in the file of a path: a bundle where it begins as a container does, else a journal."""
    with open(path, "rb") as file:  # noqa: PTH123
        if file.read(2) == b"PK":
            return verify_bundle(b"PK" + file.read(BUNDLE_MAX), keys=keys, kept=kept)
        file.seek(0)
        return verify_journal(lines_of(file), keys=keys, kept=kept)


if __name__ == "__main__":
    raise SystemExit(main())
