"""Who looks: a view in a relationship is answered for its viewers alone; for anybody else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

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
        return view(request, *args, **kwargs)

    return answer


def seated(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view for who has a seat in the relationship `rel` of its address; Http404 for everybody else.

    The view is called without `rel`: it reads `request.viewer`, and `request.sides` for the parties in charter order.
    """

    @wraps(view)
    def answer(request: HttpRequest, rel: str, **kwargs: Any) -> HttpResponseBase:
        found = read.viewer(request.user.pk, rel)
        if found is None:
            raise Http404
        take_seat(request, found)
        return view(request, **kwargs)

    return signed_in(answer)


def take_seat(request: HttpRequest, viewer: Any) -> None:
    """Let the page be answered for that viewer, with the names and zones of both sides."""
    request.viewer = viewer  # type: ignore[attr-defined]
    request.sides = tuple(_sides(viewer))  # type: ignore[attr-defined]


def _sides(viewer: Any) -> list[Side]:
    return [Side(each.key, each.name, each.side, each.zone) for each in getattr(viewer, "parties", ())]
