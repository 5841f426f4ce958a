"""Guards: what must be so for a term to open."""

import re
from enum import StrEnum
from typing import Any

import msgspec

from detente.core.charter.phrases.events import Event, parse_event
from detente.core.charter.phrases.names import BadPhrase, Names, unknown, unreadable
from detente.core.charter.phrases.seats import Seat, parse_seat
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money, parse_money
from detente.core.worktime import Span, parse_span

_COMPARE = re.compile(r"^(.+?) ?(>=|<=|>|<) ?(.+)$")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
_WHOLE = re.compile(r"[0-9]{1,9}")


class GuardKind(StrEnum):
    """What a guard looks at."""

    WORD = "word"  # a value is one of some words
    NUMBER = "number"  # a value against a threshold
    COUNTER = "counter"
    HAPPENED = "happened"
    SEAT = "seat"
    OTHERWISE = "otherwise"


class Guard(msgspec.Struct, frozen=True):
    """One condition."""

    kind: GuardKind
    subject: str = ""
    negated: bool = False
    words: tuple[str, ...] = ()
    compare: str = ""
    number: Money | str = ""
    window: Span | None = None
    event: Event | None = None
    seat: Seat | None = None

    @property
    def data(self) -> str:
        """The one writing."""
        if self.kind is GuardKind.OTHERWISE:
            return "otherwise"
        if self.kind is GuardKind.HAPPENED and self.event:
            return f"{self.event.text} {'has not' if self.negated else 'has'} happened"
        if self.compare:
            number = self.number.text if isinstance(self.number, Money) else self.number
            return f"{self.subject} {self.compare} {number}" + (f" in {self.window.text}" if self.window else "")
        return f"{self.subject} {'is not' if self.negated else 'is'} {' or '.join(self.words)}"


class Guards(msgspec.Struct, frozen=True):
    """Conditions that must all hold, or of which any one suffices."""

    items: tuple[Guard, ...]
    any_of: bool = False

    @property
    def data(self) -> Any:
        """The one writing."""
        if self.any_of:
            return {"any of": [guard.data for guard in self.items]}
        return self.items[0].data if len(self.items) == 1 else [guard.data for guard in self.items]


def parse_guards(value: Any, names: Names) -> Guards:
    """Return the guards of an `if`.

    Raises:
        BadPhrase: not in the grammar, or a name nobody declared.
    """
    if isinstance(value, dict) and list(value) == ["any of"] and isinstance(value["any of"], list) and value["any of"]:
        return Guards(tuple(_guard(item, names) for item in value["any of"]), any_of=True)
    items = value if isinstance(value, list) else [value]
    if not items:
        raise BadPhrase("A condition is expected here.", "Write it like 'amount < 50000' or 'urgency is urgent'.")
    return Guards(tuple(_guard(item, names) for item in items))


def _guard(value: Any, names: Names) -> Guard:
    if not isinstance(value, str) or not value.strip():
        raise BadPhrase("A condition is expected here.", "Write it like 'amount < 50000' or 'urgency is urgent'.")
    text = " ".join(value.split())
    if text == "otherwise":
        return Guard(GuardKind.OTHERWISE)
    for ending, negated in ((" has not happened", True), (" has happened", False)):
        if text.endswith(ending):
            return Guard(GuardKind.HAPPENED, event=parse_event(text.removesuffix(ending), names), negated=negated)
    if match := _COMPARE.match(text):
        return _comparison(match[1], match[2], match[3], names)
    subject, separator, rest = text.partition(" is ")
    if not separator:
        raise BadPhrase(
            f"'{text}' is no condition.",
            "Write it like 'amount < 50000', 'urgency is urgent' or 'notice has happened'.",
        )
    negated = rest.startswith("not ")
    return _is(subject, rest[4:] if negated else rest, negated, names)


def _comparison(subject: str, compare: str, rest: str, names: Names) -> Guard:
    if subject in names.counters:
        number, _, window = rest.partition(" in ")
        if not _WHOLE.fullmatch(number):
            raise BadPhrase(f"'{number}' is no whole number.", f"Write it like '{subject} {compare} 2'.")
        return Guard(GuardKind.COUNTER, subject, compare=compare, number=str(int(number)), window=_window(window))
    if subject not in names.values:
        raise unknown("value or counter", subject, [*names.values, *names.counters])
    if names.values[subject] == "money":
        return Guard(GuardKind.NUMBER, subject, compare=compare, number=_money(rest, names))
    if names.values[subject] != "number" or not _NUMBER.fullmatch(rest):
        raise BadPhrase(
            f"'{subject} {compare} {rest}' compares a value of type {names.values[subject]}.",
            f"Declare 'values: {{{subject}: money}}' or '{subject}: number', and write a number without separators.",
        )
    return Guard(GuardKind.NUMBER, subject, compare=compare, number=rest)


def _money(text: str, names: Names) -> Money | str:
    try:
        if not names.currency and _NUMBER.fullmatch(text):
            return text
        return parse_money(text, names.currency or None)
    except BadInput as error:
        raise unreadable(error) from error


def _window(text: str) -> Span | None:
    try:
        return parse_span(text) if text else None
    except BadInput as error:
        raise unreadable(error) from error


def _is(subject: str, rest: str, negated: bool, names: Names) -> Guard:
    words = tuple(rest.split(" or "))
    if subject == "track":
        _known(words, names.tracks, "track")
        return Guard(GuardKind.WORD, subject, negated, words)
    if subject in names.words:
        _known(words, names.words[subject], f"word of {subject}")
        return Guard(GuardKind.WORD, subject, negated, words)
    if subject in names.values:
        if names.values[subject] not in ("text", "seat"):
            raise BadPhrase(
                f"'{subject}' is a value of type {names.values[subject]}; 'is' looks at words.",
                "Compare it with < or >=.",
            )
        return Guard(GuardKind.WORD, subject, negated, words)
    if len(words) == 1:
        return Guard(GuardKind.SEAT, subject, negated, words, seat=parse_seat(subject, names))
    raise unknown("value or seat", subject, [*names.values, *names.seats()])


def _known(words: tuple[str, ...], known: Any, what: str) -> None:
    for word in words:
        if word not in known:
            raise unknown(what, word, known)
