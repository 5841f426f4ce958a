"""A story as a journal: the format of the record, with throw-away salts and keys that anybody can draw again.

Every salt, nonce and key comes from the seed by the rule of the format's worked example, so the file is the same on
every machine, and no secret is in it. A live clerk draws them at random.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from detente.core.journal import (
    JournalWriter,
    Key,
    append,
    append_checkpoint,
    countersign,
    host,
    origin,
    seal,
    sign,
    witness,
)
from detente.core.vocabulary.facts import Fact, RelationshipOpened, Sealed
from detente.core.vocabulary.names import slug

SEED = "play"
HOST = "detente.example"
COMPARTMENT = "joint"


def drawn(kind: str, *words: object, seed: str = SEED, length: int = 32) -> bytes:
    """Return the bytes that stand in for chance."""
    text = f"detente {kind}\n{seed}\n" + "".join(f"{word}\n" for word in words)
    return sha256(text.encode()).digest()[:length]


def sealed(text: str, fact: str, field: str, key: str) -> Sealed:
    """Return a personal text in its box, under the key of its person or matter."""
    name = f"person {key}" if key.startswith("p-") else f"matter {key}"
    nonce = drawn("nonce", fact, field, length=12)
    return seal(text, fact_id=fact, field=field, key_name=key, key=drawn("key", name), nonce=nonce)


def journal_lines(facts: Iterable[Fact], parties: Iterable[str], until: dt.datetime) -> Iterator[bytes]:
    """Yield the lines of a journal: every fact, and a checkpoint that host and parties have signed."""
    writer, name = JournalWriter(COMPARTMENT), "relationship"
    for fact in facts:
        name = fact.relationship if isinstance(fact, RelationshipOpened) else name
        appended = append(writer, fact, salt=drawn("salt", writer.tree.size, length=16))
        writer = appended.writer
        yield appended.line
    here = origin(HOST, name, COMPARTMENT)
    signer = host(here, drawn("key", here))
    note = sign(writer.tree, signer)
    for party in parties:
        one = witness(_witness(party), drawn("key", _witness(party)))
        note = countersign(note, one, keys=[signer.key], at=until)
    yield append_checkpoint(writer, note)


def keys_of(parties: Iterable[str], relationship: str) -> list[Key]:
    """Return the public keys of host and parties, as `verify --keys` reads them."""
    here = origin(HOST, relationship, COMPARTMENT)
    found = [host(here, drawn("key", here)).key]
    return [*found, *(witness(_witness(party), drawn("key", _witness(party))).key for party in parties)]


def _witness(party: str) -> str:
    return f"{slug(party)}.example/witness"


def short_names(program: Any) -> list[str]:
    """Return the parties' short names, as their witnesses are called."""
    parties = getattr(program.charter, "parties", {})
    if isinstance(parties, dict):
        return [party.short or party.name for party in parties.values()]
    return list(program.parties)
