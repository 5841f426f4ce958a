"""The two sides of a relationship, as every page marks them: blue and solid, ochre and striped, grey and dotted."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from detente.adapters.web.frame import asking


class Side(NamedTuple):
    """A party as a page names it.

    `mark`: a, b, or n for a neutral. `zone`: where its clocks hang. `long`: its whole name.
    """

    key: str
    name: str
    mark: str = "n"
    zone: str = "UTC"
    long: str = ""


def both() -> Sequence[Side]:
    """Return the parties of the relationship on this page, in the charter's order; none where nobody is seated."""
    return getattr(asking.request(), "sides", ())


def side(key: str) -> Side:
    """Return the party of that key; a neutral of that name for a key that is no party's."""
    for each in both():
        if each.key == key:
            return each
    return Side(key, key)


def title() -> str:
    """Return the name of the relationship on this page: `Aldgate Insurance and Meridian Operations`."""
    if named := getattr(asking.viewer(), "title", ""):
        return str(named)
    parties = [each.long or each.name for each in both() if each.mark != "n"]
    if len(parties) != 2:
        return ", ".join(parties)
    return gettext("%(first)s and %(second)s") % {"first": parties[0], "second": parties[1]}
