"""The charter as both sides read it: one version, its clauses, findings, pictures, signatures and hash."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from markupsafe import Markup

from detente import clerk
from detente.adapters.web.charters.proposals import standing
from detente.adapters.web.charters.reader import lede, reading, remark
from detente.adapters.web.frame.seat import seated
from detente.core.vocabulary.facts import CharterSigned
from detente.store import read


class Signed(NamedTuple):
    """Who signed a version, for which side, in which role, when."""

    party: str
    name: str
    role: str
    at: datetime


@require_GET
@seated
def charter(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """Return a version of the charter; without a number the one in force."""
    viewer: read.Viewer = request.viewer
    in_force = viewer.ruled.in_force(clerk.now())
    number = in_force if version is None else version
    if number not in viewer.ruled.versions:
        raise Http404
    shown = viewer.ruled.versions[number]
    found = reading(shown.text)
    open_ = read.open_matters(viewer, clerk.now())
    about = {
        "shown": shown,
        "number": number,
        "in_force": in_force,
        "versions": sorted(viewer.ruled.versions, reverse=True),
        "reading": found,
        "lede": lede(found),
        "loose": [Markup(remark(finding)) for finding in found.loose],  # noqa: S704
        "signed": _signed(viewer, number),
        "under": [matter for matter in open_ if matter.state.version == number],
        "elsewhere": [matter for matter in open_ if matter.state.version != number],
        "offers": standing(viewer) if viewer.is_party else (),
        "charter": viewer.ruled.programs[number].charter,
    }
    return render(request, "charters/charter.html", about)


@require_GET
@seated
def text(request: HttpRequest, version: int) -> HttpResponse:
    """Return the signed text of a version as a file."""
    viewer: read.Viewer = request.viewer
    if version not in viewer.ruled.versions:
        raise Http404
    response = HttpResponse(
        viewer.ruled.versions[version].text.encode(), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="charter-{version}.yaml"'
    return response


def _signed(viewer: read.Viewer, number: int) -> list[Signed]:
    facts: list[Any] = read.facts(viewer, kinds=("CharterSigned",))
    names = viewer.ruled.names
    return [
        Signed(one.party, names.get(one.person, one.person), one.role, one.at)
        for fact in facts
        if isinstance(fact, CharterSigned) and fact.charter.version == number
        for one in fact.signatures
    ]
