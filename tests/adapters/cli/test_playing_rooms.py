"""`detente play` on a story in several files: rooms that are kept apart, versions that lie beside it."""

from pathlib import Path

import pytest

DEMO = Path(__file__).parents[3] / "src/detente/charters/demo"
WORDS = ("play", DEMO / "charter-1.yaml", DEMO / "story", "--standing", "--until", "2026-11-25T10:20+01:00")
PRIVATE = "Set 4 first opens the price. Not released."


def test_a_room_is_printed_only_when_it_is_asked_for(detente):
    assert PRIVATE not in detente(*WORDS).out
    asked = detente(*WORDS, "--room", "caucus customer")
    assert PRIVATE in asked.out.replace("\n  ", " ")
    assert "Check with Henrik" not in asked.out
    assert asked.code == 0


def test_a_story_goes_on_under_the_versions_that_lie_beside_it(detente):
    out = " ".join(detente(*WORDS).out.split())
    assert "charter version 3, charter-1.yaml" in out
    assert "both sign version 2 of the charter" in out
    assert "both sign version 3 of the charter" in out
    assert "S-001 goes on under version 3 of the charter" in out


@pytest.mark.parametrize("room", ["own customer", "neutral"])
def test_the_journal_that_play_writes_holds_the_joint_room_alone(detente, tmp_path, room):
    journal = tmp_path / "story.jsonl"
    detente(*WORDS, "--room", room, "--journal", journal)
    assert b"NoteWritten" not in journal.read_bytes()
    assert detente("verify", journal).code == 0
