"""Lending: a procedure of the library has no calendars, dates or people; with those of another text it can run."""

from datetime import date
from typing import Any

import msgspec

from detente.core.charter.model import Charter, Part, Rules
from detente.core.charter.parse import Document
from detente.core.charter.phrases import Names
from detente.core.vocabulary.errors import BadInput

_OWN = ("language", "values", "results", "procedures", "acts", "parties")
_LENT = ("zone", "currency", "months", "calendar", "calendars", "notices", "calendar_changes")


def lent(document: Document, lender: Document) -> Document:
    """Return a library procedure or part with the zone, currency, calendars, notices and dates of another text.

    What it says itself stands before what it is lent, entry by entry. Its procedures, values, acts and parties are its
    own, and so is its text; seats stay names that anybody may fill.

    Raises:
        BadInput: either text has errors, the first is a whole charter, or the second has no calendar to count by.
    """
    borrower, other = document.charter, lender.charter
    if borrower is None or other is None:
        raise BadInput("A text with errors can neither borrow nor lend; see 'detente check'.")
    if isinstance(borrower, Charter):
        raise BadInput("A whole charter has its own calendars; only a library procedure or a part borrows them.")
    if getattr(other, "calendar", None) is None:
        raise BadInput("The text that lends has no 'calendar'. Write one, and its list below 'calendars'.")
    fields = {name: _field(borrower, other, name) for name in (*_OWN, *_LENT)}
    part = Part.model_construct(**fields, dates=_dates(borrower, other))
    return msgspec.structs.replace(document, kind=Part, names=_names(document, lender), charter=part)


def _field(borrower: Rules, lender: Rules, name: str) -> Any:
    own = getattr(borrower, name, None)
    if name in _OWN:
        return own
    other = getattr(lender, name, None)
    if isinstance(own, dict) and isinstance(other, dict):
        return {**other, **own}
    return own if own is not None and name in borrower.model_fields_set else other


def _dates(borrower: Rules, lender: Rules) -> dict[str, date]:
    """Days of the contract; a library file only says in words what each of its dates is."""
    own = borrower.dates if isinstance(borrower, Part) else {}
    return {**getattr(lender, "dates", {}), **own}


def _names(document: Document, lender: Document) -> Names:
    own, other = document.names, lender.names
    return msgspec.structs.replace(
        own,
        currency=own.currency or other.currency,
        calendars={**other.calendars, **own.calendars},
        dates={**other.dates, **own.dates},
    )
