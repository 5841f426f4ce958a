"""`detente init --live` and `detente invite`, run as people run them."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from detente.adapters.cli.files import library_file


def detente(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DETENTE_", "DJANGO_"))}
    source = str(Path(__file__).parents[2] / "src")
    return subprocess.run(
        [sys.executable, "-m", "detente", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**kept, "DETENTE_DATA": str(data), "PYTHONPATH": source},
    )


def started(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Start an installation for a fictional pair."""
    told = ("--data", str(data), "--template", "managed-it", "--customer", "Aldgate", "--provider", "Meridian", "--yes")
    mails = ("--customer-mail", "elin@aldgate.example", "--provider-mail", "arun@meridian.example")
    return detente("init", "--live", *told, *mails, *more, data=data)


def test_one_command_makes_the_relationship_and_a_link_for_each_side(tmp_path: Path) -> None:
    ran = started(tmp_path / "data", "--url", "https://detente.example")

    assert (ran.returncode, ran.stderr) == (0, "")
    links = re.findall(r"https://detente.example/accounts/invitation/\S{43}/", ran.stdout)
    assert len(set(links)) == 2
    assert (tmp_path / "data" / "detente.sqlite3").exists()
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def rows(data: Path, question: str) -> list[tuple]:
    """Return what the database of an installation holds."""
    with closing(sqlite3.connect(data / "detente.sqlite3")) as database:
        return database.execute(question).fetchall()


@pytest.mark.parametrize("template", ["bpo", "managed-it", "development-team"])
def test_nothing_is_missed_where_nobody_has_sat_down_yet(tmp_path: Path, template: str) -> None:
    assert started(tmp_path / "data", "--template", template).returncode == 0
    ran = detente("worker", "--once", "--json", data=tmp_path / "data")

    assert json.loads(ran.stdout)["filed"] == 0
    kinds = {kind for (kind,) in rows(tmp_path / "data", "SELECT DISTINCT kind FROM store_joint_entry")}
    assert kinds == {"RelationshipOpened", "CharterSigned", "PersonAppointed", "MatterOpened"}


