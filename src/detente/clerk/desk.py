"""The clerk's desk: one transaction in which facts are stamped, sealed, admitted and filed on a relationship."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

import msgspec

from detente.clerk.live import Live
from detente.clerk.sealing import Keys
from detente.core.engine import Because, Refusal
from detente.core.engine.records import MEASURED_BY, admit, admit_act
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.effects import Effect
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    CharterSigned,
    CharterVersion,
    MatterOpened,
    Record,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)
from detente.store import lines
from detente.store.read.ruled import Ruled
from detente.store.rooms import JOINT, class_of

_RECORDS = (*Record.__args__, StatementMade, StatementConfirmed, StatementContested)


class Stamp(TypedDict):
    """What the clerk adds to a fact: its number, its instant, the charter it stands under."""

    id: str
    at: datetime
    charter: CharterVersion


class Recorded(msgspec.Struct, frozen=True):
    """A fact as it was filed, and what it led to."""

    fact: Any
    effects: tuple[Effect, ...] = ()


class Desk:
    """One transaction at the clerk's desk: the relationship as the engine knows it, and the keys of its joint room."""

    def __init__(
        self, found: Ruled, live: Live, keys: Keys, at: datetime, *, then: Callable[["Desk", Filed], None]
    ) -> None:
        self.ruled, self.live, self.keys, self.at = found, live, keys, at
        self._then = then  # files what a fact completes
        self.shared: dict[str, list[Any]] = {}  # items of agendas that this transaction has shared, by series

    def stamp(self, matter: str = "") -> Stamp:
        """Return the stamp of the next fact; one of a matter stands under that matter's charter."""
        state = self.live.families.get(matter) if matter else None
        version = state.version if state is not None else self.ruled.in_force(self.at)
        return {"id": self.live.next_id(), "at": self.at, "charter": self.ruled.versions[version].charter}

    def seal(self, text: str, fact: str, key: str, field: str = "text") -> Any:
        """Return a text sealed for a field of a fact, under the key of a person or matter."""
        return self.keys.seal(text, fact, field, key)

    def before(self, fact: Any) -> list[Any]:
        """Return the earlier facts that a record is measured by: of its matter; offers, of the whole journal."""
        kinds = MEASURED_BY.get(type(fact), ())
        matter = None if isinstance(fact, AgreementGiven) else getattr(fact, "matter", None)
        return lines.facts(lines.rows(self.ruled.relationship, JOINT, matter=matter, kinds=kinds)) if kinds else []

    def file(self, fact: Any) -> Recorded:
        """File a fact.

        Raises:
            Refused: it may not be; nothing has changed.
        """
        matter = getattr(fact, "matter", None)
        if isinstance(fact, MatterOpened):
            self._is_new(fact.matter)
        if matter and matter not in self.live.families and not isinstance(fact, MatterOpened):
            raise Refused("there is nothing of that name.")
        if isinstance(fact, _RECORDS):
            admit(self.live.programs[fact.charter.version], fact, self.before(fact))
        if isinstance(fact, ActDone):
            admit_act(self.live.programs[fact.charter.version], fact)
        if isinstance(fact, CharterSigned):
            admit(self.live.programs[self.ruled.in_force(self.at)], fact)
        return self.conclude(fact)

    def conclude(self, fact: Any) -> Recorded:
        """File what follows from facts that were admitted, each when it was filed."""
        return self._recorded(self.live.file(fact))

    def open(self, opened: Any, act: Any) -> Recorded:
        """Open a matter by its first act.

        Raises:
            Refused: the act may not be; no matter was opened.
        """
        self._is_new(opened.matter)
        admit_act(self.live.programs[opened.charter.version], act)
        return self._recorded(self.live.open(opened, act))

    def _is_new(self, matter: str) -> None:
        if matter in self.live.families:
            raise Refusal(
                Because.USED, f"{matter} is the name of a matter already; the next free one is taken without it."
            )

    def _recorded(self, filed: Filed) -> Recorded:
        if filed.refused is not None:
            raise filed.refused
        self._then(self, filed)
        return Recorded(filed.fact, filed.effects)


class Aside:
    """One transaction in a room that is not joint."""

    def __init__(self, found: Ruled, room: str, keys: Keys, *, at: datetime, size: int) -> None:
        self.ruled, self.room, self.keys, self.at, self.size = found, room, keys, at, size

    def stamp(self, _matter: str = "") -> Stamp:
        """Return the stamp of the next fact."""
        version = self.ruled.in_force(self.at)
        return {"id": f"{self.room}/{self.size}", "at": self.at, "charter": self.ruled.versions[version].charter}

    def seal(self, text: str, fact: str, key: str, field: str = "text") -> Any:
        """Return a text sealed for a field of a fact."""
        return self.keys.seal(text, fact, field, key)

    def before(self, fact: Any) -> list[Any]:
        """Return the earlier facts of the same matter in this room that a record is measured by."""
        kinds = MEASURED_BY.get(type(fact), ())
        room_class = class_of(self.room, self.ruled.letters)
        rows = lines.rows(self.ruled.relationship, room_class, matter=getattr(fact, "matter", None), kinds=kinds)
        return lines.facts(rows) if kinds else []


__all__ = ["Aside", "Desk", "Recorded", "Stamp"]
