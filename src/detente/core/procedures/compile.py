"""From a procedure as it is written to its transition table."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from detente.core.charter.model import Charter, Opens, Procedure, Rules, Term, Walk, walk
from detente.core.charter.model.procedure import COSTS, IN_TIME, PRIVATE
from detente.core.charter.parse import Document
from detente.core.charter.phrases import Consequences, Do, Verb, event_name
from detente.core.procedures.certain import Certain
from detente.core.procedures.families import Families
from detente.core.procedures.graph import Graph
from detente.core.procedures.lengths import Lengths
from detente.core.procedures.table import LIMITATION, OPENS, Link, On, Outcome, Row, Table
from detente.core.vocabulary.names import slug

Lines = Callable[[tuple[str, ...]], int]


class Compiled(msgspec.Struct, frozen=True, dict=True):
    """A document whose procedures are tables, for checks and pictures that need both."""

    document: Document
    charter: Rules
    tables: dict[str, Table]

    @cached_property
    def graphs(self) -> dict[str, Graph]:
        """Each procedure's table as a graph."""
        return {name: Graph(table) for name, table in self.tables.items()}

    @cached_property
    def families(self) -> Families:
        """Which procedure starts or runs which."""
        return Families(self.graphs)

    @cached_property
    def certain(self) -> Certain:
        """What has certainly happened when a term opens."""
        return Certain(self.graphs, self.families)

    @cached_property
    def lengths(self) -> Lengths:
        """How long the procedures can last."""
        return Lengths(self.charter, self.graphs, self.families)


def compile_charter(document: Document) -> Compiled:
    """Return every procedure of a parsed document as a table. The document must have parsed without an error."""
    charter = document.charter
    assert charter is not None, "a document with errors has no tables"
    calendar = charter.calendar if isinstance(charter, Charter) else getattr(charter, "calendar", None)

    def lines(path: tuple[str, ...]) -> int:
        return document.place("procedures", *path).line

    tables = {
        name: compile_procedure(name, procedure, acts=charter.acts, calendar=calendar or "", lines=lines)
        for name, procedure in charter.procedures.items()
    }
    return Compiled(document, charter, tables)


def compile_procedure(
    name: str, procedure: Procedure, *, acts: Mapping[str, str] = {}, calendar: str = "", lines: Lines = lambda _: 0
) -> Table:
    """Return one procedure as a table.

    Args:
        acts: the charter's glossary, act phrase to slug; an act it lacks gets the slug of its event.
        calendar: the charter's calendar, where the procedure names none.
        lines: the line of a path below `procedures`.
    """
    return _Compiler(name, procedure, acts=acts, calendar=calendar, lines=lines).table()


class _At(NamedTuple):
    """Where a row hangs: the terms around it, from the outside in, and its path below the procedure."""

    link: Link
    parents: tuple[str, ...] = ()
    path: tuple[str, ...] = ("opens",)


