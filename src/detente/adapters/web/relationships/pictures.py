"""The five lines as small pictures, each with its numbers in a row beside it."""

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from detente.adapters.web.frame.times import day
from detente.core.relationship import Line
from detente.look.pictures.trend import Multiple, multiple


class Drawn(NamedTuple):
    """A line: its picture, its name, its latest value, the values of its weeks in words."""

    picture: Markup
    name: str
    latest: str
    rows: list[tuple[str, str]]


def multiples(lines: list[Line], marked: set[dt.date]) -> list[Drawn]:
    """Return the lines as pictures."""
    return [_drawn(line, marked) for line in lines]


def _drawn(line: Line, marked: set[dt.date]) -> Drawn:
    name, latest = _names()[line.name], said(line.name, line.latest)
    places = tuple(place for place, monday in enumerate(line.weeks) if monday in marked)
    first, last = (day(line.weeks[at], year=False) for at in (0, -1))
    title = _("%(name)s, week by week") % {"name": name}
    says = _("Latest: %(value)s. Dots below: weeks with a meeting.") % {"value": latest}
    found = Multiple(name, latest, line.values, places, first, last)
    picture = multiple(found, id_prefix=f"tr-{line.name}", title=title, says=says)
    rows = [(day(week), said(line.name, value)) for week, value in zip(line.weeks, line.values, strict=True)]
    return Drawn(Markup(picture), name, latest, rows)  # noqa: S704 (drawn and escaped by look)


def _names() -> dict[str, str]:
    return {
        "opened": _("Matters opened"),
        "answer": _("Days to the first answer"),
        "kept": _("Duties kept in time"),
        "confirmed": _("Facts confirmed by both"),
        "meetings": _("Meetings held"),
    }


def said(name: str, value: float | None) -> str:
    """Return a value in words."""
    if value is None:
        return "–"
    return f"{value:.0f} %" if name == "kept" else f"{value:.1f}" if name == "answer" else f"{value:.0f}"
