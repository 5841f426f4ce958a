"""What a bundle says: the table, the pages, the selection, and how long a large one takes."""

import csv
import datetime as dt
import io
import time
import tracemalloc
from types import ModuleType
from typing import Any

import msgspec
import pypdf
import pytest

from detente.adapters.evidence import Contents, make_bundle
from detente.adapters.evidence.table import facts_csv, safe
from detente.core.journal import files_of, sign_manifest, verify_bundle
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import CharterVersion, MessageSent, Sealed

HOSTILE = [
    "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\n=1", "＝1", "\ufeff=1",
    "a\tb", "he said \"no\", and left\nat once", "\u2028=1",
]  # fmt: skip


def told(contents: Contents, says: str) -> Contents:
    items = tuple(msgspec.structs.replace(item, says=says, who=says) for item in contents.items)
    return msgspec.structs.replace(contents, items=items, pictures=(), charters=())


def pdf_of(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(files_of(data)["bundle.pdf"]))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_cell_of_the_table_begins_as_a_formula_does(making: ModuleType, text: str) -> None:
    contents = told(making.contents("M-014"), text)
    table = facts_csv(contents).decode()
    for row in csv.reader(io.StringIO(table, newline="")):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)
    assert verify_bundle(make_bundle(contents, lambda data: sign_manifest(data, making.HOST))).ok


def test_a_harmless_text_stays_as_it_is() -> None:
    assert safe("13.4 % of letters were late") == "13.4 % of letters were late"


@pytest.mark.parametrize(
    "text",
    ["日本語", "done 🙂", "العربية שלום", '#eval("1") $x$ *b* <b> [x] @ref', "nought \0 bell \7", "\ufffe\ue000"],
    ids=ascii,
)
def test_whatever_people_write_the_pages_are_made(making: ModuleType, text: str) -> None:
    contents = told(making.contents("M-014"), text)
    assert verify_bundle(make_bundle(contents, lambda data: sign_manifest(data, making.HOST))).ok


def test_a_sign_without_a_glyph_stands_as_its_number(making: ModuleType) -> None:
    contents = told(making.contents("M-014"), "late 日")
    made = pdf_of(make_bundle(contents, lambda data: sign_manifest(data, making.HOST)))
    assert "late [U+65E5]" in "".join(page.extract_text() for page in made.pages)


def test_every_page_bears_its_number_and_its_text_can_be_searched(bundle: bytes) -> None:
    pages = pdf_of(bundle).pages
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()
        assert page.mediabox.width < page.mediabox.height
        assert page.rotation == 0


def test_every_section_and_charter_is_a_bookmark_on_its_page(bundle: bytes) -> None:
    made = pdf_of(bundle)
    tops = [one for one in made.outline if not isinstance(one, list)]
    assert [str(one.title).split(" ", 1)[1] for one in tops] == [
        "Certificate of the process", "Facts", "Statements", "Clocks: why this time", "Ladders", "Charter, version 3",
    ]  # fmt: skip
    for one in tops:
        number = made.get_destination_page_number(one)
        assert number is not None
        assert str(one.title).split(" ", 1)[1] in made.pages[number].extract_text()


def test_every_line_of_the_index_is_a_link(bundle: bytes) -> None:
    made = pdf_of(bundle)
    index = next(
        page for page in made.pages if page.extract_text().count("....") > 5 or "Contents" in page.extract_text()
    )
    links = [one.get_object() for one in index.get("/Annots", [])]
    assert len(links) > 10
    assert {one["/Subtype"] for one in links} == {"/Link"}


def test_the_pages_are_archival_and_list_the_hash_of_every_other_file(bundle: bytes) -> None:
    from hashlib import sha256

    files = files_of(bundle)
    assert b"pdfaid" in files["bundle.pdf"]
    text = "".join(page.extract_text() for page in pdf_of(bundle).pages).replace("\n", "").replace(" ", "")
    for name, data in files.items():
        if name not in ("bundle.pdf", "manifest.json", "manifest.note"):
            assert sha256(data).hexdigest() in text, name


