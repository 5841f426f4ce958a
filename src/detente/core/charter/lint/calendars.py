"""Rules about calendars: complete, sourced, readable, and no ring of lists that point at each other."""

from collections.abc import Callable, Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import circle, listed, whole
from detente.core.charter.model.sections import CalendarEntry
from detente.core.charter.parse import Document
from detente.core.charter.phrases.instants import COMBINATIONS
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.findings import Severity
from detente.core.worktime.weeks import parse_hours, parse_periods, parse_weekend

_OWN = ("weekend", "hours", "holidays", "half_days", "open_days", "holidays_as", "known_from", "known_until")
_NEEDED = ("zone", "weekend", "hours", "known_until")


def entries_of(document: Document) -> dict[str, CalendarEntry]:
    """Return the calendars of a charter or a part; a library file has none."""
    return getattr(document.charter, "calendars", {})


def _shown(field: str) -> str:
    return f"'{field.replace('_', ' ')}'"


def incomplete(document: Document) -> Iterator[Hit]:
    """A calendar that lacks what it is counted with, or a combination with a list of its own."""
    for name, entry in entries_of(document).items():
        own = [field for field in _OWN if getattr(entry, field) not in (None, {}, [])]
        missing = [field for field in _NEEDED if getattr(entry, field) is None]
        if entry.of is not None and own:
            yield Hit(
                ("calendars", name),
                f"'{name}' puts calendars together ('of') and has {listed(map(_shown, own))} of its own.",
                "Keep 'of', and write the list in a calendar that 'of' names.",
            )
        elif entry.of is None and missing:
            yield Hit(
                ("calendars", name),
                f"'{name}' has no {listed(map(_shown, missing), 'and no')}: nothing can be counted by it.",
                f"Add {listed(map(_shown, missing))}, or 'of: [...]'.",
            )


def unsourced(document: Document) -> Iterator[Hit]:
    """A list of days off that does not say where it comes from, which edition it is, or when both agreed it."""
    if not whole(document):
        return
    for name, entry in entries_of(document).items():
        needed = [] if entry.of else ["agreed_on"] if entry.holidays_as else ["source", "version", "agreed_on"]
        missing = [field for field in needed if getattr(entry, field) is None]
        if missing:
            yield Hit(
                ("calendars", name),
                f"'{name}' has no {listed(map(_shown, missing), 'and no')}: "
                "libraries and gazettes differ, and both sides must hold one list.",
                f"Add {listed(map(_shown, missing))}.",
            )


def broken_references(document: Document) -> Iterator[Hit]:
    """A list taken from a calendar that is not there or has none; calendars that refer to each other in a circle."""
    entries = entries_of(document)
    references = {name: _references(entry) for name, entry in entries.items()}
    for name, found in references.items():
        for key, other in found:
            known = other in entries or (key == "of" and other in COMBINATIONS)
            if not known:
                yield Hit(
                    ("calendars", name, key),
                    f"'{name}' refers to '{other}' ('{key}'), and there is no such calendar.",
                    "Name one of the calendars of this charter.",
                )
            elif key == "holidays as" and entries[other].of:
                yield Hit(
                    ("calendars", name, key),
                    f"'{name}' takes its holidays from '{other}', "
                    "which puts calendars together and has no list of its own.",
                    "Name the calendar whose list is meant.",
                )
    ring = circle({name: [other for _, other in found] for name, found in references.items()})
    if ring:
        way = " to ".join(f"'{each}'" for each in [*ring, ring[0]])
        yield Hit(
            ("calendars", ring[0]),
            f"Calendars refer to each other in a circle: {way}.",
            "Write the list in one of them.",
        )


def _references(entry: CalendarEntry) -> list[tuple[str, str]]:
    found = [("of", other) for other in entry.of or []]
    return [*found, ("holidays as", entry.holidays_as)] if entry.holidays_as else found


def unreadable(document: Document) -> Iterator[Hit]:
    """Weekend, hours or half days outside their grammar; a list that ends before it begins."""
    for name, entry in entries_of(document).items():
        here = ("calendars", name)
        yield from _said((*here, "weekend"), parse_weekend, entry.weekend or [])
        yield from _said((*here, "hours"), parse_hours, entry.hours or {})
        for day, half in entry.half_days.items():
            yield from _said((*here, "half days", str(day), "hours"), parse_periods, half.hours, str(day))
        if entry.known_from and entry.known_until and entry.known_from > entry.known_until:
            yield Hit(
                (*here, "known until"),
                f"'{name}' is known until {entry.known_until}, before it begins on {entry.known_from}.",
                "Exchange the two days.",
            )


def _said(path: tuple[str, ...], read: Callable[..., object], *texts: object) -> Iterator[Hit]:
    """What worktime says about texts it cannot read."""
    try:
        read(*texts)
    except BadInput as error:
        says, _, cure = str(error).partition(". ")
        yield Hit(path, says[:1].upper() + says[1:].removesuffix(".") + ".", cure)


RULES = (
    Rule("CAL002", Severity.ERROR, "a calendar that is not complete", incomplete),
    Rule("CAL006", Severity.WARNING, "a calendar without a source", unsourced),
    Rule("CAL007", Severity.ERROR, "a calendar that refers to nothing", broken_references),
    Rule("CAL008", Severity.ERROR, "hours that cannot be read", unreadable),
)
