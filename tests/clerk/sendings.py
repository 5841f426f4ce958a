"""What would have been sent over a journal: facts are folded one by one, letters leave at their time."""

import heapq
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from detente.clerk.letters import Book, Letter, letters
from detente.clerk.policy import Position
from detente.clerk.readers import leaves_of, readers_at
from detente.clerk.second_look import Reader, Verdict, look_again
from detente.core.engine import with_rounds
from detente.core.engine.replay import Folding
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.facts import LeaveNoted
from detente.store.read.ruled import Ruled


class Sent(msgspec.Struct, frozen=True):
    """A message as it left, or what became of it."""

    at: datetime
    day: Any
    letter: Letter
    verdict: Verdict


class Year:
    """Everything that leaves while a journal's facts are filed."""

    def __init__(self, found: Ruled, facts: Sequence[Any], position: Position = Position.HAPPENS) -> None:
        self.found, self.facts, self.position = found, facts, position
        self.folding = Folding(found.first)
        self.heap: list[tuple[datetime, int, Letter]] = []
        self.done: list[Sent] = []
        self.known: set[tuple[str, str, str]] = set()
        self.today: Counter[tuple[str, Any]] = Counter()
        self.leaves: list[LeaveNoted] = []
        self.acted: dict[tuple[str, str], datetime] = {}
        self.told: set[tuple] = set()
        self.made = 0

    def run(self) -> list[Sent]:
        """Return what became of every message."""
        for fact in self.facts:
            self._leave(fact.at)
            self._take(fact)
        self._leave(self.facts[-1].at)
        return self.done

    def _book(self, at: datetime) -> Book:
        readers = readers_at(self.found, self.folding.programs, at, leaves_of(self.leaves))
        return Book(readers, self.folding.families)

    def _take(self, fact: Any) -> None:
        before = len(self.folding.effects)
        self.folding.take(fact)
        if isinstance(fact, LeaveNoted):
            self.leaves.append(fact)
        new = self.folding.effects[before:]
        matter = getattr(fact, "matter", None) or (new[0][0] if new else "")
        if person := getattr(fact, "person", None):
            self.acted[(matter, person)] = fact.at
        filed = Filed(fact, matter, tuple(effect for _, effect in new))
        for letter in letters(self._book(fact.at), [filed]):
            self._queue(letter)

    def _queue(self, letter: Letter) -> None:
        key = (letter.fact, letter.person, letter.template)
        if key not in self.known:
            self.known.add(key)
            self.made += 1
            heapq.heappush(self.heap, (letter.hold, self.made, letter))

    def _leave(self, until: datetime) -> None:
        while self.heap and self.heap[0][0] <= until:
            at, _, letter = heapq.heappop(self.heap)
            self._look(at, letter)

    def _look(self, at: datetime, letter: Letter) -> None:
        book = self._book(at)
        state = self.folding.families.get(letter.matter)
        if state is not None:
            families = {letter.matter: with_rounds(book.program(state), state, at)}
            book = msgspec.structs.replace(book, families=families)
        day = book.readers.desk(letter.person).local_day(at)
        merged = [one for one in self.heap if one[2].policy == letter.policy == "N5" and one[0] <= at
                  and (one[2].person, one[2].matter) == (letter.person, letter.matter)]  # fmt: skip
        since = self.acted.get((letter.matter, letter.person))
        fact_at = next(fact.at for fact in self.facts if fact.id == letter.fact)
        same = (letter.person, letter.template, letter.matter, letter.run, letter.term, letter.due)
        acted = since is not None and since > fact_at
        reader = Reader(self.position, self.today[(letter.person, day)], acted, same in self.told)
        verdict = look_again(book, letter, reader, at)
        self.done.append(Sent(at, day, letter, verdict))
        for one in verdict.instead:
            self._queue(one)
        if verdict.does == "send":
            self.told.add(same)
            self.today[(letter.person, day)] += 1
            for one in merged:
                self.heap.remove(one)
            heapq.heapify(self.heap)


def per_day(found: Ruled, done: Sequence[Sent], first: datetime, last: datetime) -> list[int]:
    """Return how many messages each person was sent on each of their business days."""
    from datetime import timedelta

    readers = readers_at(found, found.programs, last, ())
    sent = Counter((one.letter.person, one.day) for one in done if one.verdict.does == "send")
    counts = []
    for person in readers.present():
        desk = readers.desk(person)
        day = desk.local_day(first)
        while day <= desk.local_day(last):
            if desk.works_on(day) or sent[(person, day)]:
                counts.append(sent[(person, day)])
            day += timedelta(days=1)
    return counts
