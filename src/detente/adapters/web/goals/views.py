"""The page of goals, and a report on one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from detente import clerk
from detente.adapters.web.frame.forms import answer
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.frame.speaking import reports
from detente.adapters.web.goals import shown
from detente.adapters.web.goals.forms import Report
from detente.core.procedures.drawing.wording import headed
from detente.store import read


@require_safe
@for_parties
def goals(request: HttpRequest) -> HttpResponse:
    """Show goals and milestones with their latest reports."""
    return _page(request, _form(request))


@require_POST
@for_parties
def report(request: HttpRequest) -> HttpResponse:
    """Report where a goal stands."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    clerk.report_goal(request.viewer, said["goal"], said["value"], said["on"])
    return redirect(f"/r/{request.viewer.relationship}/goals/?recorded=report")


def _form(request: HttpRequest, *args: Any) -> Report:
    at = clerk.now()
    charter = request.viewer.ruled.charter(at)
    known = {**charter.goals, **charter.milestones}
    names = [(key, headed(key)) for key in known if reports(request.viewer, key)]
    return Report(names, *args, today=at.date(), initial={"on": at.date()})


def _page(request: HttpRequest, form: Report) -> HttpResponse:
    viewer, at = request.viewer, clerk.now()
    charter = viewer.ruled.charter(at)
    found, milestones = shown.goals(charter, read.facts(viewer, kinds=("GoalReported",)))
    paid = shown.payments(read.matters(viewer, at), charter)
    about = {"goals": found, "milestones": milestones, "payments": paid, "now": at}
    return answer(request, "goals/goals.html", form, **about)
