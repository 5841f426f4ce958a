"""The mail server: one connection for as many messages as wait, and what its refusals mean."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any, Self

from django.conf import settings


class Away(Exception):
    """The server does not answer, or lets nobody in: every message waits."""


class Refused(Exception):
    """The server would not take this message; `for_good` where asking again would not help."""

    def __init__(self, says: str, *, for_good: bool) -> None:
        super().__init__(says)
        self.for_good = for_good


class Server:
    """A connection to the server that the settings name, opened by the first message."""

    def __init__(self) -> None:
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None

    def send(self, message: EmailMessage, to: tuple[str, ...]) -> str:
        """Hand a message over; return what the server said of addresses it would not take.

        Raises:
            Away: nothing was taken, or nobody knows: it has to be sent again, under the same Message-ID.
            Refused: the server said no.
        """
        server = self._connected()
        try:
            refused = server.sendmail(settings.DEFAULT_FROM_EMAIL, list(to), message.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Refused(_told(error.recipients), for_good=all(code >= 500 for code in codes)) from error
        except smtplib.SMTPResponseException as error:
            says = f"{error.smtp_code} {_text(error.smtp_error)}"
            if error.smtp_code == 421:
                self._drop()
                raise Away(says) from error
            raise Refused(says, for_good=error.smtp_code >= 500) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Away(_text(error)) from error
        return _told(refused)

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = _connect()
            except (OSError, smtplib.SMTPException) as error:
                raise Away(_text(error)) from error
        return self._open

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _connect() -> smtplib.SMTP:
    host, port, timeout = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    trusted = ssl.create_default_context()
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=trusted)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _told(refused: dict[str, Any]) -> str:
    return "; ".join(f"{to}: {code} {_text(says)}" for to, (code, says) in refused.items())


def _text(says: object) -> str:
    return says.decode("utf-8", "replace") if isinstance(says, bytes) else str(says) or type(says).__name__
