"""The gallery: every part of the look on one page, for eyes and for tests. Its people are those of the demo."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from detente.adapters.web.frame.forms import Day, answer
from detente.adapters.web.frame.sides import Side
from detente.core.vocabulary.errors import Refused

ENDS = dt.datetime(2026, 11, 26, 13, 0, tzinfo=dt.UTC)
SIDES = (
    Side("customer", "Aldgate", "a", "Europe/Berlin", "Aldgate Insurance"),
    Side("provider", "Meridian", "b", "Asia/Kolkata", "Meridian Operations"),
)
PICTURE = Markup(
    '<svg viewBox="0 0 120 40" width="120" height="40" aria-hidden="true"><path class="hk" d="M4 20L116 20"/></svg>'
)


class Example(forms.Form):
    """Every kind of entry that rooms ask for."""

    happened = forms.CharField(label=_("What happened?"), help_text=_("With date and number."), widget=forms.Textarea)
    by = Day(label=_("By when?"), after=dt.date(2026, 11, 3))
    stream = forms.ChoiceField(
        label=_("Workstream"), choices=[("invoices", "Invoice processing"), ("claims", "Claims")]
    )
    way = forms.ChoiceField(label=_("Way"), choices=[("talk", "Talk"), ("write", "Write")], widget=forms.RadioSelect)
    both = forms.BooleanField(label=_("Show it to both sides"), required=False)
    code = forms.CharField(label=_("Code"), max_length=7)


def gallery(request: HttpRequest) -> HttpResponse:
    """Return the page; a POST shows the form's errors."""
    _take_a_seat(request)
    form = (
        Example(request.POST)
        if request.method == "POST"
        else Example(initial={"happened": "4,180 invoices were late."})
    )
    step = SimpleNamespace(shown="482 019", form=_Code())
    about: dict[str, Any] = {"ends": ENDS, "picture": PICTURE, "step": step}
    return answer(request, "frame/gallery.html", form, **about)


class _Code(forms.Form):
    typed = forms.CharField(label=_("Code"), max_length=7)


def piece(request: HttpRequest) -> HttpResponse:
    """Return the piece of a page that htmx asks for."""
    _take_a_seat(request)
    return render(request, "frame/gallery_piece.html", {"ends": ENDS})


def refuses(request: HttpRequest) -> HttpResponse:
    """Refuse, as the engine does."""
    del request
    error = Refused("M-014: 'serve mediation notice' opens Thu 12 Nov 2026, 17:00 (UTC+1).")
    error.open_now = ("settle", "extend")  # type: ignore[attr-defined]
    raise error


def _take_a_seat(request: HttpRequest) -> None:
    request.viewer = SimpleNamespace(relationship="aldgate-meridian", name="Elin Marsh", party="customer")
    request.sides = SIDES


urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/piece/", piece, name="gallery-piece"),
    path("gallery/refuses/", refuses, name="gallery-refuses"),
]
