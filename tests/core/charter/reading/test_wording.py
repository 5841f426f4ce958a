"""What a lawyer hears when the text is read aloud: each sentence says what the engine does, in whole sentences."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.model import Charter, Part, Rules, data_of
from detente.core.charter.model.declared import declared
from detente.core.charter.parse import parse
from detente.core.charter.reading import (
    checked_text,
    clauses,
    first_difference,
    parse_html,
    parse_text,
    render_html,
    render_text,
)
from detente.core.vocabulary.errors import BadCharter

CHARTERS = Path(__file__).resolve().parents[4] / "src/detente/charters"
GOLDEN = CHARTERS / "golden/charter.yaml"


@cache
def charter_in(file: Path) -> Rules:
    charter = parse(file.read_bytes()).charter
    assert charter is not None, file
    return charter


def built(data: dict[str, Any], model: type[Rules] = Part) -> Rules:
    charter = model.model_validate(data, context=declared(data, complete=model is Charter))
    assert first_difference(data_of(charter), parse_text(checked_text(charter))) is None
    assert first_difference(data_of(charter), parse_html(render_html(charter))) is None
    return charter


def golden(**changed: Any) -> Charter:
    charter = built(data_of(charter_in(GOLDEN)) | changed, Charter)
    assert isinstance(charter, Charter)
    return charter


def said(charter: Rules, *path: str) -> str:
    return next(clause.text for clause in clauses(charter) if clause.path == path)


def says(term: dict[str, Any], **more: Any) -> str:
    """Return what the term `a` says, in a part where `b`, `c` and more are others."""
    terms = {"a": term, "b": {"who": "either", "may": "go on"}, "c": {"who": "either", "may": "stay"}} | more
    opens = {"who": "either", "may": "serve notice", "then": "a"}
    other = {"opens": opens, "terms": {"a": {"by": "1 week", "else": "end done"}}}
    procedures = {"dispute": {"opens": opens, "terms": terms}, "talks": other}
    part = built({"values": {"price": "money"}, "procedures": procedures})
    return said(part, "procedures", "dispute", "terms", "a")


def test_the_guide_says_that_a_settlement_ends_the_whole_matter() -> None:
    guide = " ".join(clause.text for clause in clauses(charter_in(GOLDEN)) if clause.number.startswith("1."))
    assert (
        "A settlement ends the whole matter: the procedure in which it is made, the procedures that led to it" in guide
    )
    assert "Withdrawing ends a procedure and what it started." in guide
    assert "Any other end is the end of that procedure alone." in guide


def test_nothing_follows_a_procedure_that_a_settlement_has_ended() -> None:
    assert said(charter_in(GOLDEN), "procedures", "escalation", "terms", "mediation step") == (
        "Procedure ‘mediation’ (29) runs here. When that procedure has ended without a settlement, "
        "‘court gate’ (26.10) opens."
    )


def test_otherwise_names_the_clauses_it_looks_at() -> None:
    def otherwise(*guarded: str) -> str:
        terms = {name: {"if": f"price < {at}", "then": "end done"} for at, name in enumerate(guarded, 1)}
        terms |= {"rest": {"if": "otherwise", "then": "end failed"}}
        opens = {"who": "either", "may": "serve notice", "then": ["first", "rest"]}
        data = {"values": {"price": "money"}, "procedures": {"p": {"opens": opens, "terms": terms}}}
        data["procedures"]["p"]["terms"]["again"] = {"then": [*guarded, "rest"]}  # type: ignore[index]
        return said(built(data), "procedures", "p", "terms", "rest")

    assert otherwise("first") == "If ‘first’ (3.2) does not open, this procedure ends: failed."
    assert (
        otherwise("first", "second")
        == "If neither ‘first’ (3.2) nor ‘second’ (3.3) opens, this procedure ends: failed."
    )
    assert otherwise("first", "second", "third") == (
        "If none of ‘first’ (3.2), ‘second’ (3.3) and ‘third’ (3.4) opens, this procedure ends: failed."
    )
    assert said(charter_in(GOLDEN), "procedures", "change", "terms", "full change").startswith(
        "This opens only if ‘small change’ (34.6) does not open."
    )


def test_otherwise_under_a_term_looks_at_what_opens_with_it() -> None:
    meanwhile = {"low": {"if": "price < 5", "then": "b"}, "high": {"if": "otherwise", "then": "c"}}
    terms = {
        "a": {"meanwhile": meanwhile},
        "b": {"who": "either", "may": "go on"},
        "c": {"who": "either", "may": "stay"},
    }
    opens = {"who": "either", "may": "serve notice", "then": "a"}
    part = built({"values": {"price": "money"}, "procedures": {"p": {"opens": opens, "terms": terms}}})
    assert said(part, "procedures", "p", "terms", "a", "meanwhile", "high") == (
        "If ‘low’ (3.2.1) does not open, ‘c’ (3.4) opens."
    )


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (
            {"received": "same day", "cut-off": "17:00", "otherwise": "1 working day at 09:00",
             "unless": ["bounce", "copy missing"]},
            "A notice by e-mail sent before 17:00 on a working day of the recipient is received that day, otherwise at "
            "09:00 on the next working day; not if it bounces or a copy is missing.",
        ),
        (
            {"received": "when signed for", "otherwise": "2 working days at 10:00"},
            "A notice by e-mail signed for on a working day of the recipient is received when signed for, otherwise at "
            "10:00 on the 2nd working day after that.",
        ),
        (
            {"received": "3 working days at 09:00"},
            "A notice by e-mail is received on the 3rd working day after it is sent, at 09:00.",
        ),
        ({"received": "4 hours"}, "A notice by e-mail is received 4 hours after it is sent."),
        (
            {"received": "when the clock strikes", "unless": ["storm"]},
            "A notice by e-mail is received as follows: “when the clock strikes”; not if this is so: “storm”.",
        ),
        (
            {"received": "same day", "cut-off": "17:00"},
            "A notice by e-mail is received on the day it is sent. This holds for what comes before 17:00.",
        ),
    ],
)  # fmt: skip
def test_a_notice_is_received_in_one_sentence(method: dict[str, Any], words: str) -> None:
    notices = data_of(charter_in(GOLDEN))["notices"] | {"methods": {"e-mail": method}}
    assert said(golden(notices=notices), "notices", "methods", "e-mail") == words


def test_receipt_by_a_named_calendar_does_not_speak_of_the_recipient() -> None:
    notices = data_of(charter_in(GOLDEN))["notices"] | {"calendar": "all open"}
    assert said(golden(notices=notices), "notices", "methods", "courier") == (
        "A notice by courier signed for before 17:00 on a working day is received when signed for, otherwise at 09:00 "
        "on the next working day."
    )


def test_a_procedure_opened_alone_needs_no_other_matter() -> None:
    assert said(charter_in(GOLDEN), "procedures", "suspension", "opens").endswith(
        "It may also be opened without another matter."
    )


def test_a_message_to_a_role_that_both_sides_fill_goes_to_both() -> None:
    roles = data_of(charter_in(GOLDEN))["roles"]
    path = ("procedures", "monthly report", "terms", "report")
    assert said(charter_in(GOLDEN), *path).endswith("a message goes to the manager of each party.")
    data = data_of(charter_in(GOLDEN))
    data["roles"] = roles | {"clerk": {"customer": roles["manager"]["customer"]}}
    data["procedures"]["monthly report"]["terms"]["report"]["else"] = "tell clerk"
    assert said(golden(**data), *path).endswith("a message goes to the clerk.")


def test_what_is_for_the_mediator_only_stays_there() -> None:
    assert (
        "What is said here stays with the mediator and is not passed on or used elsewhere."
        in said(charter_in(GOLDEN), "procedures", "mediation", "terms", "sessions")
    )  # fmt: skip


def test_the_sections_are_told_in_sentences() -> None:
    text = " ".join(render_text(charter_in(GOLDEN)).split())
    for sentence in (
        "The pool is 100 %.",
        "A miss of the same level in 3 of 6 months leads to ‘rectification’ (33).",
        "Prices are never raised by benchmarking.",
        "Prices are compared with the market every 2 years by the expert.",
        "After 6 months in a row on target, 50 % of a credit is earned back, but never for suspended months.",
        "People are asked 5 questions every 4 weeks, on a scale of 1 to 5.",
        "Nobody reads it. Of it this is published: “totals only”. The host cannot read it.",
        "It is read by the customer, the provider and the mediator while mandated.",
        "Figures are rounded half up to 1 decimal.",
        "Figures are rounded up to whole minutes.",
        "It is sent at 08:00 in the local time of whoever gets it. An empty one is never sent.",
    ):
        assert sentence in text


def test_defaults_that_a_lawyer_looks_for_are_said() -> None:
    text = " ".join(render_text(charter_in(GOLDEN)).split())
    assert "Both sides are told in the same words." in text
    assert (
        "A period of months or years ends on the corresponding date, or on the last day of a month without one." in text
    )
    assert "same words to both sides" not in data_of(charter_in(GOLDEN))["notifications"]
    assert "A month counts as 30 days." in " ".join(render_text(golden(months="30 days")).split())
    with pytest.raises(BadCharter, match="Both sides are told in the same words"):
        parse_text(render_text(charter_in(GOLDEN)).replace("Both sides are told in the same words.", ""))


def test_names_are_set_apart_and_a_name_with_such_a_mark_still_reads_back() -> None:
    assert says(
        {"who": "either", "may": "serve package", "states": ["package", "lasts until"], "then": ["b", "c"]}
    ) == (
        "Either party may ‘serve package’, stating ‘package’ and ‘lasts until’. When this is done, ‘b’ (3.3) opens; "
        "‘c’ (3.4) opens."
    )
    assert "may “sign the buyer’s plan”." in says({"who": "either", "may": "sign the buyer’s plan"})


def test_a_resumption_is_true_after_a_pause_and_after_a_hold() -> None:
    assert said(charter_in(GOLDEN), "procedures", "mediation", "terms", "reading").endswith(
        "Done or not, ‘sessions’ (29.4) goes on: its time runs, and what is open in it can be used."
    )
    assert "what is open in ‘b’ (3.3) is held: it cannot be used, and what comes due runs out when it goes on" in says(
        {"who": "either", "may": "wait", "then": "hold b"}
    )


def test_a_name_that_is_clause_and_procedure_has_the_number_that_is_meant() -> None:
    started = {"who": "either", "may": "ask", "then": ["start talks", "talks"]}
    assert says(started, talks={"who": "either", "may": "listen"}).endswith(
        "When this is done, procedure ‘talks’ (4) starts beside this one; ‘talks’ (3.5) opens."
    )


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ({"must": "meet", "every": "1 week after notice", "else": "nothing"}, ", every week after ‘notice’."),
        ({"must": "meet", "every": "2 weeks after notice", "else": "nothing"}, ", every 2 weeks after ‘notice’."),
        ({"may": "meet", "from": {"later of": ["notice", "go on"]}}, "from the later of (‘notice’; ‘go on’)"),
        ({"may": "meet", "from": {"earlier of": ["notice", "go on", "stay"]}}, "from the earliest of (‘notice’; "),
        ({"may": "meet", "if": "price >= 1000000.00 EUR"}, "if the stated ‘price’ is at least 1,000,000.00 EUR"),
        ({"may": "meet", "if": "opener is customer"}, "This opens only if the opener is the customer."),
        ({"may": "meet", "then": "waive appeal and review by opener"}, "these rights: ‘appeal’ and ‘review’"),
        ({"may": "meet", "then": "record It is done."}, "the record says: “It is done.”"),
    ],
)
def test_grammar(term: dict[str, Any], words: str) -> None:
    assert words in says({"who": "both", **term})


def test_a_sum_grouped_in_another_way_is_refused() -> None:
    text = render_text(charter_in(GOLDEN))
    with pytest.raises(BadCharter, match=r"^line \d+: "):
        parse_text(text.replace("100,000.00 EUR", "100000.00 EUR", 1))
    with pytest.raises(BadCharter, match=r"^line \d+: "):
        parse_text(text.replace("100,000.00 EUR", "1,00,000.00 EUR", 1))


def test_offsets_are_as_short_as_on_the_screens() -> None:
    for offset, words in (("+01:00", "(UTC+1)"), ("+05:30", "(UTC+5:30)"), ("+00:00", "(UTC)"), ("-05:00", "(UTC-5)")):
        text = " ".join(render_text(golden(effective=f"2026-03-03T00:00:00{offset}")).split())
        assert f"in force from Tue 3 Mar 2026, 00:00 {words}." in text


def test_a_full_stop_is_not_doubled() -> None:
    text = render_text(charter_in(GOLDEN))
    assert "ring-fenced commitment.”\n" in text
    assert ".”." not in text


def test_one_list_is_quoted_whole_or_not_at_all() -> None:
    assert "these sections: “ways of working”, “people and contacts”, “goals”, " in " ".join(
        render_text(charter_in(GOLDEN)).split()
    )
    ring_fence = {"commitments": ["one", "two, or three", "four"], "text": "x"}
    assert said(golden(ring_fence=ring_fence), "ring_fence").startswith(
        "Ring-fenced are “one”, “two, or three” and “four”. "
    )


def test_roles_of_the_library_are_told_with_a_verb() -> None:
    library = charter_in(CHARTERS / "procedures/icc-clause-d.yaml")
    assert said(library, "roles") == (
        "The role of executive is described as “the person each side names who may settle the dispute”."
    )


def test_why_a_library_chose_is_told_as_a_text() -> None:
    library = charter_in(CHARTERS / "procedures/energy-managers.yaml")
    assert said(library, "chosen here", "1") == (
        "This is about “both keep performing”, at procedures.dispute.always. The reason is “not in the text read”."
    )


@pytest.mark.parametrize(
    ("until", "words"), [("end of the period", "the missed date itself"), ("2 weeks", "2 weeks after the missed date")]
)
def test_a_date_that_one_side_moves_has_a_last_day(until: str, words: str) -> None:
    alone = {"who": "customer", "at least": "5 working days", "until": until}
    terms = {"a": {"by": "1 week", "else": "end done"}}
    opens = {"who": "either", "may": "serve notice", "then": "a"}
    procedure = {"opens": opens, "terms": terms, "extension": {"who": "both", "failing that": alone}}
    assert said(built({"procedures": {"p": procedure}}), "procedures", "p", "extension", "failing that") == (
        f"The customer may move the date alone, by at least 5 working days, and to {words} at the latest."
    )


def test_names_of_acts_are_one_sentence_that_may_be_skipped() -> None:
    acts = data_of(charter_in(GOLDEN))["acts"] | {"serve plan": "improvement-plan"}
    told = said(golden(acts=acts), "acts")
    assert "the list need not be read aloud: accept change | accept goals | " in told
    assert " | serve plan (improvement-plan) | " in told
    assert len(told.split()) < 330


def test_no_line_breaks_between_a_number_and_what_it_counts() -> None:
    for file in CHARTERS.glob("*.yaml"):
        lines = [line.strip() for line in render_text(charter_in(file)).split("\n")]
        for above, below in pairwise(lines):
            number = above.split(" ")[-1].replace(",", "").replace(".", "").isdigit()
            assert not (
                number and below.startswith(("working", "calendar", "month", "week", "hour", "%", "EUR", "GBP"))
            )
            assert not below.startswith("(UTC")
    assert "within 10&nbsp;working&nbsp;days" in render_html(charter_in(GOLDEN))
