"""What rules a relationship now: its charter's versions ready to run, calendars and people as facts changed them."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec
from django.db import connection

from detente.core.charter.model import Charter
from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.engine.corrections import change_of
from detente.core.engine.offices import with_office
from detente.core.journal import unseal
from detente.core.procedures.compile import compile_charter
from detente.core.simulation.appointments import appointed_names
from detente.core.vocabulary.errors import BadCharter
from detente.core.vocabulary.facts import (
    CalendarChanged,
    CharterSigned,
    CharterVersion,
    FactCorrected,
    LeaveNoted,
    PersonAppointed,
    PersonLeft,
    Signature,
)
from detente.store import lines
from detente.store.rooms import JOINT

RULING = ("CharterSigned", "PersonAppointed", "PersonLeft", "CalendarChanged", "LeaveNoted", "FactCorrected")
_KEPT = 64  # relationships whose charters stay compiled in a process


class Version(msgspec.Struct, frozen=True):
    """A version: by what facts name it, from when it is in force, its text, the signatures that were filed with it.

    `facts` are the entries that filed it: one, or two where it was put in force before both had signed.
    """

    charter: CharterVersion
    effective: datetime
    text: str
    signatures: tuple[Signature, ...] = ()
    facts: tuple[str, ...] = ()


class Ruled(msgspec.Struct, frozen=True):
    """What rules a relationship after the entry `seq`; `first` are the programs before any later change."""

    relationship: str
    seq: int
    first: dict[int, Program]
    programs: dict[int, Program]
    versions: dict[int, Version]
    names: dict[str, str]  # person's number -> name, as far as it can be read
    letters: dict[str, str]  # party -> a or b
    leaves: tuple[LeaveNoted, ...] = ()
    corrections: tuple[FactCorrected, ...] = ()

    @property
    def charters(self) -> dict[int, CharterVersion]:
        """By what facts name each version."""
        return {number: version.charter for number, version in self.versions.items()}

    def in_force(self, at: datetime) -> int:
        """Return the number of the version in force at an instant; before the first takes effect it is the first."""
        begun = [number for number, version in self.versions.items() if version.effective <= at]
        return max(begun) if begun else min(self.versions)

    def program(self, at: datetime) -> Program:
        """Return the program in force at an instant."""
        return self.programs[self.in_force(at)]

    def charter(self, at: datetime) -> Charter:
        """Return the charter in force at an instant."""
        charter = self.program(at).charter
        assert isinstance(charter, Charter), "a relationship has a whole charter"
        return charter

    def number(self, name: str) -> str:
        """Return the number of a person by the charter's name; empty where nobody has it."""
        return next((number for number, one in self.names.items() if one == name), "")


def ruled(relationship: str, seq: int | None = None) -> Ruled:
    """Return what rules a relationship; `seq` is the last entry that changed it, where the caller knows it.

    Raises:
        KeyError: there is no such relationship.
    """
    return _ruled(relationship, _seq(relationship) if seq is None else seq)


def _seq(relationship: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ruled_seq FROM store_relationship WHERE key = %s", [relationship])
        row = cursor.fetchone()
    if row is None:
        raise KeyError(relationship)
    return int(row[0])


@lru_cache(maxsize=_KEPT)
def _ruled(relationship: str, seq: int) -> Ruled:
    found = lines.rows(relationship, JOINT, kinds=RULING, seqs=(0, seq + 1))
    keys = lines.keys(relationship, JOINT)
    return ruled_by(relationship, seq, lines.facts(found), keys)


def forget() -> None:
    """Forget what is known of relationships: their journals were loaded anew, or it is another database."""
    _ruled.cache_clear()


def ruled_by(relationship: str, seq: int, facts: Sequence[Any], keys: dict[str, bytes]) -> Ruled:
    """Return what facts that rule come to: signed texts, appointments, leavings, changed calendars."""
    signed = [fact for fact in facts if isinstance(fact, CharterSigned)]
    versions = {
        fact.charter.version: Version(
            fact.charter,
            fact.effective,
            fact.text,
            fact.signatures,
            tuple(one.id for one in signed if one.charter.version == fact.charter.version),
        )
        for fact in signed
    }
    first = {number: _program(version.text) for number, version in versions.items()}
    persons = _persons(first, facts)
    for program in first.values():
        program.persons = persons
    programs = dict(first)
    corrections = tuple(fact for fact in facts if isinstance(fact, FactCorrected))
    facts = _as_corrected(facts, corrections)
    for fact in facts:
        if isinstance(fact, CalendarChanged):
            programs = {number: one.with_change(fact.calendar, change_of(fact)) for number, one in programs.items()}
        elif isinstance(fact, PersonAppointed | PersonLeft):
            programs = {number: with_office(one, fact) for number, one in programs.items()}
    newest = first[max(first)]
    leaves = tuple(fact for fact in facts if isinstance(fact, LeaveNoted))
    return Ruled(
        relationship,
        seq,
        first,
        programs,
        versions,
        _names(facts, persons, keys),
        _letters(newest),
        leaves,
        corrections,
    )


def _as_corrected(facts: Sequence[Any], corrections: Sequence[FactCorrected]) -> list[Any]:
    """The facts as both sides left them: one that was struck out is gone, one that was replaced is another."""
    replaced = {one.corrects: one.fact for one in corrections}
    left = [replaced.get(fact.id, fact) for fact in facts if not isinstance(fact, FactCorrected)]
    return [fact for fact in left if fact is not None]


def _program(text: str) -> Program:
    return program_of(_compiled(sha256(text.encode()).hexdigest(), text))


@lru_cache(maxsize=_KEPT)
def _compiled(_sha256: str, text: str) -> Any:
    document = parse(text.encode())
    if document.charter is None:
        raise BadCharter(f"a signed charter cannot be read: {document.findings[0].says if document.findings else ''}")
    return compile_charter(document)


def _persons(first: dict[int, Program], facts: Sequence[Any]) -> dict[str, str]:
    """The charter's people by number, as a replay without keys finds them."""
    found: dict[str, str] = {}
    for number in sorted(first):
        found |= {each: name for each, name in appointed_names(first[number], list(facts)).items() if each not in found}
    return found


def _names(facts: Sequence[Any], persons: dict[str, str], keys: dict[str, bytes]) -> dict[str, str]:
    names = dict(persons)
    for fact in facts:
        if isinstance(fact, PersonAppointed) and fact.appointed in keys:
            key = keys[fact.appointed]
            names[fact.appointed] = unseal(fact.person, fact_id=fact.id, field="person", key=key)
        elif isinstance(fact, PersonAppointed):
            names[fact.appointed] = persons.get(fact.appointed, fact.appointed)
    return names


def _letters(program: Program) -> dict[str, str]:
    charter = program.charter
    assert isinstance(charter, Charter), "a relationship has a whole charter"
    parties = list(charter.parties)[:2]
    stated = {party: getattr(charter.parties[party], "side", "") or "" for party in parties}
    letters = {party: stated[party] or letter for party, letter in zip(parties, "ab", strict=False)}
    return letters if len(set(letters.values())) == len(letters) else dict(zip(parties, "ab", strict=False))
