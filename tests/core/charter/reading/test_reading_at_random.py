"""The rendering of charters nobody would write: made at random, tampered with, or no charter at all."""

import importlib.util
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from detente.core.charter.model import Charter, Rules, data_of
from detente.core.charter.parse import parse
from detente.core.charter.reading import (
    checked_text,
    first_difference,
    parse_html,
    parse_text,
    render_html,
    render_text,
)
from detente.core.charter.reading.atoms import atom, read_atom
from detente.core.vocabulary.errors import BadCharter

_spec = importlib.util.spec_from_file_location("charters_at_random", Path(__file__).with_name("charters_at_random.py"))
assert _spec
assert _spec.loader
at_random = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(at_random)
built, parts, texts = at_random.built, at_random.parts, at_random.texts

ROOT = Path(__file__).resolve().parents[4]
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
EXAMPLES = ROOT / "tests/cases/language/examples"
LADDER = EXAMPLES / "ladder.yaml"
TAMPERED = [LADDER, EXAMPLES / "rectification.yaml", ROOT / "src/detente/charters/procedures/nec4-w1.yaml"]
RIGHT_TO_LEFT = "\u0590-\u08ff"
CALM = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@cache
def charter_in(file: Path) -> Rules:
    charter = parse(file.read_bytes()).charter
    assert charter is not None, file
    return charter


@given(parts())
@CALM
def test_any_part_the_language_takes_reads_back(data: dict[str, Any]) -> None:
    charter = built(data)
    assume(charter is not None)
    assert charter is not None
    assert first_difference(data_of(charter), parse_text(checked_text(charter))) is None
    assert first_difference(data_of(charter), parse_html(render_html(charter))) is None


@given(texts, texts)
@example("a", "a\n\n1  b")
@example("none", "“”")
@example("0", ".’")
@example(".’", "0")
@CALM
def test_free_texts_in_the_sections_read_back(one: str, other: str) -> None:
    data = data_of(charter_in(GOLDEN))
    small = {key: item for key, item in data.items() if key not in ("procedures", "acts", "service_levels", "pricing")}
    small["procedures"] = {name: data["procedures"][name] for name in ("improvement", "rectification")}
    small |= {"name": one, "ring_fence": {"commitments": [one, other], "text": other}}
    small["people"] = {one: {"of": "customer", "title": other}}
    small["litigation"] = {"gate": [other, one], "forum": one, "law": other}
    small["notices"] = {**small["notices"], "methods": {"post": {"received": one, "otherwise": other, "unless": [one]}}}
    small["credits"] = {**data["credits"], "relief": {one: other}, "form": one}
    small["pricing"] = {"charges": {"paid by": one}, "gain share": {other: one}}
    small["feedback"] = {**data["feedback"], "about": [one, other], "shown to": other}
    charter = built(small, Charter)
    assert charter is not None
    assert first_difference(data_of(charter), parse_text(checked_text(charter))) is None


def is_noticed(changed: str, read: Callable[[str], dict[str, Any]], charter: Rules) -> bool:
    """Return whether a changed text is refused, with its line, or means something else."""
    try:
        found = read(changed)
    except BadCharter as error:
        return re.match(r"line \d+: ", str(error)) is not None
    return first_difference(data_of(charter), found) is not None


LETTERS = st.sampled_from([*"5aZ .,”“(:\n", "not ", "", "day"])


@given(st.sampled_from(TAMPERED), st.floats(0, 1, exclude_max=True), LETTERS)
@settings(CALM, max_examples=150)
def test_a_changed_letter_or_word_is_refused_or_means_something_else(file: Path, where: float, put: str) -> None:
    charter = charter_in(file)
    text = render_text(charter)
    at = int(where * len(text))
    letter = text[:at] + put + text[at + 1 :]
    word = text[:at] + re.sub(r"\S+", lambda _: put, text[at:], count=1)
    assert all(changed == text or is_noticed(changed, parse_text, charter) for changed in (letter, word))


@given(st.floats(0, 1, exclude_max=True), st.sampled_from([*"5a<>&", " hidden", "<!-- x -->", ""]))
@settings(CALM)
def test_a_changed_page_is_refused_or_means_something_else(where: float, put: str) -> None:
    charter = charter_in(LADDER)
    page = render_html(charter)
    at = int(where * len(page))
    changed = page[:at] + put + page[at + 1 :]
    assert changed == page or is_noticed(changed, parse_html, charter)


@given(st.text(max_size=60))
@example("Charter\n\n" + "".join(f"{'1.' * depth}1  x.\n\n" for depth in range(60)))
@example("Part of a charter\n\n1  Procedure: x\n\n1.1  y. This waits until " + "the earlier of (" * 2000 + ".\n")
@example("Part of a charter\n\n1  Procedure: x\n\n1.1  Opening. .\n")
@example("Part of a charter\n\n1  Procedure: \n")
def test_a_text_that_is_no_charter_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(BadCharter, match=r"^line \d+: "):
        parse_text(text)


@given(texts)
def test_an_atom_reads_back_and_hides_nothing(text: str) -> None:
    shown = atom(text)
    assert next(read_atom(shown, 0)) == (text, len(shown))
    assert not re.search("[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\xa0]", shown)


@given(parts())
@CALM
def test_a_reader_sees_the_words_in_the_order_in_which_they_are_read(data: dict[str, Any]) -> None:
    charter = built(data)
    assume(charter is not None)
    assert charter is not None
    for told in render_text(charter).split("\n"):
        assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", told)
        outside = re.sub(r"“(?:[^“”\\]|\\.)*”", "“”", told)
        assert not re.search(f"[{RIGHT_TO_LEFT}]", outside)
        for match in re.finditer(rf"“((?:[^“”\\]|\\.)*[{RIGHT_TO_LEFT}](?:[^“”\\]|\\.)*)”", told):
            assert told[: match.start()].endswith("[right to left ")
            assert told[match.end() :].startswith(" end]")
