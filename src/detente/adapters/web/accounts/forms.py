"""The forms of signing in."""

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
