"""Days, instants and counted stretches, as people read them and as ISO 8601."""

import datetime as dt
from collections.abc import Sequence

from detente.adapters.cli.terminal import styled
from detente.core.worktime import Stretch, offset, zone

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: dt.date) -> str:
    """Return `Fri 27 Mar 2026`."""
    return f"{_DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]} {date.year}"


def moment(at: dt.datetime, zone_name: str = "") -> str:
    """Return `Fri 27 Mar 2026, 17:42 (UTC+1)`, in a zone if one is named."""
    local = at.astimezone(zone(zone_name)) if zone_name else at
    return f"{day(local.date())}, {local:%H:%M} ({offset(local)})"


def instant(at: dt.datetime) -> str:
    """Return ISO 8601 with offset, to the second."""
    return at.isoformat(timespec="seconds")


def stretch_lines(stretches: Sequence[Stretch]) -> list[str]:
    """Return one line for each stretch: when, the number it completes or that it is not counted, and why."""
    rows = [(_span(s), _number(s), s.reason) for s in stretches]
    wide = max((len(row[0]) for row in rows), default=0)
    return [
        f"  {when:<{wide}}  {styled(f'{number:>11}', 'bold' if s.counted else 'dim')}  {reason}"
        for (when, number, reason), s in zip(rows, stretches, strict=True)
    ]


def _number(stretch: Stretch) -> str:
    if not stretch.counted:
        return "not counted"
    return str(stretch.number) if stretch.number is not None else "counted"


def _span(stretch: Stretch) -> str:
    start, end = stretch.start, stretch.end
    if start.time() == dt.time() and end.time() == dt.time():
        last = (end - dt.timedelta(seconds=1)).date()
        return day(start.date()) if last == start.date() else f"{day(start.date())} to {day(last)}"
    if end.date() == start.date():
        return f"{day(start.date())}, {start:%H:%M} to {end:%H:%M}"
    return f"{day(start.date())}, {start:%H:%M} to {day(end.date())}, {end:%H:%M}"