def test_a_charter_of_ones_own_that_began_long_ago_is_begun_by_who_says_so(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(library_file("charters", "managed-it.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    mails = ("--customer-mail", "elin@aldgate.example", "--provider-mail", "arun@meridian.example")
    words = ("init", "--live", "--charter", str(own), *mails, "--json")
    ran = detente(*words, data=tmp_path / "data")

    assert ran.returncode == 2
    assert ran.stderr.startswith("detente init: the contract started on 2026-01-05: ")
    assert re.search(r"\d+ times 'month report'.* would be on record as not done in time before anybody", ran.stderr)
    assert not (tmp_path / "data").exists()
    assert detente(*words, "--yes-begin-in-the-past", data=tmp_path / "data").returncode == 0


def test_no_address_of_a_template_is_written_to(tmp_path: Path) -> None:
    ran = started(tmp_path / "data", "--person", "Morgan Mediator=Ines Falk", "--json")

    assert json.loads(ran.stdout)["without"].count("Ines Falk") == 1
    (text,) = rows(tmp_path / "data", "SELECT text FROM store_chartertext")[0]
    found = re.findall(r"e-mail: ([\w.]+@[\w.]+)", text)
    assert sorted(found) == ["arun@meridian.example", "elin@aldgate.example"]


def test_whoever_has_an_address_gets_a_link_and_the_others_are_named(tmp_path: Path) -> None:
    told = ("--person", "Frank Customer=Fay Marsh <fay@aldgate.example>")
    ran = started(tmp_path / "data", *told)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.search(r"For Fay Marsh:\n  http://localhost:8000/accounts/invitation/\S{43}/\n", ran.stdout)
    assert "without mail until they take their place: " in ran.stdout.replace("\n", " ")
    assert "Gina Customer" in ran.stdout


def test_the_address_that_is_set_is_the_one_that_counts(tmp_path: Path) -> None:
    os.environ["DETENTE_URL"] = "https://set.example"  # as RUNNING.md exports it
    try:
        told = ("--template", "managed-it", "--yes", "--customer-mail", "a@b.example", "--provider-mail", "c@d.example")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        environment = {**kept, "DETENTE_DATA": str(tmp_path / "data")}
        ran = subprocess.run(
            [sys.executable, "-m", "detente", "init", "--live", *told],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
    finally:
        del os.environ["DETENTE_URL"]

    assert ran.returncode == 0, ran.stderr
    assert "https://set.example/accounts/invitation/" in ran.stdout


def test_where_nobody_answers_it_is_said_why_a_template_is_needed(tmp_path: Path) -> None:
    ran = detente("init", "--live", data=tmp_path / "data")

    assert ran.returncode == 2
    assert ran.stderr.startswith(
        "detente init: --template is needed where nobody answers: standard input is no terminal."
    )
    assert not (tmp_path / "data").exists()


def test_an_installation_is_started_once(tmp_path: Path) -> None:
    started(tmp_path / "data")
    ran = started(tmp_path / "data")

    assert ran.returncode == 2
    assert ran.stderr.startswith("detente init: there is a relationship here already: ")


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--provider-mail", "arun", "detente init: --provider-mail: 'arun' is no mail address; nothing was written.\n"),
        (
            "--start",
            "soon",
            "detente init: --start: 'soon' is no day. Write it like 2027-01-04; nothing was written.\n",
        ),
        ("--person", "Nobody <x@y.example>", "detente init: --person: the charter names nobody 'Nobody'.\n"),
        ("--url", "detente", "detente init: --url: 'detente' is no address. Write https://detente.example.\n"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_made(
    tmp_path: Path, option: str, value: str, says: str
) -> None:
    ran = started(tmp_path / "data", option, value)

    assert (ran.returncode, ran.stderr) == (2, says)
    assert not (tmp_path / "data").exists()


def test_who_looks_after_the_installation_gets_a_link_of_their_own(tmp_path: Path) -> None:
    started(tmp_path / "data")
    ran = detente("invite", "ada@host.example", "--person", "Ada Berg", "--host", "--json", data=tmp_path / "data")

    assert ran.returncode == 0
    assert re.fullmatch(r"http://localhost:8000/accounts/enter/\S{43}/", json.loads(ran.stdout)["link"])


def test_a_name_the_charter_does_not_know_is_met_with_the_nearest(tmp_path: Path) -> None:
    started(tmp_path / "data")
    ran = detente("invite", "x@aldgate.example", "--person", "Nobody Known", data=tmp_path / "data")

    assert ran.returncode == 2
    assert "detente invite: the charter names nobody 'Nobody Known'." in ran.stderr


def test_checking_a_charter_imports_nothing_of_the_server() -> None:
    asked = (
        "import sys; from detente.adapters.cli.main import main; "
        "main(['schema']); "
        "heavy = {'django', 'allauth', 'jinja2'} & {name.split('.')[0] for name in sys.modules}; "
        "print(sorted(heavy), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert ran.stderr.strip() == "[]"


def test_nothing_is_signed_away_where_nothing_is_lost(tmp_path: Path) -> None:
    started(tmp_path / "data")
    for words, says in (
        (("-o", str(tmp_path / "left.txt")), "nothing is lost in joint: it holds all that its kept checkpoint covers."),
        ((), "either SIGNED is named, or -o FILE for the checkpoint that is to be signed."),
        (("-o", "x", "--relationship", "other"), "--relationship names none of those there are: aldgate-meridian."),
    ):
        ran = detente("resume", *words, data=tmp_path / "data")
        assert (ran.returncode, ran.stderr) == (2, f"detente resume: {says}\n")
    assert not (tmp_path / "left.txt").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "x@aldgate.example", "--person", "Elin Marsh"),
        ("doctor",),
        ("bundle", "--as", "Elin Marsh", "-o", "all.zip"),
        ("rebuild", "--check"),
        ("resume", "-o", "left.txt"),
        ("backup", "kept", "--keys", "keys"),
    ],
)
def test_where_nothing_was_begun_a_command_says_so_and_makes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = detente(*words, data=tmp_path / "data")

    file = tmp_path / "data" / "detente.sqlite3"
    says = f"there is no installation at {file}. DETENTE_DATA says where it is; 'detente init --live' makes one."
    assert (ran.returncode, ran.stderr) == (2, f"detente {words[0]}: {says}\n")
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_none_withdraws_nothing(tmp_path: Path) -> None:
    started(tmp_path / "data")
    words = ("--person", "Frank Customer")
    assert detente("invite", "frank@aldgate.example", *words, data=tmp_path / "data").stderr == ""
    ran = detente("invite", "notmail", *words, data=tmp_path / "data")
    assert ran.returncode == 2
    assert ran.stderr == "detente invite: ADDRESS: 'notmail' is no mail address; nothing was written.\n"
    again = detente("invite", "fay@aldgate.example", *words, data=tmp_path / "data")
    assert again.returncode == 0
    assert again.stderr == (
        "The earlier link for Frank Customer, sent to frank@aldgate.example, opens nothing any more.\n"
    )


def test_a_bundle_is_written_over_a_file_only_by_force(tmp_path: Path) -> None:
    started(tmp_path / "data")
    there = tmp_path / "all.zip"
    there.write_text("mine", encoding="utf-8")
    words = ("bundle", "--as", "Amy Customer", "-o", str(there))
    ran = detente(*words, data=tmp_path / "data")
    says = f"detente bundle: {there} exists. Name another file, or --force to write over it.\n"
    assert (ran.returncode, ran.stderr) == (2, says)
    assert there.read_text(encoding="utf-8") == "mine"
    assert detente(*words, "--force", data=tmp_path / "data").returncode == 0
    assert there.read_bytes()[:2] == b"PK"
