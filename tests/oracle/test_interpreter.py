"""Every dated micro-case of the language holds in the naive interpreter."""

import ast
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.nodes import ScalarNode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracle.counting import read_instant
from oracle.generate import generate
from oracle.interpreter import Observation, run

CASES = Path(__file__).resolve().parents[1] / "cases" / "language" / "cases.yaml"


class TextConstructor(SafeConstructor):
    """Reads every scalar as the text it is."""

    def construct_scalar(self, node: Any) -> Any:
        return str(node.value)

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if isinstance(node, ScalarNode):
            return str(node.value)
        return super().construct_object(node, deep=deep)


def read(path: Path) -> dict[str, Any]:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = TextConstructor
    return yaml.load(path.read_text(encoding="utf-8"))


FILE = read(CASES)
READINGS = read(Path(__file__).with_name("readings.yaml"))


def told_of(entry: dict[str, Any], seen: Observation) -> dict[str, tuple[Any, Any]]:
    """Per key of an expectation: what is expected, what the interpreter sees."""
    found: dict[str, tuple[Any, Any]] = {}
    for key, wanted in entry.items():
        if key in ("due", "from"):
            clocks = seen.due if key == "due" else seen.start
            dates = {name: None if at == "none" else read_instant(at) for name, at in wanted.items()}
            found[key] = dates, {name: clocks.get(name, "absent") for name in wanted}
        elif key in ("open", "missed", "lost", "told"):
            found[key] = sorted(wanted), sorted(getattr(seen, key))
        elif key == "effects":
            found[key] = wanted, [effect for effect in wanted if effect in seen.effects]
        elif key == "counters":
            found[key] = {name: int(number) for name, number in wanted.items()}, {n: seen.counters[n] for n in wanted}
        elif key == "ended" or key == "refused":
            found[key] = wanted, getattr(seen, key)
    return found


def check(case: dict[str, Any]) -> None:
    seen = run(case, FILE["setting"])
    pairs = [told_of(entry, one) for entry, one in zip(case["expect"], seen, strict=True)]
    assert [{k: v[1] for k, v in one.items()} for one in pairs] == [{k: v[0] for k, v in one.items()} for one in pairs]


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["id"] for case in FILE["cases"]])
def test_case_of_the_language_holds(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", READINGS["cases"], ids=[case["id"] for case in READINGS["cases"]])
def test_reading_chosen_where_the_language_leaves_a_choice(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["id"] for case in FILE["cases"]])
def test_nothing_is_refused_that_the_case_does_not_refuse(case: dict[str, Any]) -> None:
    refused = {read_instant(entry["at"]) for entry in case["expect"] if "refused" in entry}
    facts = [{"at": fact["at"]} for fact in case["facts"]]
    seen = run({**case, "expect": facts}, FILE["setting"])
    assert [one.at for one in seen if one.refused and one.at not in refused] == []


def test_every_reading_is_checked_by_what_it_expects() -> None:
    known = {"at", "open", "due", "from", "ended", "refused", "effects", "counters", "missed", "lost", "told"}
    entries = [entry for case in [*FILE["cases"], *READINGS["cases"]] for entry in case["expect"]]
    assert {key for entry in entries for key in entry} <= known


@pytest.mark.parametrize("seed", range(40))
def test_generated_case_runs_and_runs_alike(seed: int) -> None:
    case = generate(random.Random(seed))
    assert case == generate(random.Random(seed))
    seen = run(case)
    assert seen == run(case)
    assert [one.at for one in seen] == sorted(one.at for one in seen)


def test_oracle_imports_the_standard_library_alone() -> None:
    files = [file for file in Path(__file__).parent.glob("*.py") if not file.name.startswith("test_")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    named |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names | {"oracle"}
