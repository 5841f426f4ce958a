"""The words of counting in the reader's language: how much a clock counts, and why a day does not count."""

import re

from django.utils.translation import gettext, ngettext

_SPAN = re.compile(r"(\d+) (working day|calendar day|day|week|month|year|hour|business hour)s?\Z")


def span(text: str) -> str:
    """Return an amount of the charter as the reader says it: `8 Arbeitstage`; as it stands where it is no plain one."""
    found = _SPAN.match(text)
    if found is None:
        return text
    count = int(found[1])
    return _units(found[2], count) % {"count": count}


def _units(unit: str, count: int) -> str:
    return {
        "working day": ngettext("%(count)s working day", "%(count)s working days", count),
        "calendar day": ngettext("%(count)s calendar day", "%(count)s calendar days", count),
        "day": ngettext("%(count)s day", "%(count)s days", count),
        "week": ngettext("%(count)s week", "%(count)s weeks", count),
        "month": ngettext("%(count)s month", "%(count)s months", count),
        "year": ngettext("%(count)s year", "%(count)s years", count),
        "hour": ngettext("%(count)s hour", "%(count)s hours", count),
        "business hour": ngettext("%(count)s business hour", "%(count)s business hours", count),
    }[unit]


def reason(text: str) -> str:
    """Return why a time does not count; as it stands where the charter's calendar says why."""
    return {
        "day 0": gettext("day 0"),
        "paused": gettext("stands still"),
        "rolled to the next working day": gettext("moved to the next working day"),
        "rolled to the previous working day": gettext("moved to the working day before"),
        "the day after the clear days": gettext("the day after the clear days"),
        "the day before the clear days": gettext("the day before the clear days"),
    }.get(text, text)
