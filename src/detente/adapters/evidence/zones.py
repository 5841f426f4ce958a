"""Instants as the two sides read them: in both zones, the first party's first."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from detente.adapters.evidence.contents import Side
from detente.core.worktime import zone

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(one: date) -> str:
    """Return `Fri 27 Mar 2026`."""
    return f"{_DAYS[one.weekday()]} {one.day} {_MONTHS[one.month - 1]} {one.year}"


def month(at: datetime, zone_name: str) -> str:
    """Return `November 2026`, as the zone's clocks show it."""
    there = at.astimezone(zone(zone_name))
    return f"{_LONG[there.month - 1]} {there.year}"


def local(at: datetime, zone_name: str) -> str:
    """Return `Fri 27 Mar 2026, 17:42 (UTC+5:30)`."""
    there = at.astimezone(zone(zone_name))
    minutes = int((there.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    away = f"{sign}{hours}" + (f":{rest:02d}" if rest else "") if minutes else ""
    return f"{day(there.date())}, {there:%H:%M} (UTC{away})"


def both(at: datetime, sides: Sequence[Side]) -> str:
    """Return an instant in the zone of every party, each zone once."""
    zones = dict.fromkeys(side.zone for side in sides) or {"UTC": None}
    return " / ".join(local(at, name) for name in zones)
