"""What people do round a meeting: add, tick, decide, note actions, hold it, write and accept minutes, move it."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from detente import clerk
from detente.adapters.web.frame.environment import url
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.meetings.forms import Add, Close, Move, Write, action_form
from detente.adapters.web.meetings.views import choices, page, series_named
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import DeadlineExtended
from detente.core.worktime import zone
from detente.store import read


def _back(request: HttpRequest, series: str, number: int, recorded: str, *, place: str = "") -> HttpResponse:
    page_ = url("meeting", rel=request.viewer.relationship, series=series, number=number)
    return HttpResponseRedirect(f"{page_}?recorded={recorded}{place}")


@require_POST
@for_parties
def add(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Add an item: unseen by the other side until the agenda is shared."""
    viewer, at = request.viewer, clerk.now()
    found = read.open_matters(viewer, at)
    series_named(viewer, found, series, at)
    form = Add(choices(found), request.POST)
    if not form.is_valid():
        return page(request, series, number, add=form)
    clerk.add_agenda_item(viewer, series, number, form.cleaned_data["text"], about=form.cleaned_data["about"])
    return _back(request, series, number, "item", place="#own")


@require_POST
@for_parties
def take_back(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Take back an item that the other side has not seen; one taken back meanwhile stays so."""
    viewer, item = request.viewer, request.POST.get("item", "")
    with suppress(Refused):
        clerk.close_agenda_item(viewer, series, number, item, outcome="dropped", room=viewer.own_room)
    return _back(request, series, number, "taken+back", place="#own")


@require_POST
@for_parties
def close(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Say what became of an item."""
    form = Close(request.POST)
    if not form.is_valid():
        raise Refused(_("choose what became of the item: decided, done, no longer needed."))
    said = form.cleaned_data
    clerk.close_agenda_item(request.viewer, series, number, said["item"], outcome=said["outcome"], text=said["text"])
    return _back(request, series, number, "closed")


@require_POST
@for_parties
def tick(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Tick the marked items as done; one that was closed meanwhile stays as it was closed."""
    for item in request.POST.getlist("done"):
        with suppress(Refused):
            clerk.close_agenda_item(request.viewer, series, number, item, outcome="done")
    return _back(request, series, number, "closed")


@require_POST
@for_parties
def action(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Note an action with one owner and a day: a matter of its own, with its clock."""
    viewer, at = request.viewer, clerk.now()
    found = action_form(series_named(viewer, [], series, at).matter.program, request.POST)
    if found is None:
        raise Http404
    slug, form = found
    if not form.is_valid():
        return page(request, series, number, action=found)
    clerk.open_matter(viewer, slug, form.values(), name=_free(viewer, at))
    return _back(request, series, number, "action")


def _free(viewer: read.Viewer, at: dt.datetime) -> str:
    numbers = [int(one.name[2:]) for one in read.matters(viewer, at) if one.name[:2] == "A-" and one.name[2:].isdigit()]
    return f"A-{max(numbers, default=0) + 1:03d}"


@require_POST
@for_parties
def hold(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Say that the meeting was held: it counts when both sides have said so."""
    viewer, at = request.viewer, clerk.now()
    found = series_named(viewer, [], series, at)
    plan = next(
        (one for one in (found.plan, *(each for each, _rounds in found.others)) if one.slug == _slug(request)), None
    )
    if plan is None:
        raise Http404
    clerk.do_act(viewer, series, plan.slug, {}, run=found.matter.state.root, term=plan.term)
    return _back(request, series, number, "held")


def _slug(request: HttpRequest) -> str:
    return str(request.POST.get("act", ""))


@require_POST
@for_parties
def write(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Write the minutes, or write them anew."""
    form = Write(request.POST)
    if not form.is_valid():
        return page(request, series, number, write=form)
    _known(request, series, number)
    clerk.write_minutes(request.viewer, series, number, form.cleaned_data["text"])
    return _back(request, series, number, "minutes", place="#minutes")


@require_POST
@for_parties
def accept(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Accept the minutes that the page shows."""
    clerk.accept_minutes(request.viewer, series, number, request.POST.get("minutes", ""))
    return _back(request, series, number, "accepted", place="#minutes")


@require_POST
@for_parties
def move(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Offer another day; it counts when the other side agrees."""
    viewer, at = request.viewer, clerk.now()
    found = series_named(viewer, [], series, at)
    form = Move(request.POST)
    open_ = found.matter.state.runs[found.matter.state.root].open.get(found.plan.term)
    if not form.is_valid():
        return page(request, series, number, move=form)
    if open_ is None or open_.round != number or open_.due is None:
        raise Refused(_("only the next meeting can be moved."))
    until = dt.datetime.combine(form.cleaned_data["day"] + dt.timedelta(days=1), dt.time(), zone(found.charter.zone))
    if until <= at:
        form.add_error("day", _("Enter a day that is still to come."))
        return page(request, series, number, move=form)
    clerk.offer_agreement(viewer, lambda stamp: _moved(stamp, found, number, until), matter=series)
    return _back(request, series, number, "offered")


def _moved(stamp: Any, found: Any, number: int, until: dt.datetime) -> DeadlineExtended:
    open_ = found.matter.state.runs[found.matter.state.root].open[found.plan.term]
    return DeadlineExtended(
        **stamp, matter=found.matter.name, run=found.matter.state.root, term=found.plan.term, round=number,
        was=open_.due, until=until.astimezone(dt.UTC), agreed_by=(),
    )  # fmt: skip


@require_POST
@for_parties
def agree(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Agree to another day."""
    clerk.give_agreement(request.viewer, request.POST.get("offer", ""), matter=series)
    return _back(request, series, number, "agreed")


def _known(request: HttpRequest, series: str, number: int) -> None:
    found = series_named(request.viewer, [], series, clerk.now())
    if found.round(number) is None:
        raise Http404
