"""The forms of signing in."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class Accept(forms.Form):
    """Whoever takes a place names the address the invitation was sent to."""

    email = forms.EmailField(
        label=_("The address this invitation was sent to"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class AddPasskey(AddWebAuthnForm):
    """A passkey signs in by itself: device and its owner's finger, face or PIN."""

    name = forms.CharField(
        label=_("Name of this device"), required=False, max_length=80, help_text=_("Such as 'Work laptop'.")
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)


class Language(forms.Form):
    """The language of pages and mails."""

    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)


_ASKED = _("At least twelve characters. A sentence nobody else would write is good.")


class SetPassword(SetPasswordForm):
    """A first password; what is asked of it stands beside it as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _ASKED


class ChangePassword(ChangePasswordForm):
    """Another password; what is asked of it stands beside it as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _ASKED


class ResetPassword(ResetPasswordKeyForm):
    """A password through a link; what is asked of it stands beside it as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _ASKED
