"""Whose turn it is, by name: who holds a seat in a matter now, at which desk, who stands in for somebody away."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from detente.clerk.policy import Desk, Rules, neutral_desk, rules_of
from detente.core.charter.model import Charter
from detente.core.charter.phrases import WhoKind
from detente.core.engine import Program, State
from detente.core.engine.questions.open_now import stage
from detente.core.engine.questions.people import Seated, seated
from detente.core.engine.state import Run
from detente.core.procedures import Row

_WITHOUT_ZONE = "UTC"


class Leave(msgspec.Struct, frozen=True):
    """Somebody is away, from one day to another, both included."""

    person: str
    first: date
    last: date


class Readers(msgspec.Struct, frozen=True):
    """The people of a relationship as the engine knows them, by the journal's numbers and by name."""

    program: Program  # of the version in force: people and desks
    programs: Mapping[int, Program]
    names: Mapping[str, str]  # number -> name
    leaves: tuple[Leave, ...] = ()

    @property
    def charter(self) -> Charter:
        """The charter in force."""
        charter = self.program.charter
        assert isinstance(charter, Charter), "a relationship has a whole charter"
        return charter

    @property
    def rules(self) -> Rules:
        """What the charter in force says of messages."""
        return rules_of(self.charter)

    def number(self, name: str) -> str:
        """Return somebody's number; empty where the journal knows none."""
        return next((number for number, one in self.names.items() if one == name), "")

    def party(self, person: str) -> str:
        """Return the party or neutral for which somebody sits; empty for who has left or never sat."""
        name = self.names.get(person, "")
        if self._holds(name):
            return self.program.people.get(name, "")
        return next((key for key, neutral in self.charter.neutrals.items() if neutral.name == name), "")

    def _holds(self, name: str) -> bool:
        held = (holder for sides in self.program.roles.values() for holder in sides.values())
        return any(name in (one.holder, *(deputy.person for deputy in one.deputies)) for one in held)

    def present(self) -> list[str]:
        """Return the numbers of everybody who sits at the table now."""
        return [number for number in self.names if self.party(number)]

    def desk(self, person: str) -> Desk:
        """Return where somebody works."""
        party = self.party(person)
        if party in self.charter.parties:
            office = self.charter.parties[party]
            return Desk(office.zone, self.program.calendar(office.calendar, -1))
        neutral = self.charter.neutrals.get(party)
        return neutral_desk((neutral.zone if neutral else None) or self.charter.zone or _WITHOUT_ZONE)

    def is_away(self, person: str, at: datetime) -> bool:
        """Return whether somebody's leave covers an instant, by the day at their own desk."""
        day = self.desk(person).local_day(at)
        return any(one.person == person and one.first <= day <= one.last for one in self.leaves)

    # ---- seats

    def owners(self, state: State, run: Run, row: Row, at: datetime) -> dict[str, str]:
        """Return by party who answers for a row now: one person a side, the first who is not away.

        Where the row names a role it is its holder; where it names a side, the role of the level the matter stands at,
        else the role that the side's notices go to.
        """
        if row.who is None:
            return {}
        program = self.programs[state.version]
        found = seated(program, state, run, row.who)
        by_role = row.who.kind is WhoKind.TOGETHER or _is_role(program, found)
        chosen: dict[str, str] = {}
        for party, people in found.people.items():
            line = people if by_role or party not in program.parties else self.line_of(state, run, party)
            if person := self.first_present(line or people, at):
                chosen[party] = person
        return chosen

    def line_of(self, state: State, run: Run | None, party: str) -> tuple[str, ...]:
        """Return who speaks for a side in a matter: the holder of the role at its level, then the deputies."""
        return self.holders(self._role(self.programs[state.version], state, run, party=party), party)

    def holders(self, role: str, party: str) -> tuple[str, ...]:
        """Return who holds a role on a side, then the deputies."""
        holder = self.program.roles.get(role, {}).get(party)
        return (holder.holder, *(deputy.person for deputy in holder.deputies)) if holder else ()

    def manager(self, party: str, at: datetime) -> str:
        """Return who looks after a side's dealings and is there; empty for a neutral."""
        return self.first_present(self.holders(self.desk_role(party), party), at)

    def _role(self, program: Program, state: State, run: Run | None, *, party: str) -> str:
        root = state.runs.get(state.root)
        for one in (run, root):
            for term in stage(program, one) if one is not None and one.procedure in program.index else ():
                row = program.index[one.procedure].act.get(term) if one is not None else None
                who = row.who if row is not None else None
                if who is not None and who.kind is WhoKind.TOGETHER and party in who.parties:
                    return who.seats[who.parties.index(party)].name
        return self.desk_role(party)

    def desk_role(self, party: str) -> str:
        """Return the role that looks after a side's dealings: the one its notices go to, else the first there is."""
        notices = self.charter.notices
        address = notices.addresses.get(party) if notices else None
        if address is not None and party in self.program.roles.get(address.to, {}):
            return address.to
        return next((role for role, sides in self.program.roles.items() if party in sides), "")

    def told(self, state: State, run: Run | None, seat: str, at: datetime) -> dict[str, str]:
        """Return by party whom `tell SEAT` reaches: a role's holders on every side, a side's own, or a neutral."""
        roles = self.program.roles
        lines: dict[str, tuple[str, ...]] = {}
        if seat in roles:
            lines = {side: self.holders(seat, side) for side in roles[seat]}
        elif seat in self.charter.neutrals:
            lines = {seat: (self.charter.neutrals[seat].name,)}
        else:
            sides = [seat] if seat in self.charter.parties else list(self.charter.parties)
            lines = {side: self.line_of(state, run, side) for side in sides}
        return {side: person for side, line in lines.items() if (person := self.first_present(line, at))}

    def first_present(self, line: Iterable[str], at: datetime) -> str:
        """Return the number of the first of some people who is not away; where all are away, of the first."""
        numbers = [number for name in line if (number := self.number(name)) and self.party(number)]
        return next((one for one in numbers if not self.is_away(one, at)), numbers[0] if numbers else "")


def readers_at(found: Any, programs: Mapping[int, Program], at: datetime, leaves: tuple[Leave, ...]) -> Readers:
    """Return the people of a relationship as its programs know them by now."""
    version = found.in_force(at)
    program = programs.get(version) or programs[max(programs)]
    return Readers(program, programs, found.names, leaves)


def leaves_of(facts: Iterable[Any]) -> tuple[Leave, ...]:
    """Return the leaves that facts note."""
    return tuple(Leave(fact.person, fact.from_day, fact.until_day) for fact in facts)


def _is_role(program: Program, found: Seated) -> bool:
    return isinstance(found.seat, str) and (found.seat in program.roles or found.seat in program.people)
