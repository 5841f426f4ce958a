"""What people write in a matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TEXT_MAX = 20_000


def _text(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=TEXT_MAX, widget=widget, **kwargs)


class StateFact(forms.Form):
    """What is so."""

    text = _text(_("What is so?"), help_text=_("One fact, with date and number. The other side may confirm it."))


class OtherVersion(forms.Form):
    """How one's own side sees it."""

    text = _text(_("Your version"), help_text=_("Both versions stand side by side."))


class Message(forms.Form):
    """A message to everybody who reads its room."""

    text = _text(_("Message"), rows=2)
    room = forms.ChoiceField(label=_("Who reads it"), choices=())

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms
        if len(rooms) == 1:
            self.fields["room"].widget = forms.HiddenInput()
            self.fields["room"].initial = rooms[0][0]


class Note(forms.Form):
    """A note that only one's own side reads."""

    text = _text(_("Note for your side"), rows=2)
