"""Conditions and consequences in plain words, one table each. Read and written by the same rows."""

from collections.abc import Mapping
from typing import Any

from detente.core.charter.phrases import Consequences, Do, Guard, GuardKind, Guards, Verb
from detente.core.charter.reading.forms import Form, How, Listing, Phrases
from detente.core.charter.reading.phrases import FORMS

_COMPARED = {">=": "is at least", "<=": "is at most", ">": "is more than", "<": "is less than"}
_NUMBER_ROWS = {
    f"{kind} {sign}": (f"{{subject}} {sign} {{number}}" + data, f"{subject} {words} {{number}}" + window)
    for kind, subject, data, window in (
        (GuardKind.COUNTER, "the count of {subject}", "[ in {window}]", "[ within the last {window}]"),
        (GuardKind.NUMBER, "the stated {subject}", "", ""),
    )
    for sign, words in _COMPARED.items()
}


def _guard(guard: Guard) -> tuple[str, Mapping[str, Any]]:
    fields: dict[str, Any] = {"subject": guard.subject, "event": guard.event, "number": guard.number}
    fields["words"] = " or ".join(guard.words)
    if guard.window:
        fields["window"] = guard.window
    if guard.compare:
        return f"{guard.kind} {guard.compare}", fields
    kind = "seat" if guard.kind is GuardKind.SEAT else str(guard.kind)
    return kind + (" not" if guard.negated else ""), fields


GUARD = Phrases(
    _guard,
    {
        GuardKind.OTHERWISE: ("otherwise", "none of the other conditions is met"),
        **_NUMBER_ROWS,
        "happened not": ("{event} has not happened", "{event} has not happened"),
        "happened": ("{event} has happened", "{event} has happened"),
        "seat not": ("{subject} is not {words}", "the {subject} is not {words}"),
        "seat": ("{subject} is {words}", "the {subject} is {words}"),
        "word not": ("{subject} is not {words}", "{subject} is not {words}"),
        "word": ("{subject} is {words}", "{subject} is {words}"),
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
    keys = dict.fromkeys(("name", "act", "step", "procedure"), do.name)
    return str(do.verb), {**keys, "rights": " and ".join(do.rights), "seat": do.seat}


FORMS["rights"] = FORMS["name"]
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
        Verb.PAUSE: ("pause {step}", "time stands still in {step}"),
        Verb.HOLD: ("hold {step}", "what is open in {step} is held and cannot be used"),
        Verb.RESUME: ("resume {step}", "time runs on in {step}, and what was held there can be used again"),
        Verb.SUSPEND: ("suspend {name}", "the workstreams in the stated {name} are suspended"),
        Verb.RELEASE: ("release {name}", "the workstreams in the stated {name} are released"),
        Verb.COUNT: ("count {name}", "one is added to the count of {name}"),
        Verb.RESET: ("reset {name}", "the count of {name} goes back to nought"),
        Verb.CHOOSE: ("choose {name}", "from now on the {name} track applies"),
        Verb.JOIN: ("join", "whoever did it joins the matter as a party"),
        Verb.BIND: ("bind {act}", "the {act} binds for now"),
        Verb.MAKE_FINAL: ("make final {act}", "the {act} becomes final"),
        Verb.OVERRIDE: ("override {act}", "the {act} no longer binds"),
        Verb.WAIVE: ("waive {rights} by {seat}", "{seat} gives up this right: {rights}"),
        Verb.RESTART_LIMITATION: ("restart limitation", "the limitation period starts again"),
        Verb.TELL: ("tell {seat}", "a message goes to {seat}"),
        Verb.RECORD: ("record {name}", "the record says: {name}"),
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
