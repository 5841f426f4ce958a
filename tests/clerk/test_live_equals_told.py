"""What the clerk files in tables is what a played story files in memory: the same facts, families, and answer later."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from detente.core.engine.corrections import values_of
from detente.core.simulation.telling import Story
from detente.core.vocabulary.facts import (
    ActDone,
    AgendaShared,
    CharterSigned,
    DeadlinePassed,
    MatterOpened,
    NoticeReceived,
    NoticeSent,
    PersonAppointed,
    RelationshipOpened,
    Sealed,
    SettlementSigned,
)
from tests.core.simulation import stories
from tests.databases import Database

BY_ITSELF = (
    RelationshipOpened, CharterSigned, PersonAppointed, NoticeSent, NoticeReceived, DeadlinePassed, SettlementSigned,
)  # fmt: skip


@pytest.fixture(scope="module")
def story() -> Story:
    golden = stories.golden()
    return Story(golden.relationship.first[golden.version], golden.timeline).tell(standing=True)


def file_story(story: Story) -> str:
    """Let people do in the live relationship what they do in the story, each at their instant; return its key."""
    from detente import clerk

    key = clerk.begin(story.text, host="detente.example", at=story.begins)
    opened: MatterOpened | None = None
    for fact in story.relationship.facts:
        if isinstance(fact, MatterOpened):
            opened = fact if fact.person else opened
        elif not isinstance(fact, BY_ITSELF):
            file(key, fact, opened if opened is not None and opened.matter == getattr(fact, "matter", "") else None)
            opened = None
    with clerk.filing(key, at=story.ends):
        pass
    return key


def file(key: str, fact: Any, opened: MatterOpened | None) -> None:
    from detente import clerk

    with clerk.filing(key, at=fact.at) as desk:
        if opened is not None and isinstance(fact, ActDone):
            desk.open(msgspec.structs.replace(opened, id=desk.live.next_id()), fact)
        else:
            desk.file(msgspec.structs.replace(fact, id=desk.live.next_id()))


def bare(fact: Any) -> Any:
    """A fact without its number and without what is drawn at random.

    A story is told of a charter that both had signed; a live relationship begins before anybody has.
    """
    if isinstance(fact, SettlementSigned):
        return (type(fact), fact.matter, fact.at)
    drawn = {name for name in fact.__struct_fields__ if isinstance(getattr(fact, name), Sealed)}
    numbers = {"id", "notice"} | (set() if isinstance(fact, ActDone) else {"act"}) | {"signatures"}
    return {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in drawn | numbers}


def test_the_golden_story_leaves_the_same_journal_and_families(database: Database, story: Story) -> None:
    from detente.store import lines, read

    key = file_story(story)
    own = (SettlementSigned, AgendaShared)  # what the clerk files by itself, and a story does not tell
    filed = [fact for fact in lines.facts(lines.rows(key, "joint")) if not isinstance(fact, own)]
    told = [fact for fact in story.relationship.facts if not isinstance(fact, SettlementSigned)]
    assert [bare(fact) for fact in filed] == [bare(fact) for fact in told]
    viewer = read.seated(read.ruled(key), "x", person="p-1", name="Elin Marsh", party="customer")
    live = {one.name: values_of(one.state) for one in read.matters(viewer, story.ends)}
    assert {name: without_ids(state) for name, state in live.items()} == {
        name: without_ids(values_of(state)) for name, state in story.relationship.families.items()
    }


def without_ids(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "notices"}


def test_a_settlement_is_filed_with_both_signatures(sqlite: Database, story: Story) -> None:
    from detente.store import lines

    key = file_story(story)
    settled = [fact for fact in lines.facts(lines.rows(key, "joint")) if isinstance(fact, SettlementSigned)]
    assert [fact.matter for fact in settled] == ["M-014"]
    assert {signature.party for signature in settled[0].signatures} == {"customer", "provider"}
    assert "escalation" in settled[0].ends


def test_a_clerk_that_slept_for_a_month_leaves_the_same_journal(database: Database, story: Story) -> None:
    """Nobody looks for a month; then one look files everything at its due time, in due order."""
    from detente import clerk
    from detente.store import lines

    keys = []
    for days in (1, 31):
        at = story.begins
        name = story.text.replace("name: Aldgate and Meridian", f"name: Every {days} days")
        text = name.replace("short: Aldgate", f"short: Aldgate {days}")
        keys.append(clerk.begin(text, host="detente.example", at=at))
        for _ in range(62 // days):
            at += dt.timedelta(days=days)
            with clerk.filing(keys[-1], at=at):
                pass
    punctual, late = ([bare(fact) for fact in lines.facts(lines.rows(key, "joint"))][2:] for key in keys)
    strip = [{**fact, "charter": None} for fact in punctual]
    assert strip == [{**fact, "charter": None} for fact in late]
    assert any(fact.get("missed_by") for fact in strip)


def test_a_name_that_a_matter_has_is_not_given_twice(sqlite: Database, story: Story) -> None:
    from detente import clerk
    from detente.core.vocabulary.errors import Refused
    from detente.store import lines, read

    key = clerk.begin(story.text, host="detente.example", at=story.begins)
    found = read.ruled(key)
    elin = read.seated(found, "x", person=found.number("Elin Marsh"), name="Elin Marsh", party="customer")
    stated = dict.fromkeys(("what happened", "what it affects", "what is needed", "what is asked for"), "as said")
    clerk.open_matter(elin, "serve concern", {**stated, "cause": "2026-10-12"}, name="M-100")
    before = lines.head(key, "joint")
    with pytest.raises(Refused, match="M-100 is the name of a matter already"):
        clerk.open_matter(elin, "serve concern", {**stated, "cause": "2026-10-12"}, name="M-100")
    assert lines.head(key, "joint") == before
