"""The portfolio of an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from detente import clerk
from detente.adapters.web.charters.waiting import KINDS
from detente.adapters.web.frame import seat
from detente.adapters.web.portfolio import shown
from detente.adapters.web.portfolio.pictures import drawn
from detente.adapters.web.today.asked import waiting_words
from detente.store.read import portfolio as held


@require_safe
@seat.signed_in
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show where to look among all relationships of the reader, and what is asked of them."""
    at = clerk.now()
    found = held.portfolio(int(request.user.pk), at, kinds=shown.KINDS, span=shown.SPAN, whole=KINDS)
    rows = shown.rows(found, at)
    asked_of = sorted(
        ((row, one) for row in rows for one in row.asked), key=lambda it: (it[1].due is None, it[1].due or at)
    )
    about = {"rows": rows, "map": drawn(rows), "asked_of": asked_of, "now": at}
    about["zone"] = seat.home_zone(found[0].viewer) if found else ""
    about["words"] = waiting_words(len(asked_of), getattr(request, "person", ""))
    return render(request, "portfolio/portfolio.html", about)
