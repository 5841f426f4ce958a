"""Acts of a matter as forms: what each must state, in fields of its kinds; which of them bind."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detente import clerk
from detente.adapters.web.frame import sides, times
from detente.adapters.web.frame.forms import Day
from detente.adapters.web.matters import seats
from detente.adapters.web.matters.answers import Standing, stated
from detente.clerk.settling import says_something
from detente.core.charter.phrases import Verb
from detente.core.engine import Program
from detente.core.engine.questions import Duty, Opening, Option
from detente.core.engine.questions.open_now import is_blind
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money, parse_money
from detente.core.worktime import zone
from detente.store import read

Values = dict[str, str | int | Money | tuple[str, ...]]
_BINDING = ("accept ", "agree ", "sign ", "settle", "withdraw", "take ")
_SETTLE = {"terms": "text", "amount": "money"}
_TEXT_MAX = 20_000
_PAST = ("cause",)  # days on which something happened


class Act(msgspec.Struct, frozen=True):
    """An act that is open: what it is called, in which run and term, until when, what it must state."""

    words: str
    slug: str
    run: str
    term: str
    item: Duty | Option
    mine: bool
    begins: dt.datetime | None = None  # before this instant it cannot be done, though it is asked for

    @property
    def due(self) -> dt.datetime | None:
        """Until when it is open."""
        return self.item.due

    @property
    def is_duty(self) -> bool:
        """Whether it has to be done."""
        return isinstance(self.item, Duty)

    @property
    def usable(self) -> bool:
        """Whether it may be done now."""
        return self.begins is None if isinstance(self.item, Duty) else self.item.usable

    @property
    def waits(self) -> str:
        """What it waits for, in the charter's words."""
        return "" if isinstance(self.item, Duty) else self.item.waits_for

    @property
    def opens(self) -> dt.datetime | None:
        """From when on it may be done, where it may not be done yet."""
        return None if self.usable else self.begins or getattr(self.item, "earliest", None)


def acts(viewer: read.Viewer, standing: Standing, at: dt.datetime) -> list[Act]:
    """Return what is open in a matter at an instant: duties before options, the soonest first."""
    items: list[Duty | Option] = [*standing.duties, *standing.options]
    begin = {term: begins for term, begins in standing.begins.items() if begins > at}
    found = [
        Act(headed(one.act), one.slug, one.procedure, one.term, one, seats.mine(viewer, one.who), begin.get(one.term))
        for one in items
    ]
    return sorted(found, key=lambda one: (one.due is None, one.due or dt.datetime.max.replace(tzinfo=dt.UTC)))


def find(found: list[Act], slug: str, run: str = "", term: str = "") -> Act | None:
    """Return the open act of that slug; `run` and `term` tell two of one name apart."""
    fits = [one for one in found if one.slug == slug and run in ("", one.run) and term in ("", one.term)]
    return next((one for one in fits if one.mine and one.usable), fits[0] if fits else None)


def binds(program: Program, act: Act) -> bool:
    """Return whether an act has a lasting effect: it agrees, accepts, signs, settles, or ends something."""
    if act.item.act.startswith(_BINDING):
        return True
    rows = program.index[act.run].acts.get(program.slugs.get(act.slug, ""), ())
    return any(do.verb is Verb.END for row in rows if row.term == act.term for do in row.do)


def shows_only_together(program: Program, act: Act) -> bool:
    """Return whether a first yes stays hidden until the other side's."""
    rows = program.index[act.run].acts.get(program.slugs.get(act.slug, ""), ())
    return any(is_blind(program, row) for row in rows if row.term == act.term)


def kinds(program: Program, item: Duty | Option | Opening) -> dict[str, str]:
    """Return what an act states, with the kind of each: money, date, text, seat, workstreams, number, words."""
    found = {name: program.names.values.get(name, "text") for name in item.states}
    return {**_SETTLE, **found} if item.act == "settle" else found


