"""The charter as both sides read it: one version, its clauses, findings, pictures, signatures and hash."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from detente import clerk
from detente.adapters.web.charters.reader import lede, reading, remark
from detente.adapters.web.charters.waiting import versions
from detente.adapters.web.frame.confirm import Step
from detente.adapters.web.frame.seat import for_parties, seated
from detente.adapters.web.matters.answers import named
from detente.core.engine.offices import may_sign, who_may_sign
from detente.store import read

SIGN = "sign a charter"


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
    return _page(request, version)


@require_POST
@for_parties
def sign(request: HttpRequest) -> HttpResponse:
    """Sign for the viewer's side what is in force without every side's signature."""
    viewer: read.Viewer = request.viewer
    number = max(viewer.ruled.versions)
    step = Step(request, SIGN, viewer.ruled.charters[number].sha256)
    if not step.done():
        return _page(request, number, step=step)
    clerk.sign_in_force(viewer)
    return redirect("charter", rel=viewer.relationship)


def _page(request: HttpRequest, version: int | None, *, step: Step | None = None) -> HttpResponse:
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
        "named": named,
        "standing": versions(viewer, clerk.now()),
        "charter": viewer.ruled.programs[number].charter,
        **_unsigned(request, number, step),
    }
    return render(request, "charters/charter.html", about, status=422 if step is not None else 200)


def _unsigned(request: HttpRequest, number: int, step: Step | None) -> dict[str, Any]:
    """What the page says where a side has not signed the newest version, and the step of who may sign it there."""
    viewer: read.Viewer = request.viewer
    waiting = read.unsigned(viewer)
    if waiting is None or waiting.version != number:
        return {"unsigned": None, "signing": None, "signers": None}
    program = viewer.ruled.program(clerk.now())
    asked = viewer.party in waiting.missing
    may = asked and may_sign(program, viewer.person, viewer.party)
    signing = (step or Step(request, SIGN, waiting.sha256)) if may else None
    return {"unsigned": waiting, "signing": signing, "signers": who_may_sign(program, viewer.party) if asked else None}


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
    names = viewer.ruled.names
    return [
        Signed(one.party, names.get(one.person, one.person), one.role, one.at)
        for one in read.signatures(viewer, number).values()
    ]
