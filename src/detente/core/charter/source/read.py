"""The strict reader: ruamel.yaml's parser events, and nothing of YAML that two readers could take differently."""

from collections.abc import Iterator
from typing import Any

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from detente.core.charter.source.hazards import decode, hazards
from detente.core.charter.source.nodes import List, Map, Node, Text
from detente.core.vocabulary.findings import Finding, Place, Severity, short

DEPTH_MAX = 24
NODES_MAX = 20_000


class Source(msgspec.Struct):
    """A charter's text, its tree (none when it could not be read), and what was found on the way."""

    text: str
    root: Map | None
    findings: list[Finding]


class _Stop(Exception):
    """Reading ends here: what follows would cost more than it could tell."""


def read_source(data: bytes) -> Source:
    """Return the tree of a charter's bytes, with all findings; never raises for anything the bytes hold."""
    text, found = decode(data)
    found += hazards(text)
    if found:
        return Source(text, None, found)
    builder = _Builder(text)
    try:
        root = builder.build()
    except _Stop:
        root = None
    except MarkedYAMLError as error:
        builder.found.append(_broken(error))
        root = None
    except (YAMLError, ValueError) as error:
        builder.found.append(
            _finding("YML001", Place(1, 1), f"The text is no YAML: {error}".splitlines()[0], "Mend the text.")
        )
        root = None
    return Source(text, root, builder.found)


_LOOK = "Look at the line and the one above it: indentation, a missing bracket, an open quote."
_PLAINLY = (
    ("'\\t'", "A tab stands at the beginning here; only spaces indent.", "Write two spaces for each level."),
    ("but found '<block mapping start>'", "The line is indented deeper than the entry it belongs to.",
     "Align it with the entries above it, or end the line above with a colon."),
    ("could not find expected ':'", "A line here, or just above, has no colon after its key.", "Write 'key: value'."),
    ("mapping values are not allowed here", "A second colon, or a line indented too deep: the line above goes on here.",
     "Align the line with the one above, or put a text that holds a colon in quotes."),
    ("but got '<stream end>'", "A bracket that was opened is not closed before the text ends.",
     "Close it with } or ]."),
    ("expected ',' or", "A bracket that was opened is not closed here, or a comma is missing; it may be a line above.",
     "Close the bracket, or put a comma between the entries."),
)  # fmt: skip


def _broken(error: MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    problem = (error.problem or "it cannot be read").strip()
    for sign, says, cure in _PLAINLY:
        if sign in problem:
            return _finding("YML001", place, says, cure)
    context = f" ({error.context.strip()})" if error.context else ""
    return _finding("YML001", place, f"The text is no YAML here: {problem}{context}.", _LOOK)


def _finding(code: str, place: Place, says: str, cure: str) -> Finding:
    return Finding(code, Severity.ERROR, place, says, cure)


class _Builder:
    """Turns the event stream into nodes without recursion, so depth costs nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Finding] = []
        self.open: list[tuple[Any, Text | None]] = []  # collection, pending key
        self.root: Node | None = None
        self.nodes = 0

    def build(self) -> Map | None:
        documents = 0
        for event in self._events():
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("YML007", event, "The file holds a second document.", "Keep one charter per file.")
                if event.version or event.tags:
                    says = "A directive ('%...') stands before the charter and tells programs to read it differently."
                    self._say("YML010", event, says, "Take the line out.")
            else:
                self._take(event)
        if isinstance(self.root, Map):
            return self.root
        if not self.found:
            self.found.append(
                _finding(
                    "YML008",
                    Place(1, 1),
                    "The file holds no charter: it is empty or not a mapping.",
                    "Start with 'procedures:' or run 'detente init'.",
                )
            )
        return None

    def _events(self) -> Iterator[Any]:
        return YAML(typ="safe", pure=True).parse(self.text)  # type: ignore[no-any-return]

    def _take(self, event: Any) -> None:
        if isinstance(event, CollectionEndEvent):
            self._close(event)
        elif isinstance(event, AliasEvent):
            self._stop(
                "YML003",
                event,
                f"'*{event.anchor}' is an alias: the text would stand elsewhere than it is read.",
                "Write the text out where it belongs.",
            )
        elif isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._collection(event)

    def _scalar(self, event: Any) -> None:
        self._check(event)
        start, end = event.start_mark, event.end_mark
        if "\\" in self.text[start.index : end.index] and event.style == '"':
            self._escaped(event)
        node = Text(event.value, start.line + 1, start.column + 1, start.index, end.index, bool(event.style))
        self._put(node)

    def _escaped(self, event: Any) -> None:
        """What an escape in double quotes makes is looked at like what stands in the text."""
        for finding in hazards(event.value)[:1]:
            self._say(finding.code, event, f"Behind an escape: {finding.says}", finding.cure)

    def _collection(self, event: Any) -> None:
        self._check(event)
        if len(self.open) >= DEPTH_MAX:
            self._stop(
                "YML005",
                event,
                f"The text is nested more than {DEPTH_MAX} deep.",
                "Give the inner terms names of their own.",
            )
        start, flow = event.start_mark, bool(event.flow_style)
        kind = Map if isinstance(event, MappingStartEvent) else List
        node = kind([], start.line + 1, start.column + 1, start.index, start.index, flow)
        self._put(node)
        self.open.append((node, None))

    def _close(self, event: Any) -> None:
        node, _ = self.open.pop()
        node.end = event.end_mark.index

    def _check(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > NODES_MAX:
            self._stop(
                "YML006",
                event,
                f"The text has more than {NODES_MAX:,} entries.",
                "Move annexes into files of their own.",
            )
        if event.anchor:
            self._say(
                "YML003",
                event,
                f"'&{event.anchor}' is an anchor: the text would be read at another place too.",
                "Take the anchor out.",
            )
        if (event.tag and not str(event.tag).startswith("tag:yaml.org,2002:")) or (
            getattr(event, "ctag", None) and event.tag
        ):
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._say(
                "YML004", event, f"'{tag}' is a tag; every entry is text and typed by its field.", "Take the tag out."
            )

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1]
        if isinstance(parent, List):
            parent.items.append(node)
        elif key is not None:
            parent.put(key, node)
            self.open[-1] = (parent, None)
        else:
            self.open[-1] = (parent, self._key(parent, node))

    def _key(self, parent: Map, node: Node) -> Text:
        if not isinstance(node, Text):
            self.found.append(
                _finding(
                    "YML009",
                    Place(node.line, node.column),
                    "A key must be a word, not a list or a mapping.",
                    "Write the key as plain text.",
                )
            )
            raise _Stop
        place = Place(node.line, node.column)
        if node.value == "<<" and not node.quoted:
            self.found.append(_finding("YML003", place, "'<<' merges another mapping in.", "Write the entries out."))
        earlier = parent.key(node.value)
        if earlier:
            self.found.append(
                _finding(
                    "YML002",
                    place,
                    f"'{node.value}' stands twice in this mapping (first on line {earlier.line}).",
                    "Keep one of the two.",
                )
            )
        return node

    def _say(self, code: str, event: Any, says: str, cure: str) -> None:
        mark = event.start_mark
        self.found.append(_finding(code, Place(mark.line + 1, mark.column + 1), short(says), cure))

    def _stop(self, code: str, event: Any, says: str, cure: str) -> None:
        self._say(code, event, says, cure)
        raise _Stop
