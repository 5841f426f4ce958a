"""Who holds what, as a page says it: mine, of my side, of the others."""

from collections.abc import Iterator
from typing import NamedTuple

from detente.core.engine.questions import Duty, Option, Seated
from detente.store import read

WHOLE = ("either", "both", "each", "all")


class Holder(NamedTuple):
    """Somebody who holds something, or with an empty `name` a whole party."""

    party: str
    name: str


def mine(viewer: read.Viewer, who: Seated) -> bool:
    """Return whether the viewer may take this seat."""
    if viewer.party not in who.people:
        return False
    if not viewer.is_party:
        return True
    name = viewer.ruled.programs[max(viewer.ruled.programs)].persons.get(viewer.person, viewer.name)
    return name in who.people[viewer.party]


def holders(who: Seated) -> list[Holder]:
    """Return who holds a seat: whole parties where each may act, else the first person of each side."""
    if isinstance(who.seat, str) and (who.seat in WHOLE or who.seat in who.people):
        whole = who.seat in WHOLE
        return [Holder(party, "" if whole or people[1:] else _only(people)) for party, people in who.people.items()]
    return [Holder(party, people[0] if people else "") for party, people in who.people.items()]


def _only(people: tuple[str, ...]) -> str:
    return people[0] if people else ""


def signers(item: Duty | Option) -> Iterator[tuple[str, bool]]:
    """Yield the parties whose signatures are asked for, and whether each has signed as far as that may be seen."""
    given = item.done_by if isinstance(item, Duty) else item.signed_by
    if item.who.together:
        yield from ((party, any(one.split("/")[0] == party for one in given)) for party in item.who.people)
