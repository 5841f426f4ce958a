"""From when on it can be put on record that a regular meeting was held."""

from datetime import UTC, datetime

from detente.core.charter.parse import parse
from detente.core.engine import begin, program_of
from detente.core.engine.questions.rounds import held_from
from detente.core.procedures.compile import compile_charter
from detente.core.vocabulary.facts import CharterVersion, MatterOpened

MONDAY = datetime(2025, 10, 20, 8, 0, tzinfo=UTC)


def opened(text: bytes):
    program = program_of(compile_charter(parse(text)))
    fact = MatterOpened(
        id="joint/9", at=MONDAY, charter=CharterVersion("0" * 64, 1), matter="S-001", procedure="weekly meeting",
        opener="nobody",
    )  # fmt: skip
    return program, begin({1: program}, fact).state


def test_it_is_the_hour_at_which_it_begins(golden: bytes) -> None:
    program, state = opened(golden)
    assert b"weekly: Monday 10:00" in golden
    assert held_from(program, state, "meeting") == datetime(2025, 10, 27, 9, tzinfo=UTC)
    assert held_from(program, state, "review") is None


def test_a_round_that_is_over_by_that_hour_can_be_told_all_its_day(golden: bytes) -> None:
    program, state = opened(golden.replace(b"weekly: Monday 10:00", b"weekly: Monday 14:00"))
    assert state.runs["weekly meeting"].open["meeting"].due == datetime(2025, 10, 27, 13, tzinfo=UTC)
    assert held_from(program, state, "meeting") == datetime(2025, 10, 26, 23, tzinfo=UTC)
