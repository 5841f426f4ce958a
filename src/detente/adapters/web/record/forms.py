"""What the record is asked, and what is handed in to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente import clerk
from detente.adapters.web.frame.forms import Day
from detente.adapters.web.record.listing import Wanted, people
from detente.core.journal.verify import LINE_MAX
from detente.store import read

GROUPS = [
    ("", _("Everything")),
    ("acts", _("Acts and matters")),
    ("clocks", _("Times that ended or moved")),
    ("notices", _("Notices")),
    ("statements", _("Statements and corrections")),
    ("messages", _("Messages and causes")),
    ("meetings", _("Meetings and goals")),
    ("charter", _("Charter and people")),
]
UPLOAD_MAX = 64 << 20  # bytes; a bundle of two thousand facts has five million


class Filter(forms.Form):
    """What to show. All of it is optional, and stands in the address."""

    matter = forms.ChoiceField(label=_("Matter"), required=False)
    group = forms.ChoiceField(label=_("Kind"), choices=GROUPS, required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    clause = forms.CharField(label=_("Procedure or clause"), max_length=120, required=False)
    since = Day(label=_("From"), required=False)
    until = Day(label=_("Up to"), required=False)
    before = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, viewer: read.Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [one.name for one in read.matters(viewer, clerk.now())]
        self.fields["matter"].choices = [("", _("All"))] + [(name, name) for name in names]
        self.fields["person"].choices = [("", _("Everybody")), *people(viewer)]

    def wanted(self) -> Wanted:
        """Return what is asked for; entries that say nothing possible are passed over."""
        if not self.is_bound:
            return Wanted()
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if name in Wanted._fields and value})


class Take(forms.Form):
    """A bundle to be downloaded: of one matter, or of everything."""

    matter = forms.CharField(required=False, max_length=200)
    since = Day(required=False)
    until = Day(required=False)


class Countersigned(forms.Form):
    """A checkpoint that came back with a signature."""

    note = forms.CharField(
        label=_("The countersigned checkpoint"),
        help_text=_("Its whole text, as 'detente countersign' wrote it."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
        strip=False,
    )

    def clean_note(self) -> str:
        """Return the text with the line ends of a note."""
        text: str = self.cleaned_data["note"].replace("\r\n", "\n")
        return text.strip() + "\n"


class PublicKey(forms.Form):
    """A public key by which a side countersigns."""

    key = forms.CharField(
        label=_("Public key"),
        help_text=_("One line: name, key id and base64 with plus signs between."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )


class Check(forms.Form):
    """A bundle or a journal to be checked, a checkpoint somebody kept, keys somebody kept."""

    file = forms.FileField(label=_("Bundle or journal"), help_text=_("A .zip or a .jsonl file."), required=False)
    kept = forms.CharField(
        label=_("A checkpoint that was kept"),
        help_text=_("Paste its whole text. Only one from outside shows that an end was cut off."),
        max_length=20_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
    )
    keys = forms.CharField(
        label=_("Public keys that were kept"),
        help_text=_("One a line. Without them those of the bundle are taken."),
        max_length=LINE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was handed in.

        Raises:
            ValidationError: nothing was, or the file is too large.
        """
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("file") and not (given.get("kept") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste a checkpoint."))
        if given.get("file") and given["file"].size > UPLOAD_MAX:
            raise forms.ValidationError(_("The file is larger than this page reads. Check it on your own machine."))
        return given
