"""How a journal begins: the relationship opens, its charter is signed, its people are appointed, each with a number."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from detente.core.charter.formatting import formatted
from detente.core.charter.model import Charter
from detente.core.charter.model.sections import RoleHolder
from detente.core.engine import Program
from detente.core.engine.offices import who_may_sign
from detente.core.vocabulary.facts import (
    Acknowledged,
    Box,
    CharterSigned,
    CharterVersion,
    PartyNamed,
    PersonAppointed,
    RelationshipOpened,
    Sealed,
    Signature,
)
from detente.core.vocabulary.money import Money
from detente.core.vocabulary.names import slug

Sealer = Callable[[str, str, str, str], Sealed]  # text, id of the fact, field, name of the key


def unsealed(_text: str, _fact: str, _field: str, key: str) -> Sealed:
    """Return a box that holds nothing: for stories that no journal is written of."""
    return Sealed(Box("AA==", key, "A" * 16))


def people_of(program: Program) -> dict[str, str]:
    """Return everybody the charter names by number, `p-1` first: its people in written order, then its neutrals."""
    charter = program.charter
    if not isinstance(charter, Charter):
        return {}
    names = dict.fromkeys([*charter.people, *(neutral.name for neutral in charter.neutrals.values())])
    return {f"p-{number}": name for number, name in enumerate(names, 1)}


def signed_text(program: Program) -> tuple[str, CharterVersion]:
    """Return the charter's canonical text as it is signed, and the hash and number by which facts name it."""
    text = formatted(program.compiled.document)
    return text, CharterVersion(sha256=sha256(text.encode()).hexdigest(), version=program.version)


def beginning(
    program: Program, at: datetime, *, seal: Sealer = unsealed, signed_before: bool = True
) -> Iterator[Callable[[str], Any]]:
    """Yield the first facts of a relationship, each as a function of the id it is filed under.

    Args:
        signed_before: the story is of a charter that both sides had signed; else it bears nobody's signature.
    """
    charter = program.charter
    names = [PartyNamed(key=key, name=_name(program, key)) for key in program.parties]
    title = getattr(charter, "name", "") or "Relationship"
    short = slug(" ".join(getattr(party, "short", None) or party.name for party in _parties(charter))) or "relationship"
    yield lambda fact: RelationshipOpened(id=fact, at=at, relationship=short, name=title, parties=tuple(names))
    text, version = signed_text(program)
    by = tuple(_signatures(program, at)) if signed_before else ()
    yield lambda fact: _signed(program, fact, at, signed=(text, version), by=by)
    if isinstance(charter, Charter):
        yield from _appointments(program, charter, at, version=version, seal=seal)


def _parties(charter: Any) -> list[Any]:
    return list(charter.parties.values()) if isinstance(charter, Charter) else []


def _name(program: Program, key: str) -> str:
    charter = program.charter
    return charter.parties[key].name if isinstance(charter, Charter) else key


def _signed(
    program: Program, fact: str, at: datetime, *, signed: tuple[str, CharterVersion], by: tuple[Signature, ...]
) -> CharterSigned:
    charter = program.charter if isinstance(program.charter, Charter) else None
    known = charter.acknowledged if charter else []
    acknowledged = tuple(Acknowledged(code=one.code, place=one.at) for one in known)
    return CharterSigned(
        id=fact,
        at=at,
        charter=signed[1],
        text=signed[0],
        effective=charter.effective.astimezone(UTC) if charter else at,
        signatures=by,
        acknowledged=acknowledged or None,
    )


def _signatures(program: Program, at: datetime) -> Iterator[Signature]:
    """Each party signs by the holder of the role in which it does."""
    numbers = {name: number for number, name in program.persons.items()}
    for party in program.parties:
        able = who_may_sign(program, party)
        if able.role and able.people[0] in numbers:
            yield Signature(party=party, person=numbers[able.people[0]], role=able.role, at=at)


