"""One selector."""

from django import forms
from django.utils.translation import gettext_lazy as _

POSITIONS = [
    ("happens", _("As it happens")),
    ("daily", _("Once a day, on working days, at the hour the charter names")),
    ("legal", _("Only what is legally mine: notices to me, and clocks I hold")),
]


class Choose(forms.Form):
    """How much the reader wants to be sent in this relationship."""

    position = forms.ChoiceField(label=_("What is sent to me"), choices=POSITIONS, widget=forms.RadioSelect)


__all__ = ["POSITIONS", "Choose"]