class Stated(forms.Form):
    """The fields of one act."""

    def __init__(self, program: Program, asked: Mapping[str, str], *args: Any, optional: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.names = {f"v-{place}": name for place, name in enumerate(asked)}
        for key, name in self.names.items():
            self.fields[key] = _field(program, name, asked[name])
            self.fields[key].required = not optional and name != "amount"
            self.fields[key].label = QUESTIONS.get(name, headed(name))
        self.settles = optional
        if optional and (sum_ := next((key for key, name in self.names.items() if name == "amount"), None)):
            self.fields[sum_].help_text = _("The terms say who pays it to whom.")

    def clean(self) -> dict[str, Any]:
        """Return what was stated.

        Raises:
            ValidationError: it settles, and says nothing.
        """
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.settles and not self.errors and not says_something(self.values()):
            raise forms.ValidationError(
                _("Write the terms, or an amount: a settlement says what both sides agree to."), code="empty"
            )
        return found

    def values(self) -> Values:
        """Return what was stated, as a fact bears it."""
        found: Values = {}
        for key, name in self.names.items():
            value = self.cleaned_data.get(key)
            if value not in (None, "", []):
                found[name] = _plain(value)
        return found


QUESTIONS = {
    "facts": gettext_lazy("What happened, with date and number?"),
    "impact": gettext_lazy("What does it affect?"),
    "remedy wanted": gettext_lazy("What do you ask for, and by when?"),
    "what happened": gettext_lazy("What happened, with date and number?"),
    "what it affects": gettext_lazy("What does it affect?"),
    "what is needed": gettext_lazy("What would you need to carry on?"),
    "what is asked for": gettext_lazy("What do you ask for, and by when?"),
    "cause": gettext_lazy("On which day did it happen?"),
}


class Amount(forms.CharField):
    """A sum with its currency, such as 5000.00 EUR."""

    def __init__(self, currency: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.currency = currency

    def clean(self, value: Any) -> Any:
        """Return the sum.

        Raises:
            ValidationError: it is no sum; the message shows one.
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text, self.currency)
        except BadInput:
            example = {"sum": Money(500_000, self.currency).text}
            raise forms.ValidationError(_("Enter a sum, such as %(sum)s.") % example) from None


def _field(program: Program, name: str, kind: str) -> forms.Field:
    if kind == "money":
        return Amount(program.names.currency or "EUR", widget=forms.TextInput(attrs={"dir": "ltr"}))
    if kind == "date":
        return Day(until=_today() if name in _PAST else None)
    if kind == "number":
        return forms.IntegerField()
    if kind == "words":
        return forms.ChoiceField(choices=[(word, headed(word)) for word in program.names.words[name]])
    if kind == "seat":
        parties = getattr(program.charter, "parties", {})
        named = [(key, parties[key].short or parties[key].name) for key in program.parties[:2]]
        return forms.ChoiceField(choices=named)
    if kind == "workstreams":
        streams = getattr(program.charter, "workstreams", {})
        return forms.MultipleChoiceField(
            choices=[(key, headed(key)) for key in streams], widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(max_length=_TEXT_MAX, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))


def _today() -> dt.date:
    """Today's date where it is latest of the parties' places."""
    now = clerk.now()
    return max((now.astimezone(zone(each.zone)).date() for each in sides.both()), default=now.date())


def _plain(value: Any) -> str | int | Money | tuple[str, ...]:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")  # as browsers end a line; else the same terms would not be the same
    return tuple(value) if isinstance(value, list) else value


def written(value: Any) -> str:
    """Return a stated value as a page writes it."""
    if isinstance(value, Money):
        return value.text
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def told_as(kind: str, value: Any) -> str:
    """Return a stated value as a page writes it: a day with its weekday."""
    if kind == "date" and isinstance(value, str):
        with suppress(ValueError):
            return times.day(dt.date.fromisoformat(value))
    return written(value)


def said(matter: read.Matter) -> list[tuple[str, str]]:
    """Return what opens a matter, each with its question, in the charter's order."""
    program, values = matter.program, stated(matter.state)
    kinds_of = program.names.values
    return [
        (str(QUESTIONS.get(name, headed(name))), told_as(kinds_of.get(name, "text"), values[name]))
        for name in program.index[matter.procedure].opens.states
        if name in values
    ]
