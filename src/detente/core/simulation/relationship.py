"""A relationship in memory: facts are filed in order, clocks ring by themselves, notices arrive when deemed to.

It does what the clerk does, without disk or clock: before a fact is filed, everything due at or before it is. A fact
gets its number when it is filed; one that is refused is kept beside the others, and has no number.
"""

import heapq
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from detente.core.engine import Programs, Refusal, State, begin, next_expiry, step
from detente.core.engine.clocks import Expiry, ring
from detente.core.engine.corrections import Struck, change_of, corrected, new_effects, stopped
from detente.core.engine.offices import with_office
from detente.core.engine.program import Program
from detente.core.engine.replay import fold_again
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import (
    ActDone,
    CalendarChanged,
    CharterVersion,
    DeadlinePassed,
    FactCorrected,
    MatterOpened,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
    PersonAppointed,
    PersonLeft,
)
from detente.core.worktime import tzdata_version

Arrival = Callable[[datetime, str, str], datetime]  # sent, from, to -> received
Letter = Callable[[ActDone, str, str, str], NoticeSent]  # act, from, to, id -> the notice that goes out


class Filed(msgspec.Struct, frozen=True):
    """A fact as it was filed, and what it led to; `refused` where it changed nothing.

    `fact` is none where the next round of a kept series opened: nobody did anything, so a journal holds nothing.
    """

    fact: Any
    matter: str
    effects: tuple[Effect, ...] = ()
    refused: Refusal | None = None


class _Post(NamedTuple):
    matter: str
    sender: str
    to: str


