"""The form of every typed value: dates, instants, lists, mappings; the rest are names and texts."""

import datetime as dt
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from detente.core.charter.model import Record
from detente.core.charter.model.sections import Deputy
from detente.core.charter.phrases import Consequences, Counted, Event, Guards, Seat, Who
from detente.core.charter.reading.forms import Form, Listing, Pairs, Phrases
from detente.core.charter.reading.outcomes import CONSEQUENCES, GUARDS
from detente.core.charter.reading.phrases import ATOM, DATE, EVENT, FORMS, INSTANT, MOMENT, SEAT, SPAN, WHO
from detente.core.worktime import Span


def _deputy(deputy: Deputy) -> tuple[str, Mapping[str, Any]]:
    if deputy.authority:
        return "limited", {"name": deputy.person, "value": deputy.authority}
    return "plain", {"name": deputy.person}


DEPUTY = Phrases(
    _deputy,
    {
        "limited": (lambda f: {"person": f["name"], "authority": f["value"]}, "{name} (up to {value})"),
        "plain": ("{name}", "{name}"),
    },
    FORMS,
)


def _kind_of_value(kind: Any) -> tuple[str, Mapping[str, Any]]:
    return ("words", {"several": kind}) if isinstance(kind, list | tuple) else (kind, {})


FORMS["several"] = Listing(ATOM)
KIND_OF_VALUE = Phrases(
    _kind_of_value,
    {
        "money": ("money", "an amount of money"),
        "date": ("date", "a date"),
        "text": ("text", "a text"),
        "seat": ("seat", "a seat"),
        "workstreams": ("workstreams", "one or more workstreams"),
        "number": ("number", "a number"),
        "words": (lambda f: f["several"], "one of these: {several}"),
    },
    FORMS,
)
_TYPED: dict[Any, Form] = {
    Who: WHO,
    Seat: SEAT,
    Event: EVENT,
    Guards: GUARDS,
    Consequences: CONSEQUENCES,
    Counted: INSTANT,
    Deputy: DEPUTY,
    Span: SPAN,
    dt.date: DATE,
    dt.datetime: MOMENT,
}


def bare_type(annotation: Any) -> Any:
    """Return a field's type without `Annotated` and without `None`; of several types the first."""
    if get_origin(annotation) is Annotated:
        return bare_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return bare_type(next(part for part in get_args(annotation) if part is not NoneType))
    return annotation


def holds_records(annotation: Any) -> bool:
    """Return whether a field's values are sections of their own, or hold some."""
    kind = bare_type(annotation)
    if get_origin(kind) in (dict, list):
        return holds_records(get_args(kind)[-1])
    return isinstance(kind, type) and issubclass(kind, Record)


def form_of(annotation: Any) -> Form:
    """Return the form in which a field of this type stands in a sentence."""
    kind = bare_type(annotation)
    if get_origin(kind) is list:
        return Listing(form_of(get_args(kind)[0]))
    if get_origin(kind) is dict:
        key, value = get_args(kind)
        return Pairs(form_of(key), form_of(value))
    return _TYPED.get(kind, ATOM)
