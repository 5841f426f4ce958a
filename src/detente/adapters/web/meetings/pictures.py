"""The year of a series as a strip, with its words."""

from typing import NamedTuple

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from detente.adapters.web.frame.times import day
from detente.core.meetings import Cadence, Week
from detente.look.pictures.cadence import Cell, Key, cadence, cadence_down


class Strip(NamedTuple):
    """The strip for wide and for narrow screens, its counts in words, and its table: what, and the weeks of it."""

    wide: Markup
    narrow: Markup
    says: str
    rows: list[tuple[str, str]]


def strip(found: Cadence, name: str, prefix: str) -> Strip:
    """Return a year of weeks."""
    cells = [_cell(week, found.weeks[place - 1] if place else None) for place, week in enumerate(found.weeks)]
    keys = [Key(state, words) for state, words in _keys(found)]
    title, says = _("%(name)s, week by week") % {"name": name}, ", ".join(key.words for key in keys)
    short = _("%(count)s weeks") % {"count": len(found.weeks)}
    wide = cadence(cells, keys, id_prefix=prefix, title=title, says=says, name=short, rtl=get_language_bidi())
    narrow = cadence_down(cells, keys, id_prefix=f"{prefix}n", title=title, says=says, rtl=get_language_bidi())
    return Strip(Markup(wide), Markup(narrow), says, _rows(found))  # noqa: S704 (drawn and escaped by look)


def _cell(week: Week, before: Week | None) -> Cell:
    new = before is None or before.monday.month != week.monday.month
    months = day(week.monday, year=before is None or before.monday.year != week.monday.year).split(" ", 2)
    return Cell(week.state, months[-1] if new else "", week.in_person)


def _keys(found: Cadence) -> list[tuple[str, str]]:
    return [
        ("held", pgettext("meetings", "held, %(count)s") % {"count": found.count("held")}),
        ("moved", pgettext("meetings", "moved, %(count)s") % {"count": found.count("moved")}),
        ("missed", pgettext("meetings", "not held, %(count)s") % {"count": found.count("missed")}),
        ("in person", pgettext("meetings", "in person, %(count)s") % {"count": found.in_person}),
        ("next", pgettext("meetings", "next")),
    ]


def _rows(found: Cadence) -> list[tuple[str, str]]:
    names = {
        "held in person": [week for week in found.weeks if week.in_person],
        "moved": [week for week in found.weeks if week.state == "moved"],
        "missed": [week for week in found.weeks if week.state == "missed"],
        "next": [week for week in found.weeks if week.state == "next"],
    }
    words = {
        "held in person": _("in person"), "moved": pgettext("meetings", "moved"),
        "missed": pgettext("meetings", "not held"), "next": pgettext("meetings", "next"),
    }  # fmt: skip
    return [(words[key], "; ".join(day(week.monday) for week in weeks) or _("none")) for key, weeks in names.items()]


__all__ = ["Strip", "strip"]
