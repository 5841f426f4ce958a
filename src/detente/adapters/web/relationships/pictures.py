"""The five lines as small pictures, each with its numbers in a row beside it."""

import datetime as dt
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from markupsafe import Markup

from detente.adapters.web.frame.times import day
from detente.adapters.web.relationships.shown import Step
from detente.core.relationship import Line
from detente.look.pictures.path import Path, Phase, Station, path, path_down
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
    picture = multiple(found, id_prefix=f"tr-{line.name}", title=title, says=says, rtl=get_language_bidi())
    rows = [(day(week), said(line.name, value)) for week, value in zip(line.weeks, line.values, strict=True)]
    return Drawn(Markup(picture), name, latest, rows)  # noqa: S704 (drawn and escaped by look)


class FirstMonths(NamedTuple):
    """The path of the first months, for wide and for narrow screens."""

    wide: Markup
    narrow: Markup


def first_months(steps: list[Step], opened: dt.datetime | None, at: dt.datetime) -> FirstMonths | None:
    """Return the path of the first months; nothing once they are over."""
    days = [(step.on.date() - opened.date()).days for step in steps if step.on and opened]
    if not days or opened is None:
        return None
    last, today = max(*days, 1), (at.date() - opened.date()).days
    stations = tuple(
        Station((step.on.date() - opened.date()).days, step.words, day(step.on), step.done) for step in steps if step.on
    )
    phases = (
        Phase(0, min(max(today, 1), last), _("so far"), "done"),
        Phase(min(max(today, 1), last), last, _("to come"), "later"),
    )
    says = _("%(done)s of %(all)s steps are done by both.") % {
        "done": sum(step.done for step in steps),
        "all": len(steps),
    }
    found = Path(_("The first months"), says, last, today, _("today"), phases, stations)
    rtl = get_language_bidi()
    return FirstMonths(Markup(path(found, id_prefix="fm", rtl=rtl)), Markup(path_down(found, id_prefix="fmn", rtl=rtl)))  # noqa: S704


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
    return f"{value:.0f} %" if name == "kept" else number_format(value, 1) if name == "answer" else f"{value:.0f}"
