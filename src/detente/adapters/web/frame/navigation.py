"""The rooms of a relationship, in the order in which every page offers them."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from detente.adapters.web.frame import asking

OF_NEUTRALS = ("today", "matters", "charter", "record", "notifications")


class Room(NamedTuple):
    """One entry of the navigation. `here`: the page shown stands in it."""

    name: str
    words: str
    address: str
    here: bool


def rooms(relationship: str | None, here: str = "") -> list[Room]:
    """Return the entries for one relationship; without one, those of a person alone."""
    if not relationship:
        entries = [("today", _("Today"), "/"), ("portfolio", _("Portfolio"), "/portfolio/")]
    else:
        at = f"/r/{relationship}/"
        entries = [
            ("today", _("Today"), "/"),
            ("home", _("Home"), at),
            ("matters", _("Matters"), f"{at}matters/"),
            ("meetings", _("Meetings"), f"{at}meetings/"),
            ("goals", _("Goals"), f"{at}goals/"),
            ("charter", _("Charter"), f"{at}charter/"),
            ("record", _("Record"), f"{at}record/"),
            ("people", _("People"), f"{at}people/"),
            ("notifications", _("Notifications"), f"{at}notifications/"),
            ("portfolio", _("Portfolio"), "/portfolio/"),
        ]
    if relationship and not getattr(asking.viewer(), "is_party", True):
        entries = [one for one in entries if one[0] in OF_NEUTRALS]
    return [Room(name, words, address, name == here) for name, words, address in entries]
