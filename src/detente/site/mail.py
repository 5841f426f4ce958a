"""The mail server, as DETENTE_SMTP names it: in Django's words, for our messages and for those of accounts.

smtp://mail.example          plain, port 25: for a server on this machine or in its network
smtp://name:password@mail.example:587?starttls=1    encrypted after a plain beginning; so is port 587 by itself
smtps://name:password@mail.example                  encrypted from the beginning, port 465
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from detente.core.vocabulary.errors import BadInput

TIMEOUT_S = 20


def mail(address: str, sender: str, host: str) -> dict[str, Any]:
    """Return Django's settings for a mail server; without one no message leaves, and those of accounts are not made.

    Raises:
        BadInput: the address is no mail server's.
    """
    from_ = sender or f"detente@{host}"
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "EMAIL_HOST": "",
            "DEFAULT_FROM_EMAIL": from_,
        }
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadInput(f"DETENTE_SMTP begins with '{parts.scheme}:'. Write smtp://host:port or smtps://host.")
    options = parse_qs(parts.query)
    ssl = parts.scheme == "smtps"
    port = parts.port or (465 if ssl else 25)
    starttls = options.get("starttls", ["1" if port == 587 else "0"])[-1] not in ("0", "no", "false")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": ssl,
        "EMAIL_USE_TLS": starttls and not ssl,
        "EMAIL_TIMEOUT": TIMEOUT_S,
        "DEFAULT_FROM_EMAIL": from_,
    }
