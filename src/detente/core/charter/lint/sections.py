"""Rules about what a whole charter holds: workstreams, meetings, feedback, pulse, rooms of the record."""

import re
from collections.abc import Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import WHOLE, circle, listed, whole
from detente.core.charter.model import Charter
from detente.core.charter.model.sections import Compartment
from detente.core.charter.parse import Document
from detente.core.vocabulary.findings import Severity
from detente.core.vocabulary.names import nearest

GROUP_MIN = 5  # answers below which a total points at people
_EVERYBODY = ("both", "all", "either", "everybody")


def unknown_workstreams(document: Document) -> Iterator[Hit]:
    """A workstream that depends on one that is not there, or on itself by way of others."""
    charter = whole(document)
    if not charter:
        return
    for name, stream in charter.workstreams.items():
        for other in stream.depends_on:
            if other not in charter.workstreams:
                near = nearest(other, charter.workstreams)
                yield Hit(
                    ("workstreams", name, "depends on"),
                    f"'{name}' depends on '{other}', which is no workstream.",
                    f"Nearest: '{near}'." if near else "",
                )
    ring = circle({name: stream.depends_on for name, stream in charter.workstreams.items()})
    if ring:
        way = " on ".join(f"'{each}'" for each in [*ring, ring[0]])
        yield Hit(
            ("workstreams", ring[0], "depends on"),
            f"Workstreams depend on each other in a circle: {way}.",
            "Take one dependency out.",
        )


def nothing_can_stop(document: Document) -> Iterator[Hit]:
    """No workstream says on what terms it can be suspended."""
    charter = whole(document)
    if charter and not any(stream.suspension for stream in charter.workstreams.values()):
        yield Hit(
            ("workstreams",) if charter.workstreams else WHOLE,
            "No workstream has suspension terms: a dispute about one would have to stop all or none.",
            "Add 'suspension: {standby share: ..., people kept: ..., restart: ...}' to those that can stand still.",
        )


def no_feedback(document: Document) -> Iterator[Hit]:
    """A provider that has no way to say what the customer's part lacks."""
    charter = whole(document)
    if charter and not charter.feedback:
        yield Hit(
            WHOLE,
            "The provider has no way to answer: there is no feedback about the customer's part.",
            "Add 'feedback: {by: provider, about: [...], answered in: ..., shown to: both}'.",
        )


def group_too_small(document: Document) -> Iterator[Hit]:
    """A pulse whose totals could point at people."""
    charter = whole(document)
    if charter and charter.pulse and charter.pulse.smallest_group < GROUP_MIN:
        size = charter.pulse.smallest_group
        yield Hit(
            ("pulse", "smallest group"),
            f"The pulse is published for groups of {size}: under {GROUP_MIN}, answers can be guessed.",
            f"Write 'smallest group: {GROUP_MIN}' or more.",
        )


def no_discovery(document: Document) -> Iterator[Hit]:
    """A charter that starts at full load."""
    charter = whole(document)
    if charter and not charter.discovery:
        yield Hit(
            WHOLE,
            "The charter has no discovery: nothing says what both must have accepted after the first months.",
            "Add 'discovery: {ends: 3 months after contract start, playbook: [...]}'.",
        )


def no_quorum(document: Document) -> Iterator[Hit]:
    """Meetings that could be held without one side."""
    charter = whole(document)
    if charter and charter.meetings:
        missing = [party for party in charter.parties if party not in charter.meetings.quorum]
        if missing:
            yield Hit(
                ("meetings", "quorum"),
                f"A meeting has a quorum without {listed(missing)}.",
                f"Add '{missing[0]}: ...' with the role that must be there.",
            )


def open_rooms(document: Document) -> Iterator[Hit]:
    """A private room that the other side can read, or a pulse that anybody can."""
    charter = whole(document)
    if not charter or not charter.compartments:
        return
    for name, room in (charter.compartments.model_extra or {}).items():
        here = ("compartments", name, "read by")
        kind, _, side = name.partition(" ")
        if name == "pulse":
            if room.read_by or room.host_can_read:
                readers = listed([*room.read_by, *(["the host"] if room.host_can_read else [])])
                yield Hit(
                    here,
                    f"Single answers of the pulse could be read by {readers}.",
                    "Write 'read by: []' and 'host can read: no'.",
                )
        elif kind in ("own", "caucus"):
            if side not in charter.parties:
                yield Hit(
                    here[:2],
                    f"'{name}' is the room of '{side}', which is no party.",
                    f"Write '{kind} {next(iter(charter.parties))}'.",
                )
            elif others := _others(charter, room, side):
                yield Hit(
                    here,
                    f"'{name}' can be read by {listed(others)}.",
                    f"Leave {side} alone in it, or {side} and a neutral.",
                )


def _others(charter: Charter, room: Compartment, side: str) -> list[str]:
    """The readers of a room that are, or could be, of another side."""
    parties = [party for party in charter.parties if party != side]
    found = [
        reader
        for reader in room.read_by
        if reader in _EVERYBODY or any(re.search(rf"\b{re.escape(party)}\b", reader) for party in parties)
    ]
    found += [reader for reader in room.read_by if reader in charter.roles and set(charter.roles[reader]) - {side}]
    host = charter.compartments.host.side if charter.compartments else ""
    return [*found, f"the host, which is of {host}"] if room.host_can_read and host in parties else found


RULES = (
    Rule("WRK001", Severity.ERROR, "a workstream that depends on nothing known", unknown_workstreams),
    Rule("SUS001", Severity.WARNING, "no workstream can be suspended", nothing_can_stop),
    Rule("FBK001", Severity.WARNING, "the provider has no way to answer", no_feedback),
    Rule("PUL001", Severity.WARNING, "a pulse of groups too small", group_too_small),
    Rule("DIS001", Severity.WARNING, "no discovery phase", no_discovery),
    Rule("MTG002", Severity.WARNING, "a quorum without one side", no_quorum),
    Rule("CMP001", Severity.ERROR, "a private room that others can read", open_rooms),
)
