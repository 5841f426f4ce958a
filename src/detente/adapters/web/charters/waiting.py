"""What a charter waits for: which version is in force, which comes, which waits for whose signature, who gives it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from detente.core.engine.offices import Signers, may_sign, who_may_sign
from detente.core.engine.signatures import signatures
from detente.core.vocabulary.facts import AgreementGiven, AgreementOffered, CharterSigned, NoteWritten
from detente.store import read

KINDS = (AgreementOffered.__name__, AgreementGiven.__name__)


class Missing(NamedTuple):
    """A side whose signature is to come, and who may give it."""

    party: str
    signers: Signers


class Waiting(NamedTuple):
    """A version that waits for signatures: by whom it is signed already, by whom not; `address` is where to sign."""

    version: int
    offered: bool  # a next version; else the one in force, which nobody or one side has signed
    signed: tuple[tuple[str, str], ...]  # party, name
    missing: tuple[Missing, ...]
    address: str
    mine: bool  # the reader may sign it for their side


class Proposed(NamedTuple):
    """A text that somebody proposes to their own side; unsigned. `mine`: the reader may sign and offer it."""

    version: int
    person: str
    at: dt.datetime
    address: str
    signers: Signers
    mine: bool


class Told(NamedTuple):
    """What is read of a relationship to say what its charter waits for: joint offers and answers, an own proposal."""

    facts: Sequence[Any]
    proposal: NoteWritten | None = None


class Versions(NamedTuple):
    """The versions of a charter at an instant: the one in force, those both signed that come, those that wait."""

    in_force: int
    since: dt.datetime
    coming: tuple[tuple[int, dt.datetime], ...]
    waiting: tuple[Waiting, ...]
    proposed: Proposed | None


def told_of(viewer: read.Viewer) -> Told:
    """Return what is read of a relationship. Two queries; none of a neutral."""
    if not viewer.is_party:
        return Told(())
    return Told(read.facts(viewer, kinds=KINDS), read.proposals([viewer]).get(viewer.relationship))


def versions(viewer: read.Viewer, at: dt.datetime) -> Versions:
    """Return what stands and what waits. Two queries."""
    number = viewer.ruled.in_force(at)
    found = viewer.ruled.versions
    told = told_of(viewer) if viewer.is_party else Told(read.facts(viewer, kinds=KINDS))
    later = [(each, one.effective) for each, one in sorted(found.items()) if each != number]
    coming = tuple((each, effective) for each, effective in later if effective > at)
    shown = [one for one in waiting(viewer, told.facts, at) if viewer.is_party or not one.offered]
    return Versions(number, found[number].effective, coming, tuple(shown), proposed(viewer, told, at))


def waiting(viewer: read.Viewer, told: Iterable[Any], at: dt.datetime) -> list[Waiting]:
    """Return the versions that wait for a signature, the one in force first.

    Args:
        told: the joint facts of `KINDS`, in their order; others do not count.
    """
    facts = list(told)
    newest = max(viewer.ruled.versions)
    version = viewer.ruled.versions[newest]
    signed = signatures(facts, version.charter) | {one.party: one for one in version.signatures}
    made = [_waiting(viewer, at, newest, signed, offer="")]
    for offer in next_offers(facts, newest):
        given = signatures(facts, offer.fact.charter)
        made.append(_waiting(viewer, at, offer.fact.charter.version, given, offer=offer.offer))
    return [one for one in made if one.missing]


def next_offers(facts: Iterable[Any], newest: int) -> list[AgreementOffered]:
    """Return the offers of a version after the newest, each text once, as it was offered first."""
    found: dict[str, AgreementOffered] = {}
    for fact in facts:
        told = isinstance(fact, AgreementOffered) and isinstance(fact.fact, CharterSigned)
        if told and fact.fact.charter.version > newest:
            found.setdefault(fact.fact.charter.sha256, fact)
    return list(found.values())


def proposed(viewer: read.Viewer, told: Told, at: dt.datetime) -> Proposed | None:
    """Return the text that waits within the reader's own side; nothing once that side has offered a later one."""
    note, newest = told.proposal, max(viewer.ruled.versions)
    if note is None or any(one.party == viewer.party and one.at >= note.at for one in next_offers(told.facts, newest)):
        return None
    program = viewer.ruled.program(at)
    return Proposed(
        newest + 1,
        viewer.ruled.names.get(note.person, note.person),
        note.at,
        f"/r/{viewer.relationship}/charter/change/kept/{note.note}/",
        who_may_sign(program, viewer.party),
        may_sign(program, viewer.person, viewer.party),
    )


def to_sign(viewer: read.Viewer, told: Iterable[Any], at: dt.datetime) -> list[Waiting]:
    """Return the versions that wait for the reader's own signature."""
    return [one for one in waiting(viewer, told, at) if one.mine]


def _waiting(viewer: read.Viewer, at: dt.datetime, number: int, signed: Any, *, offer: str) -> Waiting:
    program, names = viewer.ruled.program(at), viewer.ruled.names
    missing = tuple(Missing(one, who_may_sign(program, one)) for one in viewer.ruled.letters if one not in signed)
    asked = viewer.is_party and viewer.party not in signed
    at_charter = f"/r/{viewer.relationship}/charter/"
    return Waiting(
        number,
        bool(offer),
        tuple((one.party, names.get(one.person, one.person)) for one in signed.values()),
        missing,
        f"{at_charter}change/{offer}/" if offer else f"{at_charter}{number}/#sign",
        asked and may_sign(program, viewer.person, viewer.party),
    )
