"""An act on its way: what it asks for, what others signed, what it leads to, the code, the filing."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from detente import clerk
from detente.adapters.web.frame.confirm import Step
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.matters import signing, telling
from detente.adapters.web.matters.acts import (
    Act,
    Stated,
    Values,
    acts,
    binds,
    find,
    kinds,
    shows_only_together,
    told_as,
    written,
)
from detente.adapters.web.matters.answers import standing
from detente.adapters.web.matters.rehearsal import Rehearsal, rehearse
from detente.adapters.web.matters.views import begun
from detente.core.engine import State
from detente.core.vocabulary.errors import Refused
from detente.store import read


@require_http_methods(["GET", "HEAD", "POST"])
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
        self.signatures = signing.signatures(viewer, matter, chosen, clerk.now())
        self.theirs = signing.theirs(viewer, chosen, self.signatures)
        self.ours = signing.ours(viewer, self.signatures)
        settles = chosen.item.act == "settle"
        self.form = Stated(self.program, asked, data, optional=settles, initial=self._initial(asked))
        self.hidden = shows_only_together(self.program, chosen)
        self.step = self._step({})

    def _step(self, values: Values) -> Step:
        """The confirming step of these values beside those of the other side: no code fits another pair of texts."""
        texts = [values, self.theirs.values if self.theirs else {}]
        pair = [sorted((name, written(value)) for name, value in one.items()) for one in texts]
        said = sha256(repr(pair).encode()).hexdigest()
        act = f"{self.act.run}/{self.act.term}/{self.act.slug}/{said}"
        return Step(self.request, act, f"{self.viewer.relationship}/{self.matter.name}")

    def answer(self) -> HttpResponseBase:
        """Return the page that comes next."""
        if self.request.method != "POST" and self.form.fields:
            return self._form()
        if self.request.method == "POST" and not self.form.is_valid():
            return self._form(status=422)
        values = self._stated() if self.request.method == "POST" else {}
        self.step = self._step(values)
        if "confirmed" not in self.request.POST:
            return self._confirm(values)
        if binds(self.program, self.act) and not self.step.done():
            return self._confirm(values, status=422)
        return self._file(values)

    def _form(self, status: int = 200) -> HttpResponse:
        ours = self.ours.values if self.ours else {}
        same = (
            Stated(self.program, kinds(self.program, self.act.item), initial=self.form.initial) if self.theirs else None
        )
        return self._page("matters/act.html", status=status, same=same, differences=self._differences(ours))

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
            "stated": self._said(values),
            "leads_to": list(telling.leads_to(leads)) if leads and not leads.refusal else [],
            "binds": binds(self.program, self.act),
            "step": self.step,
            "refused": refused,
            "match": self._match(values),
            "differences": self._differences(values),
            "replaces": bool(self.ours and self.ours.counts and not signing.the_same(values, self.ours.values)),
        }
        return self._page("matters/check.html", status=status, **about)

    def _said(self, values: Values) -> list[tuple[Any, str]]:
        """What is stated, field by field; of a settlement the empty ones too, so that nothing is left to guess."""
        asked = kinds(self.program, self.act.item)
        return [
            (self.form[key].label, told_as(asked[name], values[name]) if name in values else _("none"))
            for key, name in self.form.names.items()
            if self.form.settles or name in values
        ]

    def _rehearsed(self, values: Values) -> Rehearsal:
        state: State = self.matter.state
        fields = {"run": self.act.run, "act": self.act.slug, "values": values}
        return rehearse(self.viewer, state, fields, clerk.now())

    def _page(self, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        concedes = self.program.index[self.act.run].table.always
        about = {
            "here": "matters", "matter": self.matter, "act": self.act, "form": self.form, "hidden": self.hidden,
            "theirs": self.theirs, "ours": self.ours, "signatures": self.signatures,
            "always": concedes, "open_now": [one for one in self.open if one.mine and one.usable], **more,
        }  # fmt: skip
        return render(self.request, template, about, status=status)

    # ---- what others signed

    def _initial(self, asked: dict[str, str]) -> dict[str, Any]:
        """What the form begins with: the text of the other side that counts, else that of one's own."""
        begins = self.theirs or self.ours
        if begins is None:
            return {}
        plain = {name: getattr(value, "text", value) for name, value in begins.values.items()}
        return {f"v-{place}": plain.get(name) for place, name in enumerate(asked)}

    def _stated(self) -> Values:
        """What was stated; where it is what the other side signed, that text to the letter."""
        values = self.form.values()
        return dict(self.theirs.values) if self._match(values) == "same" and self.theirs else values

    def _match(self, values: Mapping[str, Any]) -> str:
        """How a text stands to that of the other side: `same`, `other`, or nothing where that has signed none."""
        if self.theirs is None:
            return ""
        return "same" if signing.the_same(values, self.theirs.values) else "other"

    def _differences(self, values: Mapping[str, Any]) -> list[signing.Difference]:
        """The reader's text beside the other side's; nothing where they are the same, or there is one alone."""
        if self.theirs is None or not values or signing.the_same(values, self.theirs.values):
            return []
        names = {name: str(self.form.fields[key].label) for key, name in self.form.names.items()}
        return signing.beside(names, values, self.theirs.values)
