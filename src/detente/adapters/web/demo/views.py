"""The demonstration's controls: begin, look as somebody else, move the clock."""

from datetime import datetime, timedelta

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from detente import clerk
from detente.adapters.web.demo import rewinding
from detente.adapters.web.frame.seat import signed_in
from detente.clerk import demonstration
from detente.clerk.accounts.inviting import GONE
from detente.store.read import accounts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show a page that signs in by its form as soon as it stands; the link is used up by that, not by looking."""
    way = accounts.link(token, timezone.now())
    if way is None:
        return render(request, "accounts/gone.html", {"says": str(GONE)}, status=404)
    return render(request, "demo/begin.html", {"way": way, "token": token})


@require_POST
@signed_in
def role(request: HttpRequest) -> HttpResponse:
    """Sign in as another of the story's people."""
    user = demonstration.account(request.POST.get("role", ""))
    logout(request)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect("/")


@require_POST
@signed_in
def time(request: HttpRequest) -> HttpResponse:
    """Move the clock: onwards the clocks ring by themselves, backwards the story is laid out again up to there."""
    to = _asked(request.POST.get("by", ""), request.POST.get("day", ""))
    if to >= clerk.now():
        demonstration.move_on(to)
    else:
        rewinding.rewind(to)
    return HttpResponseRedirect("/")


def _asked(by: str, day: str) -> datetime:
    """Return the instant that is asked for, within the demonstration's days."""
    now, first, last = clerk.now(), demonstration.first(), demonstration.last()
    if by == "next":
        to = demonstration.next_clock() or now
    elif by == "day":
        to = now + timedelta(days=_number(day, (now - first).days) - (now - first).days)
    else:
        to = now + timedelta(days=_number(by, 0))
    return min(max(to, first + timedelta(days=1)), last)


def _number(text: str, otherwise: int) -> int:
    try:
        return int(text)
    except ValueError:
        return otherwise
