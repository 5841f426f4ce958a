"""Where allauth asks the house: who may sign up (nobody), how mail leaves, what a secret is kept under."""

import base64
import hashlib
import logging
import threading
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context as asking
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from detente.adapters.web.frame.sides import Side
from detente.clerk import time
from detente.store.read import accounts
from detente.store.read.ruled import ruled
from detente.store.sessions import AGENT

log = logging.getLogger("detente.accounts")


class Accounts(DefaultAccountAdapter):
    """Accounts come from invitations alone, and every answer is the same for an address that is not there."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Address and password do not belong together."),
        "too_many_login_attempts": _("Too many attempts from here. The next one counts in five minutes."),
        "rate_limited": _("Too many requests from here. The next one counts in a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody signs up: people are invited."""
        del request
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where a sign-in leads."""
        del request
        return str(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where a password that was kept leads: to the ways of signing in, which say so."""
        del request
        return f"{reverse('account_ways')}?kept=password"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Note what the browser calls itself, and that who has just come in need not show it once more."""
        request.session[AGENT] = request.headers.get("User-Agent", "")[:200]
        record_authentication(request, user, method="signed_in", reauthenticated=True)
        return super().post_login(request, user, **kwargs)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing beside the page: each page says itself what is the case."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write and send beside the request, so that its time does not tell whether there was anybody to write to."""
        about = {"email": email, "site_url": settings.SITE_URL, "places": _zones(email)}
        told = (template_prefix, email, {**about, **context})
        work = (self, asking.request, get_language(), told)
        threading.Thread(target=_post, args=work, name="detente-account-mail").start()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account} {self.get_client_ip(request)}"


def _zones(email: str) -> list[Side]:
    """Return the parties of the first table at which an address sits, for times as both sides write them."""
    places = accounts.places_at(email)
    if not places:
        return []
    parties = ruled(places[0].relationship).charter(time.now()).parties
    return [Side(key, party.short or party.name, zone=party.zone) for key, party in parties.items()]


def _post(adapter: Accounts, request: HttpRequest, language: str | None, told: tuple[str, str, dict[str, Any]]) -> None:
    prefix, email, values = told
    try:
        with asking.request_context(request), override(language):
            adapter.render_mail(prefix, email, {**values, "request": request}).send()
    except OSError as error:  # of sockets and of SMTP
        log.warning("A mail about an account was not sent: %s. Whoever waits for it asks again.", error)


class Factors(DefaultMFAAdapter):
    """Secrets of authenticator apps lie sealed in the database, under the site's own key."""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth hands it over by name
        """Return what a passkey is called that was given no name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Return what to keep."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was kept."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    key = hashlib.sha256(b"detente second factors\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
