"""Forms about people."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.adapters.web.frame.forms import Day


class Leave(forms.Form):
    """From which day to which day somebody is away, both included."""

    first = Day(label=_("Away from"))
    last = Day(label=_("until, and that day too"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            self.fields[name].after = today - timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        """Return the days in their order."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return told


class Invite(forms.Form):
    """Where an invitation goes."""

    email = forms.EmailField(
        label=_("Mail address"),
        help_text=_("Whoever takes the place types this address."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class Appoint(forms.Form):
    """A role of one's own side for one of its people."""

    role = forms.ChoiceField(label=_("Role"))
    standing = forms.ChoiceField(
        label=_("As"), choices=[("deputy", _("deputy")), ("holder", _("holder"))], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, role) for role in roles]
