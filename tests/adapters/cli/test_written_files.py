"""Files that commands write: nothing is lost, nothing is taken for something else."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from detente.adapters.cli import fmt_command
from detente.adapters.cli.files import write_whole
from detente.adapters.cli.main import main
from detente.core.vocabulary.errors import BadInput

GOLDEN = Path(__file__).parents[3] / "src/detente/charters/golden/charter.yaml"
UNFORMATTED = """procedures:
  x:
    opens: {who: either, may: note x, then: [a]}
    terms:
      a: {who: both, may: settle}
"""


@pytest.fixture
def charter(tmp_path):
    """A charter that fmt changes, as a file."""
    path = tmp_path / "charter.yaml"
    path.write_bytes(UNFORMATTED.encode())
    return path


# ---- pictures and prose


@pytest.mark.parametrize("command", ["draw", "read"])
@pytest.mark.parametrize("way", ["same", "relative", "link"])
def test_the_charter_that_is_read_is_not_written_over(detente, charter, monkeypatch, command, way):
    monkeypatch.chdir(charter.parent)
    Path("link.svg").symlink_to(charter)
    output = {"same": charter, "relative": "./charter.yaml", "link": "link.svg"}[way]
    ran = detente(command, charter, "-o", output)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"detente {command}: {output} is the charter that is read. Name another file with -o.\n"
    assert charter.read_text(encoding="utf-8") == UNFORMATTED


@pytest.mark.parametrize("words", [("draw",), ("read",), ("read", "--html")])
def test_a_picture_or_prose_takes_the_place_of_no_charter(detente, charter, words):
    ran = detente(words[0], GOLDEN, *words[1:], "-o", charter)

    assert ran.code == 2
    assert ran.err == (
        f"detente {words[0]}: {charter} is a charter (it has 'procedures:'), and what would be written is none. "
        "Name another file; nothing was written.\n"
    )
    assert charter.read_text(encoding="utf-8") == UNFORMATTED


def test_the_demos_page_takes_the_place_of_no_charter(detente, charter):
    ran = detente("demo", "-o", charter)

    assert ran.code == 2
    assert f"{charter} is a charter (it has 'procedures:')" in ran.err
    assert charter.read_text(encoding="utf-8") == UNFORMATTED


def test_an_older_picture_is_written_over(detente, charter):
    picture = charter.with_suffix(".svg")

    assert [detente("draw", charter, "-o", picture).code for _ in range(2)] == [0, 0]


# ---- fmt


def test_fmt_writes_through_a_link_and_keeps_the_mode(detente, charter):
    link = charter.with_name("link.yaml")
    link.symlink_to(charter.name)
    charter.chmod(0o640)

    assert detente("fmt", link).code == 0
    assert link.is_symlink()
    assert "then: a}" in charter.read_text(encoding="utf-8")
    assert charter.stat().st_mode & 0o7777 == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_fmt_keeps_the_owner(detente, charter):
    os.chown(charter, 12345, 54321)

    assert detente("fmt", charter).code == 0
    assert (charter.stat().st_uid, charter.stat().st_gid) == (12345, 54321)


def test_a_file_that_changed_meanwhile_is_left_and_the_next_is_formatted(detente, charter, monkeypatch):
    other = charter.with_name("other.yaml")
    other.write_text(UNFORMATTED, encoding="utf-8")
    formatted = fmt_command.formatted

    def while_somebody_types(document):
        if "by hand" not in charter.read_text(encoding="utf-8"):
            charter.write_text(UNFORMATTED + "# by hand\n", encoding="utf-8")
        return formatted(document)

    monkeypatch.setattr(fmt_command, "formatted", while_somebody_types)
    ran = detente("fmt", charter, other)

    assert ran.code == 2
    assert ran.err == (
        f"{charter} was changed by somebody else since it was read; it is left as it is now. Run the command again.\n"
        f"{other} written in its one form.\n"
    )
    assert charter.read_text(encoding="utf-8") == UNFORMATTED + "# by hand\n"
    assert sorted(path.name for path in charter.parent.iterdir()) == ["charter.yaml", "other.yaml"]


def test_fmt_keeps_line_ends_and_byte_order_mark(detente, charter):
    tidy = UNFORMATTED.replace("[a]", "a").replace("\n", "\r\n").encode()
    charter.write_bytes(b"\xef\xbb\xbf" + tidy)

    ran = detente("fmt", "--diff", charter)
    assert (ran.code, ran.out) == (0, "")

    charter.write_bytes(b"\xef\xbb\xbf" + UNFORMATTED.replace("\n", "\r\n").encode())
    assert detente("fmt", charter).code == 0
    assert charter.read_bytes() == b"\xef\xbb\xbf" + tidy


def test_the_diff_of_a_file_without_a_last_line_end_is_one_that_patch_reads(detente, charter):
    charter.write_text(UNFORMATTED.replace("[a]", "a").rstrip("\n"), encoding="utf-8")

    assert detente("fmt", "--diff", charter).out.endswith(
        "-      a: {who: both, may: settle}\n\\ No newline at end of file\n+      a: {who: both, may: settle}\n"
    )


def test_fmt_in_json_stays_one_object_where_a_text_has_errors(detente, bad):
    import json

    ran = detente("fmt", bad, "--json")

    assert ran.code == 2
    assert json.loads(ran.out)["broken"] == [str(bad)]


# ---- folders


def test_a_missing_folder_is_named_plainly(tmp_path):
    path = tmp_path / "nowhere" / "a.svg"

    with pytest.raises(BadInput) as refused:
        write_whole(str(path), "<svg/>")
    assert str(refused.value) == f"the folder {path.parent} does not exist, so {path} was not written. Make it first."


def test_a_folder_is_no_place_for_a_text(tmp_path):
    with pytest.raises(BadInput, match=r" is a folder\. Name a file in it\.$"):
        write_whole(str(tmp_path), "<svg/>")


# ---- init


def test_of_six_that_start_a_charter_at_once_one_wins(tmp_path):
    path = tmp_path / "charter.yaml"
    command = [sys.executable, "-m", "detente", "init", "--template", "bpo", "--yes", str(path)]

    def start(number):
        return subprocess.run([*command, "--customer", f"Party {number}"], capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(6) as pool:
        ran = list(pool.map(start, range(6)))

    assert sorted(one.returncode for one in ran) == [0, 2, 2, 2, 2, 2]
    (winner,) = [number for number, one in enumerate(ran) if one.returncode == 0]
    assert f"Party {winner}" in path.read_text(encoding="utf-8")
    assert {one.stderr for one in ran if one.returncode} == {
        f"detente init: {path} exists. Name another file; nothing was written.\n"
    }


def test_init_names_a_missing_folder(detente, tmp_path):
    path = tmp_path / "nowhere" / "charter.yaml"
    ran = detente("init", "--template", "bpo", "--yes", path)

    assert ran.code == 2
    assert ran.err == (
        f"detente init: the folder {path.parent} does not exist, so {path} was not written. Make it first.\n"
    )


@pytest.fixture
def talk(capsys, monkeypatch):
    """Return a function that runs `detente init` with somebody at the keyboard who types the lines, then Ctrl-D."""

    def run(typed, *words):
        keyboard = StringIO(typed)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True, readline=keyboard.readline))
        code = main(["init", *map(str, words)])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return run


@pytest.mark.parametrize("typed", ["", "bpo\n", "bpo\nAldgate\n"])
def test_the_end_of_input_cancels_with_nothing_written(talk, tmp_path, typed):
    path = tmp_path / "charter.yaml"
    ran = talk(typed, path)

    assert ran.code == 2
    assert ran.err.endswith("detente init: the questions were left unanswered; nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_template_that_does_not_exist_is_asked_for_again(talk, tmp_path):
    path = tmp_path / "charter.yaml"
    ran = talk("bpp\nbpo\nAldgate\nMeridian\n\n\n\n\n", path)

    assert ran.code == 0
    assert "'bpp' is no template. Nearest: 'bpo'.\n" in ran.err
    assert "name: Aldgate" in path.read_text(encoding="utf-8")


def test_an_answer_that_cannot_be_used_is_asked_for_again(talk, tmp_path):
    path = tmp_path / "charter.yaml"
    ran = talk("bpo\nAldgate\nMeridian\n\n\nsoon\n2027-01-04\n", path)

    assert ran.code == 0
    assert "'soon' is no day. Write it like 2027-01-04. Once more:\n" in ran.err
    assert "contract start: 2027-01-04" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Ald\x07gate", "Ald\ngate", "Ald\u202egate", "\x1b[31mAldgate"])
def test_a_name_with_a_character_that_cannot_be_seen_is_refused(detente, tmp_path, name):
    path = tmp_path / "charter.yaml"
    ran = detente("init", "--template", "bpo", "--yes", "--customer", name, path)

    assert ran.code == 2
    assert "detente init: the name of the customer holds U+" in ran.err
    assert ran.err.endswith(", which cannot be seen. Write it without; nothing was written.\n")
    assert not path.exists()


def test_a_blank_name_is_refused(detente, tmp_path):
    ran = detente("init", "--template", "bpo", "--yes", "--provider", "  ", tmp_path / "c.yaml")

    assert (ran.code, ran.err) == (2, "detente init: the name of the provider is blank; nothing was written.\n")
