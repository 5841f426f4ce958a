"""Charters at random, for the tests of this room: grammatical procedures with names and texts made to mislead."""

import datetime as dt
import re
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from detente.core.charter.model import Charter, Part, Rules
from detente.core.charter.model.declared import declared
from detente.core.vocabulary.names import is_name

_WORDS = re.findall(
    r"\S+",
    "may must opens the stated of and within together Opening Throughout nothing follows none 3 months waits working "
    "days first in calendar A dispute plan calls-2 this either both parties party end failed starts beside one track "
    "Procedure counts as if done no later than not before onwards procedure ends closes what אב عقد é sending it is",
)
names = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join).filter(is_name)
_LETTERS = "ab .,:;()[]{}<>&'\"“”‘’\\|\n\t-–0é\u202e\u200b\xa0שعA"
texts = st.one_of(
    names,
    st.text(_LETTERS, min_size=1, max_size=24).filter(str.strip),
    st.sampled_from(
        ["end.", "While this is open:", "This waits for 3 months. Then: x", "1.1  A. B", "a\n\n2  Parties", "\\u{41}"]
    ),
)
lines = texts.map(lambda text: " ".join(text.split()))
spans = st.builds(
    lambda count, unit: f"{count} {unit}{'' if count == 1 else 's'}",
    st.integers(0, 40),
    st.sampled_from(
        ["working day", "clear working day", "calendar day", "week", "clear week", "month", "hour", "business hour"]
    ),
)
days = st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31)).map(dt.date.isoformat)
marks: dict[str, Any] = {
    "in time": st.sampled_from(["when received", "when sent"]),
    "private": st.sampled_from(["open", "without prejudice", "mediator only"]),
    "costs": st.sampled_from(["shared equally", "own", "loser pays", "opener pays", "neutral decides"]),
}


@st.composite
def parts(draw: st.DrawFn) -> dict[str, Any]:
    """A part of a charter with one or two procedures, as plain data; now and then one that the language refuses."""
    called = draw(st.lists(names, min_size=1, max_size=2, unique=True))
    terms = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    values = draw(st.lists(names, min_size=5, max_size=5, unique=True))
    kinds = ["money", "date", "seat", "number", "workstreams"]
    data: dict[str, Any] = {"values": dict(zip(values, kinds, strict=True)) | {"urgency": ["high", draw(names)]}}
    if draw(st.booleans()):
        data["dates"] = draw(st.dictionaries(names, days, max_size=2))
        data["results"] = draw(st.dictionaries(names, st.just("done"), max_size=2))
        data["acts"] = draw(st.dictionaries(texts, texts, max_size=3))
    data["procedures"] = {name: draw(_procedures(terms, called, values)) for name in called}
    return data


@st.composite
def _procedures(draw: st.DrawFn, terms: list[str], called: list[str], values: list[str]) -> dict[str, Any]:
    rows = draw(st.lists(names, max_size=2, unique=True))
    act = draw(names)
    data: dict[str, Any] = {
        "times": {row: {"standard": draw(spans), "quick": draw(spans)} for row in rows},
        "opens": {"who": "either", "may": f"serve {act}", "then": draw(_follow(terms, called, values, act))},
    }
    if draw(st.booleans()):
        data["always"] = draw(st.lists(texts, min_size=1, max_size=3))
        data["limitation"] = {"by": draw(_times(terms, rows, values, act)), "while open": "keeps running"}
        data["extension"] = {
            "who": draw(_whos()),
            "late": draw(spans),
            "failing that": {"who": "both", "at least": draw(spans)},
        }
    cut = draw(st.integers(1, len(terms)))
    made = {name: draw(_terms(terms, called, values, (act, rows))) for name in terms}
    data["terms"] = {name: made[name] for name in terms[:cut]}
    if terms[cut:]:
        where: dict[str, Any] = draw(st.sampled_from([data["terms"][terms[0]], data]))
        where["anytime" if where is data else "meanwhile"] = {name: made[name] for name in terms[cut:]}
    return data


