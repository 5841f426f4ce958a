"""What people enter round a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.adapters.web.frame.forms import Day
from detente.adapters.web.matters.acts import Stated, kinds
from detente.adapters.web.meetings.things import is_action
from detente.core.engine import Program
from detente.core.engine.questions import may_open

OUTCOMES = [("decided", _("decided")), ("done", _("done")), ("dropped", _("no longer needed"))]


class Add(forms.Form):
    """An item for the agenda."""

    text = forms.CharField(
        label=_("What should we talk about?"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    about = forms.ChoiceField(label=_("About a matter"), required=False)

    def __init__(self, matters: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("none")), *matters]


class Close(forms.Form):
    """What became of an item."""

    item = forms.RegexField(r"^I[1-9][0-9]{0,6}$", widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("What became of it?"), choices=OUTCOMES)
    text = forms.CharField(
        label=_("In a sentence"), max_length=2000, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class Write(forms.Form):
    """The minutes."""

    text = forms.CharField(
        label=_("Decisions, actions, facts"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="minutes_%s", **kwargs)  # its page has another field of that name


class Move(forms.Form):
    """Another day for a meeting."""

    day = Day(label=_("Which day instead?"))


def action_form(program: Program, *args: Any) -> tuple[str, Stated] | None:
    """Return the act that notes an action, and its form; nothing where the charter has none."""
    for opening in may_open(program):
        if is_action(program, opening.procedure):
            return opening.slug, Stated(program, kinds(program, opening), *args)
    return None


__all__ = ["OUTCOMES", "Add", "Close", "Move", "Write", "action_form"]
