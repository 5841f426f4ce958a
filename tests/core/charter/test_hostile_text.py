"""Whatever the bytes of a charter hold, checking them ends in findings: soon, in little room, without a traceback."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.core.charter.source import plain, read_source
from detente.core.procedures.checks import check

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
GOLDEN = ROOT / "src" / "detente" / "charters" / "golden" / "charter.yaml"
SMALL = ROOT / "tests" / "cases" / "small-charter.yaml"
EXAMPLES = sorted((ROOT / "tests" / "cases" / "language" / "examples").glob("*.yaml"))
# What only looks dangerous: two kinds of line ends, no last line end, nine levels of terms, a phrase over two lines.
HARMLESS = {"bytes: mixed ends", "bytes: no end", "deep terms", "time: newline", "time: tab"}
CPU_MAX_S, MEMORY_MAX_MB, SAYS_MAX = 2.0, 200, 405


@pytest.fixture(scope="module")
def became() -> dict[str, Any]:
    """What became of every hostile text, each in a process of its own with 2 s and 200 MB."""
    run = subprocess.run([sys.executable, str(HERE / "hostile.py")], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_there_are_enough_hostile_texts(became: dict[str, Any]) -> None:
    assert len(became) >= 300


def test_no_hostile_text_ends_in_a_traceback(became: dict[str, Any]) -> None:
    assert {name: each["raised"] for name, each in became.items() if "raised" in each} == {}


def test_every_hostile_text_ends_in_findings(became: dict[str, Any]) -> None:
    assert {name for name, each in became.items() if not each.get("codes")} == HARMLESS


def test_every_finding_has_a_code_of_ours_and_can_be_read(became: dict[str, Any]) -> None:
    codes = {code for each in became.values() for code in each.get("codes", [])}
    assert [code for code in codes if not re.fullmatch(r"[A-Z]{3}\d{3}", code)] == []
    assert [name for name, each in became.items() if each.get("longest", 0) > SAYS_MAX] == []


def test_no_hostile_text_takes_long_or_much(became: dict[str, Any]) -> None:
    assert [name for name, each in became.items() if each["cpu_s"] > CPU_MAX_S] == []
    assert [name for name, each in became.items() if each["memory_mb"] > MEMORY_MAX_MB] == []


def test_the_golden_charter_reads_clean_beside_them() -> None:
    assert check(GOLDEN.read_bytes()).clean


def readable(data: bytes) -> None:
    """Check some bytes; every finding must be one of ours, and stand somewhere."""
    for finding in check(data).findings:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", finding.code), finding
        assert finding.says.strip()
        assert finding.place.line >= 1


lean = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
WORDS = st.sampled_from([
    "settle", "serve plan", "plan", "both", "either", "each", "3 weeks", "3 days", "10 working days after plan",
    "end done", "end waived", "stays overdue", "nothing", "as if settle", "start x", "tell both", "count rounds",
    "rounds >= 2", "otherwise", "2026-02-30", "yes", "all open", "5.00 EUR", "x", "y", "z", "", "~",
    "opening of z", "limitation date", "mediator only", "raise x", "close z", "when sent",
])  # fmt: skip
KEYS = st.sampled_from([
    "procedures", "opens", "terms", "who", "may", "must", "when", "runs", "by", "from", "every", "if", "then",
    "else", "either way", "states", "meanwhile", "anytime", "always", "times", "x", "y", "z", "values", "acts",
    "parties", "roles", "calendars", "library", "limitation", "extension", "while open", "failing that",
    "at least", "name", "people", "earlier of", "later of", "any of", "customer",
])  # fmt: skip
TREES = st.recursive(
    WORDS | st.text(max_size=12),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS | st.text(max_size=8), below, max_size=5),
    max_leaves=25,
)


@lean
@given(st.binary(max_size=300))
def test_random_bytes_are_checked_without_a_traceback(data: bytes) -> None:
    readable(data)


@lean
@given(st.text(alphabet="abc:,-?{}[]&*!|>'\"%@#\\ \n\t~<=.0129", max_size=120))
def test_random_signs_of_yaml_are_checked_without_a_traceback(text: str) -> None:
    readable(text.encode())


@lean
@given(TREES, TREES, st.dictionaries(KEYS, TREES, max_size=6))
def test_random_structures_are_checked_without_a_traceback(opens: Any, term: Any, top: dict[str, Any]) -> None:
    procedures = {"x": {"opens": opens, "terms": {"y": term, "z": {"who": "both", "may": "settle"}}}}
    readable(written({"procedures": procedures} | top))
    readable(
        written(
            {"procedures": {"x": {"opens": {"who": "both", "may": "serve plan", "then": "z"}, "terms": {"z": term}}}}
        )
    )


@lean
@given(st.sampled_from([SMALL, *EXAMPLES]), st.data())
def test_texts_with_a_span_taken_out_doubled_or_replaced_are_checked(file: Path, data: st.DataObject) -> None:
    readable(cut(file.read_text(encoding="utf-8"), data).encode())


@lean
@given(st.sampled_from([SMALL, *EXAMPLES]), st.data())
def test_charters_with_values_of_the_wrong_shape_are_checked(file: Path, data: st.DataObject) -> None:
    readable(written(misshapen(file, data)))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_the_golden_charter_cut_or_misshapen_is_checked(data: st.DataObject) -> None:
    readable(cut(GOLDEN.read_text(encoding="utf-8"), data).encode())
    readable(written(misshapen(GOLDEN, data)))


def cut(text: str, data: st.DataObject) -> str:
    """Return the text with some spans taken out, doubled, or replaced by another span of it."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 60)))
        other = data.draw(st.integers(0, len(text)))
        instead = data.draw(st.sampled_from(["", text[start:end] * 2, text[other : other + end - start]]))
        text = text[:start] + instead + text[end:]
    return text


def misshapen(file: Path, data: st.DataObject) -> Any:
    """Return a charter's tree in which some values are replaced by others, of another shape or from another place."""
    source = read_source(file.read_bytes())
    assert source.root is not None
    tree = plain(source.root)
    for _ in range(data.draw(st.integers(1, 4))):
        places = list(spots(tree))
        holder, key = data.draw(st.sampled_from(places))
        elsewhere, there = data.draw(st.sampled_from(places))
        kept = holder[key]
        choices = [[kept], {"x": kept}, "x", [], {}, "", json.loads(json.dumps(elsewhere[there]))]
        holder[key] = data.draw(st.sampled_from(choices) | TREES)
    return tree


def spots(tree: Any) -> list[tuple[Any, Any]]:
    """Return every place of a tree as the collection and the key in it."""
    found = []
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        found += [(tree, key), *spots(tree[key])]
    return found


def written(tree: Any) -> bytes:
    """Return a tree as YAML in its flow form."""
    return json.dumps(tree, ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass")
