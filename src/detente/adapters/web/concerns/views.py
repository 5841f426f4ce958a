"""Raising a concern, and whatever else opens a matter: the draft, the look ahead, the filing."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from detente import clerk
from detente.adapters.web.concerns.ahead import ahead
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.matters import seats
from detente.adapters.web.matters.acts import Stated, Values, kinds, told_as
from detente.adapters.web.matters.answers import named, stated
from detente.adapters.web.matters.rehearsal import rehearse_opening
from detente.adapters.web.matters.signing import the_same
from detente.adapters.web.meetings.things import is_action
from detente.core.engine import Program
from detente.core.engine.questions import Opening, may_open
from detente.core.procedures.drawing import levels
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.errors import Refused
from detente.store import read

_ASKED_IN = 3  # matters that are offered for a question; the list of all is one press away


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def raise_concern(request: HttpRequest) -> HttpResponseBase:
    """Show the questions; then the look ahead; a POST of that page opens the matter. A draft shows to nobody else."""
    viewer: read.Viewer = request.viewer
    at = clerk.now()
    program = viewer.ruled.program(at)
    openings = _openings(program, viewer)
    wanted = request.POST.get("open") or request.GET.get("open") or ""
    chosen = next((one for one in openings if one.slug == wanted), openings[0] if openings and not wanted else None)
    if not openings:
        return render(request, "concerns/nobody.html", {"here": "matters"}, status=422 if request.POST else 200)
    if chosen is None:
        raise Http404
    return _Raising(request, viewer, chosen, openings, at=at).answer()


def _openings(program: Program, viewer: read.Viewer) -> list[Opening]:
    """What this person may open: the procedure with the most levels first, the others as they are written."""
    found = [one for one in may_open(program) if seats.mine(viewer, one.who)]
    return sorted(found, key=lambda one: -len(levels(program.index[one.procedure].table)))


class _Raising:
    """One concern on its way."""

    def __init__(
        self, request: HttpRequest, viewer: read.Viewer, chosen: Opening, openings: list[Opening], *, at: dt.datetime
    ) -> None:
        self.request, self.viewer, self.opening, self.openings, self.at = request, viewer, chosen, openings, at
        self.program = viewer.ruled.program(at)
        self.key = f"draft {viewer.relationship} {chosen.slug}"
        data = request.POST if request.method == "POST" else None
        kept = request.session.get(self.key, {})
        self.form = Stated(self.program, kinds(self.program, chosen), data, initial=kept)

    def answer(self) -> HttpResponseBase:
        """Return the page that comes next."""
        if self.request.method != "POST":
            return self._page("concerns/raise.html")
        self._keep()
        if "keep" in self.request.POST:
            return redirect(f"/r/{self.viewer.relationship}/raise/?open={self.opening.slug}&kept=1")
        if "change" in self.request.POST:
            return redirect(f"/r/{self.viewer.relationship}/raise/?open={self.opening.slug}")
        if not self.form.is_valid():
            return self._page("concerns/raise.html", status=422)
        values = self.form.values()
        return self._file(values) if "confirmed" in self.request.POST else self._check(values)

    def _keep(self) -> None:
        """Keep what was written with this person's own session: nobody of either side can read it."""
        written_ = {key: self.request.POST.get(key, "") for key in self.form.names if self.request.POST.get(key)}
        many = {key: self.request.POST.getlist(key) for key in written_ if len(self.request.POST.getlist(key)) > 1}
        self.request.session[self.key] = {**written_, **many}

    def _file(self, values: Values) -> HttpResponseBase:
        if self._twin(values) != self.request.POST.get("twin", ""):
            return self._check(values, unseen=True)
        try:
            recorded = clerk.open_matter(self.viewer, self.opening.slug, values)
        except Refused as refused:
            return self._check(values, refused=str(refused))
        self.request.session.pop(self.key, None)
        return redirect(f"/r/{self.viewer.relationship}/matters/{recorded.fact.matter}/?done={self.opening.slug}#done")

    def _check(self, values: Values, *, refused: str = "", unseen: bool = False) -> HttpResponse:
        fields = {"run": self.opening.procedure, "act": self.opening.slug, "values": values}
        found = rehearse_opening(self.viewer, self.opening.procedure, fields, self.at)
        refused = refused or (found.refusal.says if found.refusal else "")
        shown = ahead(self.viewer, self.opening.procedure, found, self.at) if found.refusal is None else {}
        asked = kinds(self.program, self.opening)
        said = [
            (self.form[key].label, told_as(asked[name], values[name]))
            for key, name in self.form.names.items()
            if name in values
        ]
        about = {"stated": said, "ahead": shown, "refused": refused, "twin": self._twin(values)}
        return self._page("concerns/check.html", status=422 if refused or unseen else 200, **about)

    def _twin(self, values: Values) -> str:
        """The open matter in which the same words stand already; nothing where there is none."""
        for matter in read.open_matters(self.viewer, self.at):
            if matter.procedure == self.opening.procedure and values and the_same(stated(matter.state), values):
                return matter.name
        return ""

    def _page(self, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        about = {
            "here": "matters", "form": self.form, "opening": self.opening, "headed": headed, "at": self.at,
            "openings": self.openings, "kept": bool(self.request.GET.get("kept")),
            "lighter": self._lighter() if template.endswith("raise.html") else [], **more,
        }  # fmt: skip
        return render(self.request, template, about, status=status)

    def _lighter(self) -> list[tuple[str, str]]:
        """The matters opened last that stand between the sides, in which a question may be asked: number and title."""
        found = [
            matter
            for matter in read.open_matters(self.viewer, self.at)
            if matter.opener != "nobody" and matter.state.runs and not is_action(matter.program, matter.procedure)
        ]
        found.sort(key=lambda one: one.opened, reverse=True)
        return [(one.name, named(one)) for one in found[:_ASKED_IN]]
