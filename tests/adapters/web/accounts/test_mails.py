"""Mails about accounts: every one in our own words, times in both zones, and each that can be sent is ours."""

import re
from pathlib import Path
from typing import Any

import pytest

OURS = Path(__file__).parents[4] / "src" / "detente" / "adapters" / "web" / "accounts"
# What these would be sent for has no address here (urls.py): signing up, changing an address, codes by mail.
NEVER = {
    "account/email/account_already_exists", "account/email/unknown_account", "account/email/login_code",
    "account/email/password_reset_code", "account/email/email_changed", "account/email/email_confirm",
    "account/email/email_deleted", "account/email/email_confirmation", "account/email/email_confirmation_signup",
}  # fmt: skip
TOLD = {
    "account/email/password_set": "A password was set",
    "account/email/password_changed": "The password was changed",
    "account/email/password_reset": "A new password counts",
    "mfa/email/webauthn_added": "A passkey was added",
    "mfa/email/webauthn_removed": "A passkey was removed",
    "mfa/email/totp_activated": "An authenticator app was set up",
    "mfa/email/totp_deactivated": "The authenticator app was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
}


def test_every_mail_that_can_be_sent_is_ours() -> None:
    import allauth

    rooms = [Path(allauth.__file__).parent / room for room in ("account", "mfa")]
    sources = [file.read_text(encoding="utf-8") for room in rooms for file in room.rglob("*.py")]
    named = {found for text in sources for found in re.findall(r'"((?:account|mfa)/email/\w+)"', text)}
    assert named > set(TOLD)
    for prefix in named - NEVER:
        assert (OURS / f"{prefix}_message.txt").is_file(), prefix
        assert (OURS / f"{prefix}_subject.txt").is_file(), prefix


@pytest.mark.parametrize(("prefix", "subject"), TOLD.items())
def test_a_change_is_told_in_our_words_and_in_both_zones(
    table: Any, prefix: str, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.core.context import request_context
    from django.conf import settings
    from django.core import mail
    from django.test import RequestFactory

    from detente.adapters.web.accounts import adapter

    class AtOnce:
        """Does what a thread would, before it goes on."""

        def __init__(self, target: Any, args: Any, name: str) -> None:
            self.run = lambda: target(*args)
            del name

        def start(self) -> None:
            self.run()

    monkeypatch.setattr(adapter.threading, "Thread", AtOnce)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []
    elin = table.account("Elin Marsh", "elin@aldgate.example")
    request = RequestFactory().get("/", headers={"user-agent": "Firefox", "host": "localhost"})
    with request_context(request):
        adapter.Accounts(request).send_notification_mail(prefix, elin)
    (message,) = mail.outbox
    assert (message.subject, message.to) == (subject, ["elin@aldgate.example"])
    assert re.search(
        r"Done \w{3} \d+ \w{3} \d{4}, \d\d:\d\d \(UTC\+\d\) Aldgate / .*\(UTC\+5:30\) Meridian", message.body
    )
    assert "a browser that calls itself Firefox" in message.body
    for foreign in ("Hello", "Thank you", "security key", "&", "!"):
        assert foreign not in message.body
