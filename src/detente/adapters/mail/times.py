"""Instants as messages write them: in the zones of both parties, offsets never abbreviated."""

import datetime as dt

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import pgettext

from detente.core.charter.model import Charter
from detente.core.worktime import offset, zone


def day(date: dt.date) -> str:
    """Return `Thu 26 Nov 2026` in the reader's language."""
    words = {
        "weekday": WEEKDAYS_ABBR[date.weekday()],
        "day": date.day,
        "month": str(MONTHS_3[date.month]).capitalize(),
        "year": date.year,
    }
    return pgettext("date", "%(weekday)s %(day)s %(month)s %(year)s") % words


def moment(at: dt.datetime, zone_name: str) -> str:
    """Return `Thu 26 Nov 2026, 14:00 (UTC+1)` in a zone."""
    local = at.astimezone(zone(zone_name))
    return f"{day(local.date())}, {local:%H:%M} ({offset(local)})"


def everywhere(at: dt.datetime, charter: Charter) -> str:
    """Return an instant in every party's zone; a second place names its day where it differs."""
    written, before = [], None
    for party in charter.parties.values():
        local = at.astimezone(zone(party.zone))
        text = f"{local:%H:%M} ({offset(local)})" if local.date() == before else moment(at, party.zone)
        written.append(f"{text} {party.short or party.name}")
        before = local.date()
    return " / ".join(written)
