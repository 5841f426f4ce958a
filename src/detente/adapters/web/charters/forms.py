"""A proposed text, pasted or uploaded; terms that find another name."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TEXT_MAX = 1 << 20


class Proposal(forms.Form):
    """The whole text of the next version."""

    text = forms.CharField(
        label=gettext_lazy("The whole text of the next version"),
        help_text=gettext_lazy("YAML, as it is downloaded here; raise its version and its effective date."),
        max_length=TEXT_MAX,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "dir": "ltr", "spellcheck": "false"}),
    )
    file = forms.FileField(label=gettext_lazy("Or as a file"), required=False)

    def clean(self) -> dict[str, Any]:
        """Return the text, from wherever it came, with plain line ends.

        Raises:
            ValidationError: there is none, or it is no text.
        """
        given: dict[str, Any] = super().clean() or self.cleaned_data
        text = given.get("text") or ""
        if given.get("file"):
            if given["file"].size > TEXT_MAX:
                raise forms.ValidationError(_("The file is longer than any charter."))
            try:
                text = given["file"].read().decode("utf-8")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(_("The file is no text in UTF-8.")) from error
        if not text.strip():
            raise forms.ValidationError(_("Paste the text, or choose a file."))
        given["text"] = text.replace("\r\n", "\n").rstrip("\n") + "\n"
        return given


class Terms(forms.Form):
    """For each open term that the other version does not have, the one that it becomes."""

    def __init__(self, missing: dict[str, list[str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term, known in missing.items():
            self.fields[term] = forms.ChoiceField(
                label=_("'%(term)s' becomes") % {"term": term}, choices=[(one, one) for one in known]
            )
