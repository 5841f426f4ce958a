"""Typed codes: a binding act is done by who has read the confirming page, not by a link, a scanner or a slip."""

import hashlib
import hmac
import time
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WINDOW_SECONDS = 15 * 60


class TypedCode(forms.Form):
    """One field for the six digits that the confirming page shows."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=7,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )


@dataclass(frozen=True)
class Step:
    """The confirming step of one act on one matter, in one session."""

    request: HttpRequest
    act: str
    matter: str

    @property
    def shown(self) -> str:
        """The code of this quarter of an hour, such as `482 019`."""
        code = self._code(_window())
        return f"{code[:3]} {code[3:]}"

    @cached_property
    def form(self) -> TypedCode:
        """The form: empty to be shown, or filled with what was typed."""
        typed = self.request.method == "POST" and "code" in self.request.POST
        return TypedCode(self.request.POST) if typed else TypedCode()

    def done(self) -> bool:
        """Return whether the right code was typed; if not, the form says what to do (show it with status 422)."""
        form = self.form
        if not form.is_valid():
            return False
        typed = "".join(form.cleaned_data["code"].split())
        if any(constant_time_compare(typed, self._code(_window() - back)) for back in (0, 1)):
            return True
        form.add_error("code", _("Type the six digits shown above; they change every quarter of an hour."))
        return False

    def _code(self, window: int) -> str:
        session = self.request.session.session_key or ""
        assert session, "a binding act needs a session"
        said = "\0".join(("confirm", session, self.act, self.matter, str(window)))
        digest = hmac.digest(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256)
        return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def _window() -> int:
    return int(time.time()) // WINDOW_SECONDS
