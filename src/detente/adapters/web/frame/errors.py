"""Pages for what is not there, not open or away: calm words, and nothing that tells one cause from another."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from detente.core.vocabulary.errors import BadInput, Refused


def page(status: int, title: str, says: str) -> HttpResponse:
    """Return a page that depends on nothing but its words and the reader's language: the same bytes for every cause."""
    return HttpResponse(render_to_string("frame/error.html", {"title": title, "says": says}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that no page of ours sends."""
    del request, exception
    return page(400, _("This request cannot be read"), _("Nothing was changed. The page before this one still works."))


def not_open(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an act that is not open to the reader."""
    del request, exception
    return page(403, _("This is not open to you"), _("Nothing was changed. The charter names who may do this."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token does not match any more."""
    del request, reason
    says = _(
        "Nothing was changed. Go back, load the page again and send the form once more; a new sign-in ends old forms."
    )
    return page(403, _("This form is too old"), says)


def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the one page for every address that stands nowhere, or not for this reader."""
    del request, exception
    says = _("Either nothing stands at this address, or it is not open to you. Both look the same on purpose.")
    return page(404, _("Nothing to show here"), says)


def changed_meanwhile(request: HttpRequest) -> HttpResponse:
    """Return the page for an act on something that has moved on since the page was read."""
    del request
    return page(
        409, _("This has changed meanwhile"), _("Nothing was lost. Go back and load the page to see where it stands.")
    )


def stopped(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours, or for a database that is away."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return away(request)
    says = _(
        "Something here stopped. What was recorded before is kept; whoever keeps this site can read in its log why."
    )
    return page(500, _("This page did not come together"), says)


def away(request: HttpRequest) -> HttpResponse:
    """Return the page for a database that does not answer."""
    del request
    says = _(
        "The record cannot be reached just now. No clock depends on this page; what falls due is filed at its own time."
    )
    answer = page(503, _("The record is away for a moment"), says)
    answer.headers["Retry-After"] = "30"
    return answer


def refused(request: HttpRequest, error: Refused | BadInput) -> HttpResponse:
    """Return what the charter or the engine said, and what is open now, with status 422.

    For htmx only the strip. `error.open_now`, where the clerk has set it, names the acts that are open instead.
    """
    about = {
        "says": getattr(error, "says", None) or str(error),
        "open_now": getattr(error, "open_now", ()),
        "clause": getattr(error, "term", "") or "",
    }
    whole = "HX-Request" not in request.headers
    return render(request, "frame/refused.html" if whole else "frame/refusal.html", about, status=422)
