"""Forms as every room answers them: values kept, errors beside the field, status 422."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from detente import clerk
from detente.adapters.web.frame.times import day


def answer(request: HttpRequest, template: str, form: forms.BaseForm, **about: Any) -> HttpResponse:
    """Return the page of a form: 200 while nothing was sent, 422 where an entry is open."""
    return render(request, template, {"form": form, **about}, status=422 if form.errors else 200)


class Day(forms.DateField):
    """A date from the browser's own picker. `after`: the last day that is too early."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, after: Any = None, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
        self.after = after

    def clean(self, value: Any) -> Any:
        """Return the date.

        Raises:
            ValidationError: no date, or one that is too early; the message names the first that is possible.
        """
        try:
            found = super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self._asks(), code=error.code) from error
        if found and self.after and found <= self.after:
            raise forms.ValidationError(self._asks(), code="early")
        return found

    def _asks(self) -> str:
        if self.after:
            return _("Enter a date after %(day)s.") % {"day": day(self.after)}
        return _("Enter a date, such as %(day)s.") % {"day": day(clerk.now().date())}
