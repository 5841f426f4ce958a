"""Facts as canonical bytes, and back."""

from datetime import datetime
from typing import Any

import msgspec

from detente.core.journal.verify import Broken, canonical, read_canonical
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import Fact

FACTS = msgspec.json.Decoder(Fact)


def fact_bytes(fact: Fact) -> bytes:
    """Return the canonical bytes of a fact.

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
