"""Rules about stated values: what a guard or a limitation looks at must be stated by some act."""

from collections.abc import Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import steps
from detente.core.charter.parse import Document
from detente.core.charter.phrases import EventKind, Guards
from detente.core.charter.phrases.guards import GuardKind
from detente.core.charter.phrases.instants import events_of
from detente.core.vocabulary.findings import Severity
from detente.core.vocabulary.names import nearest

_LOOKED_AT = (GuardKind.WORD, GuardKind.NUMBER)


def looked_at_and_never_stated(document: Document) -> Iterator[Hit]:
    """Look for values that a guard or a limitation needs and that no act of the text states."""
    charter = document.charter
    assert charter is not None, "rules read what has parsed"
    stated = {value for step in steps(document) for value in step.term.states}
    for path, value in _needed(document):
        if value in stated or value == "track":
            continue
        near = nearest(value, stated - set(charter.values))
        hint = f"'{near}' is stated; perhaps one of the two is misspelled." if near else ""
        cure = f"Add '{value}' to the 'states' of the act that brings it. {hint}".strip()
        yield Hit(path, f"'{value}' is looked at here, and no act states it.", cure)


def _needed(document: Document) -> Iterator[tuple[tuple[str, ...], str]]:
    assert document.charter is not None, "rules read what has parsed"
    for step in steps(document):
        for value in _subjects(step.term.if_):
            yield (*step.path, "if"), value
    for name, procedure in document.charter.procedures.items():
        if procedure.limitation:
            for event in events_of(procedure.limitation.by):
                if event.kind is EventKind.VALUE:
                    yield ("procedures", name, "limitation", "by"), event.name


def _subjects(guards: Guards | None) -> list[str]:
    return [guard.subject for guard in guards.items if guard.kind in _LOOKED_AT] if guards else []


RULES = (Rule("VAL002", Severity.ERROR, "a value that is looked at and never stated", looked_at_and_never_stated),)
