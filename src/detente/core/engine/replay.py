"""Replay: the families that a journal's facts make, and where its record and the engine's own answer differ.

A journal holds the clocks that rang. Folding it takes them as they stand and says where the engine would have rung
otherwise. After a correction that both signed, or a bounce of a notice that counted as received, everything is folded
again: then the clocks ring by themselves, and what was struck out does not ring.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from detente.core.engine.clocks import Expiry, next_expiry, ring
from detente.core.engine.corrections import Struck, change_of, corrected, new_effects, stopped
from detente.core.engine.offices import with_office
from detente.core.engine.program import Program
from detente.core.engine.refusal import Refusal
from detente.core.engine.state import State
from detente.core.engine.step import Programs, begin, step
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import (
    CalendarChanged,
    DeadlinePassed,
    FactCorrected,
    MatterOpened,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
    PersonAppointed,
    PersonLeft,
)

_OFFICES = (PersonAppointed, PersonLeft)


class Difference(msgspec.Struct, frozen=True):
    """Where a journal and the engine do not say the same; `fact` is the id of the fact at which it shows."""

    fact: str
    matter: str
    says: str


class Folded(msgspec.Struct):
    """What facts come to. `effects` are those of each fact in order, with the matter they belong to."""

    programs: dict[int, Program]
    families: dict[str, State]
    effects: list[tuple[str, Effect]]
    differences: list[Difference]


def fold(programs: Programs, facts: Iterable[Any], *, until: datetime | None = None) -> Folded:
    """Return the families that facts make, in the order in which they were filed.

    Args:
        programs: every version of the charter that a matter stands under, without later changes of calendars.
        until: rounds of a series that nobody has to miss are opened up to here; without it up to the last fact.
    """
    folding = Folding(programs)
    last = until
    for fact in facts:
        if until is not None and fact.at > until:
            break
        folding.take(fact)
        last = until or fact.at
    if last is not None:
        for matter in folding.families:
            folding.open_rounds(matter, last)
    return folding.folded()


def fold_again(programs: Programs, facts: Sequence[Any], *, until: datetime, struck: Iterable[Struck] = ()) -> Folded:
    """Return the families that facts make when every clock rings by itself up to `until`, whatever is recorded."""
    folding = Folding(programs)
    folding.struck = set(struck)
    bounced = {fact.notice for fact in facts if isinstance(fact, NoticeBounced)}
    for fact in facts:
        undone = isinstance(fact, NoticeReceived) and fact.notice in bounced
        if not undone and not isinstance(fact, DeadlinePassed):
            folding.ring_until(fact.at)
            folding.step(fact)
            folding.ring_until(fact.at)
    folding.ring_until(until)
    return folding.folded()


class Folding:
    """Facts folded one by one: programs, families and effects as they stand by now."""

    def __init__(self, programs: Programs) -> None:
        self.first = dict(programs)
        self.programs = dict(programs)
        self.families: dict[str, State] = {}
        self.effects: list[tuple[str, Effect]] = []
        self.differences: list[Difference] = []
        self.notices: dict[str, str] = {}  # id under which a notice is known -> matter
        self.facts: list[Any] = []
        self.struck: set[Struck] = set()

    def folded(self) -> Folded:
        return Folded(self.programs, self.families, self.effects, self.differences)

    # ---- as it was recorded

    def take(self, fact: Any) -> None:
        """Take a fact of a journal; the clocks it names have rung, and no others."""
        if isinstance(fact, FactCorrected):
            self._correct(fact)
            return
        self.facts.append(fact)
        if isinstance(fact, DeadlinePassed):
            self._rang(fact)
            return
        self._compare(fact)
        if isinstance(fact, NoticeBounced) and self._is_received(fact):
            self._again(fact.at, self.facts)
            return
        self.step(fact)

    def _rang(self, fact: DeadlinePassed) -> None:
        state = self.families.get(fact.matter)
        if state is None:
            self._differ(fact, fact.matter, "a clock rang in a matter that was not opened")
            return
        self.open_rounds(fact.matter, fact.due)
        state = self.families[fact.matter]
        program = self.programs[state.version]
        expected = next_expiry(program, state)
        if expected is None or (expected.due, expected.run, expected.term) != (fact.due, fact.run, fact.term):
            self._differ(
                fact, fact.matter, f"recorded: '{fact.term}' ran out at {_text(fact.due)}; {_instead(expected)}"
            )
        state, effects = ring(program, state, fact)
        missed = next((tuple(sorted(effect.by)) for effect in effects if effect.kind is Kind.MISSED), ())
        if effects and missed != (fact.missed_by or ()):
            self._differ(
                fact, fact.matter, f"missed by {_and(fact.missed_by or ())}, as recorded; by {_and(missed)}, as told"
            )
        self._keep(fact.matter, state, effects)

    def _compare(self, fact: Any) -> None:
        """Before a fact, every clock that was due by then has rung; one that is not in the journal is told and rung."""
        for matter in self._touched(fact):
            self.open_rounds(matter, fact.at)
            while (expiry := self._due(matter, fact.at)) is not None:
                self._differ(fact, matter, f"'{expiry.term}' ran out at {_text(expiry.due)}, which is not recorded")
                self._ring(matter, expiry)

    def _touched(self, fact: Any) -> list[str]:
        if isinstance(fact, CalendarChanged):
            return list(self.families)
        matter = self._matter(fact)
        return [matter] if matter in self.families else []

    def open_rounds(self, matter: str, until: datetime) -> None:
        """Open the rounds of kept series that are due: nobody missed anything, so no fact says it."""
        while (expiry := self._due(matter, until)) is not None and self._waits(matter, expiry):
            self._ring(matter, expiry)

    def _waits(self, matter: str, expiry: Expiry) -> bool:
        return self.families[matter].runs[expiry.run].open[expiry.term].waiting

    # ---- ringing by itself

    def ring_until(self, until: datetime) -> None:
        """Ring every clock due at or before an instant, in due order."""
        while True:
            due = [(expiry, matter) for matter in self.families if (expiry := self._due(matter, until)) is not None]
            if not due:
                return
            expiry, matter = min(due, key=lambda one: one[0].due)
            self._ring(matter, expiry)

    def _due(self, matter: str, until: datetime) -> Expiry | None:
        state = self.families[matter]
        expiry = next_expiry(self.programs[state.version], state)
        if expiry is None or expiry.due > until:
            return None
        if (matter, expiry.run, expiry.term, expiry.round, expiry.due) in self.struck:
            self.families[matter] = stopped(state, expiry.run, expiry.term)
            return self._due(matter, until)
        return expiry

    def _ring(self, matter: str, expiry: Expiry) -> None:
        state = self.families[matter]
        self._keep(matter, *ring(self.programs[state.version], state, expiry))

    # ---- steps

    def step(self, fact: Any) -> None:
        """Take a step; a fact that is refused now changes nothing, and is told as a difference."""
        if isinstance(fact, MatterOpened):
            self._keep(fact.matter, *begin(self.programs, fact))
            return
        if isinstance(fact, CalendarChanged):
            self._calendar(fact)
        if type(fact) in _OFFICES:
            self.programs = {version: with_office(program, fact) for version, program in self.programs.items()}
        for matter in self._touched(fact):
            self._step_one(matter, fact)

    def _step_one(self, matter: str, fact: Any) -> None:
        try:
            stepped = step(self.programs, self.families[matter], fact)
        except Refusal as refusal:
            self._differ(fact, matter, f"is refused now ({refusal.because}): {refusal.says}")
            return
        self._keep(matter, *stepped)

    def _keep(self, matter: str, state: State, effects: list[Effect]) -> None:
        self.families[matter] = state
        self.effects += [(matter, effect) for effect in effects]
        self.notices |= {str(effect.value): matter for effect in effects if effect.kind is Kind.SERVE}

    def _matter(self, fact: Any) -> str:
        if isinstance(fact, NoticeSent):
            self.notices[fact.id] = fact.matter
        if isinstance(fact, NoticeReceived | NoticeBounced):
            return self.notices.get(fact.notice, "")
        return getattr(fact, "matter", None) or ""

    def _calendar(self, fact: CalendarChanged) -> None:
        change = change_of(fact)
        self.programs = {
            version: program.with_change(fact.calendar, change) for version, program in self.programs.items()
        }

    # ---- again

    def _is_received(self, fact: NoticeBounced) -> bool:
        matter = self.notices.get(fact.notice, "")
        return matter in self.families and fact.notice not in self.families[matter].notices

    def _correct(self, fact: FactCorrected) -> None:
        parties = next(iter(self.programs.values())).parties[:2]
        try:
            facts, struck = corrected(self.facts, fact, parties)
        except Refusal as refusal:
            self._differ(fact, "", refusal.says)
            return
        if struck is not None:
            self.struck.add(struck)
        self._again(fact.at, facts)

    def _again(self, until: datetime, facts: list[Any]) -> None:
        again = fold_again(self.first, facts, until=until, struck=self.struck)
        self.facts, self.programs, self.families = facts, again.programs, again.families
        self.effects += new_effects(self.effects, again.effects)
        self.differences += again.differences

    def _differ(self, fact: Any, matter: str, says: str) -> None:
        self.differences.append(Difference(fact.id, matter, says))


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _instead(expected: Expiry | None) -> str:
    return f"next is '{expected.term}' at {_text(expected.due)}" if expected else "no clock is set"


def _and(names: Sequence[str]) -> str:
    return " and ".join(names) or "nobody"
