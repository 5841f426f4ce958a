"""`detente explore`: calm words, one JSON object, timelines that `detente play` tells, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
STUCK = """\
procedures:
  dispute:
    opens: {who: either, may: note dispute, then: managers}
    terms:
      managers: {who: both, may: settle, by: 10 working days, else: review}
      review: {who: either, may: note progress}
"""


def detente(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "detente", *words], input=text, capture_output=True, text=True)


def test_it_says_where_silence_leads_how_long_it_can_last_and_how_it_can_end() -> None:
    done = detente("explore", str(GOLDEN), "suspension", "--from", "2026-11-09")
    assert (done.returncode, done.stderr) == (0, "")
    assert "suspension, begun Mon 9 Nov 2026, 10:00 (UTC+1)" in done.stdout
    assert "Silence   ends 'lapsed' on " in done.stdout
    assert "Longest   5 working days, at most " in done.stdout
    assert "Ends      lapsed, done" in done.stdout
    assert "1 procedure, 0 findings." in done.stdout


def test_a_dead_end_is_exit_code_1_with_its_place_and_cure() -> None:
    done = detente("explore", "-", text=STUCK)
    assert done.returncode == 1
    assert "5:7" in done.stdout or "5:" in done.stdout
    assert "EXP001 procedures.dispute.terms.managers.else" in done.stdout
    assert "weeks have five days and no days off" in done.stdout


def test_json_holds_everything_with_the_version_of_its_format() -> None:
    done = detente("explore", "-", "--json", text=STUCK)
    found = json.loads(done.stdout)
    assert (found["format_version"], found["kind"], found["clean"]) == (1, "exploration", False)
    (procedure,) = found["procedures"]
    assert {"silence", "longest", "ends", "name"} == procedure.keys()
    assert procedure["longest"]["spans"] == [{"number": 10, "unit": "working day", "calendar": None}]
    assert found["findings"][0]["timeline"].startswith("# EXP001: ")


def test_its_timelines_are_played(tmp_path: Path) -> None:
    done = detente(
        "explore", str(GOLDEN), "escalation", "--from", "2026-11-09", "--timelines", str(tmp_path / "stories")
    )
    assert done.returncode == 0
    stories = sorted((tmp_path / "stories").glob("*.yaml"))
    assert "silence-escalation.yaml" in [story.name for story in stories]
    for story in stories:
        assert detente("play", str(GOLDEN), str(story)).returncode == 0, story.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nosuch"], "'nosuch' is no procedure of this charter."),
        (["--from", "soon"], "--from soon is no day. Write year-month-day, like 2026-11-09."),
        (["--bound", "0"], "--bound 0 looks at no position. Write a number of 1 or more."),
    ],
)
def test_what_cannot_run_is_exit_code_2_in_one_line(words: list[str], says: str) -> None:
    done = detente("explore", str(GOLDEN), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_search_that_is_cut_says_so() -> None:
    done = detente("explore", "-", "--bound", "1", text=STUCK)
    assert "The search was cut: 'dispute' (after 1 position)." in " ".join(done.stdout.split())