@st.composite
def _terms(draw: st.DrawFn, terms: list[str], called: list[str], values: list[str], context: Any) -> dict[str, Any]:
    act, rows = context
    follow, time = _follow(terms, called, values, act), _times(terms, rows, values, act)
    offers: dict[str, Any] = {
        "who": _whos(), "must": texts, "may": texts, "when": st.just(act), "runs": st.sampled_from(called),
        "states": st.lists(texts, min_size=1, max_size=3), "if": _guards(values, act), "from": time, "by": time,
        "every": time, "then": follow, "else": follow, "either way": follow, **marks,
    }  # fmt: skip
    return {key: draw(offers[key]) for key in draw(st.sets(st.sampled_from(sorted(offers)), max_size=7))}


def _whos() -> st.SearchStrategy[Any]:
    seats = st.one_of(st.sampled_from(["either", "both", "all", "each", "opener", "other", "customer"]), names)
    return st.one_of(
        seats,
        st.lists(seats, min_size=2, max_size=3).map(lambda several: {"any of": several}),
        st.builds(lambda one, other: {"customer": one, "provider": other}, names, names),
        names.map(lambda role: {"provider": role}),
    )


def _times(terms: list[str], rows: list[str], values: list[str], act: str) -> st.SearchStrategy[Any]:
    term = st.sampled_from(terms)
    event = st.one_of(
        st.sampled_from([act, f"first {act}", f"sending of {act}", values[1], "limitation date", "contract start"]),
        term,
        st.builds(lambda kind, name: f"{kind} of {name}", st.sampled_from(["opening", "end", "due date"]), term),
    )
    amount = st.one_of(spans, st.sampled_from(rows)) if rows else spans
    counted = st.builds(
        lambda amount, calendar, relation, roll: f"{amount}{calendar}{relation}{roll}",
        amount,
        st.one_of(st.just(""), st.just(" in any open"), names.map(lambda name: f" in {name}")),
        st.one_of(
            st.just(""),
            st.builds(
                lambda how, what: f" {how} {what}", st.sampled_from(["after", "before", "from and including"]), event
            ),
        ),
        st.sampled_from(["", " or next working day"]),
    )
    single = st.one_of(counted, event, days)
    several = st.lists(single, min_size=2, max_size=3)
    return st.one_of(
        single, st.builds(lambda key, parts: {key: parts}, st.sampled_from(["earlier of", "later of"]), several)
    )


def _guards(values: list[str], act: str) -> st.SearchStrategy[Any]:
    one = st.sampled_from([
        "otherwise", f"{act} has happened", f"{act} has not happened", f"{values[0]} >= 5000.00 EUR",
        f"{values[3]} < 3", f"{values[0]} <= 1", "urgency is high", "urgency is not high",
        "board is vacant", "the end is not vacant",
    ])  # fmt: skip
    return st.one_of(
        one,
        st.lists(one, min_size=1, max_size=3),
        st.lists(one, min_size=1, max_size=2).map(lambda many: {"any of": many}),
    )


def _follow(terms: list[str], called: list[str], values: list[str], act: str) -> st.SearchStrategy[Any]:
    steps = [f"{verb}{name}" for name in (*terms, *called) for verb in ("pause ", "hold ", "resume ")]
    fixed = [
        "nothing", "stays overdue", "join", "restart limitation", "amend charter", "end settled",
        "end final and binding", "end in court", f"as if {act}", f"bind {act}", f"make final {act}", f"override {act}",
        f"suspend {values[4]}", f"release {values[4]}", f"tell stated {values[2]}", "tell both", "choose quick",
        *terms, *(f"close {term}" for term in terms),
        *(f"{verb} {name}" for name in called for verb in ("start", "stop", "raise")),
        *steps,
    ]  # fmt: skip
    do = st.one_of(
        st.sampled_from(fixed),
        lines.map(lambda text: f"record {text}"),
        lines.map(lambda text: f"waive {text} by opener"),
        names.map(lambda name: f"tell {name}"),
    )
    return st.one_of(do, st.lists(do, min_size=1, max_size=3))


def built(data: dict[str, Any], model: type[Rules] = Part) -> Rules | None:
    """Return the charter of plain data, or nothing where the language refuses it."""
    try:
        return model.model_validate(data, context=declared(data, complete=model is Charter))
    except ValidationError:
        return None
