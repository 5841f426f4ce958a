"""What the strip shows: whose desks there are, and where in the story the demonstration's clock stands."""

from typing import Any, NamedTuple

from django.utils.translation import gettext, pgettext

from detente import clerk
from detente.adapters.web.frame.times import moment
from detente.clerk import demonstration

ZONE = "Europe/Amsterdam"


class Role(NamedTuple):
    """A desk: its key, who sits there, in which words."""

    key: str
    name: str
    words: str


class Strip(NamedTuple):
    """The strip's values; `day` and `days` count from the day on which the story begins."""

    roles: tuple[Role, ...]
    now: str
    day: int
    days: int


def strip() -> Strip:
    """Return what the strip shows now."""
    now, first, last = clerk.now(), demonstration.first(), demonstration.last()
    roles = tuple(Role(one.key, one.name, _words(one.key)) for one in demonstration.ROLES)
    return Strip(roles, moment(now, ZONE), (now - first).days, (last - first).days)


def _words(role: str) -> str:
    words: dict[str, Any] = {
        "client-manager": pgettext("role", "manager, customer"),
        "provider-manager": pgettext("role", "manager, provider"),
        "executive": pgettext("role", "executive"),
        "mediator": pgettext("role", "mediator"),
        "lawyer": pgettext("role", "counsel"),
    }
    return str(words.get(role, gettext("guest")))
