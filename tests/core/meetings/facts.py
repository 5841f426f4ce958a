"""Facts of a series of meetings, made from a few words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from detente.core.journal import seal
from detente.core.meetings import Plan
from detente.core.vocabulary.facts import (
    ActDone,
    AgendaItemAdded,
    AgendaItemClosed,
    CharterVersion,
    DeadlineExtended,
    DeadlinePassed,
    MinutesAccepted,
    MinutesWritten,
    Sealed,
)

CHARTER = CharterVersion(version=1, sha256="0" * 64)
PLAN = Plan("meeting", "hold meeting", "meeting")
FIRST = date(2026, 1, 5)  # a Monday


def day_of(number: int) -> date:
    """The Monday of a round."""
    return FIRST + timedelta(weeks=number - 1)


class Told:
    """Facts in their order, a minute apart."""

    def __init__(self) -> None:
        self.facts: list[Any] = []

    def _head(self, at: datetime | None = None) -> dict[str, Any]:
        number = len(self.facts)
        return {
            "id": f"joint/{number}",
            "at": at or datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
            "charter": CHARTER,
            "matter": "S-001",
        }

    def _say(self, kind: type[Any], at: datetime | None = None, **fields: Any) -> Any:
        fact = kind(**self._head(at), **fields)
        self.facts.append(fact)
        return fact

    def signs(self, party: str, number: int) -> None:
        """One side says that a meeting was held, at 11:00 of its day."""
        at = datetime.combine(day_of(number), datetime.min.time(), UTC) + timedelta(hours=11)
        self._say(ActDone, at, run="weekly meeting", act="meeting", seat=party, person="p-1", values={})

    def held(self, number: int) -> None:
        """Both sides say so."""
        self.signs("customer", number)
        self.signs("provider", number)

    def missed(self, number: int) -> None:
        """A meeting's time ran out."""
        due = datetime.combine(day_of(number), datetime.min.time(), UTC) + timedelta(hours=13)
        self._say(
            DeadlinePassed, due, run="weekly meeting", term="meeting", round=number, due=due,
            missed_by=("customer", "provider"), tzdata="2026a",
        )  # fmt: skip

    def moved(self, number: int, days: int) -> None:
        """Both agree to another day."""
        until = datetime.combine(day_of(number) + timedelta(days=days + 1), datetime.min.time(), UTC)
        self._say(
            DeadlineExtended, run="weekly meeting", term="meeting", round=number, was=until, until=until,
            agreed_by=("customer", "provider"),
        )  # fmt: skip

    def item(self, number: int, name: str, party: str = "customer") -> AgendaItemAdded:
        """An item is added."""
        added: AgendaItemAdded = self._say(
            AgendaItemAdded, party=party, person="p-1", round=number, item=name, text=sealed()
        )
        return added

    def closed(self, number: int, name: str, outcome: str = "done") -> None:
        """An item is closed."""
        self._say(AgendaItemClosed, party="customer", person="p-1", round=number, item=name, outcome=outcome)

    def written(self, number: int) -> MinutesWritten:
        """Minutes are written."""
        text: MinutesWritten = self._say(MinutesWritten, party="provider", person="p-2", round=number, text=sealed())
        return text

    def accepted(self, number: int, text: MinutesWritten, party: str) -> None:
        """Minutes are accepted."""
        self._say(MinutesAccepted, party=party, person="p-1", round=number, minutes=text.id)


def sealed() -> Sealed:
    """A text in its box."""
    return seal("Said.", fact_id="joint/1", field="text", key_name="S-001", key=b"k" * 32, nonce=b"n" * 12)
