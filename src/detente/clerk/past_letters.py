"""Messages of a journal written elsewhere: what was sent in its time, to whom, what no longer had to be."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec

from detente.clerk.letters import Book, Letter, letters
from detente.clerk.readers import leaves_of, readers_at
from detente.clerk.second_look import Reader, look_again
from detente.core.engine.replay import Folding
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.facts import LeaveNoted
from detente.store.read.ruled import Ruled

SENT, WAITING = "sent", "waiting"
_FATES = {"send": SENT, "drop": "dropped", "fold": "folded"}


class Past(msgspec.Struct, frozen=True):
    """A message and how it fared: sent, dropped, folded, or still waiting."""

    letter: Letter
    state: str
    says: str = ""


def past_letters(found: Ruled, facts: list[Any], until: datetime) -> list[Past]:
    """Return every message that the facts of a journal called for, as it stands at an instant."""
    return list(_Desk(found, facts).work(until))


class _Desk:
    """Goes through a journal as the clerk did: what is due leaves before each instant, whose facts are then told."""

    def __init__(self, found: Ruled, facts: list[Any]) -> None:
        self.found, self.facts = found, facts
        self.folding = Folding(found.first)
        self.away = leaves_of([fact for fact in facts if isinstance(fact, LeaveNoted)])
        self.waiting: list[tuple[datetime, int, Letter]] = []
        self.acted: dict[tuple[str, str], datetime] = {}  # person, matter -> when they last put something on record
        self.queued: dict[int, datetime] = {}  # a message -> when it was queued
        self.known: set[tuple[str, str, str]] = set()

    def work(self, until: datetime) -> Iterator[Past]:
        """Yield the messages in the order in which they left, then those that wait."""
        for at, group in groupby(self.facts, key=lambda fact: fact.at):
            yield from self._leave(at)
            filed = [self._taken(fact) for fact in group]
            self._queue(letters(self._book(at), filed), at)
        yield from self._leave(until)
        yield from (Past(letter, WAITING) for _, _, letter in sorted(self.waiting))

    def _leave(self, until: datetime) -> Iterator[Past]:
        while self.waiting and self.waiting[0][0] <= until:
            hold, number, letter = heapq.heappop(self.waiting)
            since = self.acted.get((letter.person, letter.matter))
            reader = Reader(acted_since=since is not None and since > self.queued[number])
            verdict = look_again(self._book(hold), letter, reader, hold)
            yield Past(letter, _FATES[verdict.does], verdict.says)
            self._queue(list(verdict.instead), hold)

    def _queue(self, found: list[Letter], at: datetime) -> None:
        for letter in found:
            key = (letter.fact, letter.person, letter.template)
            if key not in self.known:
                self.known.add(key)
                number = len(self.known)
                self.queued[number] = at
                heapq.heappush(self.waiting, (letter.hold, number, letter))

    def _taken(self, fact: Any) -> Filed:
        before = len(self.folding.effects)
        self.folding.take(fact)
        matter = getattr(fact, "matter", None) or self.folding.notices.get(getattr(fact, "notice", ""), "")
        self.acted[(getattr(fact, "person", None) or "", matter)] = fact.at
        return Filed(fact, matter, tuple(effect for _, effect in self.folding.effects[before:]))

    def _book(self, at: datetime) -> Book:
        return Book(readers_at(self.found, self.folding.programs, at, self.away), self.folding.families)


__all__ = ["Past", "past_letters"]
