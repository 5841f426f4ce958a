"""A template's text under a start of one's own: its dates follow the contract's first day, comments and layout stay."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from detente.core.charter.formatting import edited
from detente.core.charter.source import List, Map, Node, Text, find, read_source
from detente.core.vocabulary.findings import Edit

REACH = timedelta(days=365)  # as far from the start as calendars are made to reach
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LATER = "fixed days alone are listed; the others come as a calendar change, and running clocks follow"


def started(text: str, start: date) -> str:
    """Return a charter's text whose contract starts, and which takes effect, on a day.

    Every other date outside the calendars follows by whole weeks, so that it keeps its weekday. A calendar that is not
    known for a year from the start is made to reach so far, with the days off that fall on the same date every year,
    and a comment that says so.
    """
    root = _root(text)
    first, effective = find(root, ("dates", "contract start")), find(root, ("effective",))
    assert isinstance(first, Text), "a template says when it starts"
    assert isinstance(effective, Text), "a template says when it takes effect"
    span = start - date.fromisoformat(first.value)
    weeks = timedelta(weeks=round(span.days / 7))
    edits = [Edit(node.start, node.end, _moved(node.value, weeks)) for node in _dates(root) if node is not first]
    edits.append(Edit(first.start, first.end, start.isoformat()))
    in_force = datetime.fromisoformat(effective.value).date() + span
    edits.append(Edit(effective.start, effective.end, _midnight(in_force, root)))
    return _reaching(edited(text, edits), start + REACH)


def lists_ending(before: str, after: str) -> dict[str, str]:
    """Return until which day each calendar that had to reach further was known before, by its name."""
    was, now = _known(_root(before)), _known(_root(after))
    return {name: node.value for name, node in was.items() if name in now and now[name].value != node.value}


def _root(text: str) -> Map:
    root = read_source(text.encode()).root
    assert isinstance(root, Map), "a template of the package can be read"
    return root


def _moved(day: str, weeks: timedelta) -> str:
    return (date.fromisoformat(day) + weeks).isoformat()


def _midnight(day: date, root: Map) -> str:
    zone = find(root, ("zone",))
    assert isinstance(zone, Text), "a template has a zone"
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone.value)).isoformat()


def _dates(node: Node) -> Iterator[Text]:
    """The dates that stand as values, calendars left out: their days are what they are."""
    if isinstance(node, Text) and _DAY.fullmatch(node.value):
        yield node
    elif isinstance(node, List):
        for item in node.items:
            yield from _dates(item)
    elif isinstance(node, Map):
        for key, below in node.pairs:
            if key.value != "calendars":
                yield from _dates(below)


# ---- calendars


def _known(root: Map) -> dict[str, Text]:
    calendars = find(root, ("calendars",))
    pairs = calendars.pairs if isinstance(calendars, Map) else []
    found = {key.value: find(below, ("known until",)) for key, below in pairs}
    return {name: node for name, node in found.items() if isinstance(node, Text)}


def _reaching(text: str, until: date) -> str:
    root, edits = _root(text), []
    for name, known in _known(root).items():
        if date.fromisoformat(known.value) < until:
            indent = text[text.rfind("\n", 0, known.start) + 1 :][: known.column - 1 - len("known until: ")]
            edits.append(Edit(known.start, known.end, until.isoformat()))
            line = known.start - len("known until: ")
            edits.append(Edit(line, line, f"# After {known.value} {_LATER}.\n{' ' * len(indent)}"))
            entry = find(root, ("calendars", name))
            listed = entry.get("holidays") if isinstance(entry, Map) else None  # others have another's: `holidays as`
            edits += _carried_on(listed, date.fromisoformat(known.value), until)
    return edited(text, edits)


def _carried_on(holidays: Node | None, known: date, until: date) -> Iterator[Edit]:
    """The days off that come every year on the same date, listed for the time after."""
    if not isinstance(holidays, Map):
        return
    listed = [(date.fromisoformat(key.value), below) for key, below in holidays.pairs]
    names = [(day.month, day.day, below.value) for day, below in listed if isinstance(below, Text)]
    fixed = sorted({each for each in names if names.count(each) > 1})
    have = {day for day, _ in listed}
    days = [(date(year, month, day), name) for year in range(known.year, until.year + 1) for month, day, name in fixed]
    more = [f"{day}: {name}" for day, name in days if known < day <= until and day not in have]
    if more:
        yield Edit(holidays.end - 1, holidays.end - 1, ", " + ", ".join(more))
