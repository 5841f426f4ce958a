"""A meeting as its page shows it: lines with words, people and ages; minutes; what is worth a word of thanks."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from detente.adapters.web.meetings.things import things
from detente.core.engine.questions.rounds import held_from
from detente.core.meetings import Agenda, Entry, Minutes, Outcome, Plan, Round, agenda, minutes
from detente.core.relationship.goals import reached
from detente.core.vocabulary.facts import AgendaItemAdded, AgendaItemClosed, GoalReported, SettlementSigned
from detente.core.worktime import zone
from detente.store import read
from detente.store.read.series import Series, recent

_SOON = dt.timedelta(days=14)


class Line(msgspec.Struct, frozen=True):
    """One line of a column. `number` is empty for what was brought; `own`: only the reader's side sees it."""

    kind: str
    words: str
    number: str = ""
    party: str = ""
    people: tuple[str, ...] = ()
    age: int = 1
    matter: str = ""
    due: dt.datetime | None = None
    says: str = ""
    outcome: str = ""
    became: str = ""
    own: bool = False


class Shown(msgspec.Struct, frozen=True):
    """Everything on the page of a meeting."""

    series: Series
    meeting: Round
    begins: dt.datetime | None
    waits: dt.datetime | None  # the instant before which nobody can say that it was held, while it is to come
    ends: dt.datetime | None
    shared_at: dt.datetime | None
    shared: bool
    outstanding: tuple[Line, ...]
    new: tuple[Line, ...]
    upcoming: tuple[Line, ...]
    own: tuple[Line, ...]
    minutes: Minutes | None
    minutes_text: str
    before: Round | None
    before_minutes: Minutes | None
    thanks: tuple[Line, ...]
    in_person: bool
    near: tuple[tuple[Plan, Round], ...]  # other meetings of the series that are due soon

    @property
    def number(self) -> int:
        """How many lines there are, own ones aside."""
        return len(self.outstanding) + len(self.new) + len(self.upcoming)

    @property
    def open(self) -> bool:
        """Whether it has not been held or missed yet."""
        return self.meeting.outcome is Outcome.OPEN


def shown(viewer: read.Viewer, series: Series, meeting: Round, found: list[read.Matter], *, at: dt.datetime) -> Shown:
    """Return a meeting as its page shows it to a viewer."""
    begins, sharing = series.begins(meeting), series.sharing(meeting.number)
    start = begins or dt.datetime.combine(meeting.day, dt.time(12), zone(series.charter.zone))
    is_open = meeting.outcome is Outcome.OPEN
    shared = not is_open or sharing is None or sharing.at <= at
    brought = things(viewer, found, series, begins=start, at=at) if is_open else []
    texts = _Texts(viewer, series)
    columns = agenda(meeting, series.rounds, series.facts, things=brought, begins=start)
    before = max(
        (one for one in series.rounds if one.number < meeting.number), key=lambda one: one.number, default=None
    )
    stand = minutes(series.facts, meeting.number)
    return Shown(
        series=series,
        meeting=meeting,
        begins=begins,
        waits=_waits(series, meeting, at),
        ends=series.rhythm.ends(meeting.day),
        shared_at=sharing.at if sharing else None,
        shared=shared,
        **_columns(columns, texts),
        own=tuple(_own(viewer, series, meeting.number, texts)) if is_open else (),
        minutes=stand,
        minutes_text=texts.joint.of(stand.text) or "" if stand else "",
        before=before,
        before_minutes=minutes(series.facts, before.number) if before else None,
        thanks=tuple(_thanks(viewer, series, meeting, at)) if is_open else (),
        near=tuple(
            (plan, found[-1])
            for plan, found in series.others
            if found and found[-1].outcome is Outcome.OPEN and found[-1].day <= meeting.day + _SOON
        ),
        in_person=any(one.isocalendar()[:2] == meeting.day.isocalendar()[:2] for one in series.in_person),
    )


def _waits(series: Series, meeting: Round, at: dt.datetime) -> dt.datetime | None:
    """From when on it can be said that a meeting was held, if that is still to come."""
    nearest = series.next
    if nearest is not None and meeting.number > nearest.number:
        return series.begins(meeting) or dt.datetime.combine(meeting.day, dt.time(), zone(series.charter.zone))
    begins = held_from(series.matter.program, series.matter.state, series.plan.term)
    return begins if begins is not None and begins > at else None


class _Texts:
    """Texts and names behind the numbers of a series."""

    def __init__(self, viewer: read.Viewer, series: Series) -> None:
        self.viewer, self.series = viewer, series
        self.joint = read.Texts(viewer, names=[series.matter.name])

    def line(self, entry: Entry) -> Line:
        if entry.item is not None:
            return self.item(entry.item, entry)
        thing = entry.thing
        assert thing is not None, "an entry is an item or a thing"
        return Line(
            thing.kind, thing.words, party=thing.party, people=thing.people, age=entry.age, matter=thing.matter,
            due=thing.due, says=thing.says,
        )  # fmt: skip

    def item(self, item: AgendaItemAdded, entry: Entry) -> Line:
        closed = entry.closed
        return Line(
            "item", self.joint.of(item) or "", item.item, item.party or "", (self.name(item),), entry.age,
            item.about or "", outcome=closed.outcome if closed else "",
            became=(self.joint.of(closed) or "") if closed and closed.text else "",
        )  # fmt: skip

    def name(self, fact: Any) -> str:
        return self.viewer.ruled.names.get(fact.person, fact.person)


def _columns(columns: Agenda, texts: _Texts) -> dict[str, tuple[Line, ...]]:
    return {
        name: tuple(texts.line(entry) for entry in getattr(columns, name))
        for name in ("outstanding", "new", "upcoming")
    }


def _own(viewer: read.Viewer, series: Series, number: int, texts: _Texts) -> Iterable[Line]:
    """What the reader's side has added and the other side does not see yet."""
    if not viewer.is_party:
        return
    kinds = (AgendaItemAdded.__name__, AgendaItemClosed.__name__)
    facts = read.facts(viewer, viewer.own_room, matter=series.matter.name, kinds=kinds)
    gone = {fact.item for fact in facts if isinstance(fact, AgendaItemClosed)}
    waiting = [fact for fact in facts if isinstance(fact, AgendaItemAdded) and fact.item not in gone]
    if not waiting:
        return
    private = read.Texts(viewer, viewer.own_room, names=[series.matter.name])
    public = {texts.joint.of(one) for one in series.facts if isinstance(one, AgendaItemAdded)}
    for fact in waiting:
        words = private.of(fact) or ""
        if fact.round <= number and words not in public:
            yield Line(
                "item", words, fact.item, fact.party or "", (texts.name(fact),), matter=fact.about or "", own=True
            )


def _thanks(viewer: read.Viewer, series: Series, meeting: Round, at: dt.datetime) -> Iterable[Line]:
    """What went well since the last meeting: settled matters, goals that were reached."""
    last = max((one.at for one in series.rounds if one.at and one.number < meeting.number), default=None)
    span = min(at - last, dt.timedelta(days=60)) if last and last < at else dt.timedelta(days=14)
    goals = {**series.charter.goals, **series.charter.milestones}
    for fact in recent(viewer, (GoalReported.__name__, SettlementSigned.__name__), at, span):
        if isinstance(fact, SettlementSigned):
            yield Line("settled", fact.matter, matter=fact.matter)
        elif fact.goal in goals and reached(goals[fact.goal].target or "", fact.value):
            yield Line("goal", fact.goal, party=fact.party or "", says=fact.value)


__all__ = ["Line", "Shown", "shown"]
