"""Reading a timeline's fields: names the charter declares, instants, and values typed as the charter types them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from detente.core.charter.model import Charter
from detente.core.charter.phrases import event_name
from detente.core.charter.source import List, Map, Node, Text, plain
from detente.core.engine import Because, Program
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.findings import Finding, Place, Severity
from detente.core.vocabulary.forms import WRITINGS, Form
from detente.core.vocabulary.money import parse_money
from detente.core.vocabulary.names import nearest

KINDS = (
    "StatementMade", "StatementConfirmed", "StatementContested", "DeadlineExtended", "CalendarChanged", "MatterMoved",
    "NoticeReceived", "NoticeBounced", "DutyBreached", "FactCorrected", "MessageSent", "NoteWritten", "CauseNoted",
    "AgendaItemAdded", "AgendaShared", "AgendaItemClosed", "MinutesWritten", "MinutesAccepted", "LeaveNoted",
    "GoalReported", "AgreementOffered", "AgreementGiven", "PersonLeft", "CharterSigned", "SettlementSigned",
)  # fmt: skip
_OF_NO_MATTER = ("CalendarChanged", "FactCorrected", "DutyBreached", "NoteWritten", "LeaveNoted", "GoalReported",
                 "AgreementOffered", "AgreementGiven", "PersonLeft", "CharterSigned")  # fmt: skip
_OF_A_MATTER = frozenset(KINDS) - frozenset(_OF_NO_MATTER)
_IN_ANY_ROOM = ("MessageSent", "NoteWritten", "AgendaItemAdded")
JOINT = "joint"


class Reader:
    """Reads the nodes of one timeline and keeps what is wrong with them."""

    def __init__(self, program: Program) -> None:
        self.program, self.names = program, program.names
        self.charter = program.charter
        self.complete = isinstance(self.charter, Charter)
        self.findings: list[Finding] = []

    # ---- findings

    def place(self, node: Node) -> Place:
        """Return where a node stands in the timeline's own text."""
        return Place(max(1, node.line - 1), node.column)

    def found(self, code: str, place: Place, says: str, cure: str = "") -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, Severity.ERROR, place, says, cure))

    def say(self, node: Node, code: str, says: str, cure: str = "") -> None:
        """Keep a finding at a node."""
        self.found(code, self.place(node), says, cure)

    def keys(self, node: Map, known: Iterable[str], what: str) -> None:
        """Check that a mapping has known keys only."""
        for key, _ in node.pairs:
            if key.value not in known:
                self.say(key, "SCH002", f"'{key.value}' is no key of {what}.", self._near(key.value, known))

    def _near(self, text: str, known: Iterable[str]) -> str:
        near = nearest(text, list(known))
        return f"Nearest: '{near}'." if near else f"Known here: {', '.join(known)}."

    def _unknown(self, node: Node, what: str, text: str, known: Iterable[str]) -> None:
        near = nearest(text, list(known))
        self.say(node, "LNG002", f"'{text}' is no {what}.", f"Nearest: '{near}'." if near else "")

    def _text(self, node: Node | None) -> str:
        if isinstance(node, Text):
            return " ".join(node.value.split())
        if node is not None:
            self.say(node, "SCH003", "A text is expected here, not a list or a mapping.", "Write one line of text.")
        return ""

    # ---- fields of an entry

    def instant(self, node: Map, key: str) -> datetime | None:
        """Return the instant under a key, in UTC."""
        found = node.get(key)
        if found is None:
            self.say(node, "SCH001", f"'{key}' is missing here.", f"Add '{key}: 2026-03-30T10:00+01:00'.")
            return None
        return self._instant(found)

    def _instant(self, node: Node) -> datetime | None:
        text = self._text(node)
        try:
            stated = datetime.fromisoformat(text)
        except ValueError:
            stated = None
        if stated is None or stated.tzinfo is None:
            self.say(
                node, "SCH004", f"'{text}' is no instant.", "Write it with its offset, like 2026-03-30T10:00+01:00."
            )
            return None
        return stated.astimezone(UTC)

    def matter(self, node: Map, *, needed: bool) -> str:
        """Return the matter an entry speaks of."""
        found = node.get("matter")
        if found is None:
            if needed or self._text(node.get("fact")) in _OF_A_MATTER:
                self.say(node, "SCH001", "'matter' is missing here.", "Add 'matter: M-1'.")
            return ""
        text = self._text(found)
        try:
            WRITINGS[Form.MATTER].check(text)
        except BadInput as error:
            self.say(found, "SCH004", str(error))
            return ""
        return text

    def word(self, node: Map, key: str, known: tuple[str, ...]) -> str:
        """Return the word under a key, one of those known."""
        found = node.get(key)
        text = self._text(found)
        if found is not None and text not in known:
            self.say(found, "SCH004", f"'{text}' is none of: {', '.join(known)}.")
        return text

    def act(self, node: Map) -> str:
        """Return the phrase of the act that is done."""
        found = node.get("do")
        if found is None:
            return ""
        text = self._text(found)
        if text == "extend":
            self.say(
                found, "SCH004", "'extend' moves a date.", "Write 'fact: DeadlineExtended' with 'term' and 'until'."
            )
            return text
        event = self.names.act(text)
        if event is None:
            self._unknown(found, "act of this charter", text, [*self.names.acts.values()])
            return text
        return self.names.acts[event]

    def fact(self, node: Map) -> str:
        """Return the kind of fact that is filed."""
        found = node.get("fact")
        text = self._text(found)
        if found is not None and text not in KINDS:
            self._unknown(found, "kind of fact that a timeline tells", text, KINDS)
        return text

    def room(self, node: Map, fact: str) -> str:
        """Return the room a fact is kept in; only what no clock hangs on may be kept apart from the joint one."""
        found = node.get("room")
        if found is None:
            return JOINT
        text = self._text(found)
        rooms = [f"{kind} {party}" for kind in ("own", "caucus") for party in self.program.parties]
        known = (JOINT, "neutral", *rooms)
        if text not in known:
            self._unknown(found, "room", text, known)
        elif text != JOINT and fact not in _IN_ANY_ROOM:
            told = " or ".join(_IN_ANY_ROOM)
            self.say(found, "SCH004", f"{fact or 'An act'} belongs to both sides.", f"A room of its own holds {told}.")
        return text

    def person(self, node: Map) -> str:
        """Return who acts, a person (or neutral) of the charter."""
        found = node.get("by")
        if found is None:
            return ""
        text = self._text(found)
        if self.complete and text not in self.program.persons.values():
            self._unknown(found, "person of this charter", text, self.program.persons.values())
        return text

    def seat(self, node: Map, *, needed: bool) -> str:
        """Return in which seat somebody acts."""
        found = node.get("as")
        if found is None:
            if needed:
                self.say(
                    node, "SCH001", "'as' is missing here.", "Add the seat in which the act is done: 'as: customer'."
                )
            return ""
        text = self._text(found)
        known = [*self.names.seats(), "both"]
        if self.names.complete and text not in known:
            self._unknown(found, "party, role or neutral of this charter", text, known)
        return text

    def term(self, node: Map) -> str:
        """Return the term an act is meant for, where it fits two."""
        found = node.get("term")
        return self._term(found) if found is not None else ""

    def _term(self, node: Node) -> str:
        text = self._text(node)
        if text not in self.names.all_terms and text != "limitation":
            self._unknown(node, "term of this charter", text, self.names.all_terms)
        return text

    # ---- values

    def values(self, node: Map, *, typed: bool) -> dict[str, Any]:
        """Return what is stated, typed by the charter's `values`; other facts keep texts, lists and mappings."""
        found = node.get("with")
        if found is None:
            return {}
        if not isinstance(found, Map):
            self.say(found, "SCH003", "'with' is a mapping.", "Write 'with: {NAME: VALUE}'.")
            return {}
        if not typed:
            return {key.value: plain(value) for key, value in found.pairs}
        return {key.value: self._value(key.value, value) for key, value in found.pairs}

    def _value(self, name: str, node: Node) -> Any:
        kind = self.names.values.get(name, "text")
        if isinstance(node, Map):
            self.say(node, "SCH003", f"'{name}' is a text or a list here, not a mapping.", "Write one line of text.")
            return ""
        if isinstance(node, List):
            return tuple(self._listed(item, kind) for item in node.items)
        return self._single(name, kind, node)

    def _listed(self, node: Node, kind: str) -> str:
        text = self._text(node)
        streams = getattr(self.charter, "workstreams", {})
        if kind == "workstreams" and self.complete and streams and text not in streams:
            self._unknown(node, "workstream of this charter", text, streams)
        return text

    def _single(self, name: str, kind: str, node: Text) -> Any:
        text = node.value.strip()
        if kind == "workstreams":
            return (self._listed(node, kind),)
        if kind == "words" and text not in self.names.words[name]:
            self.say(
                node,
                "SCH004",
                f"'{text}' is no word of '{name}'.",
                f"Write one of: {', '.join(self.names.words[name])}.",
            )
        if kind == "number" and text.isascii() and text.isdigit():
            return int(text)
        try:
            if kind == "money":
                return parse_money(text, self.names.currency or None)
            return date.fromisoformat(text).isoformat() if kind == "date" else text
        except BadInput as error:
            self.say(node, "SCH004", str(error))
        except ValueError:
            self.say(node, "SCH004", f"'{text}' is no date.", "Write year-month-day, like 2026-03-27.")
        return text

    # ---- expectations

    def texts(self, node: Node) -> list[str]:
        """Return a list of texts."""
        if not isinstance(node, List):
            self.say(node, "SCH003", "A list is expected here.", "Write '[ ... ]'.")
            return []
        return [self._text(item) for item in node.items]

    def terms(self, node: Node) -> list[str]:
        """Return a list of terms."""
        return [self._term(item) for item in node.items] if isinstance(node, List) else self.texts(node)

    def _pairs(self, node: Node) -> list[tuple[Text, Node]]:
        if isinstance(node, Map):
            return node.pairs
        self.say(node, "SCH003", "A mapping is expected here.", "Write '{NAME: VALUE}'.")
        return []

    def term_instants(self, node: Node) -> dict[str, datetime | None]:
        """Return instants by term; `none` is no instant."""
        found = {}
        for key, value in self._pairs(node):
            found[self._term(key)] = None if self._text(value) == "none" else self._instant(value)
        return found

    def state(self, node: Node) -> str:
        """Return `open` or the result of a matter."""
        text = self._text(node)
        if text != "open" and self.names.result(text) is None:
            self._unknown(node, "state: open, or a result", text, ["open", *self.names.results])
        return text

    def results(self, node: Node) -> dict[str, str]:
        """Return results by procedure."""
        found = {}
        for key, value in self._pairs(node):
            if key.value not in self.names.procedures:
                self._unknown(key, "procedure of this charter", key.value, self.names.procedures)
            found[key.value] = self.state(value)
        return found

    def because(self, node: Node) -> str:
        """Return the reason of a refusal."""
        text, known = self._text(node), [str(one) for one in Because]
        if text not in known:
            self.say(node, "LNG002", f"'{text}' is no reason of a refusal.", f"They are: {', '.join(known)}.")
        return text

    def numbers(self, node: Node) -> dict[str, int]:
        """Return whole numbers by counter."""
        found = {}
        for key, value in self._pairs(node):
            text = self._text(value)
            if not text.isascii() or not text.isdigit():
                self.say(value, "SCH004", f"'{text}' is no whole number.", "Write digits only, like 3.")
                continue
            found[key.value] = int(text)
        return found


def slug_of(program: Program, phrase: str) -> str:
    """Return the frozen slug of an act's phrase."""
    from detente.core.vocabulary.names import slug

    event = event_name(phrase)
    found = next((name for name, known in program.slugs.items() if known == event), "")
    return found or program.charter.acts.get(phrase) or slug(event)
