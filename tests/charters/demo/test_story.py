"""The demo's story: fourteen months told without a refusal that nobody expects, in words that blame nobody."""

import importlib.util
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from detente.adapters.cli.playing.told import tell
from detente.core.engine.records import admit
from detente.core.procedures.checks import check
from detente.core.vocabulary.facts import (
    AgendaItemAdded,
    AgendaShared,
    CharterSigned,
    MatterMoved,
    MatterOpened,
    NoteWritten,
    StatementMade,
)

_SPEC = importlib.util.spec_from_file_location("series", Path(__file__).with_name("series.py"))
series = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(series)

DEMO = Path(__file__).parents[3] / "src/detente/charters/demo"
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
# ux.md, section 8: what screens avoid; the story is on every screen
AVOIDED = re.compile(
    r"\b(breach\w*|violat\w*|fail(s|ed|ure|ures)?|escalat\w+ against|did not respond|rejected|default(ing|ed)|at fault"
    r"|fault|blame\w*|guilty|you must|invalid|missed|dispute\w*|ignored|refus(es|ed))\b|!",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def told():
    """The story up to the demo's now."""
    return tell(str(DEMO / "charter-1.yaml"), str(DEMO / "story"), until=NOW, standing=True)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_version_of_the_charter_is_free_of_errors_and_of_warnings_nobody_acknowledged(version):
    report = check((DEMO / f"charter-{version}.yaml").read_bytes())
    open_ = [finding for finding in report.findings if finding.open]
    assert report.compiled is not None
    assert [str(finding.says) for finding in open_] == []


def test_every_matter_stands_where_the_story_says_on_the_day_of_the_demo(told):
    assert [failure.says for failure in told.story.failures] == []
    assert told.story.held >= 25


def test_only_what_is_expected_to_be_refused_is_refused(told):
    assert [(one.entry.do, one.entry.matter) for one in told.story.refused] == [
        ("settle", "M-014"),
        ("serve package", "M-014"),
    ]


def test_open_matters_stand_on_every_rung_and_one_stays_with_its_own_version(told):
    families = told.story.relationship.families
    opened = {name: state for name, state in families.items() if name.startswith("M-") and not state.result}
    terms = {term for state in opened.values() for run in state.runs.values() if run.ended is None for term in run.open}
    assert len(opened) == 8
    assert {"service level", "managers", "executives", "sessions", "cooling off", "stopped", "plan"} <= terms
    assert {state.version for state in opened.values()} == {2, 3}


def test_the_relationship_has_lived_under_three_signed_versions(told):
    signed = [fact for fact in told.story.relationship.facts if isinstance(fact, CharterSigned)]
    assert [(fact.charter.version, fact.amends) for fact in signed] == [(1, None), (2, 1), (3, 2)]
    assert sum(isinstance(fact, MatterMoved) for fact in told.story.relationship.facts) == 2


def test_every_side_and_the_neutral_have_rooms_of_their_own(told):
    rooms = told.story.rooms
    assert set(rooms) == {"own customer", "own provider", "caucus customer", "caucus provider", "neutral"}
    assert not any(isinstance(fact, NoteWritten) for fact in told.story.relationship.facts)
    for room, facts in rooms.items():
        assert [fact.id for fact in facts] == [f"{room}/{number}" for number in range(len(facts))]


def test_every_agenda_is_shared_at_the_meetings_own_hour_also_when_clocks_change_between(told):
    shared = [fact for fact in told.story.relationship.facts if isinstance(fact, AgendaShared)]
    assert [fact.round for fact in shared] == list(range(1, 58))
    assert {fact.at.astimezone(ZoneInfo("Europe/Amsterdam")).hour for fact in shared} == {10}


def test_both_sides_state_facts_bring_items_and_open_matters(told):
    facts = told.story.relationship.facts
    for kind in (StatementMade, AgendaItemAdded):
        assert {fact.party for fact in facts if isinstance(fact, kind)} == {"customer", "provider"}
    openers = [fact.opener for fact in facts if isinstance(fact, MatterOpened) and fact.matter.startswith("M-")]
    assert min(openers.count("customer"), openers.count("provider")) >= 7


def test_every_record_would_be_admitted_by_the_live_relationship(told):
    story, before = told.story, {}
    for fact in [*story.relationship.facts, *(fact for room in story.rooms.values() for fact in room)]:
        room, kind = fact.id.partition("/")[0], type(fact)
        known = before.setdefault((room, "offers" if "Agreement" in kind.__name__ else getattr(fact, "matter", "")), [])
        admit(story.program, fact, known)
        known.append(fact)


def test_the_words_of_the_story_blame_nobody():
    for path in sorted((DEMO / "story").glob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "expect:" not in line and not line.lstrip().startswith("expect"):
                assert AVOIDED.search(_said(line)) is None, f"{path.name}:{number}: {line}"


def _said(line):
    """The line without the charter's own words for acts, results and kinds of facts."""
    return re.sub(r"(?:do|fact): [\w -]+", "", line)


def test_what_is_regular_is_as_its_tables_make_it():
    for name, text in series.files().items():
        assert (DEMO / "story" / name).read_text(encoding="utf-8") == text, f"run {Path(__file__).parent / 'series.py'}"
