"""`detente init --live` and `detente invite`, run as people run them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


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


def test_an_installation_is_started_once(tmp_path: Path) -> None:
    started(tmp_path / "data")
    ran = started(tmp_path / "data")

    assert ran.returncode == 2
    assert ran.stderr.startswith("detente init: there is a relationship here already: ")


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--provider-mail", "arun", "detente init: --provider-mail: 'arun' is no mail address; nothing was written.\n"),
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
