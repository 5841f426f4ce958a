"""`detente countersign`: a key of one's own, and a signature only where the record holds what it held."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from detente.adapters.cli.main import main
from detente.core.journal import JournalWriter, append, append_checkpoint, host, leaf_hash, parse_note, sign
from detente.core.journal.verify import Tree, check_signatures, parse_key
from detente.core.vocabulary.facts import PartyNamed, RelationshipOpened

ORIGIN = "detente.example/aldgate-meridian/joint"
HOST = host(ORIGIN, b"1" * 32)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a journal of one fact, its checkpoint, and the host's public key."""
    import datetime as dt

    monkeypatch.chdir(tmp_path)
    at = dt.datetime(2026, 3, 2, 13, tzinfo=dt.UTC)
    parties = (PartyNamed("customer", "Aldgate"), PartyNamed("provider", "Meridian"))
    fact = RelationshipOpened(id="joint/0", at=at, relationship="aldgate-meridian", name="A", parties=parties)
    done = append(JournalWriter("joint"), fact, salt=b"s" * 16)
    note = sign(done.writer.tree, HOST)
    (tmp_path / "journal.jsonl").write_bytes(done.line + append_checkpoint(done.writer, note))
    (tmp_path / "note.txt").write_text(note.text, encoding="utf-8")
    (tmp_path / "keys.txt").write_text(HOST.key.text + "\n", encoding="utf-8")
    return tmp_path


def new_key(capsys: Any) -> str:
    assert main(["countersign", "--new-key", "aldgate.example/witness", "key.txt"]) == 0
    return str(capsys.readouterr().out).strip()


def test_a_key_is_made_for_its_owner_alone_and_never_over_another(place: Path, capsys: Any) -> None:
    public = parse_key(new_key(capsys))
    assert public.name == "aldgate.example/witness"
    assert stat.S_IMODE(os.stat("key.txt").st_mode) == 0o600
    assert main(["countersign", "--new-key", "aldgate.example/witness", "key.txt"]) == 2
    assert "key.txt" in capsys.readouterr().err


def test_a_checkpoint_that_stands_in_the_record_is_signed(place: Path, capsys: Any) -> None:
    public = parse_key(new_key(capsys))
    command = ["countersign", "note.txt", "--key", "key.txt", "--keys", "keys.txt", "--record", "journal.jsonl"]
    assert main([*command, "--before", "note.txt", "-o", "signed.txt"]) == 0
    note = parse_note((place / "signed.txt").read_text(encoding="utf-8"))
    assert check_signatures(note, [HOST.key, public], all_known=True) == 2


def test_a_checkpoint_of_another_record_is_not_signed(place: Path, capsys: Any) -> None:
    new_key(capsys)
    other = sign(Tree().append(leaf_hash(b"s" * 16, b"{}")), HOST)
    (place / "other.txt").write_text(other.text, encoding="utf-8")
    command = ["countersign", "other.txt", "--key", "key.txt", "--keys", "keys.txt", "--record", "journal.jsonl"]
    assert main(command) == 1
    assert "Not signed." in capsys.readouterr().err


def test_a_checkpoint_the_host_did_not_sign_is_not_signed(place: Path, capsys: Any) -> None:
    new_key(capsys)
    strange = sign(Tree().append(leaf_hash(b"s" * 16, b"{}")), host(ORIGIN, b"2" * 32))
    (place / "strange.txt").write_text(strange.text, encoding="utf-8")
    assert main(["countersign", "strange.txt", "--key", "key.txt", "--keys", "keys.txt"]) == 2


def test_what_is_missing_is_said(place: Path, capsys: Any) -> None:
    assert main(["countersign", "note.txt"]) == 2
    assert "are needed" in capsys.readouterr().err
    new_key(capsys)
    command = ["countersign", "note.txt", "--key", "key.txt", "--keys", "keys.txt", "--before", "note.txt"]
    assert main(command) == 2
    assert "--before needs --record" in capsys.readouterr().err
