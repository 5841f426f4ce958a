"""Minutes: the latest text that one side wrote, and who has accepted it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from detente.core.vocabulary.facts import MinutesAccepted, MinutesWritten


class Minutes(msgspec.Struct, frozen=True):
    """The minutes of one meeting; an acceptance of an earlier text does not count."""

    text: MinutesWritten
    accepted: dict[str, MinutesAccepted]  # by party

    def stand(self, parties: Iterable[str]) -> bool:
        """Return whether all these parties have accepted them."""
        return all(party in self.accepted for party in parties)


def minutes(facts: Iterable[Any], number: int) -> Minutes | None:
    """Return the minutes of a meeting; nothing before anybody has written any."""
    text: MinutesWritten | None = None
    accepted: dict[str, MinutesAccepted] = {}
    for fact in facts:
        if isinstance(fact, MinutesWritten) and fact.round == number:
            text, accepted = fact, {}
        elif isinstance(fact, MinutesAccepted) and text is not None and fact.minutes == text.id:
            accepted[fact.party or ""] = fact
    return Minutes(text, accepted) if text is not None else None


__all__ = ["Minutes", "minutes"]
