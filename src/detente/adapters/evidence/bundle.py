"""Files, manifest, container: the same contents make the same bytes."""

from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files

from detente.adapters.evidence.contents import Contents
from detente.adapters.evidence.pages import pages_pdf
from detente.adapters.evidence.readme import readme
from detente.adapters.evidence.table import facts_csv
from detente.core.journal import Note, instant_text, zip_of
from detente.core.journal.verify import (
    CHARTERS,
    CHECKPOINTS,
    FACTS_FILE,
    JOURNAL_FILE,
    KEYS_FILE,
    MANIFEST,
    MANIFEST_NOTE,
    PROOFS_FILE,
    canonical,
)

PDF_FILE, README_FILE, CHECK_FILE = "bundle.pdf", "README.txt", "verify.py"


def make_bundle(contents: Contents, sign: Callable[[bytes], Note]) -> bytes:
    """Return a bundle as one file.

    Args:
        sign: returns the host's note of a manifest (`core.journal.sign_manifest`); the key stays with the caller.
    """
    listed = _files(contents)
    manifest = canonical(_manifest(contents, listed)) + b"\n"
    note = sign(manifest)
    return zip_of([(MANIFEST, manifest), (MANIFEST_NOTE, note.text.encode()), *listed.items()])


def _files(contents: Contents) -> dict[str, bytes]:
    beside = _beside(contents)
    hashes = [(name, len(data), sha256(data).hexdigest()) for name, data in beside.items()]
    return {PDF_FILE: pages_pdf(contents, hashes), **beside}


def _beside(contents: Contents) -> dict[str, bytes]:
    """Everything but the pages, which list the hashes of the rest."""
    found = {
        README_FILE: readme(contents).encode(),
        FACTS_FILE: facts_csv(contents),
        JOURNAL_FILE: b"".join(contents.lines),
    }
    if contents.proofs:
        found[PROOFS_FILE] = contents.proofs
    found |= {f"{CHECKPOINTS}{note.checkpoint.size}.txt": note.text.encode() for note in contents.notes}
    found[KEYS_FILE] = "".join(f"{key.text}\n" for key in contents.keys).encode()
    for text in contents.charters:
        found[f"{CHARTERS}{text.version}.yaml"] = text.text.encode()
        found[f"{CHARTERS}{text.version}.txt"] = text.reading.encode()
    found[CHECK_FILE] = files("detente.core.journal").joinpath("verify.py").read_bytes()
    return found


def _manifest(contents: Contents, listed: dict[str, bytes]) -> dict[str, object]:
    making, selection, at = contents.making, contents.selection, contents.checkpoint
    chosen = {
        "matter": selection.matter,
        "since": selection.since and instant_text(selection.since),
        "until": selection.until and instant_text(selection.until),
    }
    return {
        "kind": "bundle",
        "version": 1,
        "origin": at.origin,
        "size": at.size,
        "root": at.root.hex(),
        "made": {
            "at": instant_text(making.at),
            "by": making.by,
            "host": making.host,
            "tool": making.tool,
            "tzdata": making.tzdata,
            "selection": {name: value for name, value in chosen.items() if value},
        },
        "files": [
            {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in listed.items()
        ],
    }
