"""Journals that were recorded once and are read for ever: what they say may not change with the software.

A file here is never written again. A new version of a kind brings a new file; the old ones stay.
"""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.core.journal import JournalWriter, append, parse_key, read_journal, verify, verify_journal

FOLDER = Path(__file__).parents[2] / "cases" / "journals"
RECORDED = json.loads((FOLDER / "recorded.json").read_text(encoding="utf-8"))
KEYS = [parse_key(line) for line in (FOLDER / "keys").read_text(encoding="utf-8").splitlines()]


def lines_of(name: str) -> list[bytes]:
    return (FOLDER / name).read_bytes().splitlines(keepends=True)


def test_every_file_has_its_record() -> None:
    assert sorted(RECORDED) == sorted(file.name for file in FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_recorded_journal_verifies_and_says_what_it_said(name: str) -> None:
    record: dict[str, Any] = RECORDED[name]
    report = verify_journal(lines_of(name), keys=KEYS)
    assert (report.ok, report.facts, report.root.hex()) == (True, record["facts"], record["root"])
    assert verify.verify_journal(lines_of(name), keys=KEYS) == report
    kinds = [type(entry.fact).__name__ for entry in read_journal(lines_of(name))]
    assert {kind: kinds.count(kind) for kind in kinds} == record["kinds"]


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_recorded_journal_is_written_again_to_the_byte(name: str) -> None:
    writer, facts = JournalWriter("joint"), [line for line in lines_of(name) if line.startswith(b'{"fact"')]
    for entry, line in zip(read_journal(lines_of(name)), facts, strict=True):
        done = append(writer, entry.fact, salt=entry.salt, noticed=entry.noticed)
        assert done.line == line
        writer = done.writer


def test_the_maker_of_journals_still_makes_the_recorded_one(make: ModuleType) -> None:
    every = make.every_kind()
    assert make.written(every[:19], every=7, noticed=True) == lines_of("every-kind-version-1.jsonl")
    assert make.written(every[:34], every=7, noticed=True) == lines_of("every-kind-with-records.jsonl")
