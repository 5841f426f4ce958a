"""If nobody acts: sentences for people, on every open matter of the demo and for every consequence of every charter."""

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from detente.core.procedures.checks import check
from tests.adapters.web.demo_table import address, demo, signed_in

__all__ = ["address", "demo", "signed_in"]
ENGINE = re.compile(r"\b(count|reset|tell|choose|as if|end|start|stays overdue)\b [a-z]|waits for (either|both)\b")
ROOM = Path(str(resources.files("detente").joinpath("charters")))
CHARTERS = sorted(path for path in ROOM.rglob("*.yaml") if "\nprocedures:" in path.read_text(encoding="utf-8"))


def silence_of(page: str) -> str:
    found = re.search(r"<h[23]>If nobody acts</h[23]>(.*?)</section>", page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])) if found else ""


def test_no_open_matter_speaks_of_counters_or_orders(demo: Any, signed_in: Callable[[str], Any]) -> None:
    from detente.store import read

    elin, found = signed_in("Elin Marsh"), read.open_matters(demo.viewer("Elin Marsh"), demo.now)
    pages = (elin.get(f"/r/{demo.key}/matters/{one.name}/") for one in found if one.state.runs)
    said = [silence_of(page.content.decode()) for page in pages]
    assert sum(map(bool, said)) > 5
    assert [found[0] for words in said for found in ENGINE.finditer(words)] == []
    assert any("stays at this step" in words for words in said)


@pytest.mark.parametrize("path", CHARTERS, ids=lambda path: path.stem)
def test_every_consequence_of_a_charter_is_a_sentence_or_the_engines_own(application: Any, path: Path) -> None:
    from detente.adapters.web.matters.following import follows
    from detente.core.engine import program_of

    compiled = check(path.read_bytes()).compiled
    assert compiled is not None
    program = program_of(compiled)
    for name, table in compiled.tables.items():
        for row in table.rows:
            for do in row.do:
                words = follows(program, name, [do.data])
                assert not words or (words[0].isupper() and words.endswith(".")), do.data
                kept_by_the_engine = do.verb in ("open", "count", "reset", "choose", "close", "join", "nothing")
                assert words or kept_by_the_engine, do.data
