"""Notices by the charter's own rules: which method, whom they reach, when and why they count as received."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from detente.core.charter.model import Charter
from detente.core.charter.model.record import data_of
from detente.core.charter.model.sections import Address, Notices
from detente.core.engine import Program
from detente.core.journal.verify import canonical
from detente.core.simulation.appointments import Sealer
from detente.core.vocabulary.facts import ActDone, CharterVersion, File, NoticeSent
from detente.core.worktime import Receipt, deemed_receipt, parse_receipt

_SIGNED_FOR = "when signed for"


class Addressed(msgspec.Struct, frozen=True):
    """Whom a notice to a party reaches: the role, its holder, the roles that get copies, the method and address."""

    role: str
    people: tuple[str, ...]
    copies: tuple[tuple[str, tuple[str, ...]], ...]
    method: str
    address: str


class Post:
    """Serves the notices of one relationship; `program` is told anew when calendars change."""

    def __init__(self, program: Program, version: CharterVersion, seal: Sealer) -> None:
        self.program, self.version, self.seal = program, version, seal

    @property
    def notices(self) -> Notices | None:
        """The charter's rules."""
        return getattr(self.program.charter, "notices", None)

    def receipt(self, sent: datetime, to: str) -> Receipt | None:
        """Return when a notice sent now to a party counts as received; nothing where the charter has no rule."""
        notices = self.notices
        if notices is None or not notices.methods:
            return None
        method = self.addressed(to).method
        return deemed_receipt(
            sent, parse_receipt(data_of(notices.methods[method])), self.program.calendar(self.calendar_name(to), -1)
        )

    def arrival(self, sent: datetime, _sender: str, to: str) -> datetime:
        """Return when a notice arrives; without a rule at once."""
        found = self.receipt(sent, to)
        return found.at.astimezone(UTC) if found else sent

    def calendar_name(self, to: str) -> str:
        """Return whose calendar decides about a receipt."""
        notices, charter = self.notices, self.program.charter
        if notices is not None and notices.calendar != "recipient":
            return notices.calendar
        party = charter.parties.get(to) if isinstance(charter, Charter) else None
        return party.calendar if party else getattr(charter, "calendar", None) or "none"

    def addressed(self, to: str) -> Addressed:
        """Return whom a notice to a party reaches, by the first method that has an address and needs no signature."""
        notices = self.notices
        address = notices.addresses.get(to) if notices else None
        if notices is None or address is None:
            return Addressed("", (), (), next(iter(notices.methods)) if notices else "e-mail", "")
        named = [name for name in notices.methods if _written(address, name)]
        unsigned = [name for name in named if notices.methods[name].received != _SIGNED_FOR]
        method = next(iter(unsigned or named), next(iter(notices.methods)))
        copies = tuple((role, self.holders(role, to)) for role in address.copies)
        return Addressed(address.to, self.holders(address.to, to), copies, method, _written(address, method) or "")

    def holders(self, role: str, party: str) -> tuple[str, ...]:
        """Return who holds a role on one side, or the neutral of that name."""
        charter = self.program.charter
        if isinstance(charter, Charter) and role in charter.neutrals:
            return (charter.neutrals[role].name,)
        held = self.program.roles.get(role, {}).get(party)
        return (held.holder,) if held else ()

    def letter(self, act: ActDone, sender: str, to: str, fact: str) -> NoticeSent:
        """Return the fact that a notice has left; what it says stands beside the journal, named by its hash."""
        reached = self.addressed(to)
        numbers = {name: number for number, name in self.program.persons.items()}
        plain = {name: msgspec.to_builtins(value) for name, value in act.values.items()}
        content = canonical({"act": act.act, "matter": act.matter, "values": plain})
        copies = {numbers[name] for _, people in reached.copies for name in people if name in numbers}
        addressee = next((numbers[name] for name in reached.people if name in numbers), "p-0")
        return NoticeSent(
            id=fact,
            at=act.at,
            charter=self.version,
            notice=act.act,
            matter=act.matter,
            from_=sender or act.seat,
            to=to,
            addressee=addressee,
            address=self.seal(reached.address, fact, "address", addressee),
            copies=tuple(sorted(copies, key=lambda one: one.encode("utf-16-be"))),
            method=reached.method,
            content=File(sha256=sha256(content).hexdigest(), bytes=len(content), media="application/json"),
            act=act.id,
        )


def _written(address: Address, method: str) -> str | None:
    return getattr(address, method.replace("-", "_").replace(" ", "_"), None) or (address.model_extra or {}).get(method)
