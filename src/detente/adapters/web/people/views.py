"""People of both sides; what each side may change of its own."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from detente import clerk
from detente.adapters.web.frame.confirm import Step
from detente.adapters.web.frame.forms import answer
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.people import sending, shown
from detente.adapters.web.people.forms import Appoint, Invite, Leave
from detente.clerk.accounts import people
from detente.core.vocabulary.errors import Refused
from detente.store.read import accounts


@require_safe
@for_parties
def everybody(request: HttpRequest) -> HttpResponse:
    """Show roles, people and who is away."""
    return _page(request, Leave(today=clerk.now().date()))


@require_POST
@for_parties
def leave(request: HttpRequest) -> HttpResponse:
    """Note that the reader is away."""
    form = Leave(request.POST, today=clerk.now().date())
    if not form.is_valid():
        return _page(request, form)
    clerk.note_leave(request.viewer, form.cleaned_data["first"], form.cleaned_data["last"])
    return _back(request)


def _page(request: HttpRequest, form: Leave) -> HttpResponse:
    at = clerk.now()
    about = {"roles": shown.roles(request.viewer, at), "groups": shown.groups(request.viewer, at)}
    return answer(request, "people/people.html", form, **about)


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def invite(request: HttpRequest, person: str) -> HttpResponse:
    """Ask one of the reader's own people in, or send a new way in; the link goes to the address and nowhere else."""
    place = _own(request, person)
    known = accounts.asked(place.relationship, timezone.now()).get(person)
    about = {
        "place": place,
        "known": known,
        "seats": people.may_seat(request.viewer, place.party, place.name),
        "mails": bool(settings.EMAIL_HOST),
        "command": f"detente invite {known.email if known else _('ADDRESS')} --person '{place.name}'",
    }
    form = invitation_form(request, known)
    if about["mails"] and form.is_valid():
        try:
            sending.send(request, place, known.email if known and not known.open else form.cleaned_data["email"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("people_invite", rel=place.relationship, person=person)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/invite.html", {"form": form, **about}, status=status)


def invitation_form(request: HttpRequest, known: Any) -> Any:
    """Return the form that asks for an address; for a place that is taken there is none to be asked for."""
    told = request.POST if request.method == "POST" else None
    if known and not known.open:
        return forms.Form(told)
    return Invite(told, initial={"email": known.email if known else ""})


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def appoint(request: HttpRequest, person: str) -> HttpResponse:
    """Give one of the reader's own people a role of their side."""
    place = _own(request, person)
    program = request.viewer.ruled.program(clerk.now())
    roles = [role for role, sides in program.roles.items() if place.party in sides]
    form = Appoint(request.POST if request.method == "POST" else None, roles=roles)
    if form.is_valid():
        try:
            people.appoint(request.viewer, person, form.cleaned_data["role"], standing=form.cleaned_data["standing"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(request)
    return answer(request, "people/appoint.html", form, place=place)


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def see_out(request: HttpRequest, person: str) -> HttpResponse:
    """File that one of the reader's own people has left; the act is confirmed by a typed code."""
    place = _own(request, person)
    step = Step(request, "see out", f"{place.relationship}/{person}")
    if request.method == "POST" and step.done():
        people.off_board(request.viewer, person, by=request.user, at=timezone.now())
        return _back(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/see_out.html", {"place": place, "step": step}, status=status)


def _own(request: HttpRequest, person: str) -> Any:
    """Return the place of one of the reader's own people; for anybody else's there is no such page."""
    try:
        place = people.place_of(request.viewer, person)
    except Refused as refused:
        raise Http404 from refused
    if not people.may_manage(request.viewer, place.party):
        raise Http404
    return place


def _back(request: HttpRequest) -> HttpResponse:
    return redirect("people", rel=request.viewer.relationship)
