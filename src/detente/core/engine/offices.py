"""Offices: who holds which role by now, and who signs for a side. Appointments and leavings change a charter's."""

from collections.abc import Mapping
from copy import copy

import msgspec

from detente.core.charter.model import Charter
from detente.core.charter.model.sections import Deputy, RoleHolder
from detente.core.engine.program import Program
from detente.core.vocabulary.facts import PersonAppointed, PersonLeft

Roles = Mapping[str, Mapping[str, RoleHolder]]


class Signers(msgspec.Struct, frozen=True, gc=False):
    """Who signs a charter for a side: by name, the holder first; in which role, empty where none is named."""

    role: str
    people: tuple[str, ...]


def who_may_sign(program: Program, party: str) -> Signers:
    """Return who signs a charter for a side.

    A side signs through its role of the highest authority, by its holder or a deputy. Where roles act for the side, it
    is one of those; of several the one written first. Where the charter gives a side no role, all its people may. A
    role that everybody has left gives its right to nobody: the side appoints somebody first.
    """
    if empty := vacant(program, party):
        return Signers(empty, ())
    held = [(role, sides[party]) for role, sides in program.roles.items() if party in sides]
    if not held:
        return Signers("", tuple(name for name, side in program.people.items() if side == party))
    acting = [one for one in held if one[1].acts_for == party] or held
    role, holder = max(acting, key=lambda one: one[1].authority.minor if one[1].authority else 0)
    return Signers(role, (holder.holder, *(deputy.person for deputy in holder.deputies)))


def stated(program: Program, party: str) -> dict[str, RoleHolder]:
    """Return the roles that the charter itself gives a side, whoever holds them by now."""
    charter = program.charter
    roles = charter.roles if isinstance(charter, Charter) else {}
    return {role: sides[party] for role, sides in roles.items() if party in sides}


def vacant(program: Program, party: str) -> str:
    """Return a role that acts for a side as the charter says, where nobody holds one of them any more; else nothing."""
    acting = [role for role, holder in stated(program, party).items() if holder.acts_for == party]
    held = any(sides[party].acts_for == party for sides in program.roles.values() if party in sides)
    return "" if held or not acting else acting[0]


def may_sign(program: Program, person: str, party: str) -> bool:
    """Return whether somebody, by number or name, may sign a charter for a side."""
    return program.persons.get(person, person) in who_may_sign(program, party).people


def with_office(program: Program, fact: PersonAppointed | PersonLeft) -> Program:
    """Return the program after somebody took or left a role; the same one where nothing changes.

    A holder who leaves is followed by the first deputy; without one the role is vacant on that side.
    """
    if isinstance(fact, PersonLeft):
        roles = _without(program.roles, program.persons.get(fact.person, fact.person), fact.role)
        return program if roles is None else _changed(program, roles)
    name = program.persons.get(fact.appointed, fact.appointed)
    if fact.party is None:
        return program
    held = program.roles.get(fact.role, {}).get(fact.party)
    taken = _holder(held, fact, name) if fact.standing == "holder" else _deputy(held, fact, name)
    if taken is held:
        return program
    other = _changed(program, {**program.roles, fact.role: {**program.roles.get(fact.role, {}), fact.party: taken}})
    other.people = {**program.people, name: program.people.get(name, fact.party)}
    return other


def _changed(program: Program, roles: Roles) -> Program:
    other = copy(program)
    other.roles = roles
    return other


def _holder(held: RoleHolder | None, fact: PersonAppointed, name: str) -> RoleHolder:
    if held is not None and held.holder == name:
        return held
    kept = [deputy for deputy in held.deputies if deputy.person != name] if held else []
    authority = fact.authority or (held.authority if held else None)
    acts_for = next(iter(fact.acts_for), None)
    return RoleHolder.model_construct(holder=name, deputies=kept, authority=authority, acts_for=acts_for)


def _deputy(held: RoleHolder | None, fact: PersonAppointed, name: str) -> RoleHolder:
    if held is None:
        return _holder(None, fact, name)
    if held.holder == name or any(deputy.person == name for deputy in held.deputies):
        return held
    return held.model_copy(update={"deputies": [*held.deputies, Deputy(name, fact.authority)]})


def _without(roles: Roles, name: str, role: str | None) -> Roles | None:
    """The roles without somebody, in one role or in all; nothing where they held none."""
    found: dict[str, dict[str, RoleHolder]] = {}
    for each, sides in roles.items():
        found[each] = {}
        for party, holder in sides.items():
            left = _left(holder, name) if role in (None, each) else holder
            if left is not None:
                found[each][party] = left
    return None if found == {each: dict(sides) for each, sides in roles.items()} else found


def _left(holder: RoleHolder, name: str) -> RoleHolder | None:
    if name != holder.holder and all(deputy.person != name for deputy in holder.deputies):
        return holder
    deputies = [deputy for deputy in holder.deputies if deputy.person != name]
    if name != holder.holder:
        return holder.model_copy(update={"deputies": deputies})
    if not deputies:
        return None
    first, *rest = deputies
    return holder.model_copy(update={"holder": first.person, "deputies": rest})
