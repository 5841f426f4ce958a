"""Taking back, on the page of a matter, the yes of one's own side that waits for the other side's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from detente import clerk
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.matters.views import begun


@require_POST
@seated
def take_back(request: HttpRequest, matter: str, slug: str) -> HttpResponse:
    """Take back the yes to an act; the page of the matter comes next."""
    begun(request, matter, clerk.now())
    clerk.take_back(request.viewer, matter, request.POST.get("run", ""), slug)
    return redirect("matter", rel=request.viewer.relationship, matter=matter)
