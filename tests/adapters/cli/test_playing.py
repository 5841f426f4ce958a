"""The commands that tell a story: play, replay, verify, explain, diff by dates, demo; exact texts of a small one."""

import importlib.util
import json
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "src/detente/charters/golden"
PLAY = ROOT / "tests/cases/golden/play.json"
_SPEC = importlib.util.spec_from_file_location("stories", ROOT / "tests/core/simulation/stories.py")
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)

STORY = stories.NOTICE + (
    "- {at: 2026-03-30T10:00+01:00, matter: D-1, expect: {open: [talks]}}\n"
    "- {at: 2026-04-01T09:00+01:00, by: Ben Bauer, as: provider, fact: StatementMade, matter: D-1,"
    " with: {statement: F1, text: The crane stood still on 26 Mar.}}\n"
    "- {at: 2026-04-02T09:00+01:00, by: Ben Bauer, as: manager, do: file reply, matter: D-1}\n"
    "- {at: 2026-04-09T10:00+01:00, matter: D-1, expect: {open: [managers], due: {managers: 2026-04-24T00:00+01:00}}}\n"
)


@pytest.fixture
def files(tmp_path):
    """A small charter and a story under it, as files."""
    charter, timeline = tmp_path / "charter.yaml", tmp_path / "story.yaml"
    charter.write_bytes(stories.SMALL)
    timeline.write_text(STORY, encoding="utf-8")
    return charter, timeline


def test_a_small_story_is_told_in_plain_words(detente, files):
    ran = detente("play", *files)

    assert ran.code == 1
    assert ran.out == (
        "Small: charter version 1, charter.yaml\n"
        "story.yaml: 3 facts and 2 expectations\n"
        "\n"
        "Mon 30 Mar 2026\n"
        "  10:00 (UTC+1) / 11:00 (UTC+2)  D-1  Ann Archer (Harbor): serve dispute notice\n"
        "      Begins: dispute.\n"
        "      Open now: talks until Thu 9 Apr 2026, 00:00 (UTC+1) / 01:00 (UTC+2).\n"
        "\n"
        "Wed 1 Apr 2026\n"
        "  09:00 (UTC+1) / 10:00 (UTC+2)  D-1  Ben Bauer (Quay) states F1: The crane stood still on 26 Mar.\n"
        "\n"
        "Thu 2 Apr 2026\n"
        "  09:00 (UTC+1) / 10:00 (UTC+2)  D-1  Ben Bauer (manager): file reply\n"
        "      Not done (not open): 'file reply' is not open, clause dispute. Open now, for Ben Bauer:\n"
        "      settle.\n"
        "\n"
        "Thu 9 Apr 2026\n"
        "  00:00 (UTC+1) / 01:00 (UTC+2)  D-1  the time of talks runs out; nobody used 'settle'; nobody is at\n"
        "      fault\n"
        "      Open now: managers until Thu 23 Apr 2026, 00:00 (UTC+1) / 01:00 (UTC+2).\n"
        "\n"
        "Thu 9 Apr 2026, 10:00 (UTC+1) / 11:00 (UTC+2)\n"
        "  D-1  dispute: managers\n"
        "\n"
        "Nothing has to be done.\n"
        "\n"
        "Open, if wanted\n"
        "  D-1  settle: manager of customer and manager of provider, until Thu 23 Apr 2026, 00:00 (UTC+1) /\n"
        "      01:00 (UTC+2)\n"
        "      Why this time: 10 working days after opening of managers; day 0 is 2026-04-08; calendar\n"
        "      england; not counted: weekend; line 44.\n"
        "  D-1  withdraw: Harbor\n"
        "\n"
        "If nobody acts\n"
        "  Thu 23 Apr 2026, 00:00 (UTC+1) / 01:00 (UTC+2)  D-1  managers: not used; then end exhausted\n"
        "  D-1  dispute ends: exhausted.\n"
        "\n"
        "  line 5: D-1, due: expected managers 2026-04-23T23:00:00Z; found managers 2026-04-22T23:00:00Z.\n"
        "Expectations: 1 held, 1 failed.\n"
    )


def test_a_story_whose_expectations_hold_exits_0(detente, files):
    files[1].write_text(STORY.replace("2026-04-24T00:00", "2026-04-23T00:00"), encoding="utf-8")
    ran = detente("play", *files)

    assert (ran.code, ran.out.splitlines()[-1]) == (0, "Expectations: 2 held, 0 failed.")


def test_a_timeline_with_a_slip_could_not_run(detente, files):
    files[1].write_text(STORY.replace("serve dispute", "serve despute"), encoding="utf-8")
    ran = detente("play", *files)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"{files[1]}:1:66 error LNG002\n"
        "  'serve despute notice' is no act of this charter. Nearest: 'serve dispute notice'.\n"
        f"detente play: {files[1]} has 1 error; nothing was told.\n"
    )


def test_the_golden_story_prints_the_golden_answer(detente):
    ran = detente("play", GOLDEN / "charter.yaml", GOLDEN / "timeline.yaml", "--json")

    assert ran.code == 0
    assert json.loads(ran.out) == json.loads(PLAY.read_text(encoding="utf-8"))


