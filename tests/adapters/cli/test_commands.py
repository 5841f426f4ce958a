"""The command line: exit codes, help, and what each command prints."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.adapters.cli.main import ALL, parser_for

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
COUNTING = ROOT / "tests/cases/counting"
UNFORMATTED = """procedures:
  x:
    opens: {who: either, may: note x, then: [a]}
    terms:
      a: {who: both, may: settle}
"""


def test_help_fits_a_screen_of_24_lines_and_80_columns(detente):
    ran = detente("--help")

    assert ran.code == 0
    assert len(ran.out.splitlines()) <= 24
    assert [line for line in ran.out.splitlines()[:-3] if len(line) > 80] == []


@pytest.mark.parametrize("command", ALL)
def test_every_commands_help_has_two_examples_and_json(command):
    parser = parser_for(command)

    assert parser.epilog.startswith("examples:\n")
    assert len(parser.epilog.splitlines()) == 3
    assert "--json" in parser.format_help()


def test_an_unknown_command_is_met_with_the_nearest(detente):
    ran = detente("chek")

    assert (ran.code, ran.err) == (2, "detente: 'chek' is no command. Nearest: 'check'. See 'detente --help'.\n")


def test_a_missing_file_could_not_run(detente):
    ran = detente("check", "no-such-file.yaml")

    assert (ran.code, ran.err) == (2, "detente check: no-such-file.yaml: No such file or directory.\n")


def test_a_clean_charter_exits_0(detente):
    assert detente("check", GOLDEN).code == 0


def test_findings_exit_1_and_show_the_line(detente, bad):
    ran = detente("check", bad)

    assert ran.code == 1
    assert ran.out == (
        f"{bad}:5:46 error LNG003 procedures.dispute.terms.managers.by\n"
        "  '3 days' is neither working nor calendar time.\n"
        "  5 |       managers: {who: both, may: settle, by: 3 days, else: court}\n"
        "    |                                              ^\n"
        "  Write '3 working days' or '3 calendar days'.\n\n"
        f"{bad}: 1 error. 'detente explain CODE' tells more.\n"
    )


def test_concise_is_one_finding_a_line(detente, bad):
    assert detente("check", bad, "--output-format", "concise").out == (
        f"{bad}:5:46 error LNG003 procedures.dispute.terms.managers.by: "
        "'3 days' is neither working nor calendar time. Write '3 working days' or '3 calendar days'.\n"
    )


def test_json_carries_its_format_version(detente, bad):
    answer = json.loads(detente("check", bad, "--json").out)

    assert answer["format_version"] == 1
    assert answer["clean"] is False
    assert answer["files"][0]["findings"][0]["code"] == "LNG003"


def test_sarif_names_rule_and_region(detente, bad):
    run = json.loads(detente("check", bad, "--output-format", "sarif").out)["runs"][0]

    assert run["results"][0]["ruleId"] == "LNG003"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 46}


def test_an_acknowledged_warning_is_suppressed_with_its_reason_in_sarif(detente):
    (run,) = json.loads(detente("check", GOLDEN, "--output-format", "sarif").out)["runs"]
    suppressed = [result["suppressions"][0]["justification"] for result in run["results"] if "suppressions" in result]

    assert suppressed == [
        "Arun Shetty holds level 2 and is deputy on level 3; Meridian names another deputy in version 4."
    ]


def test_github_annotations_escape_what_would_end_them(detente, bad):
    assert detente("check", bad, "--output-format", "github").out.startswith(
        f"::error file={bad},line=5,col=46,title=LNG003::'3 days' is"
    )


def test_standard_input_is_read_for_a_dash(detente):
    assert detente("check", "-", stdin="procedures: {}\n").code in (0, 1)


def test_a_folder_is_searched_for_charters(detente, bad):
    ran = detente("check", bad.parent, "--output-format", "concise")

    assert str(bad) in ran.out


def test_a_folder_without_charters_could_not_run(detente, tmp_path):
    assert (
        detente("check", tmp_path).err
        == f"detente check: {tmp_path} holds no charter (a YAML file with 'procedures:').\n"
    )


def test_explain_prints_the_page_of_a_code_in_any_case(detente):
    assert detente("explain", "lng003").out.startswith("# LNG003: ")


def test_explain_without_a_code_lists_all(detente):
    lines = detente("explain").out.splitlines()

    assert len(lines) >= 40
    assert all(line.partition("  ")[2] for line in lines)


def test_explain_of_an_unknown_code_could_not_run(detente):
    assert detente("explain", "XYZ999").code == 2


def test_fmt_check_writes_nothing_and_exits_1_where_something_would_change(detente, tmp_path):
    path = tmp_path / "charter.yaml"
    path.write_text(UNFORMATTED, encoding="utf-8")

    assert detente("fmt", "--check", path).code == 1
    assert path.read_text(encoding="utf-8") == UNFORMATTED
    assert "+    opens: {who: either, may: note x, then: a}" in detente("fmt", "--diff", path).out
    assert detente("fmt", path).code == 0
    assert detente("fmt", "--check", path).code == 0


def test_fmt_keeps_the_files_mode_and_leaves_a_broken_text_alone(detente, bad):
    before = bad.read_bytes()
    bad.chmod(0o640)

    assert detente("fmt", bad).code == 2
    assert bad.read_bytes() == before
    assert bad.stat().st_mode & 0o777 == 0o640


def test_fmt_reads_standard_input_and_writes_standard_output(detente):
    assert detente("fmt", "-", stdin=UNFORMATTED).out == UNFORMATTED.replace("[a]", "a")


def test_diff_exits_0_where_both_say_the_same(detente):
    ran = detente("diff", GOLDEN, GOLDEN)

    assert (ran.code, ran.out) == (0, "Both say the same.\n")


def test_diff_says_what_changed_for_whom_and_what_hinders_an_amendment(detente, tmp_path):
    path = tmp_path / "charter-4.yaml"
    path.write_text(
        GOLDEN.read_text(encoding="utf-8").replace("48 hours after package", "24 hours after package"), encoding="utf-8"
    )
    ran = detente("diff", GOLDEN, path)

    assert ran.code == 1
    assert ran.out == (
        "procedures, package, terms, answers, by: 48 hours after package becomes 24 hours after package.\n"
        "    both: less room (less time to act)\n\n"
        "1 difference.\n"
        "As an amendment: version 3 does not follow version 3. Write 'version: 4'.\n"
        "As an amendment: version 3 would be in force from 2026-03-03T00:00:00+01:00, not later than version\n"
        "3 (2026-03-03T00:00:00+01:00). Write a later 'effective'.\n"
    )


def test_diff_in_json_carries_hashes_and_gains(detente, tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text(
        GOLDEN.read_text(encoding="utf-8").replace("48 hours after package", "24 hours after package"), encoding="utf-8"
    )
    answer = json.loads(detente("diff", GOLDEN, path, "--json").out)

    assert len(answer["before"]) == 64
    assert answer["changes"][0]["gains"] == [{"who": "both", "more": False, "why": "less time to act"}]


def test_schema_is_json(detente):
    assert json.loads(detente("schema").out)["title"] == "Detente charter"


def test_init_writes_a_charter_that_checks_clean(detente, tmp_path):
    path = tmp_path / "charter.yaml"
    ran = detente(
        "init", "--template", "bpo", "--customer", "Aldgate: Insurance", "--provider", "Meridian", "--yes", path
    )

    assert ran.code == 0
    assert 'name: "Aldgate: Insurance"' in path.read_text(encoding="utf-8")
    assert detente("check", path).code == 0


def test_init_never_overwrites(detente, bad):
    ran = detente("init", "--template", "bpo", "--yes", bad)

    assert (ran.code, ran.err) == (2, f"detente init: {bad} exists. Name another file; nothing was written.\n")


def test_init_needs_a_template_where_nobody_can_be_asked(detente, tmp_path):
    ran = detente("init", "--yes", tmp_path / "c.yaml")

    assert (
        ran.err == "detente init: --template is needed with --yes. The templates: bpo, development-team, managed-it.\n"
    )


def test_init_lists_templates_and_procedures(detente):
    out = detente("init", "--list").out

    assert "  bpo\n" in out
    assert "  model-services " in out


def test_adopt_writes_only_a_charter_that_still_parses(detente, tmp_path):
    path = tmp_path / "charter.yaml"
    detente("init", "--template", "managed-it", "--yes", path)
    before = path.read_bytes()

    assert detente("adopt", "far-stop-work", path).code == 2
    assert path.read_bytes() == before
    roles = [
        "--role",
        "contracting officer=executive",
        "--role",
        "contractor=provider",
        "--role",
        "government=customer",
    ]
    assert detente("adopt", "far-stop-work", path, *roles).code == 0
    assert b"source: far-stop-work@1 " in path.read_bytes()


def test_completion_knows_every_command(detente):
    script = detente("completion", "bash").out

    assert all(command in script for command in ALL)


def test_deadline_prints_the_published_date_with_its_grounds(detente):
    ran = detente(
        "deadline",
        "10 working days",
        "--after",
        "2026-03-27T17:42",
        "--charter",
        COUNTING / "calendars.yaml",
        "--received",
        "email",
        "--explain",
    )

    assert ran.code == 0
    assert ran.out.startswith(
        "10 working days after receipt on Mon 30 Mar 2026: "
        "last day Wed 15 Apr 2026, until Thu 16 Apr 2026, 00:00 (UTC+1)\n"
    )
    assert "  Fri 3 Apr 2026                      not counted  Good Friday\n" in ran.out
    assert ran.out.endswith("  Wed 15 Apr 2026                              10  working day\n")


def test_every_counting_vector_holds_in_a_batch(detente):
    ran = detente("deadline", "--charter", COUNTING / "calendars.yaml", "--batch", COUNTING / "vectors.jsonl")
    answers = [json.loads(line) for line in ran.out.splitlines()]

    assert ran.code == 0
    assert len(answers) == 24
    assert [answer["id"] for answer in answers if not answer["as_expected"]] == []


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "line 1 is no JSON: Expecting property name enclosed in double quotes."),
        ("[]", "a line is one JSON object with start, n and unit."),
        ('{"start": "2026-03-30", "n": 5, "unit": "X"}', "unit 'X' is not known. Known: WD, BD, D, W, M, Y, H, BH."),
        ('{"start": "2026-03-30", "n": -5, "unit": "WD"}', "n -5 is no whole number from 0 to 1000000."),
        (
            '{"start": "soon", "n": 5, "unit": "WD"}',
            "'soon' is no time. Write it in ISO 8601, like 2026-03-27T17:42 or 2026-03-27T17:42+00:00.",
        ),
        ('{"cal": ["MARS"], "start": "2026-03-30", "n": 5, "unit": "WD"}', None),
    ],
)
def test_a_bad_line_of_a_batch_is_answered_and_stops_nothing(detente, line, error):
    good = '{"id": "g", "start": "2026-03-30", "n": 5, "unit": "WD", "expect": "2026-04-08"}'
    ran = detente("deadline", "--charter", COUNTING / "calendars.yaml", "--batch", stdin=f"{line}\n{good}\n")
    first, second = map(json.loads, ran.out.splitlines())

    assert ran.code == 1
    assert first["error"] == error if error else "MARS" in first["error"]
    assert second["as_expected"] is True


def test_a_deadline_beyond_the_calendar_names_it_and_its_last_day(detente):
    ran = detente("deadline", "30 working days", "--after", "2027-12-20", "--charter", COUNTING / "calendars.yaml")

    assert ran.code == 2
    assert "GB-ENG" in ran.err
    assert "2027-12-31" in ran.err


def test_checking_imports_neither_framework_nor_numbers_nor_database():
    code = (
        "import sys\nfrom detente.adapters.cli.main import main\nmain(['check', sys.argv[1]])\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(GOLDEN)], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in ran.stderr.split()}
    assert loaded & {"django", "numpy", "duckdb", "pandas", "networkx", "hypothesis"} == set()


def test_no_colour_reaches_a_pipe_or_a_terminal_that_asks_for_none():
    environment = {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "detente", "check", str(GOLDEN)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )

    assert "\x1b" not in ran.stdout
    assert ran.returncode == 0
