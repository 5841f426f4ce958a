"""The sentences of procedures: openings, duties, options, waits, rules, and what follows them."""

from collections.abc import Mapping, Set
from typing import Any

from detente.core.charter.model import Extension, Limitation, Opens, Procedure, Record, Term
from detente.core.charter.model.procedure import Unilateral
from detente.core.charter.reading.sentences import Sentence, each, means, say

_TAIL = "[, {from:start}][, {by:deadline}][, {every:round}][, stating {states:labels}]"
_ACTS = (
    say("{who} must {must:act}" + _TAIL, "duty"),
    say("{who} may {may:act}" + _TAIL, "option"),
)
_IN_TIME = (
    means("in time", "when received", "a notice is in time here if it is received in time"),
    means("in time", "when sent", "a notice is in time here if it is sent in time"),
)
_ELSE = (
    say("if a round is not done in time, it counts as missed, and {else}", "duty in rounds"),
    say("if this is not done in time, it counts as missed, and {else}", "duty"),
    say("if nobody does so in time, the option lapses, and {else}", "option", "own act"),
    say("if this has not happened in time, {else}", "heard"),
    say("if that procedure has not ended in time, {else}", "run"),
    say("when that time is over, {else}", "wait"),
)
_MEDIATOR_ONLY = "what is said here stays with the mediator and is not passed on or used elsewhere"
_MARKS = (
    means("private", "open", "what is said here may be used openly"),
    means("private", "without prejudice", "what is said here is without prejudice"),
    means("private", "mediator only", _MEDIATOR_ONLY),
    means("costs", "shared equally", "the fee of the neutral is shared equally"),
    means("costs", "own", "each side bears its own costs"),
    means("costs", "loser pays", "the side that loses pays the fee of the neutral"),
    means("costs", "opener pays", "the opener pays the fee of the neutral"),
    means("costs", "neutral decides", "the neutral decides who pays its fee"),
)

SENTENCES: dict[type[Record], tuple[Sentence, ...]] = {
    Term: (
        say("if {if}, {then}", "rule"),
        say("at once, {then}", "rule"),
        say("this may be used only if {if}", "anytime"),
        say("this opens only if {if}"),
        say("{who} may do this" + _TAIL, "own act"),
        *_ACTS,
        say("this takes effect {when:happening}" + _TAIL, "heard"),
        say("procedure {runs:procedure} runs here" + _TAIL, "run"),
        say("this waits {by:waiting}", "wait"),
        *_IN_TIME,
        say("when a round is done, {then}", "duty in rounds"),
        say("when this is done, {then}", "duty", "option", "own act"),
        say("then {then}", "heard"),
        say("when that procedure has ended without a settlement, {then}", "run"),
        *_ELSE,
        say("done or not, {either way}", "duty", "option", "own act"),
        say("when that time is over, in any case {either way}", "wait"),
        *_MARKS,
    ),
    Opens: (
        say("this procedure opens only if {if}"),
        *_ACTS,
        say("this procedure opens {when:happening}" + _TAIL, "heard"),
        *_IN_TIME,
        say("this opens the procedure, and {then}", "duty", "option"),
        say("then {then}", "heard"),
        *_ELSE,
        means("alone", "yes", "it may also be opened without another matter"),
        means("alone", "no", "it may not be opened without another matter"),
        *_MARKS,
    ),
    Procedure: (
        say("it is copied from {source}"),
        each("role map", "the role of {k} is held here by the {v}"),
        say("its working days are those of the calendar {calendar}"),
        each("times", "the time for {k:row} is {v:columns}"),
        say("as long as this procedure runs, these duties stand: {always}"),
    ),
    Limitation: (
        say("the claim is lost at the limitation date: {by}"),
        means("while open", "stands still", "while a matter is open, that time stands still"),
        means("while open", "starts again", "once a matter is opened, that time starts again"),
        means("while open", "keeps running", "while a matter is open, that time keeps running"),
    ),
    Extension: (
        say("{who} may move a date before it is reached"),
        say("up to {late} after it, this is still possible"),
        means("shifts", "later", "later dates then move by as much"),
        means("shifts", "nothing", "no other date moves with it"),
    ),
    Unilateral: (say("{who} may move the date alone, by at least {at least}[, and to {until:latest} at the latest]"),),
}


def shapes_of(values: Mapping[str, Any], path: tuple[str, ...]) -> Set[str]:
    """Return the shapes of a term or an opening: which of the sentences that fit its fields are meant for it."""
    shapes = {_shape(values)}
    if "every" in values and "duty" in shapes:
        shapes.add("duty in rounds")
    if len(path) == 4 and path[2] == "anytime":
        shapes.add("anytime")
    return shapes


def _shape(values: Mapping[str, Any]) -> str:
    for key, shape in (("must", "duty"), ("may", "option"), ("who", "own act"), ("when", "heard"), ("runs", "run")):
        if key in values:
            return shape
    return "wait" if "by" in values or "meanwhile" in values else "rule"
