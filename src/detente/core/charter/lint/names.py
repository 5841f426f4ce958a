"""Rules about names: one name means one thing, and reads as what it is."""

from collections.abc import Iterator

import msgspec

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import Step, acts, events, listed, steps
from detente.core.charter.model import Rules
from detente.core.charter.parse import Document
from detente.core.charter.phrases import BadPhrase, Names, Verb, event_name, parse_consequences
from detente.core.charter.phrases.consequences import BARE
from detente.core.vocabulary.findings import Severity

_VERBS = tuple(f"{verb} " for verb in Verb if verb is not Verb.OPEN and verb not in BARE)


def one_name_two_things(document: Document) -> Iterator[Hit]:
    """A term called like another term's act, a procedure it does not run, or a value; a value called like an act."""
    by_event = events(document)
    by_phrase = acts(document)
    for step in steps(document):
        if not step.opening:
            yield from _term_like(document, step, by_event, by_phrase)
    yield from _values_like_acts(document, by_event)


def _term_like(
    document: Document, step: Step, by_event: dict[str, list[str]], by_phrase: dict[str, list[Step]]
) -> Iterator[Hit]:
    assert document.charter is not None
    own = step.act
    phrase = next((act for act in by_event.get(step.name, ()) if act != own), "") or (
        step.name if step.name in by_phrase and step.name != own else ""
    )
    if phrase:
        other = by_phrase[phrase][0]
        yield Hit(
            step.path,
            f"'{step.name}' names this term and what happens by '{phrase}' in '{other.procedure}': "
            f"'after {step.name}' could mean either.",
            "Give the term another name.",
        )
    if step.name in document.charter.procedures and getattr(step.term, "runs", None) != step.name:
        yield Hit(
            step.path,
            f"'{step.name}' names this term and a procedure: 'pause {step.name}' could mean either.",
            "Give the term another name.",
        )
    if step.name in document.charter.values:
        dated = document.names.values.get(step.name) == "date"
        yield Hit(
            step.path,
            f"'{step.name}' names this term and a value that is stated.",
            "Give one of the two another name.",
            severity=None if dated else Severity.WARNING,
        )


def _values_like_acts(document: Document, by_event: dict[str, list[str]]) -> Iterator[Hit]:
    assert document.charter is not None
    stating = {(event_name(step.act), value) for step in steps(document) for value in step.term.states if step.act}
    for value in document.charter.values:
        if value in by_event and (value, value) not in stating:
            dated = document.names.values.get(value) == "date"
            yield Hit(
                ("values", value),
                f"'{value}' names a value and what happens by '{by_event[value][0]}'.",
                "Give one of the two another name.",
                severity=None if dated else Severity.WARNING,
            )


def reads_as_consequence(document: Document) -> Iterator[Hit]:
    """A term whose name, as a consequence, would already mean something else."""
    for step in steps(document):
        if not step.opening and (step.name in BARE or step.name.startswith(_VERBS)) and _means(step, document):
            yield Hit(
                step.path,
                f"'{step.name}' is the name of a term and reads as a consequence of its own: "
                f"'then: {step.name}' would open the term instead.",
                "Give the term a name that says what is done in it.",
            )


def _means(step: Step, document: Document) -> bool:
    terms = {
        other.name: None for other in steps(document) if other.procedure == step.procedure and other.name != step.name
    }
    names: Names = msgspec.structs.replace(document.names, terms=terms)
    try:
        parse_consequences(step.name, names)
    except BadPhrase:
        return False
    return True


def two_acts_one_event(document: Document) -> Iterator[Hit]:
    """Two acts whose event has one name."""
    assert isinstance(document.charter, Rules)
    by_phrase = acts(document)
    for event, phrases in events(document).items():
        for phrase in phrases[1:]:
            both = listed(f"'{each}'" for each in phrases)
            yield Hit(
                by_phrase[phrase][0].act_path,
                f"'{event}' is what happens by {both}: 'after {event}' could mean either.",
                f"Write '{phrases[0]}' where the same act is meant, "
                "else name what is served, held, noted or filed differently.",
            )


RULES = (
    Rule("NAM001", Severity.ERROR, "one name for two things", one_name_two_things),
    Rule("NAM003", Severity.ERROR, "a term that reads as a consequence", reads_as_consequence),
    Rule("NAM004", Severity.ERROR, "two acts with one event", two_acts_one_event),
)
