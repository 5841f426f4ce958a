"""Lanes of a matter as data of a picture: who did what when."""

import datetime as dt
from collections.abc import Sequence

from detente.adapters.cli.page.happenings import BOTH, CHARTER, COMES, Happening
from detente.adapters.cli.page.view import Rung, View, short_day
from detente.core.charter.model import Charter
from detente.look.pictures.lanes import Bar, Entry, Lane, Picture

_DAYS_MAX = 45
_DAY = dt.timedelta(days=1)


def lanes(view: View, entries: Sequence[Happening]) -> Picture:
    """Return the lanes from the opening to the end of the next level."""
    first, last = _scale(view, entries)
    return Picture(
        lanes=tuple(lanes_of(view)),
        entries=tuple(Entry(one.lane, one.day, one.label, one.mark) for one in entries),
        bars=tuple(_bar(view, rung, last) for rung in view.rungs if rung.opens is not None),
        first=first,
        last=last,
        today=view.day(view.moment.at),
        closed=_closed(view, [first + number * _DAY for number in range((last - first).days + 1)]),
        title=f"Who did what when, {short_day(first)} to {short_day(last, year=True)}",
        says="The same entries are listed below the picture.",
        now="now",
        day=short_day,
    )


def lanes_of(view: View) -> list[Lane]:
    """Return the lanes: each party, both, the charter."""
    parties = [Lane(side.key, side.name, side.letter) for side in view.parties] or [
        Lane(key, key, "n") for key in view.state.parties
    ]
    return [*parties, Lane(BOTH, "Both", joint=True), Lane(CHARTER, "Charter")]


def _scale(view: View, entries: Sequence[Happening]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day shown: from the opening to the end of the next level, or some days on."""
    first, now = view.day(view.run.opened), view.day(view.run.ended or view.moment.at)
    open_ = next((rung for rung in view.rungs if rung.where == "open"), None)
    following = next((rung for rung in view.rungs if rung.where == "later" and rung.ends), None)
    last = max([now, *(one.day for one in entries if one.mark != COMES and view.run.ended is None)])
    if open_ is not None and open_.ends is not None:
        last = max(last, view.day(open_.ends))
        if following is not None and following.ends is not None:
            last = max(last, view.day(following.ends))
    last += _DAY
    first = max(first, now - _DAYS_MAX * _DAY)
    return first, min(last, first + 2 * _DAYS_MAX * _DAY)


def _bar(view: View, rung: Rung, last: dt.date) -> Bar:
    labels = (f"Level {rung.number}, {rung.term}", f"Level {rung.number}", str(rung.number))
    ends = view.day(rung.ends) if rung.ends else last + _DAY
    return Bar(rung.where, view.day(rung.opens or view.moment.at), ends, labels)


def _closed(view: View, days: Sequence[dt.date]) -> dict[dt.date, set[str]]:
    """For each day the parties whose office is shut."""
    shut = {day: {side.key for side in view.parties if _is_closed(view, side.key, day)} for day in days}
    return {day: keys for day, keys in shut.items() if keys}


def _is_closed(view: View, party: str, day: dt.date) -> bool:
    charter = view.program.charter
    if not isinstance(charter, Charter) or party not in charter.parties:
        return False
    return not view.program.calendar(charter.parties[party].calendar, -1).is_open(day)
