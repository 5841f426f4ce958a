"""What people do in a matter: acts with what they state, facts, messages, notes, how they see the cause."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from detente import clerk
from detente.adapters.web.frame.confirm import Step
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.frame.speaking import reads_along, speaks
from detente.adapters.web.matters import telling
from detente.adapters.web.matters.acts import (
    Act,
    Stated,
    Values,
    acts,
    binds,
    find,
    kinds,
    shows_only_together,
    written,
)
from detente.adapters.web.matters.answers import standing
from detente.adapters.web.matters.forms import Message, Note, OtherVersion, StateFact
from detente.adapters.web.matters.page import CAUSES
from detente.adapters.web.matters.rehearsal import Rehearsal, rehearse
from detente.adapters.web.matters.talk import rooms_for
from detente.adapters.web.matters.timeline import past
from detente.adapters.web.matters.views import begun
from detente.core.engine import State
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import ActDone
from detente.store import read

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@_FORM
@seated
def act(request: HttpRequest, matter: str, slug: str) -> HttpResponseBase:
    """Show what an act asks for; then what it leads to; a POST of that page does it."""
    at = clerk.now()
    viewer: read.Viewer = request.viewer
    one = begun(request, matter, at)
    open_ = acts(viewer, standing(viewer, one, at), at)
    asked = {key: request.POST.get(key) or request.GET.get(key) or "" for key in ("run", "term")}
    chosen = find(open_, slug, **asked)
    if chosen is None and slug not in one.program.slugs:
        raise Http404
    if chosen is None or not chosen.mine or not chosen.usable:
        return _not_now(request, one, chosen, open_)
    return _Doing(request, one, chosen, open_).answer()


def _not_now(request: HttpRequest, matter: read.Matter, chosen: Act | None, open_: list[Act]) -> HttpResponse:
    """The page for an act that is not open, or not to this person: who holds it, and what is open instead."""
    mine = [one for one in open_ if one.mine and one.usable]
    status = 422 if request.method == "POST" else 200
    about = {"matter": matter, "act": chosen, "open_now": mine, "here": "matters"}
    return render(request, "matters/not_now.html", about, status=status)


class _Doing:
    """One act on its way: its form, what it would lead to, the filing."""

    def __init__(self, request: HttpRequest, matter: read.Matter, chosen: Act, open_: list[Act]) -> None:
        viewer: read.Viewer = request.viewer
        self.request, self.viewer, self.matter, self.act, self.open = request, viewer, matter, chosen, open_
        self.program = matter.program
        asked = kinds(self.program, chosen.item)
        data = request.POST if request.method == "POST" else None
        optional = chosen.item.act == "settle"
        self.form = Stated(self.program, asked, data, optional=optional, initial=self._signed(asked))
        self.hidden = shows_only_together(self.program, chosen)
        self.step = self._step({})

    def _step(self, values: Values) -> Step:
        """The confirming step of these values: a code that was shown with others does not fit."""
        said = sha256(repr(sorted((name, written(value)) for name, value in values.items())).encode()).hexdigest()
        act = f"{self.act.run}/{self.act.term}/{self.act.slug}/{said}"
        return Step(self.request, act, f"{self.viewer.relationship}/{self.matter.name}")

    def answer(self) -> HttpResponseBase:
        """Return the page that comes next."""
        if self.request.method != "POST" and self.form.fields:
            return self._page("matters/act.html")
        if self.request.method == "POST" and not self.form.is_valid():
            return self._page("matters/act.html", status=422)
        values = self.form.values() if self.request.method == "POST" else {}
        self.step = self._step(values)
        if "confirmed" not in self.request.POST:
            return self._confirm(values)
        if binds(self.program, self.act) and not self.step.done():
            return self._confirm(values, status=422)
        return self._file(values)

    def _file(self, values: Values) -> HttpResponseBase:
        several = sum(one.slug == self.act.slug and one.run == self.act.run for one in self.open) > 1
        try:
            clerk.do_act(
                self.viewer, self.matter.name, self.act.slug, values,
                run=self.act.run, term=self.act.term if several else "",
            )  # fmt: skip
        except Refused as refused:
            return self._confirm(values, status=422, refused=str(refused))
        return redirect(f"/r/{self.viewer.relationship}/matters/{self.matter.name}/?done={self.act.slug}#done")

    def _confirm(self, values: Values, *, status: int = 200, refused: str = "") -> HttpResponse:
        leads = None if self.hidden else self._rehearsed(values)
        if leads is not None and leads.refusal is not None:
            refused, status = refused or leads.refusal.says, 422
        about = {
            "stated": [
                (bound.label, _("none") if value is None else written(value)) for bound, value in self._said(values)
            ],
            "leads_to": list(telling.leads_to(leads)) if leads and not leads.refusal else [],
            "binds": binds(self.program, self.act),
            "step": self.step,
            "refused": refused,
        }
        return self._page("matters/check.html", status=status, **about)

    def _said(self, values: Values) -> list[tuple[Any, Any]]:
        """What is stated, field by field; of a settlement the empty ones too, so that nothing is left to guess."""
        names = self.form.names.items()
        return [(self.form[key], values.get(name)) for key, name in names if self.form.settles or name in values]

    def _rehearsed(self, values: Values) -> Rehearsal:
        state: State = self.matter.state
        fields = {"run": self.act.run, "act": self.act.slug, "values": values}
        return rehearse(self.viewer, state, fields, clerk.now())

    def _page(self, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        concedes = self.program.index[self.act.run].table.always
        about = {
            "here": "matters", "matter": self.matter, "act": self.act, "form": self.form, "hidden": self.hidden,
            "always": concedes, "open_now": [one for one in self.open if one.mine and one.usable], **more,
        }  # fmt: skip
        return render(self.request, template, about, status=status)

    def _signed(self, asked: dict[str, str]) -> dict[str, Any]:
        """What the other side has signed, so that the same can be signed; nothing where that is hidden."""
        given = getattr(self.act.item, "signed_by", ()) or getattr(self.act.item, "done_by", ())
        if not given:
            return {}
        told = past(self.viewer, self.matter, clerk.now()).told
        done = [one.fact for one in told if isinstance(one.fact, ActDone) and one.fact.act == self.act.slug]
        if not done:
            return {}
        plain = {name: getattr(value, "text", value) for name, value in done[-1].values.items()}
        return {f"v-{place}": plain.get(name) for place, name in enumerate(asked)}


# ---- facts, messages, notes


def _back(request: HttpRequest, matter: str, place: str) -> HttpResponse:
    return redirect(f"/r/{request.viewer.relationship}/matters/{matter}/#{place}")


@_FORM
@seated
def state(request: HttpRequest, matter: str) -> HttpResponseBase:
    """State a fact; `?from=S3` begins with the words of a message."""
    one = begun(request, matter, clerk.now())
    viewer: read.Viewer = request.viewer
    _for_who_speaks(viewer)
    initial = {"text": _message_text(viewer, one, request.GET.get("from", ""))}
    form = StateFact(request.POST) if request.method == "POST" else StateFact(initial=initial)
    if form.is_valid():
        clerk.make_statement(viewer, matter, form.cleaned_data["text"])
        return _back(request, matter, "facts")
    about = {"form": form, "matter": one, "here": "matters", "words": _("State it to both sides")}
    return render(request, "matters/state.html", about, status=422 if form.errors else 200)


def _for_who_speaks(viewer: read.Viewer) -> None:
    """Return if the reader speaks for a side.

    Raises:
        Http404: they are a neutral.
        Refused: others of their side do.
    """
    if not viewer.is_party:
        raise Http404
    if not speaks(viewer):
        raise Refused(reads_along())


def _message_text(viewer: read.Viewer, matter: read.Matter, wanted: str) -> str:
    joint = past(viewer, matter, clerk.now()).messages if wanted else ()
    return next((one.text for one in joint if one.id == wanted), "")


@require_POST
@seated
def confirm(request: HttpRequest, matter: str, statement: str) -> HttpResponse:
    """Confirm what the other side stated."""
    begun(request, matter, clerk.now())
    clerk.confirm_statement(request.viewer, matter, statement)
    return _back(request, matter, statement)


@_FORM
@seated
def version(request: HttpRequest, matter: str, statement: str) -> HttpResponseBase:
    """Put one's own version beside the other side's."""
    at = clerk.now()
    one = begun(request, matter, at)
    viewer: read.Viewer = request.viewer
    stated = next((each for each in past(viewer, one, at).statements if each.id == statement), None)
    if stated is None:
        raise Http404
    _for_who_speaks(viewer)
    form = OtherVersion(request.POST if request.method == "POST" else None)
    if form.is_valid():
        clerk.contest_statement(viewer, matter, statement, form.cleaned_data["text"])
        return _back(request, matter, statement)
    about = {"form": form, "matter": one, "stated": stated, "here": "matters", "words": _("Put it beside")}
    return render(request, "matters/state.html", about, status=422 if form.errors else 200)


@require_POST
@seated
def message(request: HttpRequest, matter: str) -> HttpResponse:
    """Write to everybody who reads a room."""
    one = begun(request, matter, clerk.now())
    viewer: read.Viewer = request.viewer
    rooms = rooms_for(viewer, one)
    form = Message(request.POST, rooms=[(room, room) for room in rooms])
    if not form.is_valid():
        return _again(request, one, form)
    clerk.send_message(viewer, matter, form.cleaned_data["text"], room=form.cleaned_data["room"])
    return _back(request, matter, "messages")


@require_POST
@seated
def note(request: HttpRequest, matter: str) -> HttpResponse:
    """Write a note that only one's own side reads."""
    one = begun(request, matter, clerk.now())
    form = Note(request.POST)
    if not form.is_valid():
        return _again(request, one, form)
    clerk.write_note(request.viewer, form.cleaned_data["text"], matter=matter)
    return _back(request, matter, "notes")


def _again(request: HttpRequest, matter: read.Matter, form: Any) -> HttpResponse:
    about = {"form": form, "matter": matter, "here": "matters", "words": _("Write")}
    return render(request, "matters/state.html", about, status=422)


@require_POST
@seated
def cause(request: HttpRequest, matter: str) -> HttpResponse:
    """Say where one's side sees the cause."""
    begun(request, matter, clerk.now())
    viewer: read.Viewer = request.viewer
    if request.POST.get("cause") in CAUSES and speaks(viewer):
        clerk.note_cause(viewer, matter, request.POST["cause"])
    return _back(request, matter, "cause")
