"""Pages of meetings: the list, one meeting, the year."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from detente import clerk
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.frame.speaking import speaks
from detente.adapters.web.meetings.forms import Add, Close, Move, Write, action_form
from detente.adapters.web.meetings.pictures import strip
from detente.adapters.web.meetings.shown import Shown, shown
from detente.adapters.web.meetings.things import title
from detente.core.meetings import Cadence, cadence, target
from detente.core.meetings.rhythm import in_person_share
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.facts import AgreementGiven, AgreementOffered, DeadlineExtended
from detente.store import read
from detente.store.read.series import Series, all_series, is_series, series

_LISTED = 12


@require_safe
@for_parties
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the next meetings, and the last ones with their minutes."""
    at = clerk.now()
    found = all_series(request.viewer, read.open_matters(request.viewer, at))
    about = {"series": [(one, list(reversed(one.rounds))[:_LISTED]) for one in found], "now": at}
    return render(request, "meetings/meetings.html", about)


@require_safe
@for_parties
def meeting(request: HttpRequest, series: str, number: int) -> HttpResponse:
    """Show one meeting."""
    return page(request, series, number)


def page(request: HttpRequest, name: str, number: int, **filled: Any) -> HttpResponse:
    """Return the page of a meeting; `filled` are forms with open entries, which make it 422."""
    viewer, at = request.viewer, clerk.now()
    found = read.open_matters(viewer, at)
    one = series_named(viewer, found, name, at)
    wanted = one.round(number)
    if wanted is None:
        raise Http404
    what = shown(viewer, one, wanted, found, at=at)
    held = year_of(one, at)
    about = {
        "shown": what,
        "now": at,
        "offers": _offers(viewer, one, number),
        "year": held,
        "strip": strip(held, headed(one.matter.procedure), "year"),
        **_forms(found, what),
        **filled,
    }
    return render(request, "meetings/meeting.html", about, status=422 if filled else 200)


def series_named(viewer: read.Viewer, found: list[read.Matter], name: str, at: dt.datetime) -> Series:
    """Return a series of meetings by its name.

    Raises:
        Http404: there is none of that name for this viewer.
    """
    matter = next((one for one in found if one.name == name), None) or read.matter(viewer, name, at)
    if matter is None or not is_series(matter):
        raise Http404
    return series(viewer, matter)


def choices(found: list[read.Matter]) -> list[tuple[str, str]]:
    """Return the open matters that an item may be about."""
    return [
        (one.name, f"{one.name} {title(one)}")
        for one in sorted(found, key=lambda one: one.name)
        if one.opener != "nobody"
    ]


def _forms(found: list[read.Matter], what: Shown) -> dict[str, Any]:
    return {
        "add": Add(choices(found)),
        "close": Close(auto_id=False),
        "write": Write(initial={"text": what.minutes_text}),
        "move": Move(),
        "action": action_form(what.series.matter.program),
    }


def _offers(viewer: read.Viewer, one: Series, number: int) -> list[tuple[AgreementOffered, dt.date, bool]]:
    """Offers of another day that wait for a yes: each with its day, and whether it waits for this viewer's side."""
    given = {fact.offer for fact in one.facts if isinstance(fact, AgreementGiven)}
    return [
        (fact, _day(one, fact.fact), speaks(viewer) and fact.party != viewer.party)
        for fact in one.facts
        if isinstance(fact, AgreementOffered)
        and fact.offer not in given
        and isinstance(fact.fact, DeadlineExtended)
        and (fact.fact.term, fact.fact.round) == (one.plan.term, number)
    ]


def _day(one: Series, moved: DeadlineExtended) -> dt.date:
    from detente.core.worktime import zone

    return (moved.until - dt.timedelta(microseconds=1)).astimezone(zone(one.charter.zone)).date()


@require_safe
@for_parties
def year(request: HttpRequest) -> HttpResponse:
    """Show whether the two keep meeting."""
    at = clerk.now()
    found = all_series(request.viewer, read.open_matters(request.viewer, at))
    years = [(one, year_of(one, at)) for one in found]
    drawn = [
        (one, year, strip(year, headed(one.matter.procedure), f"y{place}"), _share(one))
        for place, (one, year) in enumerate(years)
    ]
    about = {"years": years, "shown": drawn, "now": at}
    return render(request, "meetings/cadence.html", about)


def year_of(one: Series, at: dt.datetime) -> Cadence:
    """Return a series' last year of weeks."""
    in_person = [each.date() for each in one.in_person]
    return cadence(one.rounds, at.date(), in_person=in_person, target=target(one.charter.meetings))


def _share(one: Series) -> tuple[int, int] | None:
    return in_person_share(one.charter.meetings)


__all__ = ["choices", "meeting", "meetings", "page", "series_named", "year", "year_of"]
