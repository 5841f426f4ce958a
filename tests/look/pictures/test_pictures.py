"""Pictures are the same bytes each time: kept beside this file, compared exactly.

`DETENTE_SNAPSHOTS=write` writes them anew; look at what changed before committing it.
"""

import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from detente.look.pictures import graph, ladder, lanes, path, ribbon
from tests.look.pictures import samples

KEPT = Path(__file__).parent / "kept"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\))|\brgba?\(|\bhsla?\(|style=")


def compare(name: str, drawn: str) -> None:
    file = KEPT / f"{name}.svg"
    if os.environ.get("DETENTE_SNAPSHOTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(drawn.replace("><", ">\n<") + "\n", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn.replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("name", samples.PICTURES)
def test_a_picture_is_the_one_that_is_kept(name: str) -> None:
    compare(name, samples.PICTURES[name]("p"))


def test_the_small_signs_are_those_that_are_kept() -> None:
    compare("signs", f"<g>{''.join(samples.SIGNS_SMALL.values())}</g>")


@pytest.mark.parametrize("name", samples.PICTURES)
def test_a_picture_is_well_formed_named_and_described(name: str) -> None:
    root = ET.fromstring(samples.PICTURES[name]("p"))

    assert root.attrib["aria-labelledby"] == "p-t p-d"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert all(child.text for child in list(root)[:2])


@pytest.mark.parametrize("name", samples.PICTURES)
def test_ids_begin_with_the_prefix_and_fills_point_to_them(name: str) -> None:
    drawn = samples.PICTURES[name]("one")
    ids = re.findall(r'\bid="([^"]+)"', drawn)

    assert len(ids) == len(set(ids))
    assert all(found.startswith("one-") for found in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


@pytest.mark.parametrize("name", samples.PICTURES)
def test_a_picture_has_classes_of_the_look_and_no_colour_or_style_of_its_own(name: str) -> None:
    drawn = samples.PICTURES[name]("p")
    css = (Path(__file__).parents[3] / "src/detente/look/look.css").read_text(encoding="utf-8")
    used = {word for classes in re.findall(r'class="([^"]*)"', drawn) for word in classes.split()}

    assert COLOUR.findall(drawn) == []
    assert used <= set(re.findall(r"\.([a-z][\w-]*)", css)) | {"s", "natural"}


@pytest.mark.parametrize("name", samples.PICTURES)
def test_numbers_have_one_decimal_at_most(name: str) -> None:
    drawn = re.sub(r">[^<]*<", "><", samples.PICTURES[name]("p"))

    assert re.findall(r"\d+\.\d\d+", drawn) == []


def test_a_mirrored_picture_keeps_its_words_and_turns_each_back() -> None:
    plain, turned = samples.PICTURES["lanes"]("p"), samples.PICTURES["lanes-rtl"]("p")

    assert re.findall(r"<text[^>]*>([^<]*)", turned) == re.findall(r"<text[^>]*>([^<]*)", plain)
    assert turned.count("<text class=") == turned.count('transform="scale(-1 1)" x=')


def test_the_list_beside_a_picture_says_what_the_picture_says() -> None:
    rows = {
        "ladder": ladder.twin(samples.LEVELS),
        "lanes-down": lanes.twin(samples.LANES),
        "path": path.twin(samples.PATH),
        "ribbon": ribbon.twin(samples.BLOCKS),
        "graph": graph.twin(samples.GRAPH),
    }
    for name, found in rows.items():
        drawn = samples.PICTURES[name]("p")
        told = {cell for row in found for cell in row}
        shown = re.findall(r"<text[^>]*>([^<]*)", drawn)
        told |= {*(phase.name for phase in samples.PATH.phases), samples.GRAPH.fence, samples.GRAPH.quarantine}
        assert [words for words in shown if len(words) > 3 and not any(words.rstrip("…") in one for one in told)] == []


def test_an_edge_that_spans_columns_passes_no_node() -> None:
    from detente.look.pictures.layers import columns, rows

    nodes = ["a", "b", "c", "d"]
    edges = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("a", "d")]
    column = columns(nodes, edges)
    row = rows(nodes, edges, column)

    assert column == {"a": 0, "b": 1, "c": 2, "d": 3}
    assert row["a"] not in (row["b"], row["c"])


def test_activities_that_depend_on_each_other_are_drawn_nevertheless() -> None:
    nodes = (graph.Node("a", "One", "runs"), graph.Node("b", "Other", "runs"))
    found = graph.Graph("t", "d", nodes, (("a", "b"), ("b", "a"), ("a", "a")), "Fence", "Quarantine")

    assert "Other" in graph.graph(found, id_prefix="p")
