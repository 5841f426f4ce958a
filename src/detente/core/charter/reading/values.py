"""The form of every typed value: dates, instants, lists, mappings; the rest are names and texts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from detente.core.charter.model import Record
from detente.core.charter.model.sections import Deputy
from detente.core.charter.phrases import Consequences, Counted, Event, Guards, Seat, Who, event_name
from detente.core.charter.reading.forms import Form, How, Marked, Phrases
from detente.core.charter.reading.lists import Listing, Pairs
from detente.core.charter.reading.numbers import NUMBER
from detente.core.charter.reading.outcomes import CONSEQUENCES, GUARDS
from detente.core.charter.reading.phrases import ATOM, EVENT, FORMS, NAME, SEAT, WHO
from detente.core.charter.reading.times import DATE, INSTANT, MOMENT, SPAN
from detente.core.vocabulary.money import Money
from detente.core.vocabulary.names import slug
from detente.core.worktime import Span


def _deputy(deputy: Deputy) -> tuple[str, Mapping[str, Any]]:
    if deputy.authority:
        return "limited", {"name": deputy.person, "value": deputy.authority}
    return "plain", {"name": deputy.person}


DEPUTY = Phrases(
    _deputy,
    {
        "limited": (lambda f: {"person": f["name"], "authority": f["value"]}, "{name} (up to {value:number})"),
        "plain": ("{name}", "{name}"),
    },
    FORMS,
)


def _kind_of_value(kind: Any) -> tuple[str, Mapping[str, Any]]:
    return ("words", {"several": kind}) if isinstance(kind, list | tuple) else (kind, {})


FORMS["several"] = Listing(NAME, last=" or ")
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


def _slug(pair: tuple[str, str]) -> tuple[str, Mapping[str, Any]]:
    act, short = pair
    return ("made" if short == _made(act) else "other"), {"act": act, "short": short}


def _made(act: str) -> str:
    """Return the short name that an act's words make."""
    return slug(event_name(act))


class _ShortNames(Form):
    """Acts with their short names in the record, each told only where it is not the one its words make."""

    _FORMS: Mapping[str, Form] = {"act": ATOM, "short": ATOM}
    _ITEMS = Listing(
        Phrases(
            _slug,
            {
                "other": (lambda f: (f["act"], f["short"]), "{act} ({short})"),
                "made": (lambda f: (f["act"], _made(f["act"])), "{act}"),
            },
            _FORMS,
        ),
        " | ",
        least=1,
    )

    def write(self, value: Mapping[str, str], how: How) -> str:
        marked = Listing(ATOM, " | ").needs_marks(value)
        return self._ITEMS.write([(Marked(k) if marked else k, v) for k, v in value.items()], how)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return ((dict(pairs), end) for pairs, end in self._ITEMS.read(text, at))


FORMS["short names"] = _ShortNames()


def _until(until: Span | str) -> tuple[str, Mapping[str, Any]]:
    return ("span" if isinstance(until, Span) else "end"), {"span": until}


FORMS["latest"] = Phrases(
    _until,
    {"end": ("end of the period", "the missed date itself"), "span": ("{span}", "{span} after the missed date")},
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
    Money: NUMBER,
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
        return Listing(form_of(get_args(kind)[0]), last=" and ")
    if get_origin(kind) is dict:
        key, value = get_args(kind)
        return Pairs(form_of(key), form_of(value))
    return _TYPED.get(kind, ATOM)
