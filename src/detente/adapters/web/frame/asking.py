"""Who asks: the request that is being answered, for parts that stand deep inside a page."""

from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

_asking: ContextVar[HttpRequest | None] = ContextVar("asking", default=None)

answering = _asking.set
answered = _asking.reset


def request() -> HttpRequest | None:
    """Return the request that is being answered; None outside of one."""
    return _asking.get()


def nonce() -> str:
    """Return the nonce of this answer's scripts; an empty string outside of a request."""
    asked = _asking.get()
    return str(getattr(asked, "csp_nonce", ""))


def viewer() -> Any:
    """Return the viewer whom `seated` has found for this request; None where nobody is seated."""
    return getattr(_asking.get(), "viewer", None)


def person() -> str:
    """Return the name of who is signed in; an empty string where nobody is known."""
    return str(getattr(_asking.get(), "person", ""))
