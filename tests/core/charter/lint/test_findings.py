"""Every page of src/detente/findings is a case: Found gives the finding in its words, Mended does not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from detente.core.charter.lint.every import RULES as TEXT_RULES
from detente.core.charter.source import plain, read_source
from detente.core.procedures.checks import check
from detente.core.procedures.checks.every import RULES as TABLE_RULES
from detente.core.simulation.explore import explore

ROOT = Path(__file__).resolve().parents[4]
SHIPPED = sorted(
    file
    for file in (ROOT / "src/detente/charters").rglob("*.yaml")
    if file.name != "timeline.yaml" and "story" not in file.parts
)
PAGES = ROOT / "src" / "detente" / "findings"
CORE = ROOT / "src" / "detente" / "core"
VARIANTS = ROOT / "tests" / "cases" / "findings.yaml"
SMALL = ROOT / "tests" / "cases" / "small-charter.yaml"
# Where the codes that are no rules' are given: the reader, the schema, the phrases, the acknowledgements, the search.
READERS = [
    *CORE.glob("charter/source/*.py"), *CORE.glob("charter/phrases/*.py"), *CORE.glob("charter/model/*.py"),
    CORE / "charter/parse.py", CORE / "procedures/checks/check.py",
    *CORE.glob("simulation/explore/properties/*.py"),
]  # fmt: skip
SHAPE = re.compile(
    r"# (?P<code>[A-Z]{3}\d{3}): (?P<title>[^\n]+)\nseverity: (?P<severity>error|warning|note)\n\n(?P<prose>.+?)\n\n"
    r"## Found\n```(?P<kind>yaml|yaml charter|python)\n(?P<found>.*?)\n```\nSays: (?P<says>[^\n]+)\n\n"
    r"## Mended\n```(?P=kind)\n(?P<mended>.*?)\n```\n",
    re.DOTALL,
)
RULES = {rule.code: rule for rule in (*TEXT_RULES, *TABLE_RULES)}


class Page(NamedTuple):
    """A page of the catalogue, taken apart."""

    code: str
    title: str
    severity: str
    prose: str
    kind: str
    found: str
    says: str
    mended: str


def names() -> list[str]:
    return sorted(page.stem for page in PAGES.glob("*.md"))


def page(code: str) -> Page:
    shape = SHAPE.fullmatch((PAGES / f"{code}.md").read_text(encoding="utf-8"))
    assert shape, f"{code}.md has not the shape of a page"
    return Page(**shape.groupdict())


def charter_of(block: str, kind: str) -> bytes:
    """Return the bytes a block stands for."""
    if kind == "python":
        return bytes(eval(block))
    if kind == "yaml":
        return f"{block}\n".encode()
    source, patch = read_source(SMALL.read_bytes()), read_source(block.encode())
    assert source.root, source.findings
    assert patch.root, patch.findings
    return json.dumps(merged(plain(source.root), plain(patch.root)), ensure_ascii=False, indent=1).encode()


def merged(below: Any, above: Any) -> Any:
    """Return `below` with `above` laid over it: mappings key by key, `~remove` takes a key out, all else replaces."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    keys = dict.fromkeys([*below, *above])
    return {
        key: merged(below.get(key), above[key]) if key in above else below[key]
        for key in keys
        if above.get(key) != "~remove"
    }


def given(code: str, block: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield severity and words of each finding of that code."""
    report = check(charter_of(block, kind))
    searched = explore(report.compiled).findings if code.startswith("EXP") and report.compiled else ()
    for finding in (*report.findings, *(shown.finding for shown in searched)):
        if finding.code == code:
            yield finding.severity.value, f"{finding.says} {finding.cure}".strip()


@pytest.mark.parametrize("code", names())
def test_the_text_of_a_page_gives_its_finding_in_exactly_its_words(code: str) -> None:
    its = page(code)
    assert its.code == code
    assert (its.severity, its.says) in list(given(code, its.found, its.kind))


@pytest.mark.parametrize("code", names())
def test_the_mended_text_of_a_page_is_rid_of_the_finding(code: str) -> None:
    its = page(code)
    assert list(given(code, its.mended, its.kind)) == []
    assert check(charter_of(its.mended, its.kind)).document.charter is not None, "the mended text cannot be read"


@pytest.mark.parametrize("code", names())
def test_a_page_has_the_title_of_its_rule_and_says_enough(code: str) -> None:
    its = page(code)
    if code in RULES:
        assert its.title == RULES[code].title
    assert 2 <= len(re.findall(r"[.?](?=\s|$)", its.prose)) <= 7


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_finding_stands_where_the_charter_has_a_place(code: str) -> None:
    its = page(code)
    report = check(charter_of(its.found, its.kind))
    assert report.compiled
    subject = report.document if RULES[code] in TEXT_RULES else report.compiled
    for hit in RULES[code].check(subject):
        node: Any = plain(report.document.source.root)
        for step in hit.path:
            assert step in node if isinstance(node, dict) else isinstance(step, int), f"{hit.path} is not there"
            node = node[step]


def variants() -> list[Any]:
    source = read_source(VARIANTS.read_bytes().replace(b"- code", b"cases:\n- code", 1))
    assert source.root, source.findings
    return list(plain(source.root)["cases"])


@pytest.mark.parametrize("case", variants(), ids=lambda case: case["code"])
def test_a_rule_says_the_other_things_it_looks_for_in_exactly_these_words(case: dict[str, str]) -> None:
    kind, block = ("yaml", case["part"]) if "part" in case else ("yaml charter", case["charter"])
    assert case["says"] in [words for _, words in given(case["code"], block, kind)]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    written = {code for file in READERS for code in re.findall(r'"([A-Z]{3}\d{3})"', file.read_text(encoding="utf-8"))}
    assert set(names()) == written | set(RULES)


def test_no_two_rules_share_a_code() -> None:
    assert len(RULES) == len(TEXT_RULES) + len(TABLE_RULES)


def test_no_finding_blames_or_shouts() -> None:
    words = " ".join(page(code).says for code in names()).lower()
    assert re.findall(r"\b(invalid|illegal|wrong|you|your|must not|please)\b|!(?=\s|$)", words) == []


def test_the_small_charter_is_clean() -> None:
    assert [finding for finding in check(SMALL.read_bytes()).findings if finding.open] == []


def test_the_golden_charter_has_one_warning_and_both_sides_know_it() -> None:
    report = check((ROOT / "src" / "detente" / "charters" / "golden" / "charter.yaml").read_bytes())
    assert report.clean
    known = [(finding.code, finding.place.path) for finding in report.findings if finding.acknowledged]
    assert known == [("ESC004", "roles.executive.provider.deputies")]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "tests/cases/language/examples").glob("*.yaml")), ids=lambda file: file.stem
)
def test_the_examples_of_the_language_have_no_error(file: Path) -> None:
    assert [finding for finding in check(file.read_bytes()).findings if finding.severity == "error"] == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_charters_of_the_library_are_clean(file: Path) -> None:
    assert [finding for finding in check(file.read_bytes()).findings if finding.open] == []
