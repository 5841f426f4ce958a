"""Rules about mediators, experts and other neutrals: who hears what is said, and who pays."""

from collections.abc import Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import steps, whole
from detente.core.charter.parse import Document
from detente.core.vocabulary.findings import Severity


def mediation_heard_by_others(document: Document) -> Iterator[Hit]:
    """A mediation in which the parties may settle, and what is said is not kept with the mediator."""
    markings = {(step.procedure, step.name): getattr(step.term, "private", None) for step in steps(document)}
    for step in steps(document):
        if (
            step.opening
            or step.parents
            or step.act != "settle"
            or "mediat" not in f"{step.procedure} {step.name}".lower()
        ):
            continue
        marking = markings[step.procedure, step.name] or "open"
        if marking != "mediator only":
            yield Hit(
                step.path,
                f"'{step.name}' is a mediation, and what is said there is '{marking}'.",
                "Add 'private: mediator only'.",
            )


def neutral_paid_by_nobody(document: Document) -> Iterator[Hit]:
    """A procedure in which a neutral acts and nothing says who pays; a note where the charter is still to decide it."""
    neutrals = document.names.neutrals
    stated = {step.procedure for step in steps(document) if step.term.costs}
    severity = None if whole(document) else Severity.NOTE
    for step in steps(document):
        acting = [name for name in (step.term.who.names if step.term.who else ()) if name in neutrals]
        if acting and step.procedure not in stated:
            stated.add(step.procedure)
            yield Hit(
                step.path,
                f"'{acting[0]}' acts in '{step.procedure}', and nothing there says who pays.",
                "Add 'costs: shared equally', or another share, to the term or to one around it.",
                severity=severity,
            )


RULES = (
    Rule("MED001", Severity.WARNING, "a mediation that is not kept with the mediator", mediation_heard_by_others),
    Rule("MED002", Severity.WARNING, "nobody says who pays the neutral", neutral_paid_by_nobody),
)
