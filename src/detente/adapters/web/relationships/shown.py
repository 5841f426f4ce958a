"""What a relationship's home shows, from what its reader may see."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from detente.adapters.web.matters.answers import standing
from detente.adapters.web.matters.seats import Holder, holders
from detente.adapters.web.meetings.things import is_action, title
from detente.core.charter.model import Charter
from detente.core.meetings import Plan, Round
from detente.core.procedures import Outcome
from detente.core.procedures.drawing.wording import headed
from detente.core.relationship import Line, trend
from detente.core.vocabulary.facts import ActDone, MatterOpened
from detente.store import read
from detente.store.read.series import Series, is_series, recent

KINDS = ("MatterOpened", "ActDone", "MessageSent", "DeadlinePassed", "StatementConfirmed")
WEEKS = 26
_FENCE, _DISCOVERY = "ring-fence", "discovery"


class Clock(msgspec.Struct, frozen=True):
    """An open matter: at which level of how many, who holds it, when its next clock runs out."""

    matter: str
    title: str
    level: int
    levels: int
    stage: str
    held: tuple[Holder, ...]
    due: dt.datetime | None


class Step(msgspec.Struct, frozen=True):
    """A step of the first months."""

    words: str
    done: bool
    on: dt.datetime | None  # when it was done, or until when it is asked for


class Fence(msgspec.Struct, frozen=True):
    """A ring-fence that runs: for which matter, round what."""

    matter: str
    title: str
    commitments: tuple[str, ...]
    text: str


def open_clocks(viewer: read.Viewer, found: Sequence[read.Matter], at: dt.datetime) -> list[Clock]:
    """Return the matters that are open between the sides, the soonest clock first; series and actions are not."""
    return [
        _clock(viewer, matter, at)
        for matter in found
        if not is_series(matter) and matter.opener != "nobody" and not is_action(matter.program, matter.procedure)
    ]


def _clock(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> Clock:
    now = standing(viewer, matter, at)
    rung = now.rung
    held = [one for duty in now.duties[:1] for one in holders(duty.who)]
    if rung is not None and rung.people:
        parties = matter.program.people
        held = [Holder(parties.get(name, ""), name) for name in rung.people]
    return Clock(
        matter.name,
        title(matter),
        rung.number if rung else 0,
        len(now.rungs),
        headed(rung.term) if rung else headed(matter.procedure),
        tuple(held),
        matter.due,
    )


def next_meetings(series: Sequence[Series]) -> list[tuple[Series, Plan, Round]]:
    """Return the next meeting of every rhythm, the soonest first."""
    found = [(one, one.plan, one.next) for one in series]
    found += [(one, plan, rounds[-1]) for one in series for plan, rounds in one.others if rounds and not rounds[-1].at]
    return sorted(((one, plan, each) for one, plan, each in found if each is not None), key=lambda it: it[2].day)


def fences(found: Sequence[read.Matter], charter: Charter) -> list[Fence]:
    """Return the ring-fences that run now."""
    if charter.ring_fence is None:
        return []
    return [
        Fence(matter.name, title(matter), tuple(charter.ring_fence.commitments), charter.ring_fence.text)
        for matter in found
        if any(_FENCE in name and run.ended is None for name, run in matter.state.runs.items())
    ]


def discovery(found: Sequence[read.Matter]) -> list[Step]:
    """Return the steps of the first months while they last; afterwards none."""
    matter = next((one for one in found if _DISCOVERY in one.procedure), None)
    if matter is None:
        return []
    index = matter.program.index[matter.procedure]
    run = matter.state.runs[matter.state.root]
    steps = []
    for term, row in index.act.items():
        if row.result is Outcome.KEPT:
            open_, done = run.open.get(term), matter.state.events.get(("act", "", row.act))
            on = open_.due if open_ else done.last if done else None
            steps.append(
                Step(headed(matter.program.names.acts.get(row.act, term)), open_ is None and done is not None, on)
            )
    return sorted(steps, key=lambda step: (step.on is None, step.on or matter.opened))


def trend_of(viewer: read.Viewer, series: Sequence[Series], at: dt.datetime) -> list[Line]:
    """Return the five lines of the last half year."""
    facts = recent(viewer, KINDS, at, dt.timedelta(weeks=WEEKS))
    held = [round_.at for one in series for round_ in one.rounds if round_.at and round_.outcome == "held"]
    return trend(
        facts,
        at.date(),
        weeks=WEEKS,
        duty=lambda act: is_duty(viewer.ruled, act),
        meetings=held,
        counted=lambda opened: counts(viewer.ruled, opened),
    )


def is_duty(ruled: read.Ruled, act: ActDone) -> bool:
    """Return whether an act fulfilled a duty of the charter it was done under."""
    program = ruled.programs[act.charter.version]
    index = program.index.get(act.run)
    rows = index.acts.get(program.slugs.get(act.act, ""), ()) if index else ()
    return any(row.result is Outcome.KEPT and act.term in (None, row.term) for row in rows)


def counts(ruled: read.Ruled, opened: MatterOpened) -> bool:
    """Return whether an opened matter is one between the sides: no series, no action."""
    program = ruled.programs[opened.charter.version]
    return opened.opener != "nobody" and not is_action(program, opened.procedure)


def meeting_weeks(series: Sequence[Series]) -> set[dt.date]:
    """Return the Mondays of weeks in which a meeting was held."""
    days = [one.at.date() for each in series for one in each.rounds if one.at and one.outcome == "held"]
    return {day - dt.timedelta(days=day.weekday()) for day in days}
