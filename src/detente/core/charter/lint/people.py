"""Rules about people: everybody named is known, every seat is filled, every goal is somebody's."""

from collections.abc import Iterable, Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import listed, steps, whole
from detente.core.charter.model import Charter
from detente.core.charter.parse import Document
from detente.core.charter.phrases import Seat, SeatKind, Who, WhoKind
from detente.core.vocabulary.findings import Severity
from detente.core.vocabulary.names import nearest

_MANAGER = "relationship manager"
_EVERY_SIDE = ("either", "both", "all", "each", "opener", "other")


def goals_without_parts(document: Document) -> Iterator[Hit]:
    """A goal or milestone that lacks measure, target, date or owner."""
    charter = whole(document)
    for section in ("goals", "milestones") if charter else ():
        for name, goal in getattr(charter, section).items():
            missing = [part for part in ("measure", "target", "date", "owner") if getattr(goal, part) is None]
            if missing:
                yield Hit(
                    (section, name),
                    f"'{name}' has no {listed(missing, 'and no')}: two sides could disagree on whether it was reached.",
                    f"Add {listed(f'{part!r}' for part in missing)}.",
                )


def unknown_people(document: Document) -> Iterator[Hit]:
    """A name that holds a role, deputises or owns something, and is not among the people or of the other side."""
    charter = whole(document)
    if not charter:
        return
    for role, sides in charter.roles.items():
        for party, seat in sides.items():
            here = ("roles", role, party)
            if party not in charter.parties:
                yield Hit(here, f"'{party}' is no party of this charter.", _near(party, charter.parties))
                continue
            yield from _person(charter, (*here, "holder"), seat.holder, f"holds '{role}' for {party}", party=party)
            for deputy in seat.deputies:
                yield from _person(
                    charter, (*here, "deputies"), deputy.person, f"is deputy for '{role}' of {party}", party=party
                )
    for section in ("workstreams", "goals", "milestones"):
        for name, thing in getattr(charter, section).items():
            if thing.owner:
                yield from _person(charter, (section, name, "owner"), thing.owner, f"owns '{name}'")


def _person(charter: Charter, path: tuple[str, ...], name: str, does: str, *, party: str = "") -> Iterator[Hit]:
    person = charter.people.get(name)
    if person is None:
        yield Hit(
            path,
            f"'{name}' {does} and is not among the people.",
            _near(name, charter.people) or f"Add '{name}' under people.",
        )
    elif party and person.of != party:
        yield Hit(
            path, f"'{name}' {does} and is of {person.of}.", f"Name somebody of {party}, or correct 'of' under people."
        )


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"Nearest: '{near}'." if near else ""


def no_relationship_manager(document: Document) -> Iterator[Hit]:
    """A side without a relationship manager, by title or by role."""
    charter = whole(document)
    for party in charter.parties if charter else ():
        assert charter is not None
        titled = any(_MANAGER in person.title.lower() for person in charter.people.values() if person.of == party)
        held = any(_MANAGER in role.lower() and party in sides for role, sides in charter.roles.items())
        if not titled and not held:
            yield Hit(
                ("parties", party),
                f"Nobody of {party} is relationship manager.",
                f"Give somebody of {party} that title under people, or that role.",
            )


def empty_seats(document: Document) -> Iterator[Hit]:
    """A seat that a procedure needs and nobody fills: a role without a holder, a party for which nobody acts."""
    charter = whole(document)
    if not charter:
        return
    acting = {seat.acts_for for sides in charter.roles.values() for seat in sides.values()}
    needed: set[str] = set()
    for step in steps(document):
        if step.term.who:
            yield from _roles(charter, step.term.who, (*step.path, "who"))
            needed |= {party for seat in step.term.who.seats for party in _parties(charter, seat)}
    for party in charter.parties:
        if party in needed and party not in acting:
            yield Hit(
                ("parties", party),
                f"Procedures seat {party}, and no role acts for {party}.",
                f"Add 'acts for: {party}' to a role of {party}.",
            )


def _roles(charter: Charter, who: Who, path: tuple[str, ...]) -> Iterator[Hit]:
    for at, seat in enumerate(who.seats):
        if seat.kind is not SeatKind.ROLE:
            continue
        sides = charter.roles.get(seat.name, {})
        party = who.parties[at] if who.kind is WhoKind.TOGETHER else ""
        if party and party not in sides:
            yield Hit(
                (*path, party),
                f"The {seat.name} of {party} is seated here, and nobody of {party} holds that role.",
                f"Add '{party}: {{holder: ...}}' to roles.{seat.name}.",
            )
        elif not sides:
            yield Hit(
                path,
                f"'{seat.name}' is seated here, and nobody holds that role.",
                f"Add a holder to roles.{seat.name}.",
            )


def _parties(charter: Charter, seat: Seat) -> tuple[str, ...]:
    if seat.kind is SeatKind.PARTY:
        return (seat.name,)
    return tuple(charter.parties) if seat.kind is SeatKind.WORD and seat.name in _EVERY_SIDE else ()


RULES = (
    Rule("GOL001", Severity.ERROR, "a goal that is not concrete", goals_without_parts),
    Rule("PEO001", Severity.ERROR, "a name that is not among the people", unknown_people),
    Rule("PEO002", Severity.WARNING, "a side without a relationship manager", no_relationship_manager),
    Rule("PEO003", Severity.ERROR, "a seat that nobody fills", empty_seats),
)
