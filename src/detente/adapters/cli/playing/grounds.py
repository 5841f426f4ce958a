"""The grounds of a clock as data: what it counts from, stretch by stretch, and how much working time is left."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from detente.adapters.cli.playing.instants import Zones
from detente.core.engine import Program
from detente.core.engine.questions import Explanation, minutes_left
from detente.core.engine.questions.explanation import LIMITATION, WHOLE_DAY
from detente.core.journal import instant_text
from detente.core.worktime import CountingCalendar, Stretch

_MIDNIGHT = dt.time()


def clock_data(program: Program, matter: str, grounds: Explanation, zones: Zones, *, at: dt.datetime) -> dict[str, Any]:
    """Return a clock with its grounds."""
    clock = grounds.clock
    return {
        "matter": matter,
        "procedure": clock.run,
        "term": clock.term,
        "round": clock.round,
        "kind": clock.kind,
        "due": zones.data(clock.due) if clock.due else None,
        "standing_still": clock.standing_still,
        "when_time_runs_out": list(grounds.then),
        "explanation": explanation_data(program, grounds, zones),
        "joint_working_minutes_left": minutes_left(program, at, clock.due),
    }


def explanation_data(program: Program, grounds: Explanation, zones: Zones) -> dict[str, Any]:
    """Return the grounds alone."""
    day_zero = grounds.day_zero.isoformat() if grounds.day_zero else None
    return {
        "anchor": {"event": grounds.event, "at": zones.data(grounds.at) if grounds.at else None, "day_0": day_zero},
        "amount": grounds.amount,
        "row": grounds.row or None,
        "track": grounds.track or None,
        "calendar": _calendar(program, grounds),
        "intervals": intervals(grounds.stretches),
        "paused": [_pause(grounds, start, end) for start, end in grounds.pauses],
        "shifted": {"units": grounds.shifted} if grounds.shifted else None,
        "rolled": {"from": grounds.rolled_from.isoformat(), "to": grounds.roll} if grounds.rolled_from else None,
        **({"moved_to": instant_text(grounds.moved_to)} if grounds.moved_to else {}),
        "tzdata": grounds.tzdata,
        "line": grounds.line,
    }


def _pause(grounds: Explanation, start: dt.datetime, end: dt.datetime | None) -> dict[str, Any]:
    still = grounds.clock.term == LIMITATION
    because = f"stands still while the {grounds.clock.run} is open" if still else "paused"
    return {"from": instant_text(start), "to": instant_text(end) if end else None, "because": because}


def _calendar(program: Program, grounds: Explanation) -> dict[str, Any] | None:
    calendar = grounds.calendar
    if calendar is None:
        return None
    if grounds.amount.endswith(WHOLE_DAY) and calendar.zone == program.charter.zone:
        return {"name": "charter zone", "of": [], "zone": calendar.zone, "period_ends": None}
    ends = f"{calendar.period_ends:%H:%M}" if calendar.period_ends else None
    return {"name": calendar.name, "of": _offices(calendar), "zone": calendar.zone, "period_ends": ends}


def _offices(calendar: CountingCalendar) -> list[dict[str, Any]]:
    return [{"name": office.name, "version": office.version} for office in calendar.offices()]


def intervals(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """Return what counted and what did not, neighbours of one kind as one; days without day 0, hours as instants."""
    found: list[dict[str, Any]] = []
    counted_to = 0
    for stretch in stretches:
        if stretch.reason == "day 0":
            continue
        counted_to = stretch.number or counted_to
        one = _days(stretch) if _whole(stretch) else _hours(stretch)
        if "days" in one:
            one["counted_to"] = counted_to
        if found and _alike(found[-1], one):
            found[-1] = _joined(found[-1], one)
        else:
            found.append(one)
    return found


def _whole(stretch: Stretch) -> bool:
    """Days begin at midnight; the last may end at the hour at which periods end."""
    if stretch.reason == "elapsed" or stretch.start.time() != _MIDNIGHT:
        return False
    return stretch.number is not None or stretch.end.time() == _MIDNIGHT


def _days(stretch: Stretch) -> dict[str, Any]:
    first, last = stretch.start.date(), (stretch.end - dt.timedelta(microseconds=1)).date()
    return {
        "from": first.isoformat(),
        "to": (last + dt.timedelta(days=1)).isoformat(),
        "days": (last - first).days + 1,
        "counted": stretch.counted,
        "not_counted_because": _because(stretch),
    }


def _hours(stretch: Stretch) -> dict[str, Any]:
    hours = (stretch.end - stretch.start) / dt.timedelta(hours=1)
    return {
        "from": instant_text(stretch.start.astimezone(dt.UTC)),
        "to": instant_text(stretch.end.astimezone(dt.UTC)),
        "hours": int(hours) if hours == int(hours) else round(hours, 2),
        "counted": stretch.counted,
        "not_counted_because": _because(stretch),
    }


def _because(stretch: Stretch) -> list[dict[str, Any]]:
    if stretch.counted:
        return []
    closed = [{"calendar": closure.calendar, "reason": closure.reason} for closure in stretch.closed_by]
    return closed or [{"calendar": None, "reason": stretch.reason}]


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    keys = ("counted", "not_counted_because")
    return one.keys() == other.keys() and "days" in one and all(one[key] == other[key] for key in keys)


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**one, "to": other["to"], "days": one["days"] + other["days"], "counted_to": other["counted_to"]}


__all__ = ["clock_data", "explanation_data", "intervals", "minutes_left"]
