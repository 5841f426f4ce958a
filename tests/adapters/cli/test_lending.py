"""`detente play PROCEDURE TIMELINE --calendars FILE`: a procedure of the library runs with the calendars it is lent."""

from pathlib import Path

import pytest

from detente.adapters.cli.main import main

ROOT = Path(__file__).parents[3]
PROCEDURE = str(ROOT / "src/detente/charters/procedures/model-services.yaml")
LIBRARY = ROOT / "tests/cases/library"
STORY = str(LIBRARY / "model-services/expedited.yaml")
ENGLAND = str(LIBRARY / "calendars/england.yaml")


def test_a_procedure_of_the_library_runs_with_borrowed_calendars(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", PROCEDURE, STORY, "--calendars", ENGLAND]) == 0
    assert "Expectations: 9 held, 0 failed." in capsys.readouterr().out


def test_a_text_without_a_calendar_lends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", PROCEDURE, STORY, "--calendars", PROCEDURE]) == 2
    assert "The text that lends has no 'calendar'." in capsys.readouterr().err


def test_a_whole_charter_borrows_nothing(capsys: pytest.CaptureFixture[str], golden: bytes, tmp_path: Path) -> None:
    charter = tmp_path / "charter.yaml"
    charter.write_bytes(golden)
    assert main(["play", str(charter), STORY, "--calendars", ENGLAND]) == 2
    assert "A whole charter has its own calendars" in capsys.readouterr().err
