"""The page of the record: what stands there, what is asked, what is taken along and handed in."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, get_args

from detente.core.journal import countersign, files_of, keys_of, parse_note, verify_bundle, witness
from tests.adapters.web.seeding import Seeded

REL = "aldgate-meridian"
AT = f"/r/{REL}/record/"
Enters = Callable[[str], Any]


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_every_entry_shows_both_zones_its_origin_and_its_hash(story: Seeded, enters: Enters) -> None:
    from detente.store import read

    page = words(enters("Elin Marsh").get(AT))
    newest = read.entries(story.viewer("Elin Marsh"))[-1]
    assert newest.leaf.hex()[:32] in page
    assert "UTC+1" in page
    assert "UTC+5:30" in page
    assert "filed by a person" in page
    assert "filed when its time ended; time-zone data" in page
    assert "No checkpoint is signed yet." in page


def test_a_filter_shows_what_it_names_and_nothing_else(enters: Enters) -> None:
    client = enters("Priya Nair")
    page = words(client.get(AT, {"matter": "M-014", "group": "statements"}))
    assert "F3, the version of Meridian" in page
    assert "counts as received" not in page
    assert "Download the bundle of M-014" in page
    assert "Nothing on record answers to this." in words(client.get(AT, {"clause": "no such clause"}))
    assert "The time of" in words(client.get(AT, {"group": "clocks", "clause": "escalation"}))


def test_days_are_those_of_the_readers_zone(enters: Enters) -> None:
    client = enters("Elin Marsh")
    page = words(client.get(AT, {"since": "2026-11-13", "until": "2026-11-13"}))
    assert 'datetime="2026-11-13' in page
    assert 'datetime="2026-11-12' not in page.replace('datetime="2026-11-12T23', "")


def test_a_bundle_of_a_matter_verifies_and_holds_no_other(story: Seeded, enters: Enters) -> None:
    client = enters("Priya Nair")
    answer = client.post(f"{AT}bundle/", {"matter": "M-014"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    keys = keys_of(client.get(f"{AT}keys.txt").content.decode())
    assert verify_bundle(answer.content, keys=keys).ok
    assert b"M-015" not in files_of(answer.content)["journal.jsonl"]


def test_a_bundle_of_everything_verifies_with_a_kept_checkpoint(enters: Enters) -> None:
    client = enters("Elin Marsh")
    assert client.post(f"{AT}sign/").status_code == 302
    size = words(client.get(AT)).split("checkpoints/")[1].split(".txt")[0]
    kept = parse_note(client.get(f"{AT}checkpoints/{size}.txt").content.decode())
    report = verify_bundle(client.post(f"{AT}bundle/", {}).content, kept=[kept])
    assert report.ok, report.lines
    assert report.whole


def test_a_bundle_is_never_made_by_a_get(enters: Enters) -> None:
    client = enters("Elin Marsh")
    assert client.get(f"{AT}bundle/").status_code == 405
    assert client.get(f"{AT}sign/").status_code == 405


def test_a_matter_that_is_not_there_is_answered_as_any_address_that_is_not(enters: Enters) -> None:
    client = enters("Elin Marsh")
    assert client.post(f"{AT}bundle/", {"matter": "M-999"}).status_code == 404
    assert client.get(f"{AT}checkpoints/7.txt").status_code == 404
    assert client.get("/r/another-pair/record/").status_code == 404


def test_a_first_yes_to_a_package_does_not_show_before_the_second(story: Seeded, enters: Enters) -> None:
    from detente.store import read
    from tests.adapters.web.seeding import at

    assert read.hidden(story.viewer("Priya Nair"), story.now) == frozenset()
    from detente.clerk.record import filing
    from detente.core.vocabulary.facts import ActDone

    elin = story.viewer("Elin Marsh")
    fields = {"run": "package", "act": "accept-package", "seat": "customer", "person": elin.person}
    with at(dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)), filing(story.key) as desk:
        desk.file(ActDone(**desk.stamp("M-014"), matter="M-014", values={}, **fields))  # written elsewhere
    assert len(read.hidden(story.viewer("Priya Nair"), story.now)) == 1
    assert read.hidden(story.viewer("Elin Marsh"), story.now) == frozenset()
    theirs = words(enters("Priya Nair").get(AT))
    assert "An answer is in; it shows when every side has answered." in theirs
    assert "accept package" not in theirs
    for asked in (f"person={elin.person}", "group=acts", "clause=package"):
        assert "An answer is in" not in words(enters("Priya Nair").get(f"{AT}?{asked}"))
    assert "accept package" in words(enters("Elin Marsh").get(AT))
    data = enters("Priya Nair").post(f"{AT}bundle/", {}).content
    assert verify_bundle(data).ok
    assert b'"act":"accept-package"' not in files_of(data)["journal.jsonl"]


def test_a_side_hands_in_its_key_and_a_countersigned_checkpoint(enters: Enters) -> None:
    client, own = enters("Elin Marsh"), witness("aldgate.example/witness", b"3" * 32)
    client.post(f"{AT}sign/")
    assert client.post(f"{AT}key/", {"key": own.key.text}).status_code == 302
    size = words(client.get(AT)).split("checkpoints/")[1].split(".txt")[0]
    note = parse_note(client.get(f"{AT}checkpoints/{size}.txt").content.decode())
    keys = keys_of(client.get(f"{AT}keys.txt").content.decode())
    signed = countersign(note, own, at=dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC), keys=keys)
    answer = client.post(f"{AT}countersign/", {"note": signed.text.replace("\n", "\r\n")})
    assert answer.status_code == 302
    page = words(client.get(AT))
    assert "</span> countersigned" in page
    assert "not countersigned yet" in page


def test_a_checkpoint_that_bears_no_signature_of_this_side_is_answered_beside_the_field(enters: Enters) -> None:
    client = enters("Elin Marsh")
    client.post(f"{AT}sign/")
    size = words(client.get(AT)).split("checkpoints/")[1].split(".txt")[0]
    text = client.get(f"{AT}checkpoints/{size}.txt").content.decode()
    answer = client.post(f"{AT}countersign/", {"note": text})
    assert answer.status_code == 422
    assert "bears no signature of a key that this side has handed in" in words(answer)
    assert client.post(f"{AT}key/", {"key": "nothing"}).status_code == 422


def test_a_neutral_takes_the_matter_along_and_not_the_whole_record(enters: Enters) -> None:
    client = enters("Ines Falk")
    assert client.get(AT).status_code == 200
    assert client.post(f"{AT}bundle/", {}).status_code == 422


def test_every_kind_of_entry_is_told_in_a_sentence_and_none_by_its_name() -> None:
    from detente.adapters.web.record import words as telling
    from detente.core.vocabulary.facts import Fact

    apart = {"AccessEnded", "InvitationMade", "InvitationTaken", "NoteWritten", "YesTakenBack"}  # in other rooms
    by_hand = {"ActDone", "PersonAppointed", "PersonLeft"}
    told = {kind.__name__ for kind in telling._SAYS}
    assert {kind.__name__ for kind in get_args(Fact)} - told - by_hand - apart == set()


def test_a_neutral_reads_what_the_number_of_entries_counts(enters: Enters) -> None:
    page = words(enters("Ines Falk").get(AT))
    assert "Here stand the entries of the matters you were asked into." in page
    assert re.search(r"The whole record counts \d+ entries\.", page)
    assert "The whole record counts" not in words(enters("Elin Marsh").get(AT))
