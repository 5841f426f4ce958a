"""What every answer carries: the reader's language, headers that keep it private, calm words where something stops."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from detente.adapters.web.frame import asking, errors
from detente.core.vocabulary.errors import BadInput, Refused

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # under no-referrer forms come with `Origin: null`, and none passes
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
TWO_YEARS = 2 * 365 * 24 * 3600


class Guard:
    """Sets language and headers round every answer that is no static file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.headers = dict(HEADERS)
        if settings.TLS:
            self.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, with everything an answer carries."""
        translation.activate(get_language_from_request(request))
        token = asking.answering(request)
        try:
            response = self.get_response(request)
        finally:
            asking.answered(token)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        # Every answer may depend on who asks; one that is shared or kept would tell somebody else.
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for what the floors below raise; None leaves it to Django."""
        if isinstance(error, (Refused, BadInput)):
            return errors.refused(request, error)
        if isinstance(error, (OperationalError, InterfaceError)):
            return errors.away(request)
        return None
