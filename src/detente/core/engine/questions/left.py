"""How much working time is left until an instant, in the calendar by which the parties count together."""

import datetime as dt

from detente.core.charter.calendars import ALL_OPEN, NONE
from detente.core.engine.program import Program
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import business_minutes

_SHARED = 60  # minutes of a day below which a count of joint hours misleads
_WORKING_DAYS, _WEEK = 5, dt.timedelta(days=7)


def minutes_left(program: Program, at: dt.datetime, due: dt.datetime | None) -> int | None:
    """Return the whole minutes, until a clock runs out, in which all offices are open.

    Nothing where no list says, and where offices far apart share less than an hour of a day: there days count.
    """
    name = _common(program)
    if due is None or not name:
        return None
    try:
        minutes = max(0, business_minutes(at, due, program.calendar(name, -1)))
    except BadInput:
        return None
    few = minutes * _WEEK < (due - at) * _SHARED * _WORKING_DAYS
    return None if few and day_length_minutes(program, at) < _SHARED else minutes


def day_length_minutes(program: Program, at: dt.datetime) -> int:
    """Return how many minutes all offices are open on the longest working day of the week before; 0 without a list."""
    name = _common(program)
    if not name:
        return 0
    try:
        calendar = program.calendar(name, -1)
        days = [at - dt.timedelta(days=number) for number in range(8)]
        return max(business_minutes(day - dt.timedelta(days=1), day, calendar) for day in days)
    except BadInput:
        return 0


def _common(program: Program) -> str:
    """The calendar of days on which all are open, else the charter's own; empty where no list says when."""
    name = ALL_OPEN if ALL_OPEN in program.generations[-1] else getattr(program.charter, "calendar", None) or NONE
    return "" if name == NONE else str(name)
