"""A relationship's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from detente import clerk
from detente.adapters.web.charters.waiting import versions
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.relationships import shown
from detente.adapters.web.relationships.pictures import first_months, multiples
from detente.adapters.web.today.asked import asked
from detente.store import read
from detente.store.read.series import all_series


@require_safe
@for_parties
def home(request: HttpRequest) -> HttpResponse:
    """Show how the relationship fares, the next meetings, open matters with clocks, and what is asked of the reader."""
    viewer, at = request.viewer, clerk.now()
    found = read.open_matters(viewer, at)
    series = all_series(viewer, found)
    steps = shown.discovery(found)
    about = {
        "now": at,
        "versions": versions(viewer, at),
        "duties": asked(viewer, found, at),
        "open": sum(one.opener != "nobody" for one in found),
        "matters": shown.open_clocks(viewer, found, at),
        "meetings": shown.next_meetings(series),
        "fences": shown.fences(found, viewer.ruled.charter(at)),
        "discovery": steps,
        "path": first_months(steps, next((one.opened for one in found if one.opener == "nobody"), None), at),
        "lines": multiples(shown.trend_of(viewer, series, at), shown.meeting_weeks(series)),
    }
    return render(request, "relationships/home.html", about)
