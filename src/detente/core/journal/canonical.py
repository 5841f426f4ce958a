"""Facts as canonical bytes, and back."""

import re
from datetime import datetime
from typing import Any

import msgspec

from detente.core.journal.verify import Broken, canonical, read_canonical
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import Fact

FACTS = msgspec.json.Decoder(Fact)

_sorted = msgspec.json.Encoder(order="sorted").encode
# What a sorted writing may hold that is written otherwise, or not at all. A text that only looks like one of them costs
# time, and changes nothing. Each is looked for by itself: together they take three times as long.
_ODD_NUMBER = rb"-?(?:[0-9]+[.eE]|[0-9]{16})"  # a fraction, an exponent, a large number
_DOUBTFUL = tuple(re.compile(each).search for each in (
    rb"\\", rb"\x7f", rb"null", rb'":' + _ODD_NUMBER, rb"[,\[]" + _ODD_NUMBER, rb':[0-9]{2}Z"'
))  # fmt: skip
_NESTED = ("values", "names", "terms", "fact")  # fields that hold a map, or another fact


def fact_bytes(fact: Fact) -> bytes:
    """Return the canonical bytes of a fact.

    Raises:
        BadInput: it holds text or a number that has no canonical writing.
    """
    return _plainly(fact) or careful_bytes(fact)


def _plainly(fact: Fact) -> bytes:
    """Return the canonical bytes of a fact in one pass, where nothing in it has to be looked at closely; else none."""
    if any(getattr(fact, name, None) for name in _NESTED):
        return b""
    try:
        body: bytes = _sorted(fact)
    except (TypeError, ValueError, OverflowError):
        return b""
    return b"" if not body.isascii() or any(search(body) for search in _DOUBTFUL) else body


def careful_bytes(fact: Fact) -> bytes:
    """Return the canonical bytes of a fact, each value in it looked at: what `fact_bytes` is short for.

    Raises:
        BadInput: it holds text or a number that has no canonical writing.
    """
    try:
        return canonical(_plain(msgspec.to_builtins(fact, builtin_types=(datetime,))))
    except Broken as broken:
        raise BadInput(f"{type(fact).__name__} {fact.id}: {broken.reason}") from None


def parse_fact(body: bytes) -> Fact:
    """Return the fact whose canonical bytes `body` is.

    Raises:
        Broken: the bytes are not canonical, or not a fact of a known kind and version.
    """
    read_canonical(body)
    fact = typed(body)
    if fact_bytes(fact) != body:
        raise Broken(f"the fact is not written as {type(fact).__name__} is: {_difference(body, fact)}.")
    return fact


def typed(body: bytes) -> Fact:
    """Return the fact that `body` says, canonical or not."""
    try:
        fact: Fact = FACTS.decode(body)
    except (msgspec.DecodeError, msgspec.ValidationError, BadInput, UnicodeDecodeError, RecursionError) as error:
        raise Broken(f"no fact of a known kind and version: {error}") from None
    return fact


def instant_text(instant: datetime) -> str:
    """Return the one writing of an instant: UTC, six digits of a second, Z."""
    return instant.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _difference(body: bytes, fact: Fact) -> str:
    said, kept = msgspec.json.decode(body), msgspec.json.decode(fact_bytes(fact))
    names = sorted(name for name in said.keys() | kept.keys() if said.get(name) != kept.get(name))
    return f"see {', '.join(names)}"
