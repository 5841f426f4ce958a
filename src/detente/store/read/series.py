"""Series of meetings as a viewer sees them: every round with what became of it, the facts of the series."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from detente.core.charter.model import Charter
from detente.core.engine.questions.rounds import Sharing, day_of_round, meetings, sharing
from detente.core.meetings import Outcome, Plan, Rhythm, Round, rhythm, rounds
from detente.core.vocabulary.errors import BadInput
from detente.store import lines
from detente.store.instants import to_us
from detente.store.read.families import Matter, concerning
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT


class Series(msgspec.Struct, frozen=True):
    """A series of meetings: the regular ones, and others in it with a rhythm of their own (a review in person)."""

    matter: Matter
    plan: Plan
    rounds: tuple[Round, ...]
    others: tuple[tuple[Plan, tuple[Round, ...]], ...]
    facts: tuple[Any, ...]
    rhythm: Rhythm
    charter: Charter

    @property
    def next(self) -> Round | None:
        """The meeting that is open; nothing where the series is over."""
        return next((one for one in reversed(self.rounds) if one.outcome is Outcome.OPEN), None)

    def round(self, number: int) -> Round | None:
        """Return a meeting by its number: one that has come round, or the one after the next."""
        found = next((one for one in self.rounds if one.number == number), None)
        if found is None and self.rounds and number == self.rounds[-1].number + 1:
            day = day_of_round(self.matter.program, self.matter.state, self.plan.term, number)
            return Round(number, day, day, Outcome.OPEN) if day else None
        return found

    def begins(self, meeting: Round) -> datetime | None:
        """Return when a meeting begins; nothing where only its day is agreed."""
        return self.rhythm.begins(meeting.day)

    def sharing(self, number: int) -> Sharing | None:
        """Return when the agenda of a meeting is shared; nothing where it always is."""
        try:
            return sharing(self.matter.program, self.matter.state, number)
        except BadInput:
            return None

    @property
    def in_person(self) -> list[datetime]:
        """When people met in one place."""
        return [
            one.at
            for plan, found in ((self.plan, self.rounds), *self.others)
            if plan.in_person
            for one in found
            if one.outcome is Outcome.HELD and one.at is not None
        ]


def is_series(matter: Matter) -> bool:
    """Return whether a matter is a series of meetings: a duty of several seats that comes round."""
    return bool(meetings(matter.program, matter.procedure))


def series(viewer: Viewer, matter: Matter) -> Series:
    """Return a matter as a series of meetings. One query."""
    return _series(matter, lines.facts(lines.rows(viewer.relationship, viewer.class_of(JOINT), matter=matter.name)))


def all_series(viewer: Viewer, found: Sequence[Matter]) -> list[Series]:
    """Return every series among matters that a viewer sees."""
    return [series(viewer, matter) for matter in found if is_series(matter)]


def _series(matter: Matter, facts: Iterable[Any]) -> Series:
    known = tuple(facts)
    charter = matter.program.charter
    assert isinstance(charter, Charter), "a relationship has a whole charter"
    plan, *others = meetings(matter.program, matter.procedure)

    def of(one: Plan) -> tuple[Round, ...]:
        return tuple(
            rounds(
                known, one, lambda number: day_of_round(matter.program, matter.state, one.term, number), charter.zone
            )
        )

    return Series(
        matter, plan, of(plan), tuple((one, of(one)) for one in others), known,
        rhythm(charter.meetings, charter.zone), charter,
    )  # fmt: skip


def recent(viewer: Viewer, kinds: Sequence[str], at: datetime, span: timedelta) -> list[Any]:
    """Return the joint facts of some kinds of a stretch of time before an instant, as far as the viewer sees them."""
    visible = concerning(viewer)
    among = None if visible is None else sorted({*visible, ""})
    found = lines.rows(viewer.relationship, viewer.class_of(JOINT), kinds=kinds, among=among, since_us=to_us(at - span))
    return [fact for fact in lines.facts(found) if fact.at <= at]


__all__ = ["Series", "all_series", "is_series", "recent", "series"]
