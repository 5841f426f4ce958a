"""What engine and charter bring to an agenda: actions, new matters, duties ahead, agreed dates, closed days."""

import datetime as dt
from collections.abc import Iterator, Sequence

from detente.adapters.web.matters.answers import named as title
from detente.adapters.web.matters.answers import standing
from detente.adapters.web.matters.seats import holders
from detente.core.charter.model import Charter
from detente.core.engine import Program
from detente.core.meetings import Thing
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import zone
from detente.store import read
from detente.store.read.series import Series, is_series

_AHEAD_DAYS = 42
_MOMENT = dt.timedelta(microseconds=1)


def things(
    viewer: read.Viewer, found: Sequence[read.Matter], series: Series, *, begins: dt.datetime, at: dt.datetime
) -> list[Thing]:
    """Return everything that engine and charter can bring to a meeting."""
    made = [thing for matter in found for thing in _of_matter(viewer, matter, at)]
    return [*made, *_agreed(series.charter), *_gatherings(series), *_closed(viewer, series, begins)]


def is_action(program: Program, procedure: str) -> bool:
    """Return whether a procedure is that of an action item: opened by naming whose it is and a day."""
    row = program.index[procedure].opens
    kinds = {program.names.values.get(name, "text") for name in row.states}
    return row.who is not None and {"seat", "date"} <= kinds


def _of_matter(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> Iterator[Thing]:
    if is_action(matter.program, matter.procedure):
        yield _action(matter)
        return
    if not is_series(matter) and matter.opener != "nobody":
        yield Thing("matter", title(matter), matter.name, matter.opener, opened=matter.opened)
    for duty in standing(viewer, matter, at).duties:
        if duty.due is not None and not duty.overdue and not duty.act.startswith("hold "):
            held = holders(duty.who)
            yield Thing(
                "duty", headed(duty.act), matter.name, held[0].party if held else "",
                tuple(one.name for one in held if one.name), due=duty.due, says=title(matter),
            )  # fmt: skip


def _action(matter: read.Matter) -> Thing:
    values = matter.state.values
    names = matter.program.names.values
    owner = next((str(value) for name, value in values.items() if names.get(name) == "seat"), "")
    due = matter.due - _MOMENT if matter.due else None  # it is due on that day, until its end
    return Thing("action", title(matter), matter.name, owner, opened=matter.opened, due=due)


def _agreed(charter: Charter) -> Iterator[Thing]:
    for name, goal in {**charter.goals, **charter.milestones}.items():
        if goal.date is not None:
            party = charter.people[goal.owner].of if goal.owner in charter.people else ""
            says = f"{goal.measure}: {goal.target}" if goal.measure else ""
            yield Thing(
                "goal", headed(name), "", party, (goal.owner or "",), due=_noon(goal.date, charter.zone), says=says
            )


def _gatherings(series: Series) -> Iterator[Thing]:
    for plan, found in series.others:
        if found and found[-1].at is None:
            yield Thing("meeting", headed(plan.act), series.matter.name, due=_noon(found[-1].day, series.charter.zone))


def _closed(viewer: read.Viewer, series: Series, begins: dt.datetime) -> Iterator[Thing]:
    """Days ahead on which an office is closed, but for weekends."""
    program, charter = series.matter.program, series.charter
    for number in range(_AHEAD_DAYS):
        day = begins.date() + dt.timedelta(days=number)
        shut = {party: reason for party in viewer.ruled.letters if (reason := _reason(program, charter, party, day))}
        if shut:
            party = next(iter(shut)) if len(shut) == 1 else ""
            yield Thing(
                "closed day", ", ".join(dict.fromkeys(shut.values())), party=party, due=_noon(day, charter.zone)
            )


def _reason(program: Program, charter: Charter, party: str, day: dt.date) -> str:
    name = getattr(charter.parties[party], "calendar", "") or ""
    try:
        calendar = program.calendar(name, -1)
        found = [one.reason for one in calendar.closures(day) if one.reason != "weekend"]
    except (BadInput, KeyError):
        return ""
    return "" if day.weekday() > 4 else (found[0] if found else "")


def _noon(day: dt.date, zone_name: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), zone(zone_name))


__all__ = ["is_action", "things", "title"]
