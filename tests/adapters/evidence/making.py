"""Bundles made from the golden story: the same every time."""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path

from detente.adapters.evidence import Contents, Making, Selection, Source, contents_of, make_bundle
from detente.core.charter.parse import parse
from detente.core.engine import program_of
from detente.core.journal import (
    JournalWriter,
    Key,
    Note,
    Signer,
    append,
    append_checkpoint,
    countersign,
    host,
    seal,
    sign,
    sign_manifest,
    witness,
)
from detente.core.procedures import compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import read_timeline
from detente.core.vocabulary.facts import Fact, Sealed

GOLDEN = Path(__file__).parents[3] / "src" / "detente" / "charters" / "golden"
ORIGIN = "detente.example/aldgate-meridian/joint"
MAKING = Making("Detente 0.1", "2026.6", dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC), "Anna Keller", "detente.example")
SIGNED_AT = dt.datetime(2026, 12, 4, 18, tzinfo=dt.UTC)


def drawn(*words: object, length: int = 32) -> bytes:
    text = "detente " + "".join(f"{word}\n" for word in words)
    return hashlib.sha256(text.encode()).digest()[:length]


HOST: Signer = host(ORIGIN, drawn("key", ORIGIN))
WITNESSES = [witness(name, drawn("key", name)) for name in ("aldgate.example/witness", "meridian.example/witness")]
KEYS: tuple[Key, ...] = (HOST.key, *(one.key for one in WITNESSES))


@cache
def golden() -> tuple[tuple[Fact, ...], dict[tuple[str, str], str]]:
    """The golden story's facts, and the texts that are sealed in them."""
    texts: dict[tuple[str, str], str] = {}

    def sealed(text: str, fact: str, field: str, key: str) -> Sealed:
        texts[fact, field] = text
        nonce = drawn("nonce", fact, field, length=12)
        return seal(text, fact_id=fact, field=field, key_name=key, key=drawn("key", key), nonce=nonce)

    program = program_of(compile_charter(parse((GOLDEN / "charter.yaml").read_bytes())))
    program.persons = people_of(program)
    story = Story(program, read_timeline((GOLDEN / "timeline.yaml").read_bytes(), program), seal=sealed).tell()
    return tuple(story.relationship.facts), texts


def signed(writer: JournalWriter, *, by: list[Signer] = WITNESSES) -> Note:
    note = sign(writer.tree, HOST)
    for one in by:
        note = countersign(note, one, at=SIGNED_AT, keys=[HOST.key])
    return note


def journal(facts: tuple[Fact, ...], *, at: tuple[int, ...] = ()) -> tuple[list[bytes], list[Note]]:
    """The lines of a journal with a checkpoint at some sizes and at the end, and those notes."""
    writer, lines, notes = JournalWriter("joint"), list[bytes](), list[Note]()
    for fact in facts:
        done = append(writer, fact, salt=drawn("salt", writer.tree.size, length=16))
        writer = done.writer
        lines.append(done.line)
        if writer.tree.size in (*at, len(facts)):
            notes.append(signed(writer))
            lines.append(append_checkpoint(writer, notes[-1]))
    return lines, notes


def source(*, at: tuple[int, ...] = (20, 45)) -> Source:
    facts, texts = golden()
    lines, _ = journal(facts, at=at)
    return Source(tuple(lines), KEYS, texts)


@cache
def contents(matter: str = "") -> Contents:
    return contents_of(source(), Selection(matter), MAKING)


def bundle(made: Contents, signer: Signer = HOST) -> bytes:
    return make_bundle(made, lambda manifest: sign_manifest(manifest, signer))
