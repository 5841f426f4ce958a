"""All matters of a relationship: those that are open by their level, soonest first; those that have ended below."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from detente.adapters.web.frame import times
from detente.adapters.web.matters import telling
from detente.adapters.web.matters.answers import Standing, named, standing
from detente.adapters.web.matters.page import left_words
from detente.clerk.arrival import arrival
from detente.core.procedures.drawing.wording import headed
from detente.store import read
from detente.store.read import families


def board_of(viewer: read.Viewer, wanted: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    """Return the board: everything open, and a page of what has ended.

    `wanted` may name a procedure, a state, open or ended, and the matter after which older ended ones follow.
    """
    open_ = [] if wanted["older"] or wanted["state"] == "ended" else read.open_matters(viewer, at)
    found = [one for one in open_ if one.opener != "nobody" and wanted["procedure"] in ("", one.procedure)]
    cards = sorted((_card(viewer, one, at) for one in found), key=_soonest)
    return {
        "here": "matters",
        "sees": "both",
        "columns": _columns(cards),
        "ended": _ended(viewer, wanted, at),
        "titles": named,
        "procedures": [(key, headed(key)) for key in families.procedures(viewer)],
        "wanted": wanted,
        "count": len(cards),
        "at": at,
        "headed": headed,
    }


def _ended(viewer: read.Viewer, wanted: Mapping[str, str], at: dt.datetime) -> families.Ended:
    if wanted["state"] == "open":
        return families.Ended([], False)
    return families.ended_matters(viewer, at, procedure=wanted["procedure"], before=wanted["older"])


def _soonest(card: dict[str, Any]) -> tuple[bool, dt.datetime]:
    due = card["due"]
    return due is None, due or dt.datetime.max.replace(tzinfo=dt.UTC)


def _card(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> dict[str, Any]:
    if not matter.state.runs:
        return _under_way(viewer, matter)
    stands = standing(viewer, matter, at)
    rung = stands.rung
    due = stands.ends
    return {
        "matter": matter,
        "title": stands.title,
        "level": rung.number if rung is not None and len(stands.rungs) > 1 else 0,
        "says": _says(matter, stands),
        "due": due,
        "left": left_words(matter.program, at, due),
        "near": due is not None and at < due <= at + dt.timedelta(days=1),
        "address": f"/r/{viewer.relationship}/matters/{matter.name}/",
    }


def _under_way(viewer: read.Viewer, matter: read.Matter) -> dict[str, Any]:
    comes = arrival(viewer.ruled, matter.state)
    says = gettext("The notice is under way.")
    if comes is not None:
        when = {"when": times.everywhere(comes.at)}
        says = gettext("The notice is under way; it counts as received %(when)s.") % when
    return {
        "matter": matter, "title": named(matter), "level": 0, "says": says, "due": None, "left": "",
        "near": False, "address": f"/r/{viewer.relationship}/matters/{matter.name}/",
    }  # fmt: skip


def _says(matter: read.Matter, stands: Standing) -> Any:
    rung = stands.rung
    if rung is None:
        return headed(matter.procedure)
    who = telling.chips(telling.rung_holders(matter.program, rung), matter.program)
    return headed(rung.term) + (": " if who else "") + who


def _columns(cards: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The cards by level: the first columns are the levels, the last what has none."""
    levels = sorted({card["level"] for card in cards}, key=lambda level: (level == 0, level))
    names = {level: gettext("Level %(number)s") % {"number": level} if level else gettext("Other") for level in levels}
    return [(names[level], [card for card in cards if card["level"] == level]) for level in levels]
