"""What the page of people shows: roles side by side, each side's people, who is away."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from detente.clerk.accounts.people import may_manage, may_seat
from detente.core.engine.stewards import MANAGER
from detente.store import read
from detente.store.read import accounts


@dataclass(frozen=True)
class Held:
    """A role on one side: its holder, who stands in, up to which amount they may settle."""

    holder: str
    deputies: tuple[str, ...]
    authority: str


@dataclass(frozen=True)
class Known:
    """One of a side's people. `standing`: here, asked, or empty; `address`: all but hidden for the other side."""

    number: str
    name: str
    title: str
    manager: bool
    gone: bool
    standing: str
    address: str
    seats: bool
    away: tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class Group:
    """A side's people; `own`: the reader looks after them."""

    party: str
    people: tuple[Known, ...]
    own: bool


def roles(viewer: read.Viewer, at: datetime) -> list[tuple[str, list[Held | None]]]:
    """Return every role with who holds it, party by party in the charter's order."""
    program = viewer.ruled.program(at)
    return [(role, [_held(sides.get(party)) for party in program.parties]) for role, sides in program.roles.items()]


def _held(one: Any) -> Held | None:
    if one is None:
        return None
    authority = one.authority.text if one.authority else ""
    return Held(one.holder, tuple(deputy.person for deputy in one.deputies), authority)


def groups(viewer: read.Viewer, at: datetime) -> list[Group]:
    """Return the people of every party and of the neutrals' seats."""
    program, charter = viewer.ruled.program(at), viewer.ruled.charter(at)
    asked = accounts.asked(viewer.relationship, datetime.now(UTC))  # of links: no demonstration moves their time
    found = _Past(viewer, at)
    seats = {party: [name for name, of in program.people.items() if of == party] for party in program.parties}
    seats |= {key: [neutral.name] for key, neutral in charter.neutrals.items()}
    return [
        Group(
            party,
            tuple(found.known(charter, name, asked, party) for name in names),
            may_manage(viewer, party),
        )
        for party, names in seats.items()
    ]


class _Past:
    """Who left and who is away, as the journal has it."""

    def __init__(self, viewer: read.Viewer, at: datetime) -> None:
        self.viewer = viewer
        self.numbers = {name: number for number, name in viewer.ruled.names.items()}
        self.gone: set[str] = set()
        self.away: dict[str, list[tuple[date, date]]] = {}
        for fact in read.facts(viewer, kinds=("PersonLeft", "LeaveNoted")):
            if type(fact).__name__ == "LeaveNoted":
                if fact.until_day >= at.date():
                    self.away.setdefault(fact.person, []).append((fact.from_day, fact.until_day))
            elif fact.role is None:
                self.gone.add(fact.person)

    def known(self, charter: Any, name: str, asked: dict[str, accounts.Asked], party: str) -> Known:
        """Return what is shown of somebody."""
        number = self.numbers.get(name, "")
        entry = charter.people.get(name)
        title = entry.title if entry else ""
        away = tuple(sorted(self.away.get(number, ())))
        place = asked.get(number)
        standing = ("asked" if place.open else "here") if place else ""
        address = (place.email if party == self.viewer.party else place.hint) if place else ""
        return Known(
            number, name, title, title == MANAGER, number in self.gone, standing, address,
            may_seat(self.viewer, party, name), away,
        )  # fmt: skip
