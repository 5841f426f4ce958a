"""The timeline: a story as a YAML list of facts told and of states expected, every scalar text.

```yaml
- {at: 2026-03-30T10:00+01:00, by: Ann Archer, as: customer, do: serve dispute notice, matter: D-1, with: {cause: late}}
- {at: 2026-04-15T23:59+01:00, matter: D-1, expect: {open: [managers], due: {managers: 2026-04-16T00:00+01:00}}}
- {at: 2026-04-15T23:59+01:00, show: all}
```
`do` names an act of the charter, `fact` any other kind of fact; `show: all` an instant that `play` describes in full.
`room: own customer` keeps a message, a note or an agenda item apart from the joint journal. A long story lies in
several files, each in order; they are told as one.
Source: language.md, section 13.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from detente.core.charter.source import List, Map, Node, read_source
from detente.core.engine import Program
from detente.core.simulation.reading import JOINT, Reader
from detente.core.vocabulary.findings import Finding, Place

_KEYS = ("at", "on", "by", "as", "do", "fact", "matter", "term", "room", "with", "expect", "show")
EXPECTED = ("open", "due", "from", "state", "ended", "refused", "effects", "counters")


class Entry(msgspec.Struct, frozen=True):
    """One entry: something told (`do` or `fact`), something expected, or an instant to be shown.

    `number` counts all entries from 1; `values` are typed as the charter types them.
    """

    number: int
    place: Place
    at: datetime
    matter: str = ""
    do: str = ""
    fact: str = ""
    by: str = ""
    seat: str = ""
    on: datetime | None = None
    term: str = ""
    room: str = JOINT
    values: dict[str, Any] = {}
    expect: dict[str, Any] | None = None
    show: bool = False

    @property
    def tells(self) -> bool:
        """Whether the entry is a fact."""
        return bool(self.do or self.fact)


class Timeline(msgspec.Struct, frozen=True):
    """The entries in order, and what is wrong with them; with findings it is not told."""

    entries: list[Entry]
    findings: list[Finding]

    @property
    def facts(self) -> int:
        """How many entries are facts."""
        return sum(entry.tells for entry in self.entries)


def read_timeline(data: bytes, program: Program) -> Timeline:
    """Return the timeline of a file's bytes; never raises for anything the bytes hold."""
    # The strict reader reads mappings. With a key above it the list is one, and every place is a line too low.
    source = read_source(b"entries:\n" + data.removeprefix(b"\xef\xbb\xbf"))
    reader = Reader(program)
    reader.findings += [_raised(finding) for finding in source.findings]
    node = source.root.get("entries") if source.root is not None else None
    if source.root is not None and (not isinstance(node, List) or len(source.root.pairs) > 1):
        reader.found("SCH003", Place(1, 1), "A timeline is a list.", "Begin every entry with '- {at: ..., ...}'.")
    if not isinstance(node, List) or reader.findings:
        return Timeline([], reader.findings)
    entries = [_entry(number, item, reader) for number, item in enumerate(node.items, 1)]
    found = [entry for entry in entries if entry is not None]
    _in_order(found, reader)
    return Timeline(found, sorted(reader.findings, key=lambda finding: (finding.place.line, finding.place.column)))


def charters_named(timeline: Timeline) -> list[str]:
    """Return the files of the versions that are signed in a story, in that order."""
    signed = [entry.values.get("charter") for entry in timeline.entries if entry.fact == "CharterSigned"]
    return [str(name) for name in dict.fromkeys(signed) if name]


def merged(timelines: Iterable[Timeline]) -> Timeline:
    """Return several timelines as one, by instant; what one file tells at an instant keeps its order."""
    told = list(timelines)
    entries = sorted((entry for one in told for entry in one.entries), key=lambda entry: entry.at)
    numbered = [msgspec.structs.replace(entry, number=number) for number, entry in enumerate(entries, 1)]
    return Timeline(numbered, [finding for one in told for finding in one.findings])


def _raised(finding: Finding) -> Finding:
    place = Place(max(1, finding.place.line - 1), finding.place.column, finding.place.path)
    return msgspec.structs.replace(finding, place=place)


def _entry(number: int, node: Node, reader: Reader) -> Entry | None:
    if not isinstance(node, Map):
        reader.say(node, "SCH003", "An entry is a mapping.", "Write '{at: ..., do: ..., matter: ...}'.")
        return None
    reader.keys(node, _KEYS, "an entry")
    at = reader.instant(node, "at")
    if at is None:
        return None
    parts = [key for key in ("do", "fact", "expect", "show") if node.get(key) is not None]
    if len(parts) != 1:
        reader.say(node, "SCH001", f"The entry has {' and '.join(parts) or 'nothing to tell'}.",
                   "Write one of 'do', 'fact', 'expect' or 'show' in it.")  # fmt: skip
        return None
    place, matter = reader.place(node), reader.matter(node, needed=parts[0] in ("do", "expect"))
    if parts[0] == "expect":
        return Entry(number, place, at, matter, expect=_expected(node, reader))
    if parts[0] == "show":
        reader.word(node, "show", ("all",))
        return Entry(number, place, at, show=True)
    return _told(Entry(number, place, at, matter), node, reader)


def _told(entry: Entry, node: Map, reader: Reader) -> Entry:
    do, fact = reader.act(node), reader.fact(node)
    on = reader.instant(node, "on") if node.get("on") is not None else None
    if on is not None and on > entry.at:
        reader.say(
            node.get("on") or node,
            "SCH004",
            "'on' is after 'at'.",
            "Write when it happened; 'at' is when it was filed.",
        )
    return msgspec.structs.replace(
        entry,
        do=do,
        fact=fact,
        by=reader.person(node),
        seat=reader.seat(node, needed=bool(do)),
        on=on,
        term=reader.term(node),
        room=reader.room(node, fact),
        values=reader.values(node, typed=bool(do)),
    )


def _expected(node: Map, reader: Reader) -> dict[str, Any]:
    expect = node.get("expect")
    if not isinstance(expect, Map):
        reader.say(expect or node, "SCH003", "'expect' is a mapping.", "Write 'expect: {open: [...], due: {...}}'.")
        return {}
    reader.keys(expect, EXPECTED, "an expectation")
    readers = {
        "open": reader.terms, "due": reader.term_instants, "from": reader.term_instants, "state": reader.state,
        "ended": reader.results, "refused": reader.because, "effects": reader.texts, "counters": reader.numbers,
    }  # fmt: skip
    return {key.value: readers[key.value](value) for key, value in expect.pairs if key.value in readers}


def _in_order(entries: list[Entry], reader: Reader) -> None:
    last = datetime.min.replace(tzinfo=UTC)
    for entry in entries:
        if entry.at < last:
            reader.found("SCH004", entry.place, "The entry stands below a later one; time does not run back.",
                         "Sort the entries by 'at', whatever offset they are written with.")  # fmt: skip
        last = max(last, entry.at)


__all__ = ["EXPECTED", "Entry", "Timeline", "charters_named", "merged", "read_timeline"]
