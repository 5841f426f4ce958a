"""The clocks of the next days on two lanes, one per party, and one for what both hold."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import get_language_bidi, gettext
from markupsafe import Markup

from detente.adapters.web.frame import sides, times
from detente.adapters.web.matters.pictures import closed_days, local_day, short_day
from detente.core.worktime import zone
from detente.look.pictures.lanes import Entry, Lane, Picture, lanes
from detente.store import read

DAYS = 16


def strip(viewer: read.Viewer, rows: Sequence[dict[str, Any]], at: dt.datetime) -> Markup:
    """Return the strip; empty where no clock runs out in its days."""
    first = local_day(at)
    last = first + dt.timedelta(days=DAYS)
    entries = sorted(dict.fromkeys(_entries(rows)), key=lambda one: one.day)
    if not any(first <= one.day <= last for one in entries):
        return Markup()
    parties = [Lane(each.key, each.name, each.mark) for each in sides.both()]
    drawn = Picture(
        title=gettext("Clocks from %(first)s to %(last)s") % {"first": short_day(first), "last": times.day(last)},
        says=gettext("The same clocks stand in the lists below."),
        first=first,
        last=last,
        today=first,
        now=gettext("now"),
        lanes=(*parties, *_others(entries)),
        entries=tuple(entries),
        bars=(),
        closed=closed_days(viewer.ruled.program(at), first, last),
        day=short_day,
    )
    prefix = f"strip-{viewer.relationship}"
    return Markup(lanes(drawn, prefix, rtl=get_language_bidi()))  # noqa: S704 (our own drawing, its words escaped)


def _others(entries: Sequence[Entry]) -> Iterator[Lane]:
    """The lanes below those of the two sides: what both hold, what a neutral holds."""
    yield Lane("both", gettext("Both"), joint=True)
    if any(one.lane == "neutral" for one in entries):
        yield Lane("neutral", gettext("Neutral"), joint=True)


def _entries(rows: Sequence[dict[str, Any]]) -> Iterator[Entry]:
    home = sides.both()[0].zone
    for one in rows:
        act = one["act"]
        if act.due is not None:
            people = list(act.item.who.people)
            alone = people[0] if len(people) == 1 else "both"
            lane = alone if alone in ["both", *(each.key for each in sides.both())] else "neutral"
            hour = times.clock(act.due.astimezone(zone(home)))
            yield Entry(lane, local_day(act.due), f"{hour} {act.words}, {one['matter']}", "comes")