class _Compiler:
    def __init__(
        self, name: str, procedure: Procedure, *, acts: Mapping[str, str], calendar: str, lines: Lines
    ) -> None:
        self.name, self.procedure, self.acts, self.calendar, self.lines = name, procedure, acts, calendar, lines
        self.steps = walk(procedure)
        self.parents = {step.name: step.parents for step in self.steps}
        self.thens = self._thens()
        self.rows: list[Row] = []

    def table(self) -> Table:
        procedure = self.procedure
        self._opening(procedure.opens)
        for step in self.steps:
            self._term(step)
        if procedure.limitation:
            at = _At(Link.LIMITATION, (), ("limitation",))
            self._add(at, (On.TIME, Outcome.OVER), (), term=LIMITATION, latest=procedure.limitation.by)
        return Table(
            procedure=self.name,
            rows=tuple(self.rows),
            parents=self.parents,
            with_parent=self._with_parent(),
            guards={step.name: step.term.if_ for step in self.steps if step.term.if_},
            times=procedure.times,
            calendar=procedure.calendar or self.calendar,
            always=tuple(procedure.always),
            alone=procedure.opens.alone == "yes",
            extension=procedure.extension,
            while_open=procedure.limitation.while_open if procedure.limitation else "",
        )

    def _thens(self) -> dict[str, tuple[Do, ...]]:
        """Event of each act -> what its term does then; `as if` leads out as that does."""
        found: dict[str, tuple[Do, ...]] = {}
        for step in self.steps:
            act = step.term.act(step.name)
            if act:
                found.setdefault(event_name(act), _items(step.term.then or step.term.either_way))
        return found

    def _with_parent(self) -> dict[str, bool]:
        named = {do.name for row in self.rows for do in row.do if do.verb is Verb.OPEN}
        return {step.name: bool(step.parents) and step.name not in named for step in self.steps}

    def _opening(self, opens: Opens) -> None:
        at, act = _At(Link.OPENS), opens.must or opens.may or ""
        common: dict[str, Any] = {
            "term": OPENS, "who": opens.who, "guards": opens.if_, "states": tuple(opens.states),
            "earliest": opens.from_, "latest": opens.by, "in_time": opens.in_time,
            "private": opens.private, "costs": opens.costs,
        }  # fmt: skip
        taken = (On.EVENT, Outcome.DONE) if opens.when else (On.ACT, Outcome.KEPT if opens.must else Outcome.USED)
        self._add(at, taken, opens.then.items, act=act, event=opens.when, **common)
        if opens.by:
            late = Outcome.MISSED if opens.must else Outcome.LAPSED
            self._add(at, (On.TIME, late), _items(opens.else_), **common)

    def _term(self, step: Walk) -> None:
        term = step.term
        link = Link.MEANWHILE if step.parents else Link.ANYTIME if step.section == "anytime" else Link.TOP
        at = _At(link, step.parents, step.path)
        common: dict[str, Any] = {
            "term": step.name, "who": term.who, "guards": term.if_, "states": tuple(term.states),
            "earliest": term.from_, "latest": term.by, "every": term.every, "in_time": term.in_time,
            "private": self._marking(step, "private"), "costs": self._marking(step, "costs"),
        }  # fmt: skip
        taken = self._taken(step)
        if taken:
            then, runs = _items(term.then or term.either_way), term.runs or ""
            self._add(at, taken, then, act=term.act(step.name), event=term.when, runs=runs, **common)
        if term.by or term.every:
            self._add(at, (On.TIME, _late(term)), _items(term.else_ or term.either_way), **common)

    def _taken(self, step: Walk) -> tuple[On, Outcome] | None:
        """What takes a term's first row, and what that makes of it; none for a wait."""
        term = step.term
        if term.act(step.name):
            return On.ACT, Outcome.KEPT if term.must else Outcome.USED
        if term.when or term.runs:
            return On.EVENT, Outcome.DONE
        if term.by or term.every or term.meanwhile:
            return None
        return On.OPENING, Outcome.DONE

    def _add(self, at: _At, taken: tuple[On, Outcome], do: tuple[Do, ...], **columns: Any) -> None:
        on, result = taken
        act = columns.pop("act", "") if on is On.ACT else ""
        filled = {name: columns.get(name) for name in ("who", "guards", "earliest", "latest", "every")}
        self.rows.append(Row(
            order=len(self.rows), term=columns["term"], parent=at.parents[-1] if at.parents else "", link=at.link,
            on=on, act=event_name(act), slug=self.acts.get(act) or slug(event_name(act)),
            event=columns.get("event") if on is On.EVENT else None,
            runs=columns.get("runs", "") if on is On.EVENT else "",
            states=columns.get("states", ()), in_time=columns.get("in_time") or IN_TIME[0], result=result, do=do,
            leaves=() if at.link is Link.ANYTIME else self._leaves(at.parents, do, set()),
            private=columns.get("private") or PRIVATE[0], costs=columns.get("costs") or COSTS[0],
            line=self.lines((self.name, *at.path)), **filled,
        ))  # fmt: skip

    def _leaves(self, parents: tuple[str, ...], do: tuple[Do, ...], seen: set[str]) -> tuple[str, ...]:
        """L of the leading-out rule: the enclosing terms that some consequence leaves, from the inside out."""
        left: set[str] = set()
        for one in do:
            if one.verb is Verb.END:
                left.update(parents)
            elif one.verb is Verb.OPEN:
                left.update(p for p in parents if p != one.name and p not in self.parents.get(one.name, ()))
            elif one.verb is Verb.AS_IF and one.name not in seen:
                seen.add(one.name)
                left.update(self._leaves(parents, self.thens.get(event_name(one.name), ()), seen))
        return tuple(p for p in reversed(parents) if p in left)

    def _marking(self, step: Walk, field: str) -> str | None:
        """A marking is inherited from the enclosing term."""
        own = getattr(step.term, field)
        if own or not step.parents:
            return own  # type: ignore[no-any-return]
        above = next(other for other in self.steps if other.name == step.parents[-1])
        return self._marking(above, field)


def _items(consequences: Consequences | None) -> tuple[Do, ...]:
    return consequences.items if consequences else ()


def _late(term: Term) -> Outcome:
    if term.must:
        return Outcome.MISSED
    return Outcome.LAPSED if term.who else Outcome.OVER
