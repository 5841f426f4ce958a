"""Duties that come round: which terms do, for which day a round is planned, when a meeting's agenda is shared."""

from datetime import date, datetime, time, timedelta

import msgspec

from detente.core.charter.model import Charter
from detente.core.charter.phrases import WhoKind
from detente.core.engine.dates import Clock, when_of
from detente.core.engine.program import Program
from detente.core.engine.state import Open, State
from detente.core.meetings.rhythm import rhythm, share_before
from detente.core.meetings.rounds import Plan
from detente.core.procedures import On, Row
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import zone

_MOMENT = timedelta(microseconds=1)
_AHEAD = 8  # rounds looked ahead for the next agenda


class Sharing(msgspec.Struct, frozen=True):
    """When the agenda of a round is shared, and when that meeting begins (its day ends, where no hour is agreed)."""

    round: int
    at: datetime
    begins: datetime


def recurring(program: Program, procedure: str) -> list[Plan]:
    """Return the duties of a procedure that come round, in written order."""
    rows = program.index[procedure].table.rows if procedure in program.index else ()
    return [
        Plan(row.term, program.names.acts.get(row.act, row.act), row.slug, _signatures(program, row))
        for row in rows
        if row.on is On.ACT and row.every is not None and row.who is not None
    ]


def meetings(program: Program, procedure: str) -> list[Plan]:
    """Return the meetings among them, the regular one first: several seats hold them."""
    return [plan for plan in recurring(program, procedure) if plan.act.startswith("hold ") and plan.signatures > 1]


def day_of_round(program: Program, state: State, term: str, number: int) -> date | None:
    """Return the day for which the charter plans a round; nothing where it cannot be counted so far ahead."""
    run = state.runs[state.root]
    row = program.index[run.procedure].act[term]
    clock = Clock(program, state, run, row, Open(term, run.opened, round=number, calendars=state.calendars))
    try:
        found = when_of(clock, row.every)
    except BadInput:
        return None
    return found.last_day if found else None


def sharing(program: Program, state: State, number: int) -> Sharing | None:
    """Return when the agenda of a round is shared; nothing where a charter agrees no such time, or for no meetings."""
    plans = meetings(program, state.root)
    charter = program.charter
    if not plans or not isinstance(charter, Charter) or not charter.meetings or not charter.meetings.items_unseen_until:
        return None
    zone_name, day = charter.zone, _day(program, state, plans[0].term, number)
    if day is None:
        return None
    begins = rhythm(charter.meetings, zone_name).begins(day) or _end(day, zone_name)
    calendar = program.calendar(program.index[state.root].table.calendar, state.calendars)
    shared = share_before(begins.astimezone(zone(zone_name)), charter.meetings, calendar)
    return Sharing(number, shared, begins)


def held_from(program: Program, state: State, term: str) -> datetime | None:
    """Return from when on the open round of a regular meeting can be said to have been held.

    That is when it begins, or begins its day where no hour is agreed, or where the round is over by that hour. Nothing
    for any other duty, and for a meeting beside the regular ones: of that a charter agrees only the last day.
    """
    plans, charter = meetings(program, state.root), program.charter
    open_ = state.runs[state.root].open.get(term) if state.root in state.runs else None
    if not plans or term != plans[0].term or open_ is None or not isinstance(charter, Charter):
        return None
    day = _day(program, state, term, open_.round)
    if day is None:
        return None
    begins, midnight = (
        rhythm(charter.meetings, charter.zone).begins(day),
        datetime.combine(day, time(), zone(charter.zone)),
    )
    return begins if begins is not None and (open_.due is None or begins < open_.due) else midnight


def _day(program: Program, state: State, term: str, number: int) -> date | None:
    """The day of a round: the one both moved it to, else the planned one."""
    open_ = state.runs[state.root].open.get(term)
    moved = open_.moved_to if open_ is not None and open_.round == number else None
    if moved is not None:
        assert isinstance(program.charter, Charter), "a relationship has a whole charter"
        return (moved - _MOMENT).astimezone(zone(program.charter.zone)).date()
    return day_of_round(program, state, term, number)


def next_sharing(program: Program, state: State, after: datetime) -> Sharing | None:
    """Return the next agenda that is shared later than `after`; nothing where no meeting is to come."""
    plans = meetings(program, state.root)
    run = state.runs.get(state.root)
    open_ = run.open.get(plans[0].term) if plans and run is not None and run.ended is None else None
    if open_ is None:
        return None
    first = open_.round + (1 if open_.waiting else 0)
    for number in range(first, first + _AHEAD):
        try:
            found = sharing(program, state, number)
        except BadInput:
            return None
        if found is None or found.at > after:
            return found
    return None


def _end(day: date, zone_name: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone(zone_name))


def _signatures(program: Program, row: Row) -> int:
    who = row.who
    assert who is not None, "an act has a seat"
    if who.kind is WhoKind.TOGETHER:
        return len(who.seats)
    return len(program.parties[:2]) if who.kind is WhoKind.SEAT and who.seats[0].name in ("both", "all") else 1


__all__ = ["Sharing", "day_of_round", "held_from", "meetings", "next_sharing", "recurring", "sharing"]
