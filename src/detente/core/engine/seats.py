"""Seats: which party a person acts for, whether a seat may take a row, who has signed and who still must."""

from collections.abc import Mapping
from typing import Any

import msgspec

from detente.core.charter.model.sections import Deputy
from detente.core.charter.phrases import EventKind, Seat, SeatKind, Who, WhoKind
from detente.core.engine.program import Program
from detente.core.engine.state import Here, State
from detente.core.vocabulary.money import Money

BOTH, EACH, ALL, EITHER, OPENER, OTHER = "both", "each", "all", "either", "opener", "other"


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acts: the seat they name, the party behind it (empty without a side), the person where one is known."""

    seat: str
    party: str
    person: str


def actor_of(program: Program, seat: str, person: str) -> Actor:
    """Return who acts; the party is the seat's own, else the person's, else that of the only side that has the role."""
    if seat in program.names.parties:
        return Actor(seat, seat, person)
    if person in program.people:
        return Actor(seat, program.people[person], person)
    sides = program.roles.get(seat, {})
    held = [party for party, holder in sides.items() if not person or _holds(holder, person)]
    if len(held) == 1:
        return Actor(seat, sides[held[0]].acts_for or held[0], person)
    return Actor(seat, "", person)


def required(state: State, who: Who) -> tuple[str, ...]:
    """Return the seats that must each sign, as `party` or `party/role`; empty where one act of one seat is enough."""
    if who.kind is WhoKind.TOGETHER and len(who.seats) > 1:
        return who.parties
    name = who.seats[0].name if who.kind is WhoKind.SEAT else ""
    if name == BOTH:
        return state.parties[:2]
    if name in (EACH, ALL):
        return state.parties
    return ()


def may_act(here: Here, who: Who, actor: Actor) -> bool:
    """Return whether the actor sits where the row wants somebody."""
    if who.kind is WhoKind.TOGETHER:
        return any(
            _in_role(here.program, actor, party, seat.name) for party, seat in zip(who.parties, who.seats, strict=True)
        )
    for seat in who.seats:  # noqa: SIM110 (every act comes this way, and a generator costs more than the rest)
        if _sits(here, seat, actor):
            return True
    return False


def _sits(here: Here, seat: Seat, actor: Actor) -> bool:
    program, state = here.program, here.state
    kind, name = seat.kind, seat.name
    if kind is SeatKind.WORD:
        return _word(here, name, actor)
    if kind is SeatKind.PARTY:
        return actor.party == name and actor.seat in (name, *program.roles) and _speaks_for_party(program, actor)
    if kind in (SeatKind.SENDER, SeatKind.RECEIVER):
        return _of_act(here, seat, actor) and _speaks_for_party(program, actor)
    if kind is SeatKind.STATED:
        return _stated(program, str(state.values.get(name, "")), actor)
    return _role_or_neutral(program, name, actor)


def _word(here: Here, name: str, actor: Actor) -> bool:
    program, state, run = here.program, here.state, here.run
    if name == OPENER:
        right = bool(run.opener) and actor.party == run.opener
    elif name == OTHER:
        right = bool(run.opener) and actor.party in state.parties and actor.party != run.opener
    else:
        right = actor.party in state.parties
    return right and _speaks_for_party(program, actor)


def _speaks_for_party(program: Program, actor: Actor) -> bool:
    """A party as a seat is filled by people whose role says `acts for`, where any role says so for that party."""
    if not actor.person:
        return actor.seat in program.names.parties or bool(actor.party)
    return acts_for(program, actor.person, actor.party)


def acts_for(program: Program, person: str, party: str) -> bool:
    """Return whether a person may bind a party: by a role that says so, or where no role does by belonging to it."""
    acting = False
    for sides in program.roles.values():
        for holder in sides.values():
            if holder.acts_for == party:
                if _holds(holder, person):
                    return True
                acting = True
    return not acting and program.people.get(person, party) == party


def _of_act(here: Here, seat: Seat, actor: Actor) -> bool:
    happened = here.state.events.get((EventKind.ACT, "", seat.name))
    if happened is None or not happened.by:
        return False
    if seat.kind is SeatKind.SENDER:
        return actor.party == happened.by
    return actor.party in here.state.parties and actor.party != happened.by


def _stated(program: Program, named: str, actor: Actor) -> bool:
    if named in program.names.parties:
        return actor.party == named and _speaks_for_party(program, actor)
    return named in (actor.person, actor.seat) or _role_or_neutral(program, named, actor)


def _role_or_neutral(program: Program, name: str, actor: Actor) -> bool:
    if actor.seat == name:
        sides = program.roles.get(name)
        return not sides or not actor.person or any(_holds(holder, actor.person) for holder in sides.values())
    sides = program.roles.get(name, {})
    return (
        bool(actor.person)
        and actor.seat in program.names.parties
        and actor.seat in sides
        and _holds(sides[actor.seat], actor.person)
    )


def _in_role(program: Program, actor: Actor, party: str, role: str) -> bool:
    if actor.party != party or actor.seat not in (role, party):
        return False
    holder = program.roles.get(role, {}).get(party)
    return holder is None or not actor.person or _holds(holder, actor.person)


def _holds(holder: Any, person: str) -> bool:
    return holder.holder == person or any(deputy.person == person for deputy in holder.deputies)


def beyond_authority(
    program: Program, actor: Actor, values: Mapping[str, Any], *, roles: tuple[str, ...]
) -> Money | None:
    """Return the stated sum that is above what the actor may settle in one of these roles, or nothing."""
    limits = [limit for role in roles if (limit := _authority(program, actor, role)) is not None]
    if not limits:
        return None
    limit = max(limits)
    sums = [value for value in values.values() if isinstance(value, Money) and value.currency == limit.currency]
    return next((value for value in sums if value > limit), None)


def _authority(program: Program, actor: Actor, role: str) -> Money | None:
    holder = program.roles.get(role, {}).get(actor.party)
    if holder is None or not actor.person:
        return None
    deputy: Deputy | None = next((deputy for deputy in holder.deputies if deputy.person == actor.person), None)
    if deputy is not None and deputy.authority is not None:
        return deputy.authority
    return holder.authority if holder.holder == actor.person or deputy is not None else None
