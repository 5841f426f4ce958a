"""The base of every section of a charter, and the types its fields are read with: all from text."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from detente.core.charter.phrases import (
    BadPhrase,
    Consequences,
    Guards,
    Instant,
    Who,
    parse_consequences,
    parse_event,
    parse_guards,
    parse_instant,
    parse_seat,
    parse_who,
)
from detente.core.charter.phrases.events import Event
from detente.core.charter.phrases.names import Names, unknown, unreadable
from detente.core.charter.phrases.seats import Seat
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money, parse_money
from detente.core.vocabulary.names import is_name
from detente.core.worktime import Span, parse_span, zone

REFUSED_MAX = 100  # phrases refused in one text, after which no more are read
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _alias(field: str) -> str:
    return field.rstrip("_").replace("_", " ")


class Record(BaseModel):
    """A mapping with fixed keys. A key is the field's name with spaces for underscores."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, alias_generator=_alias, populate_by_name=False
    )


def phrase(parse: Callable[[Any, Names], Any], schema: dict[str, Any]) -> Any:
    """Return the validator and JSON schema of a field read by `parse`."""

    def read(value: Any, info: ValidationInfo) -> Any:
        names = info.context
        assert isinstance(names, Names), "a charter is read with its names"
        if names.refused >= REFUSED_MAX:
            return value  # the text has errors enough; the model is not used
        try:
            return parse(value, names)
        except (BadPhrase, BadInput) as error:
            names.refused += 1
            bad = unreadable(error) if isinstance(error, BadInput) else error
            raise PydanticCustomError(bad.code, "{says}", {"says": bad.says, "cure": bad.cure}) from error

    return PlainValidator(read), WithJsonSchema(schema)


def _text(value: Any, _names: Names) -> str:
    if not isinstance(value, str):
        raise BadPhrase("A text is expected here, not a list or a mapping.", "Write one line of text.", "SCH003")
    if not value.strip():
        raise BadPhrase("Nothing stands here.", "Write a text, or take the key out.", "SCH003")
    return value


def _pattern(pattern: str, what: str, example: str) -> Callable[[Any, Names], str]:
    compiled = re.compile(pattern, re.ASCII)

    def read(value: Any, names: Names) -> str:
        text = " ".join(_text(value, names).split())
        if not compiled.fullmatch(text):
            raise BadPhrase(f"'{text}' is no {what}.", f"Write it like '{example}'.", "SCH004")
        return text

    return read


def _worded(pattern: str, what: str, example: str) -> Any:
    return phrase(
        _pattern(pattern, what, example), {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}
    )


def _name(value: Any, names: Names) -> str:
    text = _text(value, names)
    if not is_name(text):
        raise BadPhrase(
            f"'{text}' is no name.",
            "Use letters, digits, spaces and hyphens, without the words after, before, or, is, has.",
            "SCH005",
        )
    return text


def _whole(value: Any, names: Names) -> int:
    text = _text(value, names)
    if not text.isascii() or not text.isdigit() or len(text) > 9 or (len(text) > 1 and text[0] == "0"):
        raise BadPhrase(f"'{text}' is no whole number.", "Write digits only, like 3.", "SCH004")
    return int(text)


def _date(value: Any, names: Names) -> dt.date:
    text = _text(value, names)
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise BadPhrase(f"'{text}' is no date.", "Write year-month-day, like 2026-03-27.", "SCH004")


def _instant_of_day(value: Any, names: Names) -> dt.datetime:
    text = _text(value, names)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadPhrase(
            f"'{text}' is no instant.", "Write date, time and offset, like 2026-03-03T00:00:00+01:00.", "SCH004"
        )
    return moment


def _time(value: Any, names: Names) -> dt.time:
    text = _text(value, names)
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise BadPhrase(f"'{text}' is no time of day.", 'Write hours and minutes, like "17:30".', "SCH004")
    return dt.time.fromisoformat(text)


def _zone(value: Any, names: Names) -> str:
    text = _text(value, names)
    zone(text)
    return text


def _money(value: Any, names: Names) -> Money:
    return parse_money(_text(value, names), names.currency or None)


def _span(value: Any, names: Names) -> Span:
    return parse_span(" ".join(_text(value, names).split()))


def _clock(value: Any, names: Names) -> Any:
    if isinstance(value, dict):
        raise BadPhrase("One time is expected here.", "Write it like '3 months after contract start'.", "SCH003")
    return parse_instant(value, names)


def _yes(value: Any, _names: Names) -> bool:
    if value not in ("yes", "no"):
        raise BadPhrase(f"'{value}' is neither yes nor no.", "Write yes or no.", "SCH004")
    return bool(value == "yes")


def _party(value: Any, names: Names) -> str:
    text = _text(value, names)
    if text not in names.parties:
        raise unknown("party", text, names.parties)
    return text