def test_until_tells_no_more_than_that(detente):
    ran = detente(
        "play", GOLDEN / "charter.yaml", GOLDEN / "timeline.yaml", "--until", "2026-11-12T00:00+01:00", "--json"
    )
    (instant,) = json.loads(ran.out)["instants"]

    assert instant["at"]["utc"] == "2026-11-11T23:00:00.000000Z"
    assert [matter["state"] for matter in instant["matters"]] == [["service level"]]


def test_standing_procedures_are_opened_only_when_asked_for(detente):
    words = ("play", GOLDEN / "charter.yaml", GOLDEN / "timeline.yaml", "--until", "2026-11-12T00:00+01:00", "--json")

    assert json.loads(detente(*words).out)["scope"] == ["M-014"]
    assert {"S-001", "S-002", "S-003"} <= set(json.loads(detente(*words, "--standing").out)["scope"])


def test_a_first_yes_does_not_show_in_the_story(detente):
    ran = detente("play", GOLDEN / "charter.yaml", GOLDEN / "timeline.yaml", "--until", "2026-11-25T11:10+01:00")

    assert "an answer is in (accept package); it shows when every side has answered" in ran.out.replace("\n      ", " ")
    assert "Elin Marsh (Aldgate): accept package" not in ran.out


@pytest.fixture
def journal(detente, tmp_path):
    """The golden story's journal."""
    path = tmp_path / "story.jsonl"
    assert detente("play", GOLDEN / "charter.yaml", GOLDEN / "timeline.yaml", "--journal", path).code == 0
    return path


def test_a_story_written_as_a_journal_verifies_and_is_the_same_each_time(detente, journal, tmp_path):
    again = tmp_path / "again.jsonl"
    detente("play", GOLDEN / "charter.yaml", GOLDEN / "timeline.yaml", "--journal", again)
    ran = detente("verify", journal)

    assert again.read_bytes() == journal.read_bytes()
    assert ran.code == 0
    assert ran.out.startswith("Verified: 61 entries of 'joint', root ")


def test_a_changed_byte_is_found(detente, journal):
    journal.write_bytes(journal.read_bytes().replace(b"M-014", b"M-041", 1))
    ran = detente("verify", journal)

    assert ran.code == 1
    assert ran.out.startswith("Broken. line ")


def test_checkpoints_kept_elsewhere_and_keys_are_checked(detente, journal, tmp_path):
    from detente.adapters.cli.playing.journal import keys_of

    note, keys = tmp_path / "kept.note", tmp_path / "keys.txt"
    note.write_text(json.loads(journal.read_bytes().splitlines()[-1])["note"], encoding="utf-8")
    keys.write_text(
        "".join(f"{key.text}\n" for key in keys_of(["Aldgate", "Meridian"], "aldgate-meridian")), encoding="utf-8"
    )
    ran = detente("verify", journal, "--checkpoint", note, "--keys", keys, "--json")
    answer = json.loads(ran.out)

    assert (ran.code, answer["ok"], answer["format_version"]) == (0, True, 1)
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-2]))
    assert detente("verify", journal, "--checkpoint", note, "--keys", keys).code == 1


def test_replay_folds_a_journal_and_finds_no_difference(detente, journal):
    ran = detente("replay", journal)

    assert ran.code == 0
    assert ran.out == (
        "61 facts, folded up to Fri 4 Dec 2026, 11:00 (UTC+1) / 15:30 (UTC+5:30).\n"
        "\n"
        "  M-014  escalation: settled\n"
        "  M-015  rectification: open\n"
        "      review until Tue 15 Dec 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30)\n"
        "  A-061  action item: open\n"
        "      item until Sat 12 Dec 2026, 00:00 (UTC+1) / 04:30 (UTC+5:30)\n"
        "  A-062  action item: done\n"
        "  C-209  change: accepted\n"
        "\n"
        "The record and the engine say the same.\n"
    )


def test_replay_stops_at_an_instant(detente, journal):
    answer = json.loads(detente("replay", journal, "--until", "2026-11-25T10:20+01:00", "--json").out)
    matters = {matter["id"]: matter for matter in answer["matters"]}

    assert answer["differences"] == []
    assert matters["M-014"]["open"]["managers"] == "2026-11-26T13:00:00.000000Z"
    assert set(matters) == {"M-014", "M-015"}


def test_replay_says_where_record_and_engine_differ(detente, tmp_path):
    import msgspec

    from detente.adapters.cli.playing.journal import journal_lines
    from detente.core.vocabulary.facts import DeadlinePassed

    story = stories.told(STORY)
    kept = [fact for fact in story.relationship.facts if not isinstance(fact, DeadlinePassed)]
    kept = [msgspec.structs.replace(fact, id=f"joint/{number}") for number, fact in enumerate(kept)]
    path = tmp_path / "late.jsonl"
    last = msgspec.structs.replace(kept[-1], id=f"joint/{len(kept)}", at=story.ends)
    path.write_bytes(b"".join(journal_lines([*kept, last], ["Harbor", "Quay"], story.ends)))
    ran = detente("replay", path)

    assert ran.code == 1
    assert "'talks' ran out at 2026-04-08T23:00:00Z, which is not recorded." in ran.out
    assert ran.out.endswith("1 difference between the record and the engine.\n")


