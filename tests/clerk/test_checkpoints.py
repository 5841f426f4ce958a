"""Checkpoints of a live relationship: signed by the host, countersigned elsewhere, taken back; bundles under them."""

import datetime as dt
from pathlib import Path

import pytest

from detente.core.journal import countersign, host, parse_note, verify_bundle, verify_journal, witness
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from tests.databases import Database

CHARTER = Path(__file__).parents[2] / "src" / "detente" / "charters" / "golden" / "charter.yaml"
AT = dt.datetime(2026, 11, 9, 8, 40, tzinfo=dt.UTC)
SIGNED_AT = dt.datetime(2026, 11, 10, 8, tzinfo=dt.UTC)

CONCERN = {
    "what happened": "From 12 Oct to 6 Nov, 4,180 of 31,200 invoices took longer than 2 working days.",
    "what it affects": "Suppliers charge interest.",
    "what is needed": "The share of late invoices back under 5 %.",
    "what is asked for": "A plan by the end of November.",
    "cause": "2026-10-12",
}


@pytest.fixture
def rel(database: Database) -> str:
    from detente import clerk

    return clerk.begin(CHARTER.read_text(encoding="utf-8"), host="detente.example", at=AT)


def seat(rel: str, party: str, name: str):
    from detente.store import read

    ruled = read.ruled(rel)
    return read.seated(ruled, "Aldgate and Meridian", person=ruled.number(name), name=name, party=party)


def customer(rel: str):
    return seat(rel, "customer", "Tom Okafor")


def test_a_checkpoint_covers_what_stands_there_and_is_signed_once(rel: str) -> None:
    from detente import clerk
    from detente.store import read

    viewer = customer(rel)
    note = clerk.sign_checkpoint(viewer)
    assert note.checkpoint.size == read.head(viewer).size
    assert clerk.sign_checkpoint(viewer) == note
    report = verify_journal(read.raw(viewer), keys=read.keys_of(viewer), kept=[note])
    assert report.ok, report.lines
    assert report.signatures == 1


def test_a_side_countersigns_elsewhere_and_hands_the_note_back(rel: str) -> None:
    from detente import clerk
    from detente.store import read

    viewer, own = customer(rel), witness("aldgate.example/witness", b"7" * 32)
    clerk.add_witness(viewer, own.key.text)
    note = clerk.sign_checkpoint(viewer)
    signed = countersign(note, own, at=SIGNED_AT, keys=read.keys_of(viewer))
    assert clerk.take_countersigned(viewer, signed.text) == signed
    assert clerk.take_countersigned(viewer, signed.text) == signed
    assert [len(one.note.signatures) for one in read.checkpoints(viewer)] == [2]


def test_a_signature_of_a_key_that_this_side_has_not_handed_in_is_not_taken(rel: str) -> None:
    from detente import clerk
    from detente.store import read

    own = witness("aldgate.example/witness", b"7" * 32)
    clerk.add_witness(customer(rel), own.key.text)
    note = clerk.sign_checkpoint(customer(rel))
    signed = countersign(note, own, at=SIGNED_AT, keys=read.keys_of(customer(rel)))
    with pytest.raises(BadInput, match="this side has handed in"):
        clerk.take_countersigned(seat(rel, "provider", "Priya Nair"), signed.text)
    other = witness("aldgate.example/witness", b"8" * 32)
    with pytest.raises(BadInput, match="another seat's name"):
        clerk.add_witness(seat(rel, "provider", "Priya Nair"), other.key.text)


def test_a_checkpoint_with_another_root_is_not_taken(rel: str) -> None:
    from detente import clerk

    note = clerk.sign_checkpoint(customer(rel))
    with pytest.raises(BadInput, match="two roots of one size prove two records"):
        clerk.take_countersigned(customer(rel), note.text.replace(note.text.split("\n")[2], "A" * 43 + "="))
    with pytest.raises(BrokenJournal):
        clerk.take_countersigned(customer(rel), "something else")


def test_the_hosts_key_cannot_pass_for_a_witness(rel: str) -> None:
    from detente import clerk

    with pytest.raises(BadInput, match="no witness's key"):
        clerk.add_witness(customer(rel), host("detente.example/aldgate-meridian/joint", b"1" * 32).key.text)
    with pytest.raises(BadInput, match="no witness's key"):
        clerk.add_witness(customer(rel), witness("detente.example/aldgate-meridian/joint", b"1" * 32).key.text)


def test_a_live_record_makes_bundles_that_verify_with_a_kept_checkpoint(rel: str) -> None:
    from detente import clerk
    from detente.adapters.evidence.live import bundle_of
    from detente.store import read

    viewer = customer(rel)
    kept = clerk.sign_checkpoint(viewer)
    done = clerk.open_matter(viewer, "serve concern", CONCERN)
    matter = done.fact.matter
    clerk.make_statement(viewer, matter, "4,180 of 31,200 invoices were late in October.")
    keys = read.keys_of(viewer)
    for chosen in ("", matter):
        report = verify_bundle(bundle_of(viewer, chosen), keys=keys, kept=[parse_note(kept.text)])
        assert report.ok, report.lines
        assert report.kept == 1
        assert report.whole == (not chosen)


def test_the_command_writes_a_bundle_that_verifies(rel: str, tmp_path: Path) -> None:
    from detente.adapters.cli.main import main

    assert rel
    assert main(["bundle", "--as", "Tom Okafor", "-o", str(tmp_path / "b.zip")]) == 0
    assert main(["verify", str(tmp_path / "b.zip")]) == 0
    assert main(["bundle", "--as", "Tom Okafo", "-o", str(tmp_path / "c.zip")]) == 2
