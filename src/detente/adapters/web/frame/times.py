"""Instants, days and time left, as every page writes them: both parties' zones, offsets never abbreviated."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import get_language, gettext, ngettext, pgettext
from markupsafe import Markup

from detente.adapters.web.frame import sides
from detente.adapters.web.frame.sides import Side
from detente.core.worktime import zones
from detente.core.worktime.zones import zone

MINUTES_A_DAY = 24 * 60


def _weekdays() -> tuple[str, ...]:
    return (
        pgettext("day", "Mon"),
        pgettext("day", "Tue"),
        pgettext("day", "Wed"),
        pgettext("day", "Thu"),
        pgettext("day", "Fri"),
        pgettext("day", "Sat"),
        pgettext("day", "Sun"),
    )


def _months() -> tuple[str, ...]:
    return (
        pgettext("month", "Jan"),
        pgettext("month", "Feb"),
        pgettext("month", "Mar"),
        pgettext("month", "Apr"),
        pgettext("month", "May"),
        pgettext("month", "Jun"),
        pgettext("month", "Jul"),
        pgettext("month", "Aug"),
        pgettext("month", "Sep"),
        pgettext("month", "Oct"),
        pgettext("month", "Nov"),
        pgettext("month", "Dec"),
    )


@lru_cache(4096)
def _day(date: dt.date, language: str | None, year: bool) -> str:
    del language  # part of the key: the names below come from the reader's language
    words = {"weekday": _weekdays()[date.weekday()], "day": date.day, "month": _months()[date.month - 1]}
    if not year:
        return pgettext("date", "%(weekday)s %(day)s %(month)s") % words
    return pgettext("date", "%(weekday)s %(day)s %(month)s %(year)s") % (words | {"year": date.year})


def day(date: dt.date, *, year: bool = True) -> str:
    """Return `Thu 26 Nov 2026`; of an aware instant the day in its own zone."""
    plain = date.date() if isinstance(date, dt.datetime) else date
    return _day(plain, get_language(), year)


def offset(at: dt.datetime) -> str:
    """Return `UTC+5:30`, west of UTC with a minus sign: at a hyphen a narrow column would break the line."""
    return zones.offset(at).replace("-", "\N{MINUS SIGN}")


def clock(at: dt.datetime) -> str:
    """Return `14:00 (UTC+1)` in the instant's own zone."""
    return f"{at:%H:%M} ({offset(at)})"


def moment(at: dt.datetime, zone_name: str = "") -> str:
    """Return `Thu 26 Nov 2026, 14:00 (UTC+1)`, in a zone if one is named."""
    local = at.astimezone(zone(zone_name)) if zone_name else at
    return pgettext("date", "%(day)s, %(clock)s") % {"day": day(local), "clock": clock(local)}


def everywhere(at: dt.datetime, places: Sequence[Side] | None = None) -> str:
    """Return `Thu 26 Nov 2026, 14:00 (UTC+1) Aldgate / 18:30 (UTC+5:30) Meridian`.

    The second place names its day where it differs. Without places: the instant's own zone alone.
    """
    return " / ".join(_each_place(at, places)) or moment(at)


def _each_place(at: dt.datetime, places: Sequence[Side] | None) -> list[str]:
    written, before = [], None
    for place in sides.both() if places is None else places:
        local = at.astimezone(zone(place.zone))
        text = clock(local) if local.date() == before else moment(local)
        written.append(f"{text} {place.name}")
        before = local.date()
    return written


def machine(at: dt.datetime) -> str:
    """Return the instant for `datetime=`: UTC, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def when(at: dt.datetime, places: Sequence[Side] | None = None) -> Markup:
    """Return a `<time>` element with the instant in every place, each kept whole whichever way the page is read."""
    each = [Markup("<bdi>{}</bdi>").format(text) for text in _each_place(at, places) or [moment(at)]]
    return Markup('<time datetime="{}">{}</time>').format(machine(at), Markup(" / ").join(each))


def when_in(at: dt.datetime, zone_name: str) -> Markup:
    """Return a `<time>` element with the instant in one zone."""
    return Markup('<time datetime="{}">{}</time>').format(machine(at), moment(at, zone_name))


def length(minutes: int, day_minutes: int = MINUTES_A_DAY, days: str = "") -> str:
    """Return a stretch in at most two units: `2 working days 7 h`, `6 h 20 min`, `50 min`.

    Args:
        minutes: how long, never below 0.
        day_minutes: how long one day of the counting calendar is; hours never reach it.
        days: `working` for working days, empty for days of the calendar.
    """
    whole, rest = divmod(max(minutes, 0), day_minutes)
    hours, rest = divmod(rest, 60)
    parts = []
    if whole:
        parts.append(_days(whole, days))
    if hours:
        parts.append(gettext("%(count)s h") % {"count": hours})
    if rest and len(parts) < 2 and not whole:
        parts.append(gettext("%(count)s min") % {"count": rest})
    return " ".join(parts) or gettext("less than a minute")


def _days(count: int, kind: str) -> str:
    if kind == "working":
        return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def left(minutes: int, of: str = "", *, day_minutes: int = MINUTES_A_DAY, days: str = "") -> str:
    """Return `6 h 20 min of Meridian business time left`; `of` names the calendar that counts."""
    words = {"length": length(minutes, day_minutes, days), "calendar": of}
    return (gettext("%(length)s of %(calendar)s left") if of else gettext("%(length)s left")) % words


def ago(then: dt.datetime, now: dt.datetime) -> str:
    """Return `2 h ago` or `in 3 days`, in one unit: a second label, never the only one."""
    minutes = int(abs((now - then).total_seconds()) // 60)
    text = length(minutes - minutes % (MINUTES_A_DAY if minutes >= MINUTES_A_DAY else 60 if minutes >= 60 else 1))
    return (gettext("%(length)s ago") if then <= now else gettext("in %(length)s")) % {"length": text}


FOR_TEMPLATES = {
    "day": day,
    "moment": moment,
    "everywhere": everywhere,
    "machine": machine,
    "when": when,
    "when_in": when_in,
    "length": length,
    "left": left,
    "ago": ago,
    "offset": offset,
    "at_zone": lambda at, zone_name: at.astimezone(zone(zone_name)),
}
