"""Who looks: a view in a relationship is answered for its viewers alone; for anybody else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation

from detente import clerk
from detente.adapters.web.frame.sides import Side
from detente.store import read

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Return the view for people who are signed in; others are asked to, whatever stands at the address."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        _know(request)
        return view(request, *args, **kwargs)

    return answer


def seated(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view for who has a place at the table `rel` of its address; Http404 for everybody else.

    The view is called without `rel`: it reads `request.viewer`, and `request.sides` for the parties, a before b.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, rel: str, **kwargs: Any) -> HttpResponseBase:
        found = read.viewer(int(request.user.pk), rel, clerk.now())  # a neutral's mandate may have ended
        if found is None:
            raise Http404
        take_seat(request, found)
        return view(request, **kwargs)

    return signed_in(answer)


def for_parties(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view for who sits there for one of the two sides; Http404 for everybody else, a neutral too.

    A neutral sees what their part is: the matters that concern them, the charter, the record of those matters.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, **kwargs: Any) -> HttpResponseBase:
        if not request.viewer.is_party:
            raise Http404
        return view(request, **kwargs)

    return seated(answer)


def take_seat(request: HttpRequest, viewer: read.Viewer) -> None:
    """Let the page be answered for that viewer, with the names and zones of both sides."""
    request.viewer = viewer
    request.sides = sides_of(viewer.ruled)


def sides_of(ruled: read.Ruled) -> tuple[Side, ...]:
    """Return the two parties as the newest charter names them, a before b."""
    charter: Any = ruled.programs[max(ruled.versions)].charter
    found = [
        Side(key, charter.parties[key].short or charter.parties[key].name, mark, charter.parties[key].zone)
        for key, mark in ruled.letters.items()
    ]
    named = (each._replace(long=charter.parties[each.key].name) for each in found)
    return tuple(sorted(named, key=lambda each: each.mark))


def home_zone(viewer: read.Viewer) -> str:
    """Return the zone in which the reader's own side works; of a neutral that of the first side."""
    found = sides_of(viewer.ruled)
    return next((one.zone for one in found if one.key == viewer.party), found[0].zone if found else "UTC")


def _know(request: HttpRequest) -> None:
    """Name the person on the page, and speak the language they keep unless this browser was told another."""
    request.person = getattr(request.user, "name", "")
    kept = getattr(request.user, "language", "")
    if kept and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and translation.check_for_language(kept):
        translation.activate(kept)
