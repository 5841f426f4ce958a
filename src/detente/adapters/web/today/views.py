"""Today: my duties and the levels I hold in order of their clocks; folded, what else is open; what waits for others."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from detente import clerk
from detente.adapters.web.charters.waiting import told_of
from detente.adapters.web.frame import mail, seat
from detente.adapters.web.matters import telling
from detente.adapters.web.matters.answers import Standing, standing
from detente.adapters.web.matters.offers import waiting
from detente.adapters.web.matters.page import row
from detente.adapters.web.today import asked, beside
from detente.adapters.web.today.strip import strip
from detente.store import read
from detente.store.read import accounts

_LATE = dt.datetime.max.replace(tzinfo=dt.UTC)


@require_safe
@seat.signed_in
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person, relationship by relationship."""
    at = clerk.now()
    tables = [found for place in accounts.places(int(request.user.pk)) if (found := _table(request, place, at))]
    mine = sum(len(table["mine"]) + len(table["offers"]) + len(table["to_sign"]) for table in tables)
    told = [mark_safe(_told(request, table, alone=len(tables) == 1)) for table in tables]  # noqa: S308 (a template of ours)
    about = {
        "here": "today", "told": told, "count": mine, "at": at,
        "words": asked.waiting_words(mine, getattr(request, "person", "")),
        "next": min((one["act"].due for table in tables for one in table["others"] if one["act"].due), default=None),
        "zone": seat.home_zone(tables[0]["viewer"]) if tables else "",
        "alone": tables[0]["viewer"] if len(tables) == 1 else None,
        "mail_waits": mail.waits(at) if tables else None,
    }  # fmt: skip
    if len(tables) != 1 and hasattr(request, "viewer"):
        del request.viewer
        request.sides = ()
    return render(request, "today/today.html", about)


def _table(request: HttpRequest, place: accounts.Place, at: dt.datetime) -> dict[str, Any] | None:
    viewer = read.viewer(int(request.user.pk), place.relationship, at)
    if viewer is None:
        return None
    seat.take_seat(request, viewer)
    rows: list[dict[str, Any]] = []
    open_matters = read.open_matters(viewer, at)
    for matter in open_matters:
        stands = standing(viewer, matter, at) if matter.state.runs else None
        rows += _rows(viewer, matter, stands, at) if stands is not None else []
    rows.sort(key=lambda one: one["act"].due or _LATE)
    open_ = [one for one in rows if asked.waits(one)]
    mine = [one for one in open_ if one["asked"]]
    told = told_of(viewer)
    happened = beside.since(viewer, at)
    return {
        "viewer": viewer,
        "at": at,
        "offers": waiting(viewer, open_matters, told.facts),
        "to_sign": asked.of_charter(viewer, told, at),
        "meeting": beside.next_meeting(viewer, open_matters, at),
        "happened": happened[: beside.LINES_MAX],
        "more": len(happened) - beside.LINES_MAX,
        "mine": mine,
        "also": [one for one in open_ if not one["asked"]],
        "others": [one for one in rows if not one["act"].mine or one["answered"] or one["signed"]],
        "later": [one for one in rows if one["act"].mine and one["asked"] and one["act"].begins],
        "soon": mine[0] if mine else None,
    }


def _rows(viewer: read.Viewer, matter: read.Matter, stands: Standing, at: dt.datetime) -> list[dict[str, Any]]:
    """The acts of a matter that are near, each as a row."""
    found = []
    for act in asked.near(viewer, stands, at):
        one = row(viewer, matter, act, at)
        one |= {"matter": matter.name, "title": stands.title, "then": _then(matter, stands, act.run, act.term)}
        one["asked"] = asked.is_asked(matter, act)
        one["address"] = f"/r/{viewer.relationship}/matters/{matter.name}/"
        found.append(one)
    return found


def _then(matter: read.Matter, stands: Standing, run: str, term: str) -> Any:
    """What silence leads to at the end of this clock, in one sentence."""
    steps = [one for one in stands.silence.steps if (one.procedure, one.term) == (run, term)]
    step = next((one for one in steps if one.consequences != ("nothing",)), None)
    return telling.silent_step(matter.program, stands, step) if step is not None else ""


def _told(request: HttpRequest, table: dict[str, Any], *, alone: bool) -> str:
    """The rows of one relationship, with that relationship's names and zones on the page."""
    seat.take_seat(request, table["viewer"])
    drawn = strip(table["viewer"], [*table["mine"], *table["later"], *table["others"]], table["at"])
    return render_to_string("today/table.html", {**table, "alone": alone, "strip": drawn}, request)
