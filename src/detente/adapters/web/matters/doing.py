"""What people say in a matter: facts, messages, notes, how they see the cause."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from detente import clerk
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.frame.speaking import reads_along, speaks
from detente.adapters.web.matters.forms import Message, Note, OtherVersion, StateFact
from detente.adapters.web.matters.page import CAUSES
from detente.adapters.web.matters.talk import rooms_for
from detente.adapters.web.matters.timeline import past
from detente.adapters.web.matters.views import found
from detente.core.vocabulary.errors import Refused
from detente.store import read

_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _back(request: HttpRequest, matter: str, place: str, recorded: str) -> HttpResponse:
    return redirect(f"/r/{request.viewer.relationship}/matters/{matter}/?recorded={recorded}#{place}")


@_FORM
@seated
def state(request: HttpRequest, matter: str) -> HttpResponseBase:
    """State a fact; `?from=S3` begins with the words of a message."""
    one = found(request, matter, clerk.now())
    viewer: read.Viewer = request.viewer
    _for_who_speaks(viewer)
    initial = {"text": _message_text(viewer, one, request.GET.get("from", ""))}
    form = StateFact(request.POST) if request.method == "POST" else StateFact(initial=initial)
    if form.is_valid():
        clerk.make_statement(viewer, matter, form.cleaned_data["text"])
        return _back(request, matter, "facts", "fact")
    about = {"form": form, "matter": one, "here": "matters", "words": _("State it to both sides")}
    return render(request, "matters/state.html", about, status=422 if form.errors else 200)


def _for_who_speaks(viewer: read.Viewer) -> None:
    """Return if the reader speaks for a side.

    Raises:
        Http404: they are a neutral.
        Refused: others of their side do.
    """
    if not viewer.is_party:
        raise Http404
    if not speaks(viewer):
        raise Refused(reads_along())


def _message_text(viewer: read.Viewer, matter: read.Matter, wanted: str) -> str:
    joint = past(viewer, matter, clerk.now()).messages if wanted else ()
    return next((one.text for one in joint if one.id == wanted), "")


@require_POST
@seated
def confirm(request: HttpRequest, matter: str, statement: str) -> HttpResponse:
    """Confirm what the other side stated."""
    found(request, matter, clerk.now())
    clerk.confirm_statement(request.viewer, matter, statement)
    return _back(request, matter, "facts", "confirmed")


@_FORM
@seated
def version(request: HttpRequest, matter: str, statement: str) -> HttpResponseBase:
    """Put one's own version beside the other side's."""
    at = clerk.now()
    one = found(request, matter, at)
    viewer: read.Viewer = request.viewer
    stated = next((each for each in past(viewer, one, at).statements if each.id == statement), None)
    if stated is None:
        raise Http404
    _for_who_speaks(viewer)
    form = OtherVersion(request.POST if request.method == "POST" else None)
    if form.is_valid():
        clerk.contest_statement(viewer, matter, statement, form.cleaned_data["text"])
        return _back(request, matter, statement, "version")
    about = {"form": form, "matter": one, "stated": stated, "here": "matters", "words": _("Put it beside")}
    return render(request, "matters/state.html", about, status=422 if form.errors else 200)


@require_POST
@seated
def message(request: HttpRequest, matter: str) -> HttpResponse:
    """Write to everybody who reads a room."""
    one = found(request, matter, clerk.now())
    viewer: read.Viewer = request.viewer
    rooms = rooms_for(viewer, one)
    form = Message(request.POST, rooms=[(room, room) for room in rooms])
    if not form.is_valid():
        return _again(request, one, form)
    clerk.send_message(viewer, matter, form.cleaned_data["text"], room=form.cleaned_data["room"])
    joint = form.cleaned_data["room"] == "joint"
    return _back(request, matter, "messages", "message" if joint else "caucus")


@require_POST
@seated
def note(request: HttpRequest, matter: str) -> HttpResponse:
    """Write a note that only one's own side reads."""
    one = found(request, matter, clerk.now())
    form = Note(request.POST)
    if not form.is_valid():
        return _again(request, one, form)
    clerk.write_note(request.viewer, form.cleaned_data["text"], matter=matter)
    return _back(request, matter, "notes", "note")


def _again(request: HttpRequest, matter: read.Matter, form: Any) -> HttpResponse:
    about = {"form": form, "matter": matter, "here": "matters", "words": _("Write")}
    answer = render(request, "matters/state.html", about, status=422)
    if request.headers.get("HX-Request"):  # the whole form with what is asked, not its section of the page
        answer["HX-Retarget"] = answer["HX-Reselect"] = "#main"
    return answer


@require_POST
@seated
def cause(request: HttpRequest, matter: str) -> HttpResponse:
    """Say where one's side sees the cause."""
    found(request, matter, clerk.now())
    viewer: read.Viewer = request.viewer
    if request.POST.get("cause") in CAUSES and speaks(viewer):
        clerk.note_cause(viewer, matter, request.POST["cause"])
    return _back(request, matter, "cause", "cause")
