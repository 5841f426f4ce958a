"""`detente check`: several paths, every format, readers that leave early, files that are no text."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from detente.adapters.cli.findings import FORMATS

GOLDEN = Path(__file__).parents[3] / "src/detente/charters/golden/charter.yaml"
TWO = """procedures:
  dispute:
    opens: {who: either, may: serve dispute notice, then: managers}
    terms:
      managers: {who: both, may: settle, by: 3 days, else: court}
      court: {who: either, may: start proceedings, then: end in curt, by: 4 days}
"""


# ---- several paths


def test_a_missing_path_hides_no_finding_of_the_others(detente, bad):
    ran = detente("check", "no-such.yaml", bad, "--output-format", "concise")

    assert ran.code == 2
    assert ran.out.startswith(f"{bad}:5:46 error LNG003 ")
    assert ran.err == "detente check: no-such.yaml: No such file or directory.\n"


def test_a_folder_without_charters_hides_no_finding_of_the_others(detente, bad, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = detente("check", empty, bad, "--output-format", "concise")

    assert ran.code == 2
    assert "LNG003" in ran.out
    assert ran.err == f"detente check: {empty} holds no charter (a YAML file with 'procedures:').\n"


def test_in_json_a_path_that_could_not_be_read_has_an_entry_with_its_error(detente, bad):
    ran = detente("check", bad, "no-such.yaml", "--json")
    answer = json.loads(ran.out)

    assert ran.code == 2
    assert answer["clean"] is False
    assert [file["path"] for file in answer["files"]] == [str(bad), "no-such.yaml"]
    assert answer["files"][1]["error"] == "No such file or directory."
    assert "error" not in answer["files"][0]


def test_sarif_and_annotations_tell_of_a_path_that_could_not_be_read(detente, bad):
    (run,) = json.loads(detente("check", bad, "no-such.yaml", "--output-format", "sarif").out)["runs"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]

    assert run["invocations"][0]["executionSuccessful"] is False
    assert told == {"level": "error", "message": {"text": "no-such.yaml: No such file or directory."}}
    assert "::error file=no-such.yaml::No such file or directory." in (
        detente("check", "no-such.yaml", "--output-format", "github").out
    )


def test_yaml_files_of_a_folder_that_are_skipped_are_named(detente, bad):
    bad.with_name("x.yaml").write_text("a: b\n", encoding="utf-8")
    ran = detente("check", bad.parent)

    assert ran.code == 1
    assert ran.err == f"skipped: {bad.with_name('x.yaml')}, no 'procedures:'\n"


# ---- order


def test_findings_stand_in_the_order_of_the_lines_in_every_format(detente, tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(GOLDEN.read_text(encoding="utf-8").replace("code: ", "code: X", 1), encoding="utf-8")
    for name in ("json", "sarif"):
        answer = json.loads(detente("check", path, "--output-format", name).out)
        lines = (
            [found["line"] for found in answer["files"][0]["findings"]]
            if name == "json"
            else [
                one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in answer["runs"][0]["results"]
            ]
        )
        assert len(lines) > 1
        assert lines == sorted(lines)
    shown = detente("check", path, "--output-format", "concise").out.splitlines()
    lines = [int(line.removeprefix(f"{path}:").partition(":")[0]) for line in shown]
    assert lines == sorted(lines)


# ---- a closed pipe


@pytest.mark.parametrize(("text", "code"), [(None, 0), (TWO, 1)])
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_reader_that_leaves_does_not_change_the_exit_code(tmp_path, text, code, name):
    """The paths are so many that they fill the pipe; the reader takes one byte."""
    path = tmp_path / "charter.yaml"
    path.write_text(text or TWO.replace("3 days", "3 weeks").replace(", by: 4 days", "").replace("curt", "court"))
    if not code:
        path.write_bytes(GOLDEN.read_bytes())
    count = 60 if code else 3
    command = [sys.executable, "-m", "detente", "check", *[str(path)] * count, "--output-format", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(1)
        running.stdout.close()
        told = running.stderr.read()
        running.wait(60)

    assert (running.returncode, told) == (code, b"")


# ---- SARIF


def test_sarif_writes_paths_as_uris(detente, tmp_path, bad, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bad.rename(tmp_path / "a b#1:ö.yaml")
    (run,) = json.loads(detente("check", "a b#1:ö.yaml", "--output-format", "sarif").out)["runs"]
    (result,) = run["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%231%3A%C3%B6.yaml"


def test_sarif_calls_standard_input_by_a_name(detente):
    (run,) = json.loads(detente("check", "-", "--output-format", "sarif", stdin=TWO).out)["runs"]

    assert {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]} == {
        "stdin.yaml"
    }


def test_sarif_tells_each_rule_in_the_words_of_its_page(detente, bad):
    (run,) = json.loads(detente("check", bad, "--output-format", "sarif").out)["runs"]
    (rule,) = run["tool"]["driver"]["rules"]

    assert rule["id"] == "LNG003"
    assert rule["shortDescription"] == {"text": "a length of time or a sum that cannot be read"}
    assert rule["help"]["text"].startswith("'Days' alone is neither working days nor calendar days:")
    assert "## Found" not in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("# LNG003: ")


# ---- what is no text


def test_a_word_document_is_said_to_be_no_text(detente, tmp_path):
    path = tmp_path / "charter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    ran = detente("check", path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"detente check: {path}: The file is no text (it begins like a ZIP archive, a Word document perhaps). "
        "Name a charter, a text in YAML.\n"
    )


@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (b"%PDF-1.7\n", "it begins like a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it begins like a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it begins like an old Word or Excel document"),
        (b"\x7fELF\x02\x01\x01\0", "it begins like a program"),
        (bytes(range(1, 9)) * 20, "much of it are control characters"),
    ],
)
@pytest.mark.parametrize("command", ["check", "read", "fmt"])
def test_what_is_no_text_is_told_by_how_it_begins(detente, tmp_path, command, begins, what):
    path = tmp_path / "charter.yaml"
    path.write_bytes(begins)
    ran = detente(command, path)

    assert ran.code == 2
    assert f"{path}: The file is no text ({what})." in ran.err


def test_one_control_character_in_a_text_stays_a_finding(detente):
    ran = detente("check", "-", "--output-format", "concise", stdin=TWO + "# \x03\n")

    assert ran.code == 1
    assert "TXT003" in ran.out


@pytest.mark.parametrize(("said", "meant"), [("LNG3", "LNG003"), ("lng1", "LNG001"), ("ESC99", "ESC014")])
def test_a_code_that_is_not_there_is_met_with_the_one_whose_number_is_nearest(detente, said, meant):
    ran = detente("explain", said)

    assert ran.code == 2
    assert f"'{said}' is no finding's code. Nearest: {meant}" in ran.err
