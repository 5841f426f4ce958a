"""Coming in by a link, ways to sign in, sessions. A GET shows; only a POST takes a place or signs in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LogoutView
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from detente.adapters.web.accounts.forms import Accept, Language
from detente.adapters.web.frame.seat import signed_in
from detente.clerk.accounts import inviting, leaving, links, seats
from detente.core.vocabulary.errors import Refused
from detente.store.read import accounts as read

EVEN_SECONDS = 0.1  # several times what either answer takes
few = rate_limit(action="links")


@few
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show who invites and what for; a POST with the right address takes the place and signs in."""
    offered = read.invitation(token, timezone.now())
    if offered is None:
        return _gone(request)
    form = Accept(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if "decline" in request.POST:
                inviting.decline(token, form.cleaned_data["email"], at=timezone.now())
                return render(request, "accounts/declined.html")
            user = inviting.accept(token, form.cleaned_data["email"], at=timezone.now())
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            return _enter(request, user, "/accounts/")
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation.html", {"offered": offered, "form": form}, status=status)


@few
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show whose one-time link this is; a POST signs in with it."""
    way = read.link(token, timezone.now())
    if way is None:
        return _gone(request)
    if request.method != "POST":
        return render(request, "accounts/enter.html", {"way": way})
    try:
        user, leads_to = links.take(token, at=timezone.now())
    except Refused:
        return _gone(request)
    return _enter(request, user, leads_to)


def _enter(request: HttpRequest, user: Any, leads_to: str) -> HttpResponseBase:
    """Sign in through every stage, a second factor among them; whoever was signed in here before no longer is."""
    if request.user.is_authenticated:
        logout(request)
    answer: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=leads_to))
    return answer


def _gone(request: HttpRequest) -> HttpResponse:
    """The same page for a link that was used, withdrawn, is too old or was never sent."""
    return render(request, "accounts/gone.html", {"says": str(inviting.GONE)}, status=404)


@require_safe
@signed_in
def ways(request: HttpRequest) -> HttpResponse:
    """Show how the reader signs in, where they are signed in, and their language."""
    user = request.user
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    about = {
        "passkeys": [each for each in found if each.type == Authenticator.Type.WEBAUTHN],
        "codes": any(each.type == Authenticator.Type.TOTP for each in found),
        "recovery": any(each.type == Authenticator.Type.RECOVERY_CODES for each in found),
        "password": user.has_usable_password(),
        "browsers": read.browsers(user.pk, request.session.session_key, timezone.now()),
        "places": read.places(user.pk),
        "kept": request.GET.get("kept") == "password",
        "form": Language(initial={"language": user.language or get_language()}),
    }
    return render(request, "accounts/ways.html", about)


@require_POST
@signed_in
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of the reader's sessions, or all the others."""
    here, wanted = request.session.session_key, request.POST.get("session", "")
    if wanted == "others":
        leaving.end_other_sessions(request.user, here or "")
    elif key := read.session_key(request.user.pk, wanted):
        leaving.end_session(request.user, key)
        if key == here:
            logout(request)
    return redirect("account_ways")


@require_POST
@signed_in
def speak(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language, for mails too."""
    form = Language(request.POST)
    answer = redirect("account_ways")
    if form.is_valid():
        seats.speak(request.user, form.cleaned_data["language"])
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )  # fmt: skip
    return answer


class WithPasskey(LoginWebAuthnView):
    """Signing in with a passkey; one that is not known here is told on the page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Return the sign-in page, saying so."""
        del form
        return render(
            self.request, "accounts/unknown_passkey.html", {"says": _("This passkey is not known here.")}, status=422
        )


class SignOut(LogoutView):
    """Signing out; somebody whom nothing would sign in again is told first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        return {**super().get_context_data(**kwargs), "lost": self._lost()}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out, unless nothing would sign in again and that was not said yet."""
        if self._lost() and "anyway" not in self.request.POST:
            return self.render_to_response(self.get_context_data(), status=422)
        answer: HttpResponse = super().post(*args, **kwargs)
        return answer

    def _lost(self) -> bool:
        user = self.request.user
        if not user.is_authenticated or user.has_usable_password():
            return False
        return not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists()


def evenly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view whose answer to a POST takes the same time, whether there was anybody to write to or not."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        begun = time.monotonic()
        found = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, EVEN_SECONDS - (time.monotonic() - begun)))
        return found

    return answer
