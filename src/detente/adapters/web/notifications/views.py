"""The reader's choice, and the delivery log of both sides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from detente import clerk
from detente.adapters.web.frame.errors import nothing_here
from detente.adapters.web.frame.forms import answer
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.notifications.forms import Choose
from detente.clerk import choices
from detente.clerk.notifications import choose, put
from detente.clerk.policy import Position
from detente.store.read.letters import Sending, letters
from detente.store.rooms import JOINT

_SHOWN, _MOST = 60, 500
_LEFT = ("sent", "failed", "folded", "dropped")  # what has not left yet is shown to its addressee alone


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def notifications(request: HttpRequest) -> HttpResponse:
    """Show and keep the reader's choice, and show what was sent to whom."""
    viewer = request.viewer
    if request.method == "POST":
        form = Choose(request.POST)
        if form.is_valid():
            choose(viewer, Position(form.cleaned_data["position"]))
            return redirect("notifications", rel=viewer.relationship)
    else:
        form = Choose(initial={"position": choices.position(viewer.relationship, viewer.person).value})
    return answer(
        request,
        "notifications/notifications.html",
        form,
        sent=_sent(viewer, every="all" in request.GET),
        now=clerk.now(),
    )


def _sent(viewer: Any, *, every: bool) -> list[tuple[Sending, str, str, str]]:
    """Messages of the joint room with the name and party of who got them, and what they were."""
    program = viewer.ruled.programs[max(viewer.ruled.programs)]
    found = [one for one in letters(viewer, most=_MOST) if one.room == JOINT]
    found = [one for one in found if one.state in _LEFT or one.person == viewer.person][: None if every else _SHOWN]
    names = viewer.ruled.names
    return [
        (one, names.get(one.person, one.person), _side(program, names.get(one.person, "")), _what(one)) for one in found
    ]


def _side(program: Any, name: str) -> str:
    neutrals = {neutral.name: key for key, neutral in program.charter.neutrals.items()}
    return str(program.people.get(name) or neutrals.get(name, ""))


def _what(one: Sending) -> str:
    words = {
        "N1": _("notice with legal effect"),
        "N2": _("your turn"),
        "N3": _("a clock that is near"),
        "N4": _("moved to your level"),
        "N5": _("something waits for an answer"),
        "N6": _("meeting"),
        "N7": _("daily summary"),
    }
    return words.get(one.policy, one.template)


@csrf_exempt  # a mail program posts it by itself, with no page of ours behind it; the signed token says whose it is
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, relationship: str, token: str) -> HttpResponse:
    """Show what a link in a daily summary switches off; a POST does it. A GET changes nothing."""
    found = choices.read_off_token(token)
    if found is None or found[0] != relationship:
        return nothing_here(request)
    done = request.method == "POST"
    if done:
        put(*found, Position.LEGAL)
    return render(request, "notifications/off.html", {"done": done})
