"""A side and its own people: who may ask them in and see them out, and what that files."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from detente.clerk import time
from detente.clerk.accounts import inviting, leaving
from detente.clerk.desk import Desk, Recorded, Stamp
from detente.clerk.record import record
from detente.core.charter.model import Charter
from detente.core.engine.offices import stated, who_may_sign
from detente.core.engine.stewards import stewards
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import PersonAppointed, PersonLeft
from detente.store.models.accounts import User
from detente.store.read.ruled import Ruled
from detente.store.read.viewer import Viewer

SIGNS = (
    "this place signs for its side: who signs for it already, or the host at the command line, asks into it and gives "
    "its role."
)


def may_manage(viewer: Viewer, party: str) -> bool:
    """Return whether the viewer looks after the people of a party: their own side's, never the other's."""
    if viewer.party != party:
        return False
    return not viewer.is_party or viewer.name in stewards(viewer.ruled.program(time.now()), party)


def may_seat(viewer: Viewer, party: str, name: str) -> bool:
    """Return whether the viewer may ask somebody of a party in: into a place that signs only who signs for it too."""
    if not may_manage(viewer, party):
        return False
    signing = who_may_sign(viewer.ruled.program(time.now()), party).people if viewer.is_party else ()
    return name not in signing or viewer.name in signing


def invite(viewer: Viewer, person: str, email: str, *, by: User, at: datetime) -> str:
    """Return the token of an invitation for one of the viewer's own people.

    Who has an account here gets a new way in, at the account's own address alone.

    Raises:
        Refused: the person is not of the viewer's side, the viewer does not look after its people, the place signs for
            the side and the viewer does not, or the person's account has another address.
    """
    place = place_of(viewer, person)
    _own(viewer, place.party)
    if not may_seat(viewer, place.party, place.name):
        raise Refused(SIGNS)
    return inviting.invite(place, email, by=by, at=at)


def off_board(viewer: Viewer, person: str, *, by: User, at: datetime) -> None:
    """File that one of the viewer's own people has left, and end every way in they had.

    Raises:
        Refused: the person is not of the viewer's side, or the viewer does not look after its people.
    """
    place = place_of(viewer, person)
    _own(viewer, place.party)
    if not may_seat(viewer, place.party, place.name):
        raise Refused(SIGNS)

    def left(desk: Desk, stamp: Stamp) -> PersonLeft:
        return PersonLeft(**stamp, person=person, from_=desk.at)

    with transaction.atomic():
        record(viewer, left)
        leaving.end_place(viewer.relationship, person, by=by, at=at)


def appoint(viewer: Viewer, person: str, role: str, *, standing: Literal["holder", "deputy"]) -> Recorded:
    """File that one of the viewer's own people takes a role, as its holder or as a deputy, from now on.

    Raises:
        Refused: the person is not of the viewer's side, the charter has no such role there, it is theirs already, or it
            signs for the side and the viewer does not. One that everybody has left is given by who looks after people.
    """
    place = place_of(viewer, person)
    _own(viewer, place.party)
    program = viewer.ruled.program(time.now())
    now = program.roles.get(role, {}).get(place.party)
    held = now or stated(program, place.party).get(role)
    if held is None or not viewer.is_party:
        raise Refused(f"the charter has no role '{role}' on this side.")
    signing = who_may_sign(program, place.party)
    if role == signing.role and signing.people and viewer.name not in signing.people:
        raise Refused(SIGNS)
    if now is not None and (now.holder == place.name or (standing == "deputy" and _in(now, place.name))):
        raise Refused(f"{place.name} stands in the role '{role}' already.")

    def made(desk: Desk, stamp: Stamp) -> PersonAppointed:
        return PersonAppointed(
            **stamp, appointed=person, person=desk.seal(place.name, stamp["id"], person, "person"), party=place.party,
            role=role, standing=standing, acts_for=(held.acts_for,) if held.acts_for else (), authority=held.authority,
            from_=desk.at,
        )  # fmt: skip

    return record(viewer, made)


def place_of(viewer: Viewer, person: str) -> inviting.Place:
    """Return the place of a person of the viewer's relationship.

    Raises:
        Refused: there is nobody of that number.
    """
    return place_in(viewer.ruled, person)


def place_in(rules: Ruled, person: str) -> inviting.Place:
    """Return the place of a person whom the charter or a later appointment names.

    Raises:
        Refused: there is nobody of that number.
    """
    at, name = time.now(), rules.names.get(person, "")
    charter, program = rules.charter(at), rules.program(at)
    party = program.people.get(name) or _neutrals(charter).get(name)
    if not name or not party:
        raise Refused("there is nobody of that number here.")
    roles = [role for role, sides in program.roles.items() if party in sides and _in(sides[party], name)]
    return inviting.Place(rules.relationship, party, person, name, ", ".join(roles) or _title(charter, name))


def manager_of(rules: Ruled, party: str) -> inviting.Place:
    """Return the place of a side's first relationship manager."""
    name = stewards(rules.program(time.now()), party)[0]
    return place_in(rules, next(number for number, each in rules.names.items() if each == name))


def company_of(rules: Ruled, party: str) -> str:
    """Return the name of who fills a seat: a party's, or a neutral's own."""
    charter = rules.charter(time.now())
    return str(charter.parties[party].name if party in charter.parties else charter.neutrals[party].name)


def _own(viewer: Viewer, party: str) -> None:
    if not may_manage(viewer, party):
        raise Refused("each side's own relationship manager and highest role look after its people.")


def _neutrals(charter: Charter) -> dict[str, str]:
    """Return the seat of each neutral, by name."""
    return {entry.name: key for key, entry in charter.neutrals.items()}


def _in(holder: object, name: str) -> bool:
    return holder.holder == name or any(deputy.person == name for deputy in holder.deputies)  # type: ignore[attr-defined]


def _title(charter: Charter, name: str) -> str:
    entry = charter.people.get(name)
    return entry.title if entry else ""
