"""A report on a goal."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.adapters.web.frame.forms import Day


class Report(forms.Form):
    """Where a goal stands, on which day."""

    goal = forms.ChoiceField(label=_("Goal or milestone"))
    value = forms.CharField(
        label=_("Where it stands"),
        help_text=_("In the words of its target, such as 4.6 % or 7 of 9."),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    on = Day(label=_("On which day?"))

    def __init__(self, goals: list[tuple[str, str]], *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = goals
        self.today = today

    def clean_on(self) -> dt.date:
        """Return the day.

        Raises:
            ValidationError: it is still to come.
        """
        day: dt.date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("A report is of a day that has come."))
        return day
