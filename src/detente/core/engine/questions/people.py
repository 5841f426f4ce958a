"""Who sits in a seat now: which parties, through which people."""

from typing import Any

import msgspec

from detente.core.charter.model import Charter
from detente.core.charter.phrases import Seat, SeatKind, Who, WhoKind
from detente.core.engine.program import Program
from detente.core.engine.state import Run, State

_TOGETHER = ("both", "all", "each")


class Seated(msgspec.Struct, frozen=True):
    """A seat as the charter writes it, with opener, other and stated seats found; `people` by party or neutral."""

    seat: Any
    together: bool
    people: dict[str, tuple[str, ...]]

    @property
    def words(self) -> str:
        """The seat in words: `provider`, `manager of customer and manager of provider`."""
        if isinstance(self.seat, str):
            return self.seat
        if "any of" in self.seat:
            return " or ".join(self.seat["any of"])
        return " and ".join(f"{role} of {party}" for party, role in self.seat.items())


def seated(program: Program, state: State | None, run: Run | None, who: Who) -> Seated:
    """Return who a `who` means now."""
    if who.kind is WhoKind.TOGETHER:
        pairs = zip(who.parties, who.seats, strict=True)
        people = {party: _in_role(program, seat.name, party) for party, seat in pairs}
        return Seated(who.data, len(who.seats) > 1, people)
    if who.kind is WhoKind.ANY:
        found: dict[str, tuple[str, ...]] = {}
        for seat in who.seats:
            found |= _people(program, state, _resolved(state, run, seat))
        return Seated(who.data, False, found)
    name = _resolved(state, run, who.seats[0])
    return Seated(name, name in _TOGETHER, _people(program, state, name))


def _resolved(state: State | None, run: Run | None, seat: Seat) -> str:
    """The party behind a word that hangs on the run or on what was stated; the word itself while nothing says."""
    if state is None or run is None:
        return seat.data
    if seat.kind is SeatKind.STATED:
        return str(state.values.get(seat.name, seat.data))
    if seat.kind in (SeatKind.SENDER, SeatKind.RECEIVER):
        happened = state.events.get(("act", "", seat.name))
        if happened is None or not happened.by:
            return seat.data
        return happened.by if seat.kind is SeatKind.SENDER else _other(state, happened.by)
    if seat.name == "opener":
        return run.opener or seat.data
    return _other(state, run.opener) if seat.name == "other" and run.opener else seat.data


def _other(state: State, party: str) -> str:
    return next((one for one in state.parties[:2] if one != party), "other")


def _people(program: Program, state: State | None, name: str) -> dict[str, tuple[str, ...]]:
    if name in program.names.parties:
        return {name: _of_party(program, name)}
    if name in ("either", *_TOGETHER):
        parties = state.parties if state else program.parties
        return {party: _of_party(program, party) for party in parties}
    if name in program.roles:
        return {party: _in_role(program, name, party) for party in program.roles[name]}
    charter = program.charter
    if isinstance(charter, Charter) and name in charter.neutrals:
        return {name: (charter.neutrals[name].name,)}
    return {program.people[name]: (name,)} if name in program.people else {}


def _of_party(program: Program, party: str) -> tuple[str, ...]:
    """Everybody whose role says that they act for the party, holders before their deputies."""
    found = [
        person
        for sides in program.roles.values()
        for holder in sides.values()
        if holder.acts_for == party
        for person in (holder.holder, *(deputy.person for deputy in holder.deputies))
    ]
    return tuple(dict.fromkeys(found))


def _in_role(program: Program, role: str, party: str) -> tuple[str, ...]:
    holder = program.roles.get(role, {}).get(party)
    return (holder.holder, *(deputy.person for deputy in holder.deputies)) if holder else ()