def _procedure(value: Any, names: Names) -> str:
    text = _text(value, names)
    if text not in names.procedures:
        raise unknown("procedure", text, names.procedures)
    return text


def _calendar(value: Any, names: Names) -> str:
    text = _text(value, names)
    if text in ("all open", "any open", "none") or text in names.calendars or not names.complete:
        return text
    raise unknown("calendar", text, [*names.calendars, "all open", "any open"])


def one_of(*words: str) -> Any:
    """Return the type of a field that takes one of a few words."""

    def read(value: Any, names: Names) -> str:
        text = _text(value, names)
        if text not in words:
            raise unknown(f"choice here; the choices are {', '.join(words)}", text, words, code="SCH004")
        return text

    return phrase(read, {"type": "string", "enum": list(words)})


_PHRASE: dict[str, Any] = {"type": "string", "minLength": 1}
_ANY_TEXT: dict[str, Any] = {"type": ["string", "number"], "minLength": 1}
_MAP_OR_TEXT = {"anyOf": [_PHRASE, {"type": "object", "minProperties": 1}]}
_LIST_OR_TEXT = {"anyOf": [_PHRASE, {"type": "array", "items": _PHRASE, "minItems": 1}]}

Words = Annotated[str, *phrase(_text, _ANY_TEXT)]
Act = Annotated[str, *phrase(lambda value, names: " ".join(_text(value, names).split()), _PHRASE)]
Name = Annotated[str, *phrase(_name, {"type": "string", "pattern": r"^[\w][\w \-]*$"})]
Whole = Annotated[int, *phrase(_whole, {"type": ["integer", "string"], "pattern": r"^\d+$"})]
Day = Annotated[dt.date, *phrase(_date, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"})]
Moment = Annotated[dt.datetime, *phrase(_instant_of_day, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT"})]
Hour = Annotated[dt.time, *phrase(_time, {"type": "string", "pattern": r"^\d\d:\d\d$"})]
Zone = Annotated[str, *phrase(_zone, {"type": "string", "examples": ["Europe/London"]})]
Amount = Annotated[Money, *phrase(_money, {"type": ["string", "number"], "examples": ["5000.00 EUR"]})]
Length = Annotated[Span, *phrase(_span, {"type": "string", "examples": ["10 working days"]})]
Clock = Annotated[Any, *phrase(_clock, {"type": "string", "examples": ["10 working days after dispute notice"]})]
YesNo = Annotated[bool, *phrase(_yes, {"type": "string", "enum": ["yes", "no"]})]
PartyName = Annotated[str, *phrase(_party, _PHRASE)]
ProcedureName = Annotated[str, *phrase(_procedure, _PHRASE)]
CalendarName = Annotated[str, *phrase(_calendar, _PHRASE)]
Share = Annotated[str, *_worded(r"\d+(\.\d+)? %", "share", "60 %")]
ShareOf = Annotated[str, *_worded(r"\d+(\.\d+)? %( .+)?", "share", "12 % of the charges of the month")]
Target = Annotated[str, *_worded(r"(at (most|least) \d+(\.\d+)?( .+)?|\d+ of \d+( .+)?)", "target", "at most 5 %")]
Band = Annotated[str, *_worded(r"(over|under) \d+(\.\d+)? .+", "band", "over 5 %")]
Points = Annotated[str, *_worded(r"(1 point|\d+ points)", "number of points", "3 points")]
Who_ = Annotated[Who, *phrase(parse_who, _MAP_OR_TEXT)]
Seat_ = Annotated[Seat, *phrase(lambda value, names: parse_seat(_text(value, names), names), _PHRASE)]
When = Annotated[Instant, *phrase(parse_instant, _MAP_OR_TEXT)]
Happening = Annotated[
    Event, *phrase(lambda value, names: parse_event(" ".join(_text(value, names).split()), names), _PHRASE)
]
If = Annotated[Guards, *phrase(parse_guards, {"anyOf": [*_LIST_OR_TEXT["anyOf"], {"type": "object"}]})]
Then = Annotated[Consequences, *phrase(parse_consequences, _LIST_OR_TEXT)]


def data_of(value: Any) -> Any:
    """Return a model value as plain texts, lists and mappings, each phrase in its one writing, defaults left out."""
    if isinstance(value, Record):
        return _record_data(value)
    if isinstance(value, dict):
        return {_key(key): data_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [data_of(item) for item in value]
    return _scalar(value)


def _record_data(value: Record) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        item = getattr(value, name)
        if field.is_required() or (item is not None and item != field.default):
            found[field.alias or name] = data_of(item)
    for name, item in (value.model_extra or {}).items():
        found[name] = data_of(item)
    return found


def _scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, msgspec.Struct):
        return value.data if hasattr(value, "data") else value.text  # type: ignore[attr-defined]
    return str(value)


def _key(key: Any) -> str:
    return str(_scalar(key))
