"""Conditions and consequences in plain words, one table each. Read and written by the same rows."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from detente.core.charter.phrases import Consequences, Do, Guard, GuardKind, Guards, Verb
from detente.core.charter.reading.forms import Form, How, Phrases, Reference
from detente.core.charter.reading.lists import Listing
from detente.core.charter.reading.phrases import CALLED, FORMS, NAME

_COMPARED = {">=": "is at least", "<=": "is at most", ">": "is more than", "<": "is less than"}
_NUMBER_ROWS = {
    f"{kind} {sign}": (f"{{subject}} {sign} {{number}}" + data, f"{subject} {words} {{number}}" + window)
    for kind, subject, data, window in (
        (GuardKind.COUNTER, "the count of {subject:counter}", "[ in {window}]", "[ within the last {window}]"),
        (GuardKind.NUMBER, "the stated {subject:label}", "", ""),
    )
    for sign, words in _COMPARED.items()
}


class _Rivals(Form):
    """What keeps an `otherwise` from opening: the guarded clauses of its list, with their numbers."""

    _CLAUSES = Listing(Reference("steps"), last=" and ")
    _TWO = Listing(Reference("steps"), last=" nor ")
    _UNKNOWN = "none of the other conditions is met"

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        if not how.rivals:
            return self._UNKNOWN
        if len(how.rivals) == 1:
            return f"{self._CLAUSES.write(how.rivals, how)} does not open"
        if len(how.rivals) == 2:
            return f"neither {self._TWO.write(how.rivals, how)} opens"
        return f"none of {self._CLAUSES.write(how.rivals, how)} opens"

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        if text.startswith(self._UNKNOWN, at):
            yield None, at + len(self._UNKNOWN)
        for before, clauses, after in (
            ("", self._CLAUSES, " does not open"),
            ("neither ", self._TWO, " opens"),
            ("none of ", self._CLAUSES, " opens"),
        ):
            if text.startswith(before, at):
                ends = [end for _, end in clauses.read(text, at + len(before)) if text.startswith(after, end)]
                yield from ((None, end + len(after)) for end in ends)


FORMS["_rivals"] = _Rivals()
FORMS["words"] = Listing(NAME, last=" or ", least=1)


class _State(Form):
    """What a seat is: `vacant`, an attribute, or one of the parties."""

    def write(self, value: Any, how: How) -> str:
        said = CALLED.write(value, how)
        return f"the {said}" if value in how.parties else said

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        if text.startswith("the ", at):
            yield from CALLED.read(text, at + 4)
        yield from CALLED.read(text, at)


FORMS["state"] = _State()


def _guard(guard: Guard) -> tuple[str, Mapping[str, Any]]:
    fields: dict[str, Any] = {"subject": guard.subject, "event": guard.event, "number": guard.number}
    fields |= {"words": guard.words, "state": " or ".join(guard.words), "seat": guard.seat}
    if guard.window:
        fields["window"] = guard.window
    if guard.compare:
        return f"{guard.kind} {guard.compare}", fields
    kind = "track" if (guard.kind, guard.subject) == (GuardKind.WORD, "track") else str(guard.kind)
    return kind + (" not" if guard.negated else ""), fields


def _is(subject: str, negation: str = "") -> Callable[[Any], str]:
    """Return how the data of a condition on words are built; a subject in braces is a field."""
    return lambda f: f"{subject.format(**f)} is {negation}{' or '.join(f['words'])}"


GUARD = Phrases(
    _guard,
    {
        GuardKind.OTHERWISE: ("otherwise", "{_rivals}"),
        **_NUMBER_ROWS,
        "happened not": ("{event} has not happened", "{event} has not happened"),
        "happened": ("{event} has happened", "{event} has happened"),
        "track not": (_is("track", "not "), "the track is not {words}"),
        "track": (_is("track"), "the track is {words}"),
        "word not": (_is("{subject}", "not "), "the stated {subject:label} is not {words}"),
        "word": (_is("{subject}"), "the stated {subject:label} is {words}"),
        "seat not": ("{seat} is not {state}", "{seat} is not {state}"),
        "seat": ("{seat} is {state}", "{seat} is {state}"),
    },
    FORMS,
)
FORMS["guards"] = Listing(GUARD, ", and ", lone=True, least=1)
FORMS["choices"] = Listing(GUARD, "; ")


def _guards(guards: Guards) -> tuple[str, Mapping[str, Any]]:
    return ("any" if guards.any_of else "all"), {"choices": guards.items, "guards": guards.items}


GUARDS = Phrases(
    _guards,
    {
        "any": (lambda f: {"any of": f["choices"]}, "at least one of these holds ({choices})"),
        "all": (lambda f: f["guards"], "{guards}"),
    },
    FORMS,
)


def _do(do: Do) -> tuple[str, Mapping[str, Any]]:
    keys = dict.fromkeys(("name", "act", "step", "procedure", "label", "track", "counter", "quoted"), do.name)
    kind = "waive several" if len(do.rights) > 1 else str(do.verb)
    return kind, {**keys, "right": " and ".join(do.rights), "rights": do.rights, "seat": do.seat}


FORMS["rights"] = Listing(NAME, last=" and ", least=2)
DO = Phrases(
    _do,
    {
        Verb.NOTHING: ("nothing", "nothing follows"),
        Verb.STAYS_OVERDUE: ("stays overdue", "the duty stays open, overdue"),
        Verb.END: ("end {name}", "this procedure ends: {name}"),
        Verb.AS_IF: ("as if {act}", "it counts as if {act} had been done"),
        Verb.START: ("start {procedure}", "procedure {procedure} starts beside this one"),
        Verb.STOP: ("stop {procedure}", "procedure {procedure} stops"),
        Verb.RAISE: ("raise {procedure}", "a new matter, linked to this one, opens under procedure {procedure}"),
        Verb.PAUSE: ("pause {step}", "time stands still in {step:part}"),
        Verb.HOLD: (
            "hold {step}",
            "what is open in {step:part} is held: it cannot be used, and what comes due runs out when it goes on",
        ),
        Verb.RESUME: ("resume {step}", "{step:part} goes on: its time runs, and what is open in it can be used"),
        Verb.SUSPEND: ("suspend {label}", "the workstreams in the stated {label} are suspended"),
        Verb.RELEASE: ("release {label}", "the workstreams in the stated {label} are released"),
        Verb.COUNT: ("count {counter}", "one is added to the count of {counter}"),
        Verb.RESET: ("reset {counter}", "the count of {counter} goes back to nought"),
        Verb.CHOOSE: ("choose {track}", "from now on the {track} track applies"),
        Verb.JOIN: ("join", "whoever did it joins the matter as a party"),
        Verb.BIND: ("bind {act}", "the {act} binds for now"),
        Verb.MAKE_FINAL: ("make final {act}", "the {act} becomes final"),
        Verb.OVERRIDE: ("override {act}", "the {act} no longer binds"),
        Verb.WAIVE: ("waive {right} by {seat}", "{seat} gives up this right: {right}"),
        "waive several": (
            lambda f: f"waive {' and '.join(f['rights'])} by {f['seat']}",
            "{seat} gives up these rights: {rights}",
        ),
        Verb.RESTART_LIMITATION: ("restart limitation", "the limitation period starts again"),
        Verb.TELL: ("tell {seat}", "a message goes to {seat:told}"),
        Verb.RECORD: ("record {quoted}", "the record says: {quoted}"),
        Verb.AMEND_CHARTER: ("amend charter", "the charter is amended as signed"),
        Verb.CLOSE: ("close {step}", "{step} closes"),
        Verb.OPEN: ("{step}", "{step} opens"),
    },
    FORMS,
)
_DOS = Listing(DO, "; ", lone=True, least=1)


class _Follows(Form):
    """Consequences, in order."""

    def write(self, value: Consequences, how: How) -> str:
        return _DOS.write(value.items, how)

    def read(self, text: str, at: int) -> Any:
        return _DOS.read(text, at)


CONSEQUENCES = _Follows()
FORMS["guard"], FORMS["follows"] = GUARDS, CONSEQUENCES