class Relationship:
    """Programs by version, families by matter, everything filed so far."""

    def __init__(
        self,
        programs: Programs,
        arrival: Arrival,
        *,
        charters: Mapping[int, CharterVersion],
        letter: Letter | None = None,
    ) -> None:
        self.first: dict[int, Program] = dict(programs)
        self.programs: dict[int, Program] = dict(programs)
        self.arrival, self.charters, self.letter = arrival, dict(charters), letter
        self.families: dict[str, State] = {}
        self.filed: list[Filed] = []
        self.now: datetime | None = None
        self.version = min(self.charters)  # of the charter that new matters begin under
        self._serial = 0
        self._clocks: list[tuple[datetime, int, str]] = []  # due, the matter's place in order of opening, matter
        self._places: dict[str, int] = {}
        self._due: list[tuple[datetime, int, str]] = []  # arrivals: when, order, notice
        self._notices: dict[str, _Post] = {}
        self._told: list[Any] = []  # accepted facts, as corrections left them
        self._struck: list[Struck] = []

    def next_id(self) -> str:
        """Return the id of the next fact."""
        return f"joint/{self._serial}"

    @property
    def facts(self) -> list[Any]:
        """The facts that a journal of this relationship holds, in order."""
        return [filed.fact for filed in self.filed if filed.fact is not None and filed.refused is None]

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
        fact = msgspec.structs.replace(fact, id=self.next_id())
        try:
            matter, effects = self._step(fact)
        except Refusal as refusal:
            filed = Filed(fact, getattr(fact, "matter", None) or "", (), refusal)
            self.filed.append(filed)
            return filed
        filed = self._accept(fact, matter, effects)
        self._after(fact, matter, effects)
        return filed

    def open(self, opened: MatterOpened, act: ActDone) -> Filed:
        """Open a matter by its first act; where that is refused the matter is not opened either."""
        self.advance(act.at)
        opened = msgspec.structs.replace(opened, id=self.next_id())
        act = msgspec.structs.replace(act, id=f"joint/{self._serial + 1}")
        begun = begin(self.programs, opened)
        try:
            state, effects = step(self.programs, begun.state, act)
        except Refusal as refusal:
            filed = Filed(act, opened.matter, (), refusal)
            self.filed.append(filed)
            return filed
        self.put(opened.matter, state)
        self._accept(opened, opened.matter, begun.effects)
        filed = self._accept(act, opened.matter, effects)
        self._after(act, opened.matter, effects)
        return filed

    def arrives(self) -> datetime | None:
        """Return when the last notice that is under way counts as received; nothing where none is."""
        return max((due for due, _, _ in self._due), default=None)

    def add_version(self, program: Program, signed: CharterVersion) -> None:
        """From now on a matter may stand under one more version of the charter."""
        self.first[program.version] = program
        self.programs = {**self.programs, program.version: program}
        self.charters[program.version] = signed

    # ---- filing

    def _accept(self, fact: Any, matter: str, effects: list[Effect]) -> Filed:
        self._serial += 1
        self._told.append(fact)
        filed = Filed(fact, matter, tuple(effects))
        self.filed.append(filed)
        return filed

    def _after(self, fact: Any, matter: str, effects: list[Effect]) -> None:
        """What the clerk does next: notices leave, raised matters open, what is over already runs out."""
        if isinstance(fact, ActDone):
            for effect in effects:
                if effect.kind is Kind.SERVE:
                    self._send(fact, matter, str(effect.value))
        self._raise(fact, matter, effects)
        self.advance(fact.at)

    def _step(self, fact: Any) -> tuple[str, list[Effect]]:
        matter = getattr(fact, "matter", None) or ""
        if isinstance(fact, MatterOpened):
            state, effects = begin(self.programs, fact)
            self.put(matter, state)
        elif isinstance(fact, PersonAppointed | PersonLeft):
            self.programs = {version: with_office(program, fact) for version, program in self.programs.items()}
            return "", []
        elif isinstance(fact, CalendarChanged):
            return "", self._calendar(fact)
        elif isinstance(fact, FactCorrected):
            return "", self._correct(fact)
        elif isinstance(fact, NoticeReceived | NoticeBounced):
            matter = self._notices[fact.notice].matter
            if isinstance(fact, NoticeBounced) and fact.notice not in self.families[matter].notices:
                return matter, self._again([*self._told, fact], fact.at)
            effects = self._stepped(matter, fact)
        elif matter in self.families:
            effects = self._stepped(matter, fact)
        else:
            effects = []
        return matter, effects

    def _stepped(self, matter: str, fact: Any) -> list[Effect]:
        state, effects = step(self.programs, self.families[matter], fact)
        self.put(matter, state)
        return effects

    def _calendar(self, fact: CalendarChanged) -> list[Effect]:
        change = change_of(fact)
        self.programs = {
            version: program.with_change(fact.calendar, change) for version, program in self.programs.items()
        }
        effects: list[Effect] = []
        for matter in list(self.families):
            effects += self._stepped(matter, fact)
        return effects

    def _correct(self, fact: FactCorrected) -> list[Effect]:
        parties = next(iter(self.programs.values())).parties[:2]
        facts, struck = corrected(self._told, fact, parties)
        if struck is not None:
            self._struck.append(struck)
        self._told = facts
        return self._again(facts, fact.at)

    def _again(self, facts: list[Any], until: datetime) -> list[Effect]:
        """Fold everything again; what is new is returned, what was asked for before is not asked for twice."""
        again = fold_again(self.first, facts, until=until, struck=self._struck)
        before = [(filed.matter, effect) for filed in self.filed for effect in filed.effects]
        self.programs, self.families = again.programs, again.families
        self._clocks = []
        for matter in self.families:
            self._schedule(matter)
        return [effect for _, effect in new_effects(before, again.effects)]

    # ---- notices

    def _send(self, act: ActDone, matter: str, notice: str) -> None:
        """A notice that goes out arrives by the charter's rules at the other side."""
        state = self.families[matter]
        sender = next((party for party in state.parties if party == state.notices[notice].party), "")
        to = next((party for party in state.parties if party != sender), sender)
        arrives = self.arrival(act.at, sender, to)
        if self.letter is not None:
            sent = self.letter(act, sender, to, self.next_id())
            effects = self._stepped(matter, sent)
            self._accept(sent, matter, effects)
            notice = sent.id
        self.know(notice, matter, sender, to)
        if arrives <= act.at:
            self._arrive(notice, act.at)
        else:
            heapq.heappush(self._due, (arrives, self._serial, notice))

    def know(self, notice: str, matter: str, sender: str, to: str) -> None:
        """Remember whose notice it is, so that it can arrive."""
        self._notices[notice] = _Post(matter, sender, to)

    def _arrive(self, notice: str, at: datetime) -> None:
        matter, _, to = self._notices[notice]
        state = self.families[matter]
        if notice not in state.notices:
            return  # it bounced, or its receipt was confirmed
        fact = NoticeReceived(
            id=self.next_id(),
            at=at,
            charter=self.charters[state.version],
            notice=notice,
            received=at,
            rule="deemed",
            method="e-mail",
            calendar=to or "recipient",
        )
        effects = self._stepped(matter, fact)
        self._accept(fact, matter, effects)
        self._raise(fact, matter, effects)

    # ---- clocks, raised matters

    def put(self, matter: str, state: State) -> None:
        """Keep a family as it stands now, and when its first clock rings."""
        self.families[matter] = state
        self._schedule(matter)

    def place_of(self, matter: str) -> int:
        """Return the matter's place in the order in which matters were opened; it decides between equal clocks."""
        return self._places.setdefault(matter, len(self._places))

    def _schedule(self, matter: str) -> None:
        place = self.place_of(matter)
        expiry = self._next(matter)
        if expiry is not None:
            heapq.heappush(self._clocks, (expiry.due, place, matter))

    def _first(self, until: datetime) -> tuple[Expiry | None, str]:
        while self._clocks and self._clocks[0][0] <= until:
            due, _, matter = self._clocks[0]
            expiry = self._next(matter) if matter in self.families else None
            if expiry is not None and expiry.due == due:
                return expiry, matter
            heapq.heappop(self._clocks)  # it has been stopped or moved since
        return None, ""

    def _next(self, matter: str) -> Expiry | None:
        """The clock of a matter that rings first, past those that a correction struck out."""
        state = self.families[matter]
        expiry = next_expiry(self.programs[state.version], state)
        if expiry is None or (matter, expiry.run, expiry.term, expiry.round, expiry.due) not in self._struck:
            return expiry
        self.families[matter] = stopped(state, expiry.run, expiry.term)
        return self._next(matter)

    def _ring(self, expiry: Expiry, matter: str) -> None:
        state = self.families[matter]
        program = self.programs[state.version]
        waiting = state.runs[expiry.run].open[expiry.term].waiting
        rung, effects = ring(program, state, expiry)
        self.put(matter, rung)
        if waiting:
            self.filed.append(Filed(None, matter, tuple(effects)))
            return
        missed = next((effect.by for effect in effects if effect.kind is Kind.MISSED), ())
        fact = DeadlinePassed(
            id=self.next_id(),
            at=max(expiry.due, self.now) if self.now else expiry.due,
            charter=self.charters[state.version],
            matter=matter,
            run=expiry.run,
            term=expiry.term,
            round=expiry.round,
            due=expiry.due,
            missed_by=tuple(sorted(missed)) or None,
            tzdata=tzdata_version(),
        )
        self._accept(fact, matter, effects)
        self._raise(fact, matter, effects)

    def _raise(self, fact: Any, matter: str, effects: list[Effect]) -> None:
        """A matter that another raises is linked to it, and has its own opener: none after silence."""
        for effect in effects:
            if effect.kind is Kind.RAISED:
                state = self.families[matter]
                opened = MatterOpened(
                    id=self.next_id(),
                    at=fact.at,
                    charter=self.charters[state.version],
                    matter=self._free_name(),
                    procedure=effect.name,
                    opener=effect.by[0] if effect.by else "nobody",
                    raised_by=matter,
                )
                begun = begin(self.programs, opened)
                self.put(opened.matter, begun.state)
                self._accept(opened, opened.matter, begun.effects)
                self._raise(opened, opened.matter, begun.effects)

    def _free_name(self) -> str:
        return next(name for number in range(1, 10_000) if (name := f"R-{number:03d}") not in self.families)


__all__ = ["Arrival", "Filed", "Letter", "Relationship"]
