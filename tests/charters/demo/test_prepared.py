"""The prepared demo: its files are what its timelines tell, byte for byte."""

import subprocess
import sys
from pathlib import Path

from detente.core.journal import verify_journal

PREPARED = Path(__file__).parents[3] / "src/detente/charters/demo/prepared"
REMEDY = "python -m detente demo --prepare src/detente/charters/demo/prepared"


def test_the_prepared_files_are_what_the_timelines_tell(tmp_path):
    subprocess.run([sys.executable, "-m", "detente", "demo", "--prepare", str(tmp_path)], check=True, timeout=120)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in PREPARED.iterdir()}
    assert made.keys() == kept.keys(), REMEDY
    assert [name for name, data in made.items() if data != kept[name]] == [], REMEDY


def test_every_prepared_journal_holds_line_by_line():
    for path in PREPARED.glob("*.jsonl"):
        with path.open("rb") as lines:
            report = verify_journal(lines)
        assert report.broken is None, path.name