def test_the_pages_show_both_zones_both_versions_and_the_days_that_counted(making: ModuleType) -> None:
    made = pdf_of(making.bundle(making.contents("M-014")))
    text = " ".join("".join(page.extract_text() for page in made.pages).split())
    assert "Mon 9 Nov 2026, 09:40 (UTC+1) / Mon 9 Nov 2026, 14:10 (UTC+5:30)" in text
    assert "M-014 F3: contested, both versions" in text
    assert "ended Fri 13 Nov 2026, 14:00 (UTC+1) / Fri 13 Nov 2026, 18:30 (UTC+5:30)" in text
    assert "Tue 10 Nov 2026not countedDiwali Balipratipada, meridian" in text.replace(" not", "not").replace(
        "ed Diw", "edDiw"
    )


def test_a_selection_holds_its_matter_and_no_word_of_another(making: ModuleType) -> None:
    data = files_of(making.bundle(making.contents("M-014")))
    assert {item.matter for item in making.contents("M-014").items} == {"", "M-014"}
    for other in (b"M-015", b"C-209", b"A-061"):
        assert other not in data["journal.jsonl"]
        assert other not in data["facts.csv"]


def test_days_choose_what_is_shown_and_the_journal_stays_whole(making: ModuleType) -> None:
    since = dt.datetime(2026, 11, 13, tzinfo=dt.UTC)
    until = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
    made = making.contents_of(making.source(), making.Selection("", since, until), making.MAKING)
    assert 0 < len(made.items) < 10
    assert all(since <= item.at < until for item in made.items)
    report = verify_bundle(making.bundle(made), keys=making.KEYS)
    assert report.ok
    assert report.facts == len(making.golden()[0])


def test_a_matter_nobody_opened_has_no_bundle(making: ModuleType) -> None:
    with pytest.raises(BadInput, match="'M-999' is no matter of this record"):
        making.contents_of(making.source(), making.Selection("M-999"), making.MAKING)


def test_a_record_without_a_checkpoint_has_no_bundle(making: ModuleType) -> None:
    lines = tuple(line for line in making.source().lines if line.startswith(b'{"fact"'))
    with pytest.raises(BadInput, match="sign one first"):
        making.contents_of(making.Source(lines, making.KEYS), making.Selection(), making.MAKING)


def test_a_text_without_its_key_is_said_to_be_sealed(making: ModuleType) -> None:
    source = msgspec.structs.replace(making.source(), texts={})
    made = making.contents_of(source, making.Selection("M-014"), making.MAKING)
    assert "[sealed: its key is not this reader's, or was destroyed]" in " ".join(item.says for item in made.items)


def test_a_bundle_of_two_thousand_facts_is_made_in_seconds(making: ModuleType) -> None:
    source = _long_source(making, 2_000)
    tracemalloc.start()
    began = time.process_time()
    contents = making.contents_of(source, making.Selection(), making.MAKING)
    data = making.bundle(contents)
    took, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(contents.items) == 2_000
    assert verify_bundle(data, keys=making.KEYS).ok
    assert took < 60
    assert peak < 150_000_000


def _long_source(making: ModuleType, count: int) -> Any:
    facts, texts = list(making.golden()[0]), dict(making.golden()[1])
    charter, at = CharterVersion(facts[-1].charter.sha256, 3), facts[-1].at
    for seq in range(len(facts), count):
        texts[f"joint/{seq}", "text"] = f"Message {seq}: the tax lines of the October invoices were checked again."
        box = Sealed(making.golden()[0][22].text.sealed)
        facts.append(
            MessageSent(
                id=f"joint/{seq}", at=at + dt.timedelta(minutes=seq), charter=charter, matter="M-014",
                message=f"S{seq}", party="customer", person="p-2", text=box,
            )
        )  # fmt: skip
    lines, _ = making.journal(tuple(facts))
    return making.Source(tuple(lines), making.KEYS, texts)
