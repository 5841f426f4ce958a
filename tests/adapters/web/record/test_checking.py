"""The public page that checks: sound and broken bundles, journals, checkpoints; nothing is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

AT = "/r/aldgate-meridian/record/"


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def data(enters: Callable[[str], Any]) -> bytes:
    made: bytes = enters("Elin Marsh").post(f"{AT}bundle/", {"matter": "M-014"}).content
    return made


def test_a_sound_bundle_is_said_to_hold(client: Any, data: bytes) -> None:
    answer = client.post("/verify/", {"file": SimpleUploadedFile("b.zip", data)})
    assert answer.status_code == 200
    assert "It holds" in words(answer)
    assert "A selection: each entry is proved to be there" in words(answer)


def test_a_changed_bundle_is_said_not_to_hold_and_where(client: Any, data: bytes) -> None:
    changed = data[:5_000] + bytes([data[5_000] ^ 1]) + data[5_001:]
    answer = client.post("/verify/", {"file": SimpleUploadedFile("b.zip", changed)})
    assert answer.status_code == 422
    assert "It does not hold" in words(answer)
    assert "Broken." in words(answer)


def test_a_checkpoint_alone_says_what_it_is(client: Any, enters: Callable[[str], Any]) -> None:
    member = enters("Elin Marsh")
    member.post(f"{AT}sign/")
    size = words(member.get(AT)).split("checkpoints/")[1].split(".txt")[0]
    note, keys = (member.get(f"{AT}{name}").content.decode() for name in (f"checkpoints/{size}.txt", "keys.txt"))
    assert "No signature was checked" in words(client.post("/verify/", {"kept": note}))
    assert "Signatures that hold: 1." in words(client.post("/verify/", {"kept": note, "keys": keys}))
    assert client.post("/verify/", {"kept": note.replace("detente", "detenta"), "keys": keys}).status_code == 422


def test_nothing_handed_in_is_an_open_entry(client: Any) -> None:
    answer = client.post("/verify/", {})
    assert answer.status_code == 422
    assert "Choose a file, or paste a checkpoint." in words(answer)


@pytest.mark.parametrize("text", [b"", b"PK", b"PK\3\4" + b"\0" * 60, b"{}", b"\xff\xfe" * 40, b"[" * 100_000])
def test_whatever_is_handed_in_is_answered(client: Any, text: bytes) -> None:
    answer = client.post("/verify/", {"file": SimpleUploadedFile("b.zip", text)})
    assert answer.status_code in (200, 422)
