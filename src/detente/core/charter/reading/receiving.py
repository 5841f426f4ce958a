"""When a notice is received, in plain words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from detente.core.charter.model import data_of
from detente.core.charter.reading.atoms import read_atom
from detente.core.charter.reading.forms import Form, How, Pattern, Phrases
from detente.core.charter.reading.lists import Listing
from detente.core.charter.reading.phrases import CALLED, FORMS

OF_THE_RECIPIENT = " of the recipient"
_DAYS = re.compile(r"([1-9]\d*) (working|calendar) (days?) at (\d\d:\d\d)")
_HOURS = re.compile(r"[1-9]\d* (?:business hour|hour)s?")


class _OwnName(Form):
    """The name of the clause itself."""

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return CALLED.write(how.own, how)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return read_atom(text, at)


class _There(Form):
    """Whose working days are meant, where it is the recipient's."""

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return how.there

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        yield None, at + (len(OF_THE_RECIPIENT) if text.startswith(OF_THE_RECIPIENT, at) else 0)


def _ordinal(count: str) -> str:
    last = {"1": "st", "2": "nd", "3": "rd"}.get(count[-1], "th")
    return count + ("th" if count[-2:] in ("11", "12", "13") else last)


def _delay(value: str) -> tuple[str, Mapping[str, Any]]:
    text = str(data_of(value))
    match = _DAYS.fullmatch(text)
    if match and (match[1] == "1") == (match[3] == "day"):
        kind = "next" if (match[1], match[2]) == ("1", "working") else "days"
        return kind, {"nth": match[1], "day": match[2], "hour": match[4]}
    return ("hours" if _HOURS.fullmatch(text) else "other"), {"span": text, "quoted": text}


def _days(found: Mapping[str, Any]) -> str:
    return f"{found['nth']} {found['day']} day{'' if found['nth'] == '1' else 's'} at {found['hour']}"


FORMS |= {
    "_own": _OwnName(),
    "_there": _There(),
    "nth": Pattern(r"\d+(?:st|nd|rd|th)", _ordinal, lambda words: words[:-2]),
    "day": Pattern("working|calendar"),
    "hour": Pattern(r"\d\d:\d\d"),
}
_NEXT = "1 working day at {hour}"
FORMS["receipt"] = Phrases(
    _delay,
    {
        "next": (_NEXT, "on the next working day after it is sent, at {hour}"),
        "days": (_days, "on the {nth} {day} day after it is sent, at {hour}"),
        "hours": ("{span}", "{span} after it is sent"),
        "other": ("{quoted}", "as follows: {quoted}"),
    },
    FORMS,
)
FORMS["late receipt"] = Phrases(
    _delay,
    {
        "next": (_NEXT, "at {hour} on the next working day"),
        "days": (_days, "at {hour} on the {nth} {day} day after that"),
        "hours": ("{span}", "{span} after that"),
        "other": ("{quoted}", "as follows: {quoted}"),
    },
    FORMS,
)


def _hindrance(value: str) -> tuple[str, Mapping[str, Any]]:
    text = str(data_of(value))
    return (text if text in _HINDRANCES else "other"), {"quoted": text}


_HINDRANCES = {
    "bounce": ("bounce", "it bounces"),
    "copy missing": ("copy missing", "a copy is missing"),
    "other": ("{quoted}", "this is so: {quoted}"),
}
FORMS["hindrances"] = Listing(Phrases(_hindrance, _HINDRANCES, FORMS), last=" or ", least=1)
