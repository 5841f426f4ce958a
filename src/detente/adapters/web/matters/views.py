"""Pages of matters: one, all of them, why a clock runs out when it does."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from detente import clerk
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.matters import clock_page
from detente.adapters.web.matters.answers import explained, standing
from detente.adapters.web.matters.board import board_of
from detente.adapters.web.matters.page import page_of
from detente.adapters.web.matters.under_way import under_way
from detente.store import read


def found(request: HttpRequest, name: str, at: dt.datetime) -> read.Matter:
    """Return the matter of that name.

    Raises:
        Http404: there is none, or it is not for this reader.
    """
    matter = read.matter(request.viewer, name, at)
    if matter is None:
        raise Http404
    return matter


def begun(request: HttpRequest, name: str, at: dt.datetime) -> read.Matter:
    """Return the matter of that name, if the notice that opens it counts as received.

    Raises:
        Http404: there is none, it has not begun, or it is not for this reader.
    """
    matter = found(request, name, at)
    if not matter.state.runs:
        raise Http404
    return matter


@require_safe
@seated
def show(request: HttpRequest, matter: str) -> HttpResponse:
    """Show a matter."""
    at = clerk.now()
    one = found(request, matter, at)
    if not one.state.runs:
        return render(
            request,
            "matters/under_way.html",
            {**under_way(request.viewer, one, at), "done": request.GET.get("done", "")},
        )
    return render(request, "matters/matter.html", page_of(request, one, at))


@require_safe
@seated
def board(request: HttpRequest) -> HttpResponse:
    """Show every matter, those that are open by their level."""
    wanted = {key: request.GET.get(key, "") for key in ("procedure", "state", "older")}
    return render(request, "matters/board.html", board_of(request.viewer, wanted, clerk.now()))


@require_safe
@seated
def clock(request: HttpRequest, matter: str, run: str, term: str) -> HttpResponse:
    """Show why a clock runs out when it does."""
    at = clerk.now()
    one = begun(request, matter, at)
    lines = standing(request.viewer, one, at).clocks
    line = next((each for each in lines if (each.run, each.term) == (run, term)), None)
    grounds = explained(one.program, one.state, line) if line is not None else None
    if grounds is None:
        raise Http404
    about: dict[str, Any] = {"matter": one, "why": clock_page.why(grounds, at), "at": at}
    return render(request, "matters/clock.html", about)
