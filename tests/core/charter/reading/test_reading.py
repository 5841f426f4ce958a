"""The text a person signs is the data the engine runs: rendered, read back, compared."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.model import Charter, Part, Rules, data_of
from detente.core.charter.model.declared import declared
from detente.core.charter.parse import parse
from detente.core.charter.reading import (
    checked_text,
    clause_html,
    clauses,
    first_difference,
    parse_html,
    parse_text,
    render_html,
    render_text,
)
from detente.core.vocabulary.errors import BadCharter

ROOT = Path(__file__).resolve().parents[4]
SHIPPED = [
    file
    for file in ROOT.glob("src/detente/charters/**/*.yaml")
    if file.name != "timeline.yaml" and "story" not in file.parts
]
FILES = sorted([*SHIPPED, *ROOT.glob("tests/cases/language/examples/*.yaml")])
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
LADDER = ROOT / "tests/cases/language/examples/ladder.yaml"


@cache
def charter_in(file: Path) -> Rules:
    charter = parse(file.read_bytes()).charter
    assert charter is not None, file
    return charter


def built(data: dict[str, Any], model: type[Rules] = Part) -> Rules:
    return model.model_validate(data, context=declared(data, complete=model is Charter))


def said(file: Path, *path: str) -> str:
    return next(clause.text for clause in clauses(charter_in(file)) if clause.path == path)


def part(**terms: Any) -> Rules:
    opens = {"who": "either", "may": "serve notice", "then": next(iter(terms))}
    return built({"procedures": {"dispute": {"opens": opens, "terms": terms}}})


def says(charter: Rules, *path: str) -> str:
    return next(clause.text for clause in clauses(charter) if clause.path == ("procedures", "dispute", *path))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_charter_reads_back_from_its_text_and_from_its_page(file: Path) -> None:
    charter = charter_in(file)
    data = data_of(charter)
    assert first_difference(data, parse_text(checked_text(charter))) is None
    assert first_difference(data, parse_html(render_html(charter))) is None
    assert first_difference(data, data_of(built(parse_text(render_text(charter)), type(charter)))) is None


def test_text_of_others_is_escaped_on_the_page() -> None:
    charter = part(talks={"who": "both", "may": 'sign <script>alert("x")</script> & go', "then": "end done"})
    page = render_html(charter)
    assert "‘sign &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; go’" in page
    assert "<script" not in page
    assert first_difference(data_of(charter), parse_html(page)) is None


def test_the_page_has_only_the_classes_of_the_look() -> None:
    page = render_html(charter_in(GOLDEN))
    assert set(re.findall(r'class="([^"]*)"', page)) == {"sheet clauses", "clause", "no", "body", "big"}
    assert not re.search(r"<(?!/?(?:article|div|span|h2|p|b)\b)|style=|<script|on\w+=", page)
    numbers = re.findall(r'id="c([\d.]+)"', page)
    assert len(numbers) == len(set(numbers)) == len(clauses(charter_in(GOLDEN)))


def test_findings_stand_beside_their_clause_and_are_no_part_of_it() -> None:
    charter = charter_in(LADDER)
    path = next(clause.path for clause in clauses(charter) if clause.heading == "managers")
    page = render_html(charter, beside={path: '<div class="finding"><b>A finding</b></div>'})
    assert '<div class="clause found"' in page
    assert "<aside><div class=" in page
    assert first_difference(data_of(charter), parse_html(page)) is None
    clause = next(clause for clause in clauses(charter) if clause.path == path)
    assert clause_html(clause) in render_html(charter)


def test_a_duty_an_option_and_a_wait_differ_when_time_runs_out() -> None:
    here = ("procedures", "escalation", "terms", "service level", "meanwhile", "acknowledgement")
    assert said(GOLDEN, *here) == (
        "The other party must ‘acknowledge concern’, within 1 working day after ‘concern’. "
        "If this is not done in time, it counts as missed, and the duty stays open, overdue."
    )
    assert said(GOLDEN, "procedures", "escalation", "terms", "managers") == (
        "The manager of the customer and the manager of the provider together may ‘settle’, within the time for "
        "‘level 2’. If nobody does so in time, the option lapses, and ‘executives’ (26.8) opens. While this is open:"
    )
    assert said(GOLDEN, "procedures", "mediation", "terms", "sessions", "meanwhile", "papers") == (
        "Each party must ‘send papers’, no later than 2 clear working days before the stated ‘session day’. "
        "If this is not done in time, it counts as missed, and the duty stays open, overdue."
    )
    assert said(GOLDEN, "procedures", "suspension", "terms", "stopped") == (
        "This waits until 30 calendar days after ‘agree suspension’. When that time is over, ‘restart’ (32.6) opens. "
        "While this is open:"
    )


def test_times_openings_and_standing_duties_are_sentences() -> None:
    assert said(GOLDEN, "procedures", "change", "times") == (
        "The time for ‘assessment’ is 10 working days on the ‘normal’ track and 2 working days on the ‘quick’ track. "
        "The time for ‘decision’ is 10 working days on the ‘normal’ track and 3 working days on the ‘quick’ track."
    )
    assert said(GOLDEN, "procedures", "escalation", "opens") == (
        "Either party may ‘serve concern’, stating ‘what happened’, ‘what it affects’, ‘what is needed’, "
        "‘what is asked for’ and ‘cause’. "
        "This opens the procedure, and ‘service level’ (26.6) opens; "
        "procedure ‘ring-fence’ (31) starts beside this one."
    )
    assert said(GOLDEN, "procedures", "escalation", "always") == (
        "As long as this procedure runs, these duties stand: keep performing, pay undisputed amounts "
        "and concede nothing by silence."
    )


def test_rules_guards_and_events_are_sentences() -> None:
    assert said(GOLDEN, "procedures", "weekly meeting", "terms", "second miss") == (
        "If the count of misses is at least 2 within the last 3 months, the count of misses goes back to nought; "
        "a message goes to the executive of each party."
    )
    assert said(GOLDEN, "procedures", "change", "terms", "small change").startswith(
        "This opens only if the stated ‘kind’ is ‘work’, and the stated ‘price’ is at most 5,000.00 EUR. "
        "The manager of the customer may ‘accept small change’,"
    )
    assert said(GOLDEN, "procedures", "ring-fence", "terms", "fence", "meanwhile", "matter settled") == (
        "This takes effect when procedure ‘escalation’ (26) ends: settled. Then this procedure ends: done."
    )


def test_people_roles_and_dates_are_sentences() -> None:
    assert said(GOLDEN, "roles", "executive", "provider") == (
        "This role is held by Ravi Menon. If needed, these stand in, in this order: Arun Shetty. "
        "A settlement may be signed in this role up to 1,000,000.00 EUR. Whoever holds it acts for the provider."
    )
    assert said(GOLDEN, "dates").startswith("The date of contract start is Mon 20 Oct 2025. ")
    assert "in force from Tue 3 Mar 2026, 00:00 (UTC+1)." in render_text(charter_in(GOLDEN)).replace("\n    ", " ")


def test_a_name_that_could_be_read_in_another_way_is_quoted() -> None:
    charter = part(
        **{
            "Throughout": {"who": "both", "may": "do this", "then": "nothing follows"},
            "nothing follows": {"then": "end done"},
        }
    )
    assert "‘Throughout’" in [clause.heading for clause in clauses(charter)]
    assert (
        says(charter, "terms", "Throughout")
        == "Both parties together may ‘do this’. When this is done, ‘nothing follows’ (2.3) opens."
    )


def test_paths_lead_to_the_data_of_a_clause() -> None:
    charter = charter_in(GOLDEN)
    data = data_of(charter)
    for clause in clauses(charter):
        here = data
        for step in clause.path:
            here = here[int(step)] if isinstance(here, list) else here[step]
    assert [clause.depth for clause in clauses(charter)] == [clause.number.count(".") for clause in clauses(charter)]


def test_a_tampered_clause_names_line_and_expected_words() -> None:
    text = render_text(charter_in(LADDER))
    with pytest.raises(BadCharter) as refused:
        parse_text(text.replace("the option lapses, and", "the option lapses and", 1))
    assert re.fullmatch(
        r"line \d+: 'If nobody does so in time, the option lapses and .*' is no sentence here\. "
        r"Expected one like 'if nobody does so in time, the option lapses, and \{else\}\.'",
        str(refused.value),
    )
    with pytest.raises(BadCharter, match=r"^line \d+: '.*\(9\.9\).*'\. Expected: '.*'\.$"):
        parse_text(re.sub(r"\(2\.\d+\)", "(9.9)", text, count=1))


def test_a_text_that_tells_something_else_is_found_at_its_first_place() -> None:
    data = data_of(charter_in(LADDER))
    other = parse_text(render_text(charter_in(LADDER)).replace("10 working days", "11 working days", 1))
    place = first_difference(data, other)
    assert place is not None
    assert place[:2] == ("procedures", "dispute")
    assert place[-1] == "by"
    assert first_difference({"a": 1, "b": 2}, {"b": 2, "a": 1}) == ("a",)
    assert first_difference({"a": [1]}, {"a": [1, 2]}) == ("a",)