def test_a_clock_of_a_journal_is_explained_day_by_day(detente, journal):
    ran = detente("explain", "M-014", "managers", "--journal", journal, "--at", "2026-11-25T10:20+01:00")

    assert ran.code == 0
    assert ran.out == (
        "M-014, escalation: managers\n"
        "  runs out Thu 26 Nov 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30)\n"
        "  8 working days after opening of managers, Fri 13 Nov 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30); day 0\n"
        "  is Fri 13 Nov 2026.\n"
        "  Row 'level 2' of the timetable, column 'standard'.\n"
        "  Calendar all open (aldgate 2026.1, meridian 2026.2), zone Europe/Amsterdam, periods end at 14:00.\n"
        "\n"
        "  Fri 13 Nov 2026                     not counted  day 0\n"
        "  Sat 14 Nov 2026 to Sun 15 Nov 2026  not counted  weekend\n"
        "  Mon 16 Nov 2026                               1  open at both\n"
        "  Tue 17 Nov 2026                               2  open at both\n"
        "  Wed 18 Nov 2026                               3  open at both\n"
        "  Thu 19 Nov 2026                               4  open at both\n"
        "  Fri 20 Nov 2026                               5  open at both\n"
        "  Sat 21 Nov 2026 to Sun 22 Nov 2026  not counted  weekend\n"
        "  Mon 23 Nov 2026                               6  open at both\n"
        "  Tue 24 Nov 2026                     not counted  Guru Nanak Jayanti, meridian\n"
        "  Wed 25 Nov 2026                               7  open at both\n"
        "  Thu 26 Nov 2026, 00:00 to 14:00               8  open at both\n"
        "\n"
        "  When it runs out: executives.\n"
        "  Written on line 290 of the charter. Time-zone data 2026.6.\n"
    )


def test_a_clock_that_is_not_there_is_met_with_those_that_are(detente, journal):
    ran = detente("explain", "M-015", "reviw", "--journal", journal)

    assert (ran.code, ran.err) == (2, "detente explain: 'reviw' has no clock in M-015 now. Its clocks: 'review'.\n")


def test_explain_json_is_the_clock_of_play(detente, journal):
    ran = detente("explain", "M-014", "managers", "--journal", journal, "--at", "2026-11-25T10:20+01:00", "--json")
    answer = json.loads(ran.out)["clock"]
    played = json.loads(PLAY.read_text(encoding="utf-8"))["instants"][0]["clocks"]

    assert answer == next(clock for clock in played if clock["term"] == "managers")


def test_two_versions_are_compared_by_their_dates(detente, journal, tmp_path):
    later = tmp_path / "later.yaml"
    text = (GOLDEN / "charter.yaml").read_text(encoding="utf-8").replace("\nversion: 3", "\nversion: 4")
    later.write_text(text.replace("level 2: {standard: 8 working", "level 2: {standard: 10 working"), encoding="utf-8")
    ran = detente(
        "diff", GOLDEN / "charter.yaml", later, "--dates", "--from", "2026-11-25T10:20+01:00", "--journal", journal
    )
    flat = " ".join(ran.out.split())

    assert ran.code == 1
    assert "If nobody acts: 7 dates of 37 differ" in flat
    assert (
        "escalation, managers: Thu 10 Dec 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30) becomes "
        "Mon 14 Dec 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30)."
    ) in flat
    assert "Matters that are open: 0 dates of 2 differ" in flat


def test_one_version_has_no_dates_that_differ(detente):
    ran = detente("diff", GOLDEN / "charter.yaml", GOLDEN / "charter.yaml", "--dates", "--json")

    assert (ran.code, json.loads(ran.out)["differ"]) == (0, False)


def test_the_demo_plays_the_golden_story_and_writes_two_pages(detente, tmp_path):
    ran = detente("demo", "-o", tmp_path / "charter.html")

    assert ran.code == 0
    assert "Tom Okafor (Aldgate): serve concern" in ran.out
    assert "Expectations: 23 held, 0 failed." in ran.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["charter-matter.html", "charter.html"]


def test_the_golden_files_of_the_package_are_the_ones_played():
    names = {item.name for item in resources.files("detente").joinpath("charters", "golden").iterdir()}

    assert {"charter.yaml", "timeline.yaml"} <= names


def test_where_a_text_keeps_no_letters_a_notice_that_arrives_at_once_is_told_once(detente):
    procedure = GOLDEN.parent / "procedures/model-services.yaml"

    ran = detente("play", procedure, ROOT / "tests/cases/library/model-services/standard.yaml")

    assert "customer: serve issue notice\n      Begins: dispute." in ran.out
    assert "counts as received" not in ran.out
