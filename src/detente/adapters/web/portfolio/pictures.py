"""The heat map of a portfolio, its words and its table."""

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from markupsafe import Markup

from detente.adapters.web.portfolio.shown import Row
from detente.core.relationship.standing import DIMENSIONS, Count
from detente.look.pictures.heat import Row as Drawn
from detente.look.pictures.heat import Square, heat


class Map(NamedTuple):
    """The map, the heads of its columns, and per relationship its cells in words."""

    picture: Markup
    heads: list[str]
    rows: list[tuple[Row, list[str]]]


def drawn(rows: list[Row]) -> Map:
    """Return the map of relationships by dimensions."""
    names, signs = _names(), _signs()
    heads = [names[name] for name in DIMENSIONS]
    title = _("Relationships by six dimensions, sorted by change")
    says = _("Number, change over 13 weeks, and a mark where a question, a meeting or a decision is worth while.")
    made = [
        Drawn(_other(row), row.title if len(row.title) < 34 else "", tuple(map(_square, row.stand.counts)))
        for row in rows
    ]
    picture = heat(made, heads, list(signs.items()), id_prefix="heat", title=title, says=says, rtl=get_language_bidi())
    told = [(row, [_words(count, signs) for count in row.stand.counts]) for row in rows]
    return Map(Markup(picture), heads, told)  # noqa: S704 (drawn and escaped by look)


def _other(row: Row) -> str:
    return next((side.long or side.name for side in row.sides if side.key != row.party), row.title)


def _square(count: Count) -> Square:
    return Square(_value(count), _change(count), count.worth)


def _words(count: Count, signs: dict[str, str]) -> str:
    said = f"{_value(count)} ({_change(count)})" if _change(count) else _value(count)
    return f"{said}, {signs[count.worth]}" if count.worth else said


def _value(count: Count) -> str:
    if count.value is None:
        return "–"
    if count.all is not None:
        return f"{count.value:.0f}/{count.all:.0f}"
    return {"kept": f"{count.value:.0f} %", "answer": number_format(count.value, 1)}.get(
        count.name, f"{count.value:.0f}"
    )


def _change(count: Count) -> str:
    if count.change is None:
        return ""
    places = 1 if count.name == "answer" else 0
    size = round(abs(count.change), places)
    kept = "\u200e" if get_language_bidi() else ""  # a sign stays before its number where pages read from the right
    return "" if size == 0 else kept + ("+" if count.change > 0 else "−") + number_format(size, places)


def _names() -> dict[str, str]:
    return {
        "high": _("Matters above level 2"),
        "kept": _("Duties in time"),
        "meetings": _("Meetings held"),
        "answer": _("Days to an answer"),
        "goals": _("Goals reached"),
        "confirmed": _("Facts confirmed"),
    }


def _signs() -> dict[str, str]:
    return {
        "": _("as agreed"),
        "question": _("worth a question"),
        "meeting": _("worth a meeting"),
        "decision": _("yours to decide"),
    }
