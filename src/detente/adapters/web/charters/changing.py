"""Changing the charter: compare a text, offer it, answer an offer, move an open matter; signed by a typed code."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from detente import clerk
from detente.adapters.web.charters import proposals
from detente.adapters.web.charters.forms import Proposal, Terms
from detente.adapters.web.charters.views import SIGN
from detente.adapters.web.frame.confirm import Step
from detente.adapters.web.frame.seat import for_parties
from detente.adapters.web.matters.answers import named
from detente.core.charter.model import Charter
from detente.core.engine import Program
from detente.core.engine.offices import may_sign, who_may_sign
from detente.core.engine.records import may_record
from detente.core.vocabulary.facts import Acknowledged, AgreementOffered, CharterSigned, MatterMoved
from detente.core.vocabulary.findings import Finding
from detente.store import read

MOVE = "move a matter"


@for_parties
def change(request: HttpRequest) -> HttpResponse:
    """Return the page on which a text is proposed; a POST is answered with what it changes."""
    viewer = _viewer(request)
    newest = viewer.ruled.versions[max(viewer.ruled.versions)].text
    form = Proposal(request.POST, request.FILES) if request.method == "POST" else Proposal(initial={"text": newest})
    compared: proposals.Comparison | None = None
    errors: list[Finding] = []
    if form.is_bound and form.is_valid():
        compared, errors = _compared(viewer, form.cleaned_data["text"])
    return _page(request, form=form, compared=compared, errors=errors, offers=proposals.standing(viewer))


@require_POST
@for_parties
def offer(request: HttpRequest) -> HttpResponse:
    """Sign a proposed text for the viewer's side and offer it to the other."""
    viewer, form = _viewer(request), Proposal(request.POST)
    if not form.is_valid():
        return redirect("charter-change", rel=viewer.relationship)
    compared, errors = _compared(viewer, form.cleaned_data["text"])
    step = Step(request, SIGN, compared.version.sha256) if compared is not None else None
    if compared is None or step is None or compared.obstacles or not step.done():
        return _page(request, form=form, compared=compared, errors=errors, offers=[], step=step)

    def build(stamp: Any) -> CharterSigned:
        return CharterSigned(**{**stamp, "charter": compared.version}, **_said(viewer, compared))

    clerk.offer_version(viewer, build)
    return redirect("charter", rel=viewer.relationship)


@require_POST
@for_parties
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a text for who signs for the viewer's side: in their own room, which the other side does not see."""
    viewer, form = _viewer(request), Proposal(request.POST)
    if not form.is_valid():
        return redirect("charter-change", rel=viewer.relationship)
    compared, errors = _compared(viewer, form.cleaned_data["text"])
    if compared is None or compared.obstacles:
        return _page(request, form=form, compared=compared, errors=errors, offers=[])
    newest = viewer.ruled.versions[max(viewer.ruled.versions)]
    clerk.write_note(viewer, form.cleaned_data["text"], about=newest.facts[-1])
    return redirect("charter", rel=viewer.relationship)


@require_GET
@for_parties
def kept(request: HttpRequest, note: str) -> HttpResponse:
    """Return what a text does that is proposed to the viewer's own side; who may sign it signs and offers it."""
    viewer = _viewer(request)
    text = read.proposed_text(viewer, note)
    if text is None:
        raise Http404
    form = Proposal({"text": text})
    form.is_valid()
    compared, errors = _compared(viewer, text)
    return _page(request, form=form, compared=compared, errors=errors, offers=[], own=True)


@for_parties
def answer_offer(request: HttpRequest, number: str) -> HttpResponse:
    """Return an offered version beside the one in force; a POST signs it for the viewer's side."""
    viewer = _viewer(request)
    found = next((one for one in proposals.standing(viewer) if one.number == number), None)
    if found is None:
        raise Http404
    answers = request.method == "POST" and found.party != viewer.party
    step = Step(request, SIGN, found.fact.charter.sha256) if answers else None
    if step is not None and step.done():
        clerk.sign_version(viewer, number)
        return redirect("charter", rel=viewer.relationship)
    compared, errors = _compared(viewer, found.fact.text)
    return _page(request, form=None, compared=compared, errors=errors, offers=[found], answering=found, step=step)


