"""Procedures: the terms in which a charter says what happens."""

from typing import Annotated, Any

import msgspec
from pydantic import Field, ValidationInfo, model_validator

from detente.core.charter.model.declared import local_names
from detente.core.charter.model.record import (
    Act,
    CalendarName,
    Happening,
    If,
    Length,
    Name,
    ProcedureName,
    Record,
    Then,
    When,
    Who_,
    Words,
    one_of,
    phrase,
)
from detente.core.charter.phrases import BadPhrase, Names
from detente.core.worktime import Span, parse_span

IN_TIME = ("when received", "when sent")
PRIVATE = ("open", "without prejudice", "mediator only")
COSTS = ("shared equally", "own", "loser pays", "opener pays", "neutral decides")
END_OF_PERIOD = "end of the period"
LIMITATION = ("stands still", "starts again", "keeps running")

InTime = Annotated[str, *one_of(*IN_TIME)]
Private = Annotated[str, *one_of(*PRIVATE)]
Costs = Annotated[str, *one_of(*COSTS)]


class Term(Record):
    """A duty (`must`), an option (`may` or `who` alone), something heard (`when`), a run, a wait or a rule."""

    who: Who_ | None = None
    must: Act | None = None
    may: Act | None = None
    when: Happening | None = None
    runs: ProcedureName | None = None
    states: list[Words] = []
    if_: If | None = None
    from_: When | None = None
    by: When | None = None
    every: When | None = None
    in_time: InTime | None = None
    then: Then | None = None
    else_: Then | None = None
    either_way: Then | None = None
    private: Private | None = None
    costs: Costs | None = None
    meanwhile: dict[Name, "Term"] = {}

    def act(self, name: str) -> str:
        """Return the act phrase of the term called `name`: its must, its may, else (with a `who`) its own name."""
        return self.must or self.may or (name if self.who else "")


class Opens(Record):
    """What starts a procedure."""

    who: Who_ | None = None
    may: Act | None = None
    must: Act | None = None
    when: Happening | None = None
    alone: Annotated[str, *one_of("yes", "no")] | None = None
    states: list[Words] = []
    if_: If | None = None
    from_: When | None = None
    by: When | None = None
    in_time: InTime | None = None
    then: Then
    else_: Then | None = None
    private: Private | None = None
    costs: Costs | None = None


def _until(value: Any, _: Names) -> Any:
    if not isinstance(value, str):
        cure = f"Write it like '20 working days', or '{END_OF_PERIOD}'."
        raise BadPhrase("A length of time is expected here.", cure, "SCH003")
    return END_OF_PERIOD if " ".join(value.split()) == END_OF_PERIOD else parse_span(value)


Until = Annotated[Span | str, *phrase(_until, {"type": "string", "examples": ["20 working days", END_OF_PERIOD]})]


class Unilateral(Record):
    """Who may move a date alone when both did not, by no less than what, and until when.

    `until` is a length counted from the missed date, or `end of the period`, that date itself: forms have it, and no
    date satisfies it (ESC011).
    """

    who: Who_
    at_least: Length
    until: Until | None = None


class Extension(Record):
    """How dates are moved."""

    who: Who_
    late: Length | None = None
    failing_that: Unilateral | None = None
    shifts: Annotated[str, *one_of("later", "nothing")] | None = None


class Limitation(Record):
    """The period after which the claim itself is lost, and what an open matter does to it."""

    by: When
    while_open: Annotated[str, *one_of(*LIMITATION)]


class Procedure(Record):
    """One procedure: how it opens, its terms, what is open at any time, what stands always."""

    source: Words | None = None
    role_map: dict[Name, Words] = {}
    calendar: CalendarName | None = None
    times: dict[Name, dict[Name, Length]] = {}
    opens: Opens
    always: list[Words] = []
    limitation: Limitation | None = None
    extension: Extension | None = None
    anytime: dict[Name, Term] = {}
    terms: dict[Name, Term] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _enter(cls, value: Any, info: ValidationInfo) -> Any:
        """Let the phrases below see this procedure's own terms and rows."""
        if isinstance(value, dict) and info.context is not None:
            info.context.terms, info.context.rows = local_names(value)
        return value


class Walk(msgspec.Struct, frozen=True):
    """A term met on a walk through a procedure: its name, its parents from the outside in, its path."""

    name: str
    term: Term
    parents: tuple[str, ...]
    path: tuple[str, ...]
    section: str  # terms or anytime


def walk(procedure: Procedure) -> list[Walk]:
    """Return every term of a procedure in written order, nested ones after their parent."""
    found: list[Walk] = []
    for section in ("anytime", "terms"):
        _walk(getattr(procedure, section), (), (section,), section=section, found=found)
    return found


def _walk(
    terms: dict[str, Term], parents: tuple[str, ...], path: tuple[str, ...], *, section: str, found: list[Walk]
) -> None:
    for name, term in terms.items():
        here = (*path, name)
        found.append(Walk(name, term, parents, here, section))
        _walk(term.meanwhile, (*parents, name), (*here, "meanwhile"), section=section, found=found)
