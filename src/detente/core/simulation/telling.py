"""Tells a timeline: facts are filed in order, clocks ring between them, expectations are compared where they stand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from detente.core.charter.model import Charter
from detente.core.engine import Because, Program, Refusal, State
from detente.core.procedures import Link
from detente.core.simulation.appointments import (
    Sealer,
    beginning,
    changed_appointments,
    people_of,
    signed_text,
    unsealed,
)
from detente.core.simulation.expectations import Failure, Seen, compare
from detente.core.simulation.facts import fact_of
from detente.core.simulation.letters import Post
from detente.core.simulation.reading import JOINT, slug_of
from detente.core.simulation.relationship import Filed, Relationship
from detente.core.simulation.timeline import Entry, Timeline
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    AgreementOffered,
    CharterSigned,
    CharterVersion,
    MatterOpened,
)


class Refused(msgspec.Struct, frozen=True):
    """A fact that changed nothing, and the entry that told it."""

    entry: Entry
    fact: Any
    refusal: Refusal
    moment: "Moment"


class Moment(msgspec.Struct, frozen=True):
    """Everything as it was at an instant; families are values, so nothing that follows changes it."""

    at: datetime
    programs: dict[int, Program]
    families: dict[str, State]
    filed: tuple[Filed, ...]
    version: int  # of the charter in force


class Story:
    """A timeline that has been told."""

    def __init__(
        self, program: Program, timeline: Timeline, *, seal: Sealer = unsealed, versions: Mapping[str, Program] = {}
    ) -> None:
        self.timeline, self.seal, self.versions = timeline, seal, dict(versions)
        program.persons = program.persons or people_of(program)
        self.text, self.charter = signed_text(program)
        self.post = Post(program, self.charter, seal)
        self.relationship = Relationship(
            {program.version: program},
            self.post.arrival,
            charters={program.version: self.charter},
            letter=self.post.letter if isinstance(program.charter, Charter) else None,
        )
        self.version = program.version
        self.signed: list[CharterSigned] = []  # amendments whose day has not come
        self.rooms: dict[str, list[Any]] = {}  # what is kept apart from the joint journal
        self.said: dict[str, str] = {}  # id of a fact -> what it seals
        self.offers: dict[str, AgreementOffered] = {}  # still open
        self.agreed: dict[str, set[str]] = {}
        self.texts: dict[tuple[str, str], dict[str, str]] = {}  # matter, statement -> party -> text
        self.entries: dict[int, list[Filed]] = {}
        self.refused: list[Refused] = []
        self.failures: list[Failure] = []
        self.held = 0
        self.shown: list[Moment] = []
        self.begins = _first_instant(program, timeline)
        self.ends = timeline.entries[-1].at if timeline.entries else self.begins

    @property
    def program(self) -> Program:
        """The charter as its calendars are by now."""
        return self.relationship.programs[self.version]

    def tell(self, *, until: datetime | None = None, standing: bool = False) -> "Story":
        """Tell every entry up to `until`, and let the clocks run up to there."""
        for make in beginning(self.program, self.begins, seal=self.seal):
            self.relationship.file(make(self.relationship.next_id()))
        if standing:
            self._open_standing()
        for entry in sorted(self.timeline.entries, key=lambda one: (one.at, not one.tells)):
            if until is None or entry.at <= until:
                self._take(entry)
        self.ends = until or self.ends
        self.relationship.advance(self.ends)
        self.shown.append(self.moment(self.ends))
        return self

    def moment(self, at: datetime) -> Moment:
        """Return everything as it is now."""
        told = self.relationship
        return Moment(at, dict(told.programs), dict(told.families), tuple(told.filed), self.in_force(at))

    def in_force(self, at: datetime) -> int:
        """Return the version of the charter in force: the one played, or an amendment signed that has taken effect."""
        found = [self.version]
        for filed in self.relationship.filed:
            if any(effect.kind is Kind.AMENDMENT for effect in filed.effects) and isinstance(filed.fact, ActDone):
                version, effective = filed.fact.values.get("version"), filed.fact.values.get("effective")
                if _takes_effect(effective, filed.fact.at) <= at and str(version).isdigit():
                    found.append(int(str(version)))
        return max(found)

    # ---- entries

    def _take(self, entry: Entry) -> None:
        before = len(self.relationship.filed)
        if entry.show:
            self.relationship.advance(entry.at)
            self.shown.append(self.moment(entry.at))
        elif entry.expect is not None:
            self._expect(entry)
        else:
            for seat in self.program.parties[:2] if entry.do and entry.seat == "both" else (entry.seat,):
                self._tell(entry, seat)
        self.entries[entry.number] = self.relationship.filed[before:]

    def _expect(self, entry: Entry) -> None:
        self.relationship.advance(entry.at)
        state = self.relationship.families.get(entry.matter)
        program = self.relationship.programs[state.version] if state else self.program
        mine = [filed for filed in self.relationship.filed if filed.matter == entry.matter]
        failed = compare(entry, Seen(program, state, mine, self._refused_at(entry)))
        self.failures += failed
        self.held += not failed

    def _refused_at(self, entry: Entry) -> str:
        """Why what was told of this matter at this instant changed nothing; empty where it did."""
        found = [one for one in self.refused if (one.entry.at, one.entry.matter) == (entry.at, entry.matter)]
        return str(found[-1].refusal.because) if found else ""

    def _tell(self, entry: Entry, seat: str) -> None:
        told = self.relationship
        told.advance(entry.at)
        self._take_effect(entry.at)
        self.post.program = self.program
        before = self.moment(entry.at)
        if entry.fact:
            filed = self._file(entry)
        elif entry.matter in told.families:
            filed = told.file(self._act(entry, seat, told.families[entry.matter].root))
        else:
            filed = self._open(entry, seat)
        if filed.refused is not None:
            self.refused.append(Refused(entry, filed.fact, filed.refused, before))

    def _file(self, entry: Entry) -> Filed:
        told = self.relationship
        try:
            if entry.room != JOINT:
                return self._keep_apart(entry)
            filed = told.file(fact_of(entry, self, told.next_id()))
        except Refusal as refusal:
            return Filed(None, entry.matter, (), refusal)
        if filed.refused is None:
            self._follow(filed.fact)
        return filed

    def _keep_apart(self, entry: Entry) -> Filed:
        """A fact of another room has that room's number, and no clock hangs on it."""
        kept = self.rooms.setdefault(entry.room, [])
        fact = fact_of(entry, self, f"{entry.room}/{len(kept)}")
        kept.append(fact)
        return Filed(fact, "")

    def _follow(self, fact: Any) -> None:
        """What the clerk does next: an amendment is awaited, an offer is kept, and filed once both agree."""
        if isinstance(fact, CharterSigned):
            self._amend(fact)
        elif isinstance(fact, AgreementOffered):
            self.offers[fact.offer], self.agreed[fact.offer] = fact, {fact.party}
        elif isinstance(fact, AgreementGiven):
            self.agreed[fact.offer].add(fact.party or "")
            if self.agreed[fact.offer] >= set(self.program.parties[:2]):
                offered = self.offers.pop(fact.offer).fact
                self._follow(self.relationship.file(msgspec.structs.replace(offered, at=fact.at)).fact)

    def _amend(self, fact: CharterSigned) -> None:
        """The next version is known from now on, and in force from its day; who is new in it is appointed."""
        program = next(one for one in self.versions.values() if one.version == fact.charter.version)
        before = self.program
        program.persons = {**before.persons, **_newcomers(before, program)}
        self.relationship.add_version(program, fact.charter)
        self.signed.append(fact)
        for make in changed_appointments(before, program, fact, seal=self.seal):
            self.relationship.file(make(self.relationship.next_id()))

    def _take_effect(self, at: datetime) -> None:
        for fact in [one for one in self.signed if one.effective <= at]:
            self.signed.remove(fact)
            self.version, self.charter = fact.charter.version, fact.charter
            self.relationship.version, self.post.version = self.version, self.charter

    def effective(self, program: Program, at: datetime) -> datetime:
        """Return from when a version is in force."""
        charter = program.charter
        return charter.effective.astimezone(UTC) if isinstance(charter, Charter) else at

    def _open(self, entry: Entry, seat: str) -> Filed:
        procedure = self.program.openers.get(self.program.names.act(entry.do) or "", "")
        act = self._act(entry, seat, procedure or "none")
        if not procedure:
            known = ", ".join(self.program.names.acts[event] for event in self.program.openers)
            says = f"{entry.matter} is not open, and '{entry.do}' opens nothing. What opens a matter: {known}."
            filed = Filed(act, entry.matter, (), Refusal(Because.NOT_OPEN, says))
            self.relationship.filed.append(filed)
            return filed
        opener = seat if seat in self.program.names.parties else self.program.people.get(entry.by, seat)
        opened = MatterOpened(
            id="joint/0", at=entry.at, charter=self.charter, matter=entry.matter, procedure=procedure, opener=opener,
            person=self.number(entry.by),
        )  # fmt: skip
        return self.relationship.open(opened, act)

    def _act(self, entry: Entry, seat: str, root: str) -> ActDone:
        event = self.program.names.act(entry.do) or entry.do
        return ActDone(
            id="joint/0",
            at=entry.at,
            charter=self.version_of(entry.matter),
            matter=entry.matter,
            run=self._run_of(entry, event, root),
            act=slug_of(self.program, entry.do),
            seat=seat,
            person=self.number(entry.by),
            on=entry.on,
            values=dict(entry.values),
            term=entry.term or None,
        )

    def _run_of(self, entry: Entry, event: str, root: str) -> str:
        """The run that an act speaks to: the only one in which it is open; the matter's own where that is not clear."""
        state = self.relationship.families.get(entry.matter)
        if state is None:
            return root
        program = self.relationship.programs[state.version]
        fits = [
            name
            for name, run in state.runs.items()
            if run.ended is None
            for row in program.index[name].acts.get(event, ())
            if (row.link is Link.ANYTIME or row.term in run.open) and entry.term in ("", row.term)
        ]
        return fits[0] if len(set(fits)) == 1 else root

    def _open_standing(self) -> None:
        """Open what a date of the charter opens: series of meetings and reports, the first months."""
        index = self.program.index
        names = [name for name, one in index.items() if one.opens.event is not None and not one.reached]
        for number, name in enumerate(names, 1):
            opened = MatterOpened(
                id="joint/0",
                at=self.begins,
                charter=self.charter,
                matter=f"S-{number:03d}",
                procedure=name,
                opener="nobody",
            )
            self.relationship.file(opened)

    # ---- what facts are made of

    def number(self, person: str) -> str | None:
        """Return a person's number; somebody a part of a charter does not name gets the next one."""
        if not person:
            return None
        known = {name: number for number, name in self.program.persons.items()}
        if person not in known:
            known[person] = f"p-{len(known) + 1}"
            self.program.persons[known[person]] = person
        return known[person]

    def version_of(self, matter: str) -> CharterVersion:
        """Return the charter a matter stands under."""
        state = self.relationship.families.get(matter)
        return self.relationship.charters[state.version] if state else self.charter


def _first_instant(program: Program, timeline: Timeline) -> datetime:
    charter = program.charter
    stated = [charter.effective.astimezone(UTC)] if isinstance(charter, Charter) else []
    stated += [entry.at for entry in timeline.entries[:1]]
    return min(stated) if stated else datetime(2000, 1, 1, tzinfo=UTC)


def _newcomers(before: Program, after: Program) -> dict[str, str]:
    """Numbers for the people whom only the next version names; a number is never given twice."""
    known = set(before.persons.values())
    names = [name for name in people_of(after).values() if name not in known]
    return {f"p-{number}": name for number, name in enumerate(names, len(before.persons) + 1)}


def _takes_effect(stated: Any, at: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(stated))
    except ValueError:
        return at
    return found if found.tzinfo is not None else at


__all__ = ["Moment", "Refused", "Story"]
