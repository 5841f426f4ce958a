"""Rules about single terms: silence is written, and every key has something to do."""

from collections.abc import Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import EITHER_WAY, ELSE, THEN, Step, listed, steps, written
from detente.core.charter.model import Opens, Rules
from detente.core.charter.parse import Document
from detente.core.charter.phrases import Verb
from detente.core.vocabulary.findings import Severity


def unwritten_silence(document: Document) -> Iterator[Hit]:
    """A `by` or `every` without `else` or `either way`."""
    for step in steps(document):
        answered = any(key in (ELSE, EITHER_WAY) for key, _ in step.lists())
        if step.clock and not answered:
            key, instant = step.clock
            nowhere = "else: stays overdue" if step.term.must and key == "by" else "else: nothing"
            yield Hit(
                (*step.path, key),
                f"'{step.name}' runs out ({written(instant)}) and nothing says what silence leads to.",
                f"Write 'else: ...' with what follows, or '{nowhere}'.",
            )


def else_without_time(document: Document) -> Iterator[Hit]:
    """An `else` or `either way` without `by` or `every`."""
    for step in steps(document):
        for key, _ in step.lists():
            if key != THEN and not step.clock:
                yield Hit(
                    (*step.path, key),
                    f"'{step.name}' says what silence leads to and never runs out: "
                    f"'{key}' stands without 'by' or 'every'.",
                    "Add 'by: ...' with a time." if key == ELSE else "Add 'by: ...', or write 'then' for 'either way'.",
                )


def silence_of_the_wrong_kind(document: Document) -> Iterator[Hit]:
    """`stays overdue` where nothing is owed, `nothing` as the silence of a duty."""
    for step in steps(document):
        for key, found in step.lists():
            verbs = {do.verb for do in found.items}
            path = (*step.path, key)
            if Verb.STAYS_OVERDUE in verbs:
                yield from _overdue(step, key, path)
            recurs = step.clock is not None and step.clock[0] == "every"
            if key == ELSE and step.term.must and Verb.NOTHING in verbs and not recurs:
                yield Hit(
                    path,
                    f"'{step.name}' is a duty, and after its time 'nothing' would follow: "
                    "it would be neither owed nor missed.",
                    "Write 'else: stays overdue', or what follows.",
                )


def _overdue(step: Step, key: str, path: tuple[str, ...]) -> Iterator[Hit]:
    if not step.term.must:
        kind = "an option" if step.act else "a wait"
        yield Hit(
            path,
            f"'{step.name}' is {kind}; only a duty can stay overdue.",
            "Write 'nothing' or what follows, or make it a 'must'.",
        )
    elif key == THEN:
        yield Hit(
            path,
            f"'{step.name}' is done when its 'then' follows and cannot stay overdue.",
            "Move 'stays overdue' to 'else'.",
        )
    elif step.clock and step.clock[0] == "every":
        yield Hit(
            path,
            f"'{step.name}' recurs: a missed round is over and cannot stay overdue.",
            "Write what follows a missed round, such as 'tell ...', or 'nothing'.",
        )


def two_answers(document: Document) -> Iterator[Hit]:
    """Keys that exclude each other on one term."""
    for step in steps(document):
        keys = _keys(step)
        for key in (THEN, ELSE):
            if EITHER_WAY in keys and key in keys:
                yield Hit(
                    (*step.path, key),
                    f"'{step.name}' has '{key}' beside 'either way': two answers to one question.",
                    "Keep 'either way', or write 'then' and 'else'.",
                )
        if {"must", "may"} <= keys:
            yield Hit(
                (*step.path, "may"), f"'{step.name}' both must and may.", "Keep 'must' for a duty, 'may' for an option."
            )
        taken = [key for key in ("when", "runs", "must", "may", "who") if key in keys]
        if taken[:1] in (["when"], ["runs"]) and len(taken) > 1:
            yield Hit(
                (*step.path, taken[1]),
                f"'{step.name}' has '{taken[1]}' beside '{taken[0]}': "
                "either a seat acts, something happens or a procedure runs.",
                f"Keep one of the two, and give the other a term of its own beside '{step.name}'.",
            )


def _keys(step: Step) -> set[str]:
    fields = {name: getattr(step.term, name, None) for name in ("who", "must", "may", "when", "runs")}
    return {key for key, value in fields.items() if value} | {key for key, _ in step.lists()}


def nothing_takes_it(document: Document) -> Iterator[Hit]:
    """A term or an opening that no act, event or time can ever take."""
    for step in steps(document):
        keys = _keys(step)
        duty = next((key for key in ("must", "may") if key in keys), "")
        if duty and "who" not in keys:
            yield Hit(
                (*step.path, duty),
                f"'{step.name}' says '{duty}: {step.act}' and not who.",
                "Add 'who: ...' with the seat that acts.",
            )
        elif isinstance(step.term, Opens):
            if not duty and "when" not in keys:
                yield Hit(
                    step.path,
                    f"'{step.procedure}' names nothing that opens it, neither an act of a seat nor an event.",
                    "Write 'who: either, may: ...' or 'when: ...'.",
                )
        elif not keys & {"who", "when", "runs", THEN} and not step.clock and not step.term.meanwhile:
            yield Hit(
                step.path,
                f"Nothing can take '{step.name}': no seat, no event, no time, no consequence.",
                "Write 'who', 'when', 'by' or 'then', or take the term out.",
            )


def waived_by_nobody(document: Document) -> Iterator[Hit]:
    """An end by waiver without the waiver."""
    for step in steps(document):
        for key, found in step.lists():
            ends = [do.name for do in found.items if do.verb is Verb.END and document.names.result(do.name) == "waived"]
            if ends and not any(do.verb is Verb.WAIVE for do in found.items):
                yield Hit(
                    (*step.path, key),
                    f"'{step.name}' leads to 'end {ends[0]}' and no 'waive' in the same list says whose right is lost.",
                    f"Write '[waive ... by ..., end {ends[0]}]'.",
                )


def rows_without_a_track(document: Document) -> Iterator[Hit]:
    """A row of times that lacks a column others have; one with the default column alone is the same on every track."""
    assert isinstance(document.charter, Rules)
    for name, procedure in document.charter.procedures.items():
        tracks = dict.fromkeys(track for row in procedure.times.values() for track in row)
        default = next(iter(tracks), "")
        for row, spans in procedure.times.items():
            missing = [track for track in tracks if track not in spans]
            if missing and list(spans) != [default]:
                first = next(iter(spans), "")
                yield Hit(
                    ("procedures", name, "times", row),
                    f"Row '{row}' has no column {listed(missing)}; there '{first}' would count.",
                    f"Add '{missing[0]}: ...', or keep the column '{default}' alone "
                    "where the row is the same on every track.",
                )


RULES = (
    Rule("LNG010", Severity.ERROR, "silence is not written", unwritten_silence),
    Rule("LNG011", Severity.ERROR, "a silence that never comes", else_without_time),
    Rule("LNG012", Severity.ERROR, "silence of the wrong kind", silence_of_the_wrong_kind),
    Rule("LNG013", Severity.ERROR, "keys that exclude each other", two_answers),
    Rule("LNG014", Severity.ERROR, "a term that nothing can take", nothing_takes_it),
    Rule("LNG015", Severity.ERROR, "a waiver without a right", waived_by_nobody),
    Rule("TRK001", Severity.WARNING, "a row of times lacks a track", rows_without_a_track),
)
