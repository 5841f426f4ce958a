"""Agreeing to an offer that concerns a matter."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from detente import clerk
from detente.adapters.web.frame.confirm import Step
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.matters.offers import offers
from detente.adapters.web.matters.timeline import past
from detente.adapters.web.matters.views import begun
from detente.core.vocabulary.errors import Refused

AGREE = "agree to an offer"


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def answer(request: HttpRequest, matter: str, offer: str) -> HttpResponseBase:
    """Show what an offer would file; a POST with the typed code agrees to it."""
    at, viewer = clerk.now(), request.viewer
    one = begun(request, matter, at)
    found = next((each for each in offers(viewer, one, past(viewer, one, at)) if each.number == offer), None)
    if found is None:
        raise Http404
    step, refused = Step(request, AGREE, f"{viewer.relationship}/{matter}/{offer}"), ""
    if request.method == "POST" and found.waits and step.done():
        try:
            clerk.give_agreement(viewer, offer, matter=matter)
        except Refused as error:
            refused = str(error)
        else:
            return redirect(f"/r/{viewer.relationship}/matters/{matter}/#offers")
    about = {"here": "matters", "matter": one, "offer": found, "step": step, "refused": refused}
    return render(request, "matters/offer.html", about, status=422 if request.method == "POST" else 200)
