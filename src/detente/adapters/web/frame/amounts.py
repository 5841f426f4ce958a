"""Sums and instants that stand inside a text of the charter's, as a page writes them."""

import datetime as dt
import re

from django.utils.formats import number_format

from detente.adapters.web.frame import times

_SUM = re.compile(r"\b(\d{4,})(\.\d+)? ([A-Z]{3})\b")
_INSTANT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d|Z)(?![\w:])")


def amounts(text: str) -> str:
    """Return a text with its sums in groups of three, `75,000.00 GBP`, as the reader's language writes them."""
    return _SUM.sub(_grouped, text)


def plainly(text: str) -> str:
    """Return a text with its sums in groups, and its instants as `Mon 2 Mar 2026, 00:00 (UTC+0)`."""
    return _INSTANT.sub(lambda found: times.moment(dt.datetime.fromisoformat(found[0])), amounts(text))


def _grouped(found: re.Match[str]) -> str:
    part = found[2] or ""
    whole = number_format(int(found[1]), use_l10n=True, force_grouping=True)
    return f"{whole}{number_format('0' + part, len(part) - 1)[1:] if part else ''}\N{NO-BREAK SPACE}{found[3]}"