def _appointments(
    program: Program, charter: Charter, at: datetime, *, version: CharterVersion, seal: Sealer
) -> Iterator[Callable[[str], PersonAppointed]]:
    for number, person in program.persons.items():
        for role, party, holder, standing in _held(charter, person):
            yield _appointment(
                number, person, role=role, party=party, standing=standing, version=version, at=at, seal=seal,
                acts_for=holder.acts_for or "", authority=_authority(holder, person),
            )  # fmt: skip
        for role, neutral in charter.neutrals.items():
            if neutral.name == person:
                yield _appointment(
                    number, person, role=role, party="", standing="holder", version=version, at=at, seal=seal,
                    acts_for="", authority=None,
                )  # fmt: skip


def changed_appointments(
    before: Program, after: Program, signed: CharterSigned, *, seal: Sealer = unsealed
) -> Iterator[Callable[[str], PersonAppointed]]:
    """Yield the appointments that an amendment makes: those of the next version that the one before did not have."""
    if not isinstance(before.charter, Charter) or not isinstance(after.charter, Charter):
        return
    held = {(name, role, party, standing) for name, role, party, standing in _everybody(before)}
    for number, person in after.persons.items():
        for role, party, holder, standing in _held(after.charter, person):
            if (person, role, party, standing) not in held:
                yield _appointment(
                    number, person, role=role, party=party, standing=standing, version=signed.charter,
                    at=signed.at, start=signed.effective, seal=seal, acts_for=holder.acts_for or "",
                    authority=_authority(holder, person),
                )  # fmt: skip


def _everybody(program: Program) -> Iterator[tuple[str, str, str, str]]:
    assert isinstance(program.charter, Charter), "asked of charters only"
    for person in program.persons.values():
        for role, party, _, standing in _held(program.charter, person):
            yield person, role, party, standing


def _held(charter: Charter, person: str) -> Iterator[tuple[str, str, RoleHolder, str]]:
    for role, sides in charter.roles.items():
        for party, holder in sides.items():
            if holder.holder == person:
                yield role, party, holder, "holder"
            elif any(deputy.person == person for deputy in holder.deputies):
                yield role, party, holder, "deputy"


def _authority(holder: RoleHolder, person: str) -> Money | None:
    own = next((deputy.authority for deputy in holder.deputies if deputy.person == person), None)
    return own or holder.authority


def _appointment(
    number: str, person: str, *, acts_for: str, seal: Sealer, party: str, **fields: Any
) -> Callable[[str], PersonAppointed]:
    def appointed(fact: str) -> PersonAppointed:
        return PersonAppointed(
            id=fact,
            at=fields["at"],
            charter=fields["version"],
            appointed=number,
            person=seal(person, fact, "person", number),
            party=party or None,
            role=fields["role"],
            standing=fields["standing"],
            acts_for=(acts_for,) if acts_for else (),
            authority=fields["authority"],
            from_=fields.get("start", fields["at"]),
        )

    return appointed


def appointed_names(program: Program, facts: list[Any]) -> dict[str, str]:
    """Return the people of a journal by number, found by the roles they were appointed to: no key is needed."""
    found: dict[str, str] = {}
    charter = program.charter
    if not isinstance(charter, Charter):
        return found
    for fact in facts:
        if isinstance(fact, PersonAppointed) and fact.appointed not in found:
            name = _by_role(charter, fact, set(found.values()))
            if name:
                found[fact.appointed] = name
    return found


def _by_role(charter: Charter, fact: PersonAppointed, taken: set[str]) -> str:
    if fact.party is None:
        return charter.neutrals[fact.role].name if fact.role in charter.neutrals else ""
    holder = charter.roles.get(fact.role, {}).get(fact.party)
    if holder is None or fact.standing == "holder":
        return holder.holder if holder else ""
    return next((deputy.person for deputy in holder.deputies if deputy.person not in taken), "")
