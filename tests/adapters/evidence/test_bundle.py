"""A bundle and what is done to it: every change is found, with the file it is in."""

import json
import os
import random
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from detente.adapters.evidence.table import facts_csv
from detente.core.journal import files_of, sign_manifest, verify, verify_bundle, zip_of
from detente.core.journal.verify import MANIFEST, MANIFEST_NOTE, canonical

LONG = bool(os.environ.get("DETENTE_LONG"))
LARGE = ("bundle.pdf", "verify.py", "charter-3.txt")
END = "end of the container"
MJS = Path(__file__).parents[2] / "core" / "journal" / "verify.mjs"


def places(data: bytes) -> Iterator[tuple[int, str]]:
    """Every byte of a container with the file it belongs to: its head, its bytes, its entry in the list."""
    files, offset = files_of(data), 0
    for name, body in files.items():
        for place in range(offset, offset + 30 + len(name) + len(body)):
            yield place, name
        offset += 30 + len(name) + len(body)
    for name in files:
        for place in range(offset, offset + 46 + len(name)):
            yield place, name
        offset += 46 + len(name)
    for place in range(offset, len(data)):
        yield place, END


def flipped(data: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    return bytes(changed)


def resigned(making: ModuleType, files: dict[str, bytes], **changes: Any) -> bytes:
    """A bundle whose manifest was made anew for other files, and signed by the host."""
    manifest = json.loads(files[MANIFEST]) | changes
    listed = {name: data for name, data in files.items() if name not in (MANIFEST, MANIFEST_NOTE)}
    manifest["files"] = [
        {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in listed.items()
    ]
    written = canonical(manifest) + b"\n"
    note = sign_manifest(written, making.HOST)
    return zip_of([(MANIFEST, written), (MANIFEST_NOTE, note.text.encode()), *listed.items()])


def test_a_bundle_is_whole_as_it_was_made(bundle: bytes, making: ModuleType) -> None:
    report = verify_bundle(bundle, keys=making.KEYS)
    assert report.ok, report.lines
    assert report.facts > 30
    assert report.own_keys == ()


def test_the_same_contents_make_the_same_bytes(bundle: bytes, making: ModuleType) -> None:
    matter = json.loads(files_of(bundle)[MANIFEST])["made"]["selection"].get("matter", "")
    assert making.bundle(making.contents(matter)) == bundle


def test_a_changed_byte_is_found_with_its_file(bundle: bytes, making: ModuleType) -> None:
    drawing = random.Random(4)
    files = files_of(bundle)
    small = resigned(making, {name: data[:64] if name in LARGE else data for name, data in files.items()})
    assert verify_bundle(small).ok
    bundle = small if LONG else bundle
    found = list(places(bundle))
    heads = [one for one in found if one[1] not in (*LARGE, "charter-3.yaml")]
    chosen = found if LONG else [*drawing.sample(found, 120), *drawing.sample(heads, 200), *found[-22:]]
    for place, name in chosen:
        report = verify_bundle(flipped(bundle, place, drawing.randrange(8)))
        assert report.broken is not None, f"byte {place} of {name}"
        assert report.broken.file == name, f"byte {place} of {name}: {report.broken}"


def test_every_byte_of_the_heads_and_the_list_is_found_with_its_file(bundle: bytes) -> None:
    small = zip_of([(name, data if name == MANIFEST else data[:3]) for name, data in files_of(bundle).items()])
    for place, name in places(small):
        with pytest.raises(verify.Broken) as broken:
            verify.files_of(flipped(small, place, place % 8))
        assert broken.value.file == name, f"byte {place}: {broken.value}"


def test_a_file_taken_out_or_put_in_is_named(bundle: bytes, making: ModuleType) -> None:
    files = files_of(bundle)
    for name in files:
        report = verify_bundle(zip_of([one for one in files.items() if one[0] != name]))
        assert report.broken
        assert report.broken.file == name
    added = verify_bundle(zip_of([*files.items(), ("note.txt", b"hello")]))
    assert added.broken
    assert str(added.broken).startswith("note.txt: the manifest does not name this file")


def test_files_in_another_order_are_found(bundle: bytes) -> None:
    first, second, *rest = files_of(bundle).items()
    assert not verify_bundle(zip_of([first, second, *reversed(rest)])).ok


def test_a_bundle_packed_again_by_another_program_says_so(bundle: bytes, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files_of(bundle).items():
            packed.writestr(name, data)
    assert not verify_bundle(path.read_bytes()).ok


@pytest.mark.parametrize("length", [0, 3, 100, 5_000, -1, -30])
def test_a_bundle_cut_off_is_found(bundle: bytes, length: int) -> None:
    assert not verify_bundle(bundle[:length]).ok


def test_a_manifest_made_anew_without_the_hosts_key_is_found(bundle: bytes, making: ModuleType) -> None:
    files = files_of(bundle)
    files["facts.csv"] += b"\r\n"
    stranger = msgspec.structs.replace(making.HOST, seed=making.drawn("key", "stranger"))
    forged = ModuleType("forged")
    forged.HOST = stranger  # type: ignore[attr-defined]
    report = verify_bundle(resigned(forged, files))
    assert report.broken
    assert report.broken.file == MANIFEST_NOTE


def test_a_bundle_under_other_keys_is_found_by_whoever_kept_the_keys(making: ModuleType) -> None:
    other = msgspec.structs.replace(making.HOST, seed=making.drawn("key", "stranger"))
    lines = making.source().lines
    facts = [line for line in lines if line.startswith(b'{"fact"')]
    writer = making.JournalWriter("joint")
    for fact in making.golden()[0]:
        writer = making.append(writer, fact, salt=making.drawn("salt", writer.tree.size, length=16)).writer
    note = making.sign(writer.tree, other)
    source = making.Source((*facts, making.append_checkpoint(writer, note)), (other.key,), making.golden()[1])
    made = making.bundle(making.contents_of(source, making.Selection(), making.MAKING), other)
    assert verify_bundle(made).ok
    assert verify_bundle(made).own_keys == (other.key,)
    assert not verify_bundle(made, keys=making.KEYS).ok


def changed_table(files: dict[str, bytes]) -> None:
    files["facts.csv"] = files["facts.csv"].replace(b"2026-11-13T13:00:00", b"2026-11-13T12:00:00", 1)


def cut_journal(files: dict[str, bytes]) -> None:
    files["journal.jsonl"] = b"".join(files["journal.jsonl"].splitlines(keepends=True)[:-4])


def cut_line(files: dict[str, bytes]) -> None:
    lines = files["journal.jsonl"].splitlines(keepends=True)
    files["journal.jsonl"] = b"".join(lines[:17] + lines[18:])


def exchanged_lines(files: dict[str, bytes]) -> None:
    lines = files["journal.jsonl"].splitlines(keepends=True)
    lines[18], lines[19] = lines[19], lines[18]
    files["journal.jsonl"] = b"".join(lines)


def other_charter(files: dict[str, bytes]) -> None:
    files["charter-3.yaml"] = files["charter-3.yaml"].replace(b"8 working days", b"9 working days")


def other_checkpoint(files: dict[str, bytes]) -> None:
    files["checkpoints/20.txt"] = files["checkpoints/45.txt"].replace(b"\n45\n", b"\n20\n")


@pytest.mark.parametrize(
    ("change", "file"),
    [
        (changed_table, "facts.csv"),
        (cut_line, "journal.jsonl"),
        (exchanged_lines, "journal.jsonl"),
        (other_charter, "charter-3.yaml"),
        (other_checkpoint, ""),
    ],
)
def test_what_the_host_itself_changes_and_signs_again_is_found(
    bundle: bytes, making: ModuleType, change: Callable[[dict[str, bytes]], None], file: str
) -> None:
    files = files_of(bundle)
    change(files)
    report = verify_bundle(resigned(making, files), keys=making.KEYS)
    assert report.broken
    assert report.broken.file == file or not file


def test_a_journal_the_host_cut_and_signed_again_is_found_by_the_kept_checkpoint(making: ModuleType) -> None:
    facts, texts = making.golden()
    lines, _ = making.journal(facts[:50])
    _, kept = making.journal(facts)
    for matter in ("", "M-014"):
        source = making.Source(tuple(lines), making.KEYS, texts)
        made = making.bundle(making.contents_of(source, making.Selection(matter), making.MAKING))
        assert verify_bundle(made, keys=making.KEYS).ok
        report = verify_bundle(made, keys=making.KEYS, kept=[kept[-1]])
        assert "the end was cut off" in str(report.broken)


def test_a_fork_is_found_by_the_kept_checkpoint(making: ModuleType) -> None:
    facts, texts = making.golden()
    other = msgspec.structs.replace(facts[40], at=facts[40].at)
    forked = (*facts[:30], msgspec.structs.replace(facts[30], statement="F9"), *facts[31:40], other, *facts[41:])
    lines, _ = making.journal(facts, at=(45,))
    _, kept = making.journal(forked, at=(45,))
    for matter in ("", "M-014"):
        source = making.Source(tuple(lines), making.KEYS, texts)
        made = making.bundle(making.contents_of(source, making.Selection(matter), making.MAKING))
        for note in kept:
            assert not verify_bundle(made, keys=making.KEYS, kept=[note]).ok


def test_a_kept_checkpoint_that_holds_is_said(bundle: bytes, making: ModuleType) -> None:
    _, notes = making.journal(making.golden()[0], at=(20, 45))
    report = verify_bundle(bundle, keys=making.KEYS, kept=notes)
    assert report.ok, report.lines
    assert report.kept == 3
    assert "Checkpoints kept outside that hold: 3." in " ".join(report.lines)


def test_a_selection_does_not_pass_for_the_whole(making: ModuleType) -> None:
    report = verify_bundle(making.bundle(making.contents("M-014")))
    assert "A selection: each entry is proved to be there; that no other belongs here is not." in report.lines


def test_the_copy_in_a_bundle_checks_the_bundle_without_the_package(
    bundle: bytes, making: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "verify.py").write_bytes(files_of(bundle)["verify.py"])
    (tmp_path / "bundle.zip").write_bytes(bundle)
    (tmp_path / "kept.txt").write_text(making.journal(making.golden()[0])[1][-1].text, encoding="utf-8")
    command = [sys.executable, "-I", "-S", "verify.py", "bundle.zip", "--kept", "kept.txt"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Checkpoints kept outside that hold: 1." in ran.stdout
    (tmp_path / "bundle.zip").write_bytes(flipped(bundle, len(bundle) // 2, 3))
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stdout.startswith("Broken. bundle.pdf")


def broken_bundles(making: ModuleType, count: int) -> Iterator[bytes]:
    """Bundles changed at random: by a bit, by a file, by the host itself."""
    drawing = random.Random(7)
    pictured = msgspec.structs.replace(making.contents("M-014"), pictures=(), charters=())
    for number in range(count):
        whole = msgspec.structs.replace(making.contents(), pictures=(), charters=()) if number % 2 else pictured
        files = files_of(_small(making, whole))
        if number % 4 < 2:
            yield flipped(zip_of(files.items()), drawing.randrange(len(zip_of(files.items()))), drawing.randrange(8))
            continue
        name = drawing.choice(["facts.csv", "journal.jsonl", "checkpoints/20.txt", "keys.txt", "proofs.json"])
        data = files.get(name, files["journal.jsonl"])
        name = name if name in files else "journal.jsonl"
        files[name] = flipped(data, drawing.randrange(len(data)), drawing.randrange(8))
        yield resigned(making, files)


def sound_bundles(making: ModuleType, count: int) -> Iterator[bytes]:
    """Bundles that show other facts each, signed by the host."""
    drawing = random.Random(8)
    for number in range(count):
        contents = msgspec.structs.replace(making.contents("M-014" if number % 2 else ""), pictures=(), charters=())
        items = tuple(item for item in contents.items if drawing.random() < 0.5)
        files = files_of(_small(making, contents))
        files["facts.csv"] = facts_csv(msgspec.structs.replace(contents, items=items))
        yield resigned(making, files)


_MADE: dict[int, bytes] = {}


def _small(making: ModuleType, contents: Any) -> bytes:
    key = len(contents.lines)
    if key not in _MADE:
        files = files_of(making.bundle(contents))
        for name in ("bundle.pdf", "verify.py"):
            files[name] = files[name][:64]
        _MADE[key] = resigned(making, files)
    return _MADE[key]


def test_a_verifier_in_another_language_agrees(making: ModuleType) -> None:
    node = shutil.which("node")
    if not node:
        assert not os.environ.get("CI"), "the second verifier needs node"
        pytest.skip("node is not there")
    whole, matter = making.bundle(making.contents()), making.bundle(making.contents("M-014"))
    notes = [note.text for note in making.journal(making.golden()[0], at=(20, 45))[1]]
    asked = [(whole, []), (matter, []), (whole, notes), (matter, notes), (whole, notes[:1]), (matter, notes[1:2])]
    asked += [(one, []) for one in broken_bundles(making, 1_000 if LONG else 120)]
    asked += [(one, []) for one in sound_bundles(making, 1_000 if LONG else 40)]
    keys = "".join(f"{key.text}\n" for key in making.KEYS)
    lines = "".join(
        json.dumps({"bundle": b64encode(one).decode(), "kept": kept, "keys": keys}) + "\n" for one, kept in asked
    )
    ran = subprocess.run([node, str(MJS)], input=lines, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    for number, ((one, kept), answer) in enumerate(zip(asked, answers, strict=True)):
        ours = verify_bundle(one, keys=making.KEYS, kept=[verify.parse_note(text) for text in kept])
        assert answer["ok"] == ours.ok, f"{number}: {answer}, {ours.broken}"
    assert sum(answer["ok"] for answer in answers) >= (1_006 if LONG else 46)
