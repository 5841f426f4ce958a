"""Procedures as written, turned into terms, instants and consequences.

Source: language.md sections 1 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from oracle.counting import Span

SPAN = re.compile(
    r"(?P<number>\d+) (?P<clear>clear )?(?P<unit>working day|calendar day|week|month|year|hour|business hour)s?"
    r"(?: in (?P<calendar>.+))?"
)
ROLL = re.compile(r"(.*) or (next|previous) working day")
RELATION = re.compile(r"(.*?) (after|before|from and including) (.*)")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMING = {"serve", "hold", "note", "file"}
WORDS = (
    "close", "end", "as if", "start", "stop", "raise", "pause", "hold", "resume", "suspend", "release", "count",
    "reset", "choose", "bind", "make final", "override", "tell", "record",
)  # fmt: skip
NO_MINOR_UNIT = {"JPY", "KRW"}
WHOLE = ("nothing", "stays overdue", "join", "restart limitation", "amend charter")


class Text:
    """Something as it was written: it has no state, so a copy of a matter shares it."""

    def __deepcopy__(self, _memo: object) -> Any:
        return self


@dataclass(frozen=True)
class Amount:
    """A span, or the name of a row of times; `calendar` is the one named behind it."""

    span: Span | None
    row: str | None = None
    calendar: str | None = None


@dataclass(frozen=True)
class Instant(Text):
    """kind: count, event, date, earlier, later."""

    kind: str
    amount: Amount | None = None
    relation: str = "after"
    event: str | None = None
    roll: str | None = None
    day: date | None = None
    parts: tuple[Instant, ...] = ()


@dataclass(frozen=True)
class Do(Text):
    """One consequence; `term` is set where it opens one, `seat` where a right is waived by one."""

    verb: str
    name: str = ""
    term: Term | None = None
    seat: str = ""


@dataclass(eq=False)
class Term(Text):
    """A term as written; link: opens, top, meanwhile, anytime, built-in."""

    name: str
    procedure: Procedure
    link: str
    order: tuple[int, int]
    text: Mapping[str, Any]
    parent: Term | None = None
    children: list[Term] = field(default_factory=list)

    def __post_init__(self) -> None:
        text, rows = self.text, self.procedure.rows
        self.who: Any = text.get("who")
        self.is_duty = "must" in text
        self.act: str | None = text.get("must") or text.get("may") or (self.name if self.who is not None else None)
        self.when: str | None = text.get("when")
        self.runs: str | None = text.get("runs")
        self.start = read_instant_phrase(text["from"], rows) if "from" in text else None
        self.end = read_instant_phrase(text["by"], rows) if "by" in text else None
        self.every = read_instant_phrase(text["every"], rows) if "every" in text else None
        self.guards = listed(text.get("if"))
        self.states = listed(text.get("states"))
        self.when_sent = text.get("in time") == "when sent"
        both_ways = listed(text.get("either way"))
        self.silence = both_ways or listed(text.get("else"))
        self.then = both_ways or listed(text.get("then"))
        if self.act == "settle" and "then" not in text and not both_ways:
            self.then = ["end settled"]

    @property
    def is_rule(self) -> bool:
        parts = (self.who, self.end, self.every, self.when, self.runs)
        return all(part is None for part in parts) and not self.text.get("meanwhile")

    @property
    def is_otherwise(self) -> bool:
        return "otherwise" in self.guards

    def enclosing(self) -> list[Term]:
        """The terms around this one, from the inside out."""
        return [self.parent, *self.parent.enclosing()] if self.parent else []


class Procedure(Text):
    """One procedure: its starting term, its terms by name, its anytime options."""

    def __init__(self, name: str, order: int, text: Mapping[str, Any]) -> None:
        self.name, self.order, self.text = name, order, text
        self.rows: Mapping[str, Mapping[str, str]] = text.get("times", {})
        self.terms: dict[str, Term] = {}
        self.opens = Term("opens", self, "opens", (order, 0), text["opens"])
        self.anytime = {
            key: Term(key, self, "anytime", (order, -1), entry or {}) for key, entry in text.get("anytime", {}).items()
        }
        for key, entry in (text.get("terms") or {}).items():
            self._add(key, entry or {}, None)
        self.has_settle = any(term.act == "settle" for term in self.terms.values())
        self.named = {do.term for term in self.all() for do in self.dos(term) if do.term}

    def _add(self, name: str, text: Mapping[str, Any], parent: Term | None) -> None:
        order = (self.order, len(self.terms) + 1)
        term = Term(name, self, "meanwhile" if parent else "top", order, text, parent)
        self.terms[name] = term
        if parent:
            parent.children.append(term)
        for key, entry in text.get("meanwhile", {}).items():
            self._add(key, entry or {}, term)

    def all(self) -> list[Term]:
        return [self.opens, *self.anytime.values(), *self.terms.values()]

    def dos(self, term: Term) -> Iterator[Do]:
        yield from (self.do(text) for text in [*term.then, *term.silence])

    def do(self, text: str) -> Do:
        """The consequence that a phrase writes; a declared term comes before every other reading."""
        if text in self.terms:
            return Do("open", text, self.terms[text])
        if text in WHOLE:
            return Do(text)
        if text.startswith("waive "):
            rights, _, seat = text.removeprefix("waive ").rpartition(" by ")
            return Do("waive", rights, seat=seat)
        for verb in WORDS:
            if text.startswith(verb + " "):
                return Do(verb, text.removeprefix(verb + " "))
        raise ValueError(f"{self.name}: '{text}' is no term and no consequence.")

    @property
    def alone(self) -> bool:
        return str(self.text["opens"].get("alone")) == "yes"


def listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def event_name(act: str) -> str:
    """The name of the event that an act makes."""
    first, _, rest = act.partition(" ")
    return rest if first in NAMING and rest else act


def read_amount(text: str, rows: Mapping[str, Any]) -> Amount:
    found = SPAN.fullmatch(text)
    if found:
        span = Span(int(found["number"]), found["unit"], bool(found["clear"]))
        return Amount(span, calendar=found["calendar"])
    for row in sorted(rows, key=len, reverse=True):
        if text == row or text.startswith(row + " in "):
            return Amount(None, row, text.removeprefix(row).removeprefix(" in ") or None)
    raise ValueError(f"'{text}' is neither a span nor a row of times.")


def read_instant_phrase(text: Any, rows: Mapping[str, Any]) -> Instant:
    """The structure of an instant; `rows` are the rows of times of its procedure."""
    if isinstance(text, Mapping):
        ((key, parts),) = text.items()
        return Instant(key.split()[0], parts=tuple(read_instant_phrase(part, rows) for part in parts))
    if DATE.fullmatch(text):
        return Instant("date", day=date.fromisoformat(text))
    rolled = ROLL.fullmatch(text)
    text, roll = (rolled[1], rolled[2]) if rolled else (text, None)
    related = RELATION.fullmatch(text)
    if related:
        return Instant("count", read_amount(related[1], rows), related[2], related[3], roll)
    try:
        return Instant("count", read_amount(text, rows), roll=roll)
    except ValueError:
        return Instant("event", event=text, roll=roll)


class Charter(Text):
    """All procedures of one version, with the names that they use."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self.procedures = {name: Procedure(name, order, text) for order, (name, text) in enumerate(texts.items())}
        terms = [term for procedure in self.procedures.values() for term in procedure.all()]
        dos = [do for term in terms for do in term.procedure.dos(term)]
        self.acts = {term.act for term in terms if term.act} | {"settle", "withdraw"}
        self.event_names = {event_name(act) for act in self.acts}
        self.counters = sorted({do.name for do in dos if do.verb in ("count", "reset")})
        started = {do.name for do in dos if do.verb in ("start", "raise")}
        self.reached = started | {term.runs for term in terms if term.runs}
        self.heard = {term.when for term in terms if term.when}


def as_money(value: Any) -> tuple[int, str] | None:
    """Minor units and currency of a value that is money, else None."""
    if isinstance(value, Mapping) and {"minor", "currency"} <= set(value):
        return int(value["minor"]), str(value["currency"])
    found = re.fullmatch(r"(-?\d+)\.?(\d*) ([A-Z]{3})", value) if isinstance(value, str) else None
    if not found:
        return None
    factor = 1 if found[3] in NO_MINOR_UNIT else 100
    return int(Decimal(f"{found[1]}.{found[2] or 0}") * factor), found[3]
