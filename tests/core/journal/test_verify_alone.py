"""verify.py on its own: copied away, with the standard library only, it says what the package says."""

import ast
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from detente.core.journal import JournalWriter, Log, append, read_journal, sign, verify, verify_journal
from detente.core.journal.verify import verify_ed25519, verify_ed25519_plainly

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.fixture
def alone(tmp_path: Path, make: ModuleType) -> Path:
    """A folder with a copy of verify.py, a journal, the keys and a checkpoint somebody kept."""
    shutil.copy(Path(verify.__file__), tmp_path / "verify.py")
    facts = make.some_facts(30)
    (tmp_path / "journal.jsonl").write_bytes(b"".join(make.written(facts, every=10)))
    (tmp_path / "keys").write_text("".join(f"{key.text}\n" for key in make.KEYS), encoding="utf-8")
    writer = JournalWriter("joint")
    for fact in facts[:25]:
        writer = append(writer, fact, salt=make.salt(writer.tree.size)).writer
    (tmp_path / "kept").write_text(make.signed(writer).text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Isolated, and without site-packages: no detente and no cryptography can be imported."""
    command = [sys.executable, "-I", "-S", "verify.py", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_copy_verifies_a_journal_with_the_standard_library_alone(alone: Path) -> None:
    code, said = run(alone, "journal.jsonl", "--keys", "keys", "--checkpoint", "kept")
    root = verify_journal((alone / "journal.jsonl").read_bytes().splitlines(keepends=True)).root.hex()
    assert code == 0
    assert said.splitlines() == [
        f"Verified: 30 entries of 'joint', root {root}.",
        "Checkpoints in the file: 3, kept outside: 1. All hold.",
        "Signatures that hold: 12.",
    ]


def test_a_copy_shows_a_cut_by_the_checkpoint_somebody_kept(alone: Path) -> None:
    lines = (alone / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (alone / "journal.jsonl").write_bytes(b"".join(lines[:22]))
    assert run(alone, "journal.jsonl")[0] == 0
    code, said = run(alone, "journal.jsonl", "--checkpoint", "kept", "--json")
    assert code == 1
    assert json.loads(said)["broken"]["reason"].startswith("the journal has 20 entries, a checkpoint of ")


def test_a_copy_shows_one_fact_with_its_proof(alone: Path, make: ModuleType) -> None:
    lines = (alone / "journal.jsonl").read_bytes().splitlines(keepends=True)
    log = Log(entry.leaf for entry in read_journal(lines))
    proof = log.inclusion_proof(7, sign(log.tree(), make.HOST))
    (alone / "line").write_bytes(lines[7])
    (alone / "proof").write_bytes(verify.canonical(proof) + b"\n")
    code, said = run(alone, "line", "--proof", "proof", "--keys", "keys")
    assert (code, said.splitlines()) == (
        0,
        [f"Verified: entry 7 stands in '{make.ORIGIN}' of 30 entries, root {log.root().hex()}."],
    )
    (alone / "line").write_bytes(lines[8])
    assert run(alone, "line", "--proof", "proof")[0] == 1


def test_a_file_that_is_not_there_is_no_broken_journal(alone: Path) -> None:
    assert run(alone, "nothing.jsonl")[0] == 2
    assert run(alone, "journal.jsonl", "--keys", "journal.jsonl")[0] == 1


def test_the_command_answers_the_same_inside_the_package(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(alone / "journal.jsonl"), "--keys", str(alone / "keys"), "--checkpoint", str(alone / "kept")]
    assert verify.main(words) == 0
    assert capsys.readouterr().out == run(alone, "journal.jsonl", "--keys", "keys", "--checkpoint", "kept")[1]


def test_the_module_names_nothing_outside_the_standard_library() -> None:
    nodes = list(ast.walk(ast.parse(Path(verify.__file__).read_text(encoding="utf-8"))))
    names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_hold_and_changed_ones_do_not(public: str, message: str, signature: str) -> None:
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify_ed25519(key, signed, text)
    assert verify_ed25519_plainly(key, signed, text)
    higher = (int.from_bytes(signed[32:], "little") + 2**252 + 27742317777372353535851937790883648493).to_bytes(
        32, "little"
    )
    wrong = [
        (key, signed[:32] + higher, text),
        (key, signed, text + b"x"),
        (key[::-1], signed, text),
        (key, signed[:63], text),
        (key, signed[1:] + b"\0", text),
        (b"\xff" * 32, signed, text),
        (key[:31], signed, text),
        (b"\2" + b"\0" * 31, signed, text),
    ]
    for case in wrong:
        assert not verify_ed25519(*case)
        assert not verify_ed25519_plainly(*case)


def test_both_ways_of_checking_signatures_agree_on_changed_bits() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    dice = random.Random(1)
    for n in range(40):
        private = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
        public, text = private.public_key().public_bytes_raw(), dice.randbytes(n)
        signed = bytearray(private.sign(text))
        assert verify_ed25519_plainly(public, bytes(signed), text)
        signed[dice.randrange(64)] ^= 1 << dice.randrange(8)
        assert (
            verify_ed25519_plainly(public, bytes(signed), text) == verify_ed25519(public, bytes(signed), text) is False
        )


def test_the_copy_and_the_package_agree_on_a_thousand_valid_and_a_thousand_broken_journals(make: ModuleType) -> None:
    dice = random.Random(2)
    for n in range(1_000):
        lines = make.written(
            make.some_facts(dice.randrange(1, 6)), every=dice.choice([0, 2]), seed=n, noticed=n % 3 == 0
        )
        assert verify.verify_journal(lines) == verify_journal(lines)
        line = dice.randrange(len(lines))
        changed = bytearray(lines[line])
        changed[dice.randrange(len(changed) - 1)] ^= 1 << dice.randrange(8)
        broken = [*lines[:line], bytes(changed), *lines[line + 1 :]]
        one, other = verify.verify_journal(broken, keys=make.KEYS), verify_journal(broken, keys=make.KEYS)
        assert (one.ok, one.broken and one.broken.line) == (other.ok, other.broken and other.broken.line)
