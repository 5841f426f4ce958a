"""`fmt`: one writing for every phrase; comments, order and layout stay."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.charter.formatting import formatted, scalar
from detente.core.charter.model import data_of
from detente.core.charter.parse import parse
from detente.core.charter.source import plain, read_source

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(
    file
    for file in ROOT.joinpath("src/detente/charters").rglob("*.yaml")
    if file.name != "timeline.yaml" and "story" not in file.parts
)
TEXTS = sorted(
    [
        *ROOT.joinpath("tests/cases/language/examples").glob("*.yaml"),
        *SHIPPED,
    ]
)


def test_the_golden_charter_is_left_as_it_is(golden):
    assert formatted(parse(golden)) == golden.decode()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_formatting_says_the_same_and_a_second_time_changes_nothing(path):
    document = parse(path.read_bytes())
    text = formatted(document)
    again = parse(text.encode())

    assert again.findings == []
    assert data_of(again.charter) == data_of(document.charter)
    assert formatted(again) == text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_charter_stands_in_its_one_writing(path):
    assert formatted(parse(path.read_bytes())) == path.read_text(encoding="utf-8")


def test_phrases_take_their_one_form_and_comments_stay():
    text = """# why we do this
procedures:
  x:   # the ladder
    opens: {who: either, may: serve notice, then: [a]}   # one consequence
    terms:
      a: {who: both, may: settle, by: "1 working days  after serve notice", else: [ b ]}\x20\x20
      b: {who: either, may: start proceedings, then: end in court}"""
    expected = """# why we do this
procedures:
  x:   # the ladder
    opens: {who: either, may: serve notice, then: a}   # one consequence
    terms:
      a: {who: both, may: settle, by: 1 working day after notice, else: b}
      b: {who: either, may: start proceedings, then: end in court}
"""
    assert formatted(parse(text.encode())) == expected


def test_the_line_ends_of_a_text_that_has_one_kind_throughout_are_kept(golden):
    text = golden.decode().replace("\n", "\r\n")

    assert formatted(parse(text.encode())) == text
    assert formatted(parse(text.replace("\r\n", "\n", 1).encode())) == golden.decode()


def test_the_glossary_is_filled_and_what_stands_there_is_never_changed(golden):
    text = golden.decode().replace("accept change: accept-change, ", "").replace("add nothing", "")
    filled = formatted(parse(text.encode()))

    assert "accept change: accept-change" in filled
    assert parse(filled.encode()).charter.acts == parse(golden).charter.acts


def test_a_slug_frozen_long_ago_survives(golden):
    text = golden.decode().replace("accept change: accept-change", "accept change: cr-accepted")

    assert "accept change: cr-accepted" in formatted(parse(text.encode()))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40))
def test_whatever_is_written_as_a_scalar_reads_back_the_same(text):
    source = read_source(f"a: {{b: {scalar(text)}}}\n".encode())

    assert source.findings != [] or plain(source.root) == {"a": {"b": text}}
