"""Minutes: the latest text that one side wrote, and who has accepted it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from detente.core.vocabulary.facts import MinutesAccepted, MinutesWritten


class Minutes(msgspec.Struct, frozen=True):
    """The minutes of one meeting; an acceptance of an earlier text does not count.

    Whoever wrote the text stands by it: only the others are asked to accept it.
    """

    text: MinutesWritten
    accepted: dict[str, MinutesAccepted]  # by party

    @property
    def stands_by(self) -> tuple[str, ...]:
        """The parties that stand by the text: the one that wrote it first, then those that accepted it."""
        return tuple(dict.fromkeys(one for one in (self.text.party, *self.accepted) if one))

    def stand(self, parties: Iterable[str]) -> bool:
        """Return whether all these parties stand by the text."""
        return all(party in self.stands_by for party in parties)


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
