"""Events: what clocks count from and guards look at."""

from enum import StrEnum

import msgspec

from detente.core.charter.phrases.names import BUILT_IN_DATES, Names, unknown

_RESULT_WORDS_MAX = 8


class EventKind(StrEnum):
    """What sort of thing happens."""

    ACT = "act"
    SENDING = "sending of"
    TERM = "term"
    OPENING = "opening of"
    END = "end of"
    DUE = "due date of"
    VALUE = "value"  # a stated date
    DATE = "date"  # a date of the charter
    RESULT = "result"  # a procedure ends so
    LIMITATION = "limitation date"


class Event(msgspec.Struct, frozen=True):
    """Something that happens. `result` is set where a procedure's end is meant; `first` counts from the first time."""

    kind: EventKind
    name: str
    result: str = ""
    first: bool = False

    @property
    def text(self) -> str:
        """The one writing."""
        if self.kind is EventKind.LIMITATION:
            return "limitation date"
        if self.kind is EventKind.RESULT:
            return f"{self.name} {self.result}"
        if self.kind in (EventKind.SENDING, EventKind.OPENING, EventKind.END, EventKind.DUE):
            return f"{self.kind} {self.name}"
        return f"first {self.name}" if self.first else self.name


def parse_event(text: str, names: Names) -> Event:
    """Return the event named by `text`; the longest declared name wins.

    Raises:
        BadPhrase: nothing of that name is declared.
    """
    found = find_event(text, names)
    if found:
        return found
    dates = [*(value for value in names.values if _is_date(value, names)), *names.dates]
    known = [*names.acts, *names.terms, *dates, *(f"{p} settled" for p in names.procedures)]
    raise unknown("act, term, stated date or date of the charter", text, known)


def find_event(text: str, names: Names) -> Event | None:
    """Return the event named by `text`, or nothing; a name that must be a term or a notice and is none raises."""
    return _prefixed(text, names) or _named(text, names) or _ending(text, names)


def _prefixed(text: str, names: Names) -> Event | None:
    if text == "limitation date":
        return Event(EventKind.LIMITATION, "")
    for kind in (EventKind.OPENING, EventKind.END, EventKind.DUE):
        rest = text.removeprefix(f"{kind} ")
        if rest != text:
            if rest not in names.terms:
                raise unknown("term of this procedure", rest, names.terms)
            return Event(kind, rest)
    rest = text.removeprefix("sending of ")
    if rest != text:
        notice = names.act(rest)
        if notice is None or notice not in names.notices:
            raise unknown("notice", rest, names.notices)
        return Event(EventKind.SENDING, notice)
    return None


def _named(text: str, names: Names) -> Event | None:
    if _is_date(text, names):  # first: an act may have the name of the date it states
        return Event(EventKind.VALUE, text)
    act = names.act(text)
    if act is not None:
        return Event(EventKind.ACT, act)
    if text.startswith("first ") and (act := names.act(text[6:])) is not None:
        return Event(EventKind.ACT, act, first=True)
    if text in names.terms:
        return Event(EventKind.TERM, text)
    if text in names.dates or (text in BUILT_IN_DATES and not names.complete):
        return Event(EventKind.DATE, text)
    return None


def _ending(text: str, names: Names) -> Event | None:
    words = text.split(" ")
    for at in range(len(words) - 1, max(len(words) - _RESULT_WORDS_MAX, 1) - 1, -1):
        procedure, result = " ".join(words[:at]), " ".join(words[at:])
        if procedure in names.procedures and names.result(result):
            return Event(EventKind.RESULT, procedure, result)
    return None


def _is_date(value: str, names: Names) -> bool:
    return names.values.get(value) == "date"
