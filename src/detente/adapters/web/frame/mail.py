"""Whether mail flows: what pages say while its server is away."""

from datetime import datetime

from django.conf import settings

from detente.store.read import host


def waits(at: datetime) -> datetime | None:
    """Return since when mail waits for its server; nothing while it flows, and where no mail is to leave. One query."""
    return host.mail_waits(at) if settings.EMAIL_HOST else None
