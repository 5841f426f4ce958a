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
    """A date from the browser's own picker. `after`: the last day that is too early; `until`: the last possible."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, after: Any = None, until: Any = None, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
        self.after, self.until = after, until

    def clean(self, value: Any) -> Any:
        """Return the date.

        Raises:
            ValidationError: no date, or one too early or too late; the message names the first or last possible.
        """
        try:
            found = super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self._asks(), code=error.code) from error
        if found and self.after and found <= self.after:
            raise forms.ValidationError(self._asks(), code="early")
        if found and self.until and found > self.until:
            raise forms.ValidationError(_("Enter a date up to %(day)s.") % {"day": day(self.until)}, code="late")
        return found

    def _asks(self) -> str:
        if self.after:
            return _("Enter a date after %(day)s.") % {"day": day(self.after)}
        return _("Enter a date, such as %(day)s.") % {"day": day(clerk.now().date())}


LONG = 200  # characters; a field that takes more says how many are written


def attributes(bound: forms.BoundField) -> dict[str, Any]:
    """Return what a field of long text bears instead of a length at which browsers cut silently."""
    most = getattr(bound.field, "max_length", None)
    if not most or most <= LONG:
        return {}
    return {
        "maxlength": False,
        "data-most": str(most),
        "data-counts": _("{count} of {most} characters"),
        "data-over": _("Too long by {over}: at most {most} characters fit. Nothing is cut off."),
    }


def keeps(form: forms.BaseForm) -> bool:
    """Return whether a form that comes back holds anything that somebody wrote: no password, no typed code."""
    return any(
        bound.data not in (None, "", [], ())
        for bound in form.visible_fields()
        if getattr(bound.field.widget, "input_type", "") not in ("password", "file")
        and bound.field.widget.attrs.get("autocomplete") not in ("off", "one-time-code")
    )
