"""A relationship in memory: facts are filed in order, clocks ring by themselves, notices arrive when they are deemed to.

It does what the clerk does, without disk or clock: before a fact is filed, everything due at or before it is.
"""

import heapq
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from detente.core.engine import Programs, Refusal, State, begin, next_expiry, step
from detente.core.engine.clocks import Expiry, ring
from detente.core.engine.program import Program
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import (
    ActDone,
    CalendarChanged,
    CharterVersion,
    DeadlinePassed,
    MatterOpened,
    NoticeBounced,
    NoticeReceived,
)
from detente.core.worktime import CalendarChange, tzdata_version

Arrival = Callable[[datetime, str, str], datetime]  # sent, from, to -> received


class Filed(msgspec.Struct, frozen=True):
    """A fact as it was filed, and what it led to; `refused` where it changed nothing."""

    fact: Any
    matter: str
    effects: tuple[Effect, ...] = ()
    refused: Refusal | None = None


class Relationship:
    """Programs by version, families by matter, everything filed so far."""

    def __init__(self, programs: Programs, arrival: Arrival, *, charters: Mapping[int, CharterVersion]) -> None:
        self.programs: dict[int, Program] = dict(programs)
        self.arrival, self.charters = arrival, dict(charters)
        self.families: dict[str, State] = {}
        self.filed: list[Filed] = []
        self.serial = 0
        self._clocks: list[tuple[Expiry, str]] = []  # by due time; an entry that is no longer a family's first is stale
        self._first_of: dict[str, Expiry | None] = {}
        self._due: list[tuple[datetime, int, str]] = []  # arrivals: when, order, notice
        self._notices: dict[str, tuple[str, str]] = {}  # notice -> matter, receiver
        self.now: datetime | None = None

    def next_id(self) -> str:
        """Return the id of the next fact."""
        self.serial += 1
        return f"joint/{self.serial - 1}"

    def advance(self, until: datetime) -> None:
        """File every expiry and every arrival due at or before `until`, in due order."""
        while True:
            arrival = self._due[0] if self._due and self._due[0][0] <= until else None
            expiry, matter = self._first(arrival[0] if arrival else until)
            if expiry is not None:
                self._ring(expiry, matter)
            elif arrival is not None:
                heapq.heappop(self._due)
                self._arrive(arrival[2], arrival[0])
            else:
                break
        self.now = max(self.now, until) if self.now else until

    def file(self, fact: Any) -> Filed:
        """File a fact: first what is due by then, then the fact; a refusal is kept beside it and changes nothing."""
        self.advance(fact.at)
        matter = getattr(fact, "matter", "")
        try:
            effects = self._step(matter, fact)
        except Refusal as refusal:
            filed = Filed(fact, matter, (), refusal)
        else:
            filed = Filed(fact, matter, tuple(effects))
        self.filed.append(filed)
        self.advance(fact.at)  # a period already over when its term opened runs out at once
        return filed

    # ---- inside

    def _step(self, matter: str, fact: Any) -> list[Effect]:
        if isinstance(fact, MatterOpened):
            state, effects = begin(self.programs, fact)
            self._keep(matter, state)
        elif isinstance(fact, CalendarChanged):
            return self._calendar(fact)
        elif isinstance(fact, NoticeBounced):
            matter, _ = self._notices[fact.notice]
            state, effects = step(self.programs, self.families[matter], fact)
            self._keep(matter, state)
        else:
            state, effects = step(self.programs, self.families[matter], fact)
            self._keep(matter, state)
        self._send(matter, fact, effects)
        return effects

    def _send(self, matter: str, fact: Any, effects: list[Effect]) -> None:
        """A notice that goes out arrives by the charter's rules at the other side."""
        for effect in effects:
            if effect.kind is Kind.SERVE and isinstance(fact, ActDone):
                state = self.families[matter]
                sender = next(iter([p for p in state.parties if p == state.notices[effect.value].party]), "")
                to = next((party for party in state.parties if party != sender), sender)
                arrives = self.arrival(fact.at, sender, to)
                self._notices[effect.value] = (matter, to)
                if arrives <= fact.at:
                    self._arrive(effect.value, fact.at)
                else:
                    heapq.heappush(self._due, (arrives, self.serial, effect.value))

    def _arrive(self, notice: str, at: datetime) -> None:
        matter, _ = self._notices[notice]
        state = self.families[matter]
        if notice not in state.notices:
            return  # it bounced
        fact = NoticeReceived(
            id=self.next_id(), at=at, charter=self.charters[state.version], notice=notice, received=at, rule="deemed",
            method="e-mail", calendar="recipient",
        )  # fmt: skip
        state, effects = step(self.programs, state, fact)
        self._keep(matter, state)
        self.filed.append(Filed(fact, matter, tuple(effects)))

    def _keep(self, matter: str, state: State) -> None:
        """Keep a family's new state, and know which of its clocks rings first."""
        self.families[matter] = state
        first = next_expiry(self.programs[state.version], state)
        if first != self._first_of.get(matter):
            self._first_of[matter] = first
            if first is not None:
                heapq.heappush(self._clocks, (first, matter))

    def _first(self, until: datetime) -> tuple[Expiry | None, str]:
        while self._clocks:
            expiry, matter = self._clocks[0]
            if self._first_of.get(matter) != expiry:
                heapq.heappop(self._clocks)
            else:
                return (expiry, matter) if expiry.due <= until else (None, "")
        return None, ""

    def _ring(self, expiry: Expiry, matter: str) -> None:
        state = self.families[matter]
        program = self.programs[state.version]
        before = state
        state, effects = ring(program, state, expiry)
        self._keep(matter, state)
        waiting = before.runs[expiry.run].open[expiry.term].waiting
        if waiting:
            self.filed.append(Filed(None, matter, tuple(effects)))
            return
        missed = next((effect.by for effect in effects if effect.kind is Kind.MISSED), ())
        fact = DeadlinePassed(
            id=self.next_id(), at=max(expiry.due, self.now) if self.now else expiry.due, charter=self.charters[state.version], matter=matter,
            run=expiry.run, term=expiry.term, round=expiry.round, due=expiry.due, missed_by=tuple(sorted(missed)) or None, tzdata=tzdata_version(),
        )  # fmt: skip
        self.filed.append(Filed(fact, matter, tuple(effects)))

    def _calendar(self, fact: CalendarChanged) -> list[Effect]:
        names = fact.names or {}
        change = CalendarChange(
            fact.effective, {day: names.get(day.isoformat(), "day off") for day in fact.closed or ()},
            {day: names.get(day.isoformat(), "working day") for day in fact.opened or ()}, fact.running_clocks,
        )  # fmt: skip
        self.programs = {version: program.with_change(fact.calendar, change) for version, program in self.programs.items()}
        effects: list[Effect] = []
        for matter, state in list(self.families.items()):
            moved, told = step(self.programs, state, fact)
            self._keep(matter, moved)
            effects += told
        return effects