@for_parties
def move(request: HttpRequest, matter: str) -> HttpResponse:
    """Return what moving an open matter to the version in force would do; a POST offers it, or agrees to the offer."""
    viewer = _viewer(request)
    found = read.matter(viewer, matter, clerk.now())
    to = viewer.ruled.in_force(clerk.now())
    if found is None or found.result or found.state.version >= to:
        raise Http404
    offered = proposals.standing_move(viewer, matter)
    program = viewer.ruled.programs[to]
    form = Terms(_missing(found, program), request.POST if request.method == "POST" else None)
    step = Step(request, MOVE, matter)
    own = offered is not None and offered.party == viewer.party
    if request.method == "POST" and viewer.is_party and not own and form.is_valid() and step.done():
        _move(viewer, found, to, terms=dict(form.cleaned_data), offered=offered)
        return redirect("charter", rel=viewer.relationship)
    agreed = dict(offered.fact.terms) if offered is not None and isinstance(offered.fact, MatterMoved) else None
    terms = agreed or (dict(form.cleaned_data) if form.is_bound and form.is_valid() else _first(form))
    dates, refused = proposals.moved_dates(viewer, program, found, at=clerk.now(), terms=terms)
    may = may_record(found.program, AgreementOffered, viewer.person, viewer.party)
    about = {
        "matter": found,
        "title": named(found),
        "to": to,
        "dates": dates,
        "refused": refused,
        "form": form,
        "step": step,
        "may": may,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "charters/move.html", {**about, "offered": offered, "own": own}, status=status)


def _move(viewer: read.Viewer, found: read.Matter, to: int, *, terms: dict[str, str], offered: Any) -> None:
    if offered is not None:
        clerk.give_agreement(viewer, offered.offer, matter=found.name)
        return

    def build(stamp: Any) -> MatterMoved:
        return MatterMoved(**stamp, matter=found.name, from_=found.state.version, to=to, terms=terms, agreed_by=())

    clerk.offer_agreement(viewer, build, matter=found.name)


def _missing(found: read.Matter, program: Program) -> dict[str, list[str]]:
    """The open terms that the other version does not have, and those that it has in their procedure."""
    missing: dict[str, list[str]] = {}
    for run in found.state.runs.values():
        index = program.index.get(run.procedure)
        known = list(index.table.parents) if index else []
        for term in run.open if run.ended is None else ():
            if "\0" not in term and term not in known:
                missing[term] = known
    return missing


def _first(form: Terms) -> dict[str, str]:
    return {name: str(field.choices[0][0]) for name, field in form.fields.items() if field.choices}


def _compared(viewer: read.Viewer, text: str) -> tuple[proposals.Comparison | None, list[Finding]]:
    report = proposals.readable(text)
    errors, advice = proposals.hindering(viewer, report)
    if errors or report.compiled is None or not isinstance(report.compiled.charter, Charter):
        return None, errors
    return proposals.compare(viewer, text, clerk.now(), advice), []


def _said(viewer: read.Viewer, compared: proposals.Comparison) -> dict[str, Any]:
    known = tuple(Acknowledged(code=one.code, place=one.at) for one in compared.charter.acknowledged)
    return {
        "text": compared.text,
        "effective": compared.charter.effective.astimezone(clerk.now().tzinfo),
        "signatures": (),
        "acknowledged": known or None,
        "amends": max(viewer.ruled.versions),
    }


def _page(request: HttpRequest, *, form: Any, compared: Any, errors: Any, **about: Any) -> HttpResponse:
    viewer = _viewer(request)
    step = about.pop("step", None) or (Step(request, SIGN, compared.version.sha256) if compared else None)
    program = viewer.ruled.program(clerk.now())
    who = {"signers": who_may_sign(program, viewer.party), "may_sign": may_sign(program, viewer.person, viewer.party)}
    failed = bool(errors) or bool(form and form.errors) or bool(step and step.form.errors)
    shown = {"form": form, "compared": compared, "errors": errors, "step": step, "answering": None, "own": False, **who}
    return render(request, "charters/change.html", {**shown, **about}, status=422 if failed else 200)


def _viewer(request: HttpRequest) -> read.Viewer:
    found: read.Viewer = request.viewer
    return found
