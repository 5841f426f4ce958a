"""The journal: canonical facts, a Merkle log for each compartment, checkpoints both sides sign, sealed fields."""

from detente.core.journal.breaks import BrokenEntry
from detente.core.journal.canonical import fact_bytes, instant_text, parse_fact
from detente.core.journal.checkpoints import (
    Signer,
    check_grown,
    countersign,
    files_of,
    host,
    keys_of,
    origin,
    parse_key,
    parse_note,
    sign,
    sign_manifest,
    witness,
)
from detente.core.journal.proofs import Log, check_consistency, check_inclusion
from detente.core.journal.reading import Entry, read_journal, verify_journal
from detente.core.journal.sealing import seal, unseal
from detente.core.journal.upcasting import LIFTS, Lift, Lifts
from detente.core.journal.verify import (
    BundleReport,
    Checkpoint,
    Key,
    Note,
    NoteSignature,
    Report,
    Tree,
    leaf_hash,
    lines_of,
    verify_bundle,
    zip_of,
)
from detente.core.journal.writing import Appended, JournalWriter, append, append_checkpoint

__all__ = [
    "LIFTS",
    "Appended",
    "BrokenEntry",
    "BundleReport",
    "Checkpoint",
    "Entry",
    "JournalWriter",
    "Key",
    "Lift",
    "Lifts",
    "Log",
    "Note",
    "NoteSignature",
    "Report",
    "Signer",
    "Tree",
    "append",
    "append_checkpoint",
    "check_consistency",
    "check_grown",
    "check_inclusion",
    "countersign",
    "fact_bytes",
    "files_of",
    "host",
    "instant_text",
    "keys_of",
    "leaf_hash",
    "lines_of",
    "origin",
    "parse_fact",
    "parse_key",
    "parse_note",
    "read_journal",
    "seal",
    "sign",
    "sign_manifest",
    "unseal",
    "verify_bundle",
    "verify_journal",
    "witness",
    "zip_of",
]
