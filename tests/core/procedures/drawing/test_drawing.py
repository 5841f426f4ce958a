"""The laws of pictures, over every charter of the library, every example of the language, and by cases."""

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.core.charter.parse import parse
from detente.core.procedures import Compiled, Table, compile_charter
from detente.core.procedures.drawing import (
    Kind,
    Picture,
    Way,
    draw,
    draw_rail,
    graph,
    layout,
    levels,
    loose_width,
    outline,
    text_width,
)
from detente.core.procedures.drawing.layout import TIP, Line, Stub
from detente.core.procedures.drawing.place import STUB, Placed

ROOT = Path(__file__).resolve().parents[4]
FILES = sorted([*ROOT.glob("src/detente/charters/**/*.yaml"), *ROOT.glob("tests/cases/language/examples/*.yaml")])


def compiled(data: bytes) -> Compiled:
    document = parse(data)
    assert document.charter is not None, document.findings
    return compile_charter(document)


def every() -> list[tuple[str, Table]]:
    found = []
    for file in FILES:
        document = parse(file.read_bytes())
        if document.charter is not None:
            tables = compile_charter(document).tables
            found += [(f"{file.stem}:{name}", table) for name, table in tables.items()]
    return found


TABLES = every()
all_tables = pytest.mark.parametrize("table", [table for _, table in TABLES], ids=[name for name, _ in TABLES])


def one(text: str, name: str = "dispute") -> Table:
    return compiled(text.encode()).tables[name]


LADDER = """
procedures:
  talks:
    opens: {who: either, may: serve invitation, then: talk}
    terms: {talk: {who: both, may: settle, by: 1 week, else: end failed}}
  dispute:
    opens: {who: either, may: serve dispute notice, then: managers}
    always: [keep performing]
    anytime:
      urgent relief: {who: either, may: ask a court for urgent relief}
      invite: {who: either, may: serve invitation, then: start talks}
    terms:
      managers:
        who: {customer: service manager, provider: delivery manager}
        may: settle
        by: 10 working days after dispute notice
        else: directors
        meanwhile:
          meeting: {who: both, must: hold meeting, by: 5 working days, else: stays overdue}
          give up: {who: either, then: directors}
          note it: {who: either, may: note progress}
      directors: {who: {customer: director, provider: director}, may: settle, by: 10 working days, else: again}
      again: {if: rounds < 2, then: [count rounds, managers, court]}
      court: {who: either, may: start proceedings, then: end in court}
"""


def test_the_library_and_the_examples_are_drawn() -> None:
    assert len(FILES) >= 30
    assert len(TABLES) >= 60


# ---- the graph


@all_tables
def test_every_top_level_term_is_one_node(table: Table) -> None:
    inside = {term for term, parents in table.parents.items() if parents}
    options = {row.term for row in table.rows if row.link == "anytime"}
    wanted = ["opens", *(term for term in table.parents if term not in inside | options)]
    assert sorted(node.term for node in graph(table).nodes) == sorted(wanted)


@all_tables
def test_a_term_stands_one_rung_below_the_lowest_of_its_sources(table: Table) -> None:
    drawn = graph(table)
    rungs = {node.term: node.rung for node in drawn.nodes}
    for node in drawn.nodes:
        sources = [rungs.get(edge.source, 0) for edge in drawn.into(node.term) if not edge.loop]
        assert node.rung == (0 if node.term == "opens" else 1 + max(sources, default=0))


@all_tables
def test_an_edge_that_is_no_loop_leads_to_a_lower_rung(table: Table) -> None:
    drawn = graph(table)
    rungs = {node.term: node.rung for node in drawn.nodes}
    order = list(rungs)
    for edge in drawn.edges:
        if edge.source in rungs:
            assert edge.loop == (order.index(edge.target) <= order.index(edge.source))
            assert edge.loop or rungs[edge.source] < rungs[edge.target]


@all_tables
def test_no_two_nodes_share_a_place(table: Table) -> None:
    places = [(node.rung, node.column) for node in graph(table).nodes]
    assert len(places) == len(set(places))


def test_down_is_else_and_sideways_is_then() -> None:
    drawn = graph(one(LADDER))
    ways = {(edge.source, edge.target, edge.through): edge.way for edge in drawn.edges}
    assert ways["managers", "directors", ""] is Way.ELSE
    assert ways["managers", "directors", "give up"] is Way.THEN
    assert drawn.node("managers").column == drawn.node("directors").column


def test_a_consequence_that_opens_an_earlier_term_is_a_loop() -> None:
    assert [(edge.source, edge.target) for edge in graph(one(LADDER)).edges if edge.loop] == [("again", "managers")]


def test_a_bar_has_a_clock_a_box_has_none_and_a_rule_is_a_rule() -> None:
    kinds = {node.term: node.kind for node in graph(one(LADDER)).nodes}
    assert kinds == {
        "opens": Kind.OPENING,
        "managers": Kind.BAR,
        "directors": Kind.BAR,
        "again": Kind.RULE,
        "court": Kind.BOX,
    }


def test_a_nested_option_that_leads_out_is_a_door_and_a_nested_date_a_notch() -> None:
    marks = {nested.term: (nested.door, nested.notch) for nested in graph(one(LADDER)).nested}
    assert marks == {"meeting": (False, True), "give up": (True, False), "note it": (False, False)}


def test_exits_carry_their_results_and_settling_ends_settled() -> None:
    exits = {(exit_.source, exit_.result) for exit_ in graph(one(LADDER)).exits}
    assert exits == {("managers", "settled"), ("directors", "settled"), ("court", "in court")}


def test_a_started_procedure_and_what_is_open_at_any_time_and_always_are_there() -> None:
    drawn = graph(one(LADDER))
    assert [(begun.source, begun.procedure) for begun in drawn.started] == [("invite", "talks")]
    assert drawn.anytime == ("urgent relief", "invite")
    assert drawn.always == ("keep performing",)


def test_a_term_that_only_holds_others_is_drawn_too() -> None:
    table = one("""
procedures:
  dispute:
    opens: {who: either, may: serve notice, then: fence}
    terms: {fence: {meanwhile: {lift: {who: both, then: end done}}}}
""")
    assert graph(table).node("fence").kind is Kind.BOX
    assert [exit_.through for exit_ in graph(table).exits] == ["lift"]


# ---- the layout


def extent(box: Placed) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.bottom


def inside(box: Placed) -> tuple[float, float, float, float]:
    """A rule has points at its sides: lines meet it where it begins."""
    tip = TIP if box.node.kind is Kind.RULE else 0
    return box.x + tip, box.y, box.right - tip, box.bottom


def label(stub: Stub) -> tuple[float, float, float, float]:
    wide = text_width(stub.label) + (14 if stub.boxed else 0)
    if stub.down:
        return stub.x, stub.y + STUB - 9, stub.x + 10 + wide, stub.y + STUB + 9
    return stub.x + STUB - 2, stub.y - 9, stub.x + STUB + 7 + wide - (7 if stub.boxed else 0), stub.y + 9


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5 and one[1] < other[3] - 0.5 and other[1] < one[3] - 0.5


def segments(line: Line) -> Iterator[tuple[float, float, float, float]]:
    for (x, y), (to_x, to_y) in itertools.pairwise(line.points):
        yield min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def crosses(segment: tuple[float, ...], area: tuple[float, ...]) -> bool:
    return (
        segment[0] < area[2] - 1
        and area[0] + 1 < segment[2] + 0.1
        and segment[1] < area[3] - 1
        and area[1] + 1 < segment[3] + 0.1
    )


def boxes(picture: Picture) -> list[Placed]:
    return [*picture.boxes, *([picture.band] if picture.band else [])]


@all_tables
def test_no_two_nodes_overlap(table: Table) -> None:
    for one, other in itertools.combinations(boxes(layout(table)), 2):
        assert not meet(extent(one), extent(other)), (one.node.term, other.node.term)


@all_tables
def test_no_label_lies_on_a_node_or_on_another_label(table: Table) -> None:
    picture = layout(table)
    labels = [label(stub) for stub in picture.stubs]
    for mark in labels:
        for box in boxes(picture):
            assert not meet((mark[0] + 2, mark[1] + 2, *mark[2:]), extent(box)), box.node.term
    for one, other in itertools.combinations(labels, 2):
        assert not meet(one, other)


@all_tables
def test_no_line_runs_through_a_node_or_a_label(table: Table) -> None:
    picture = layout(table)
    areas = [inside(box) for box in picture.boxes] + [label(stub) for stub in picture.stubs]
    for line in picture.lines:
        for segment in segments(line):
            assert not [area for area in areas if crosses(segment, area)], (line.source, line.target)


@all_tables
def test_lines_run_up_down_and_across_and_end_at_their_target(table: Table) -> None:
    picture = layout(table)
    by_term = {box.node.term: box for box in picture.boxes}
    for line in picture.lines:
        for (x, y), (to_x, to_y) in itertools.pairwise(line.points):
            assert abs(x - to_x) < 0.01 or abs(y - to_y) < 0.01
        x, y = line.points[-1]
        left, top, right, bottom = extent(by_term[line.target])
        assert left - 0.1 <= x <= right + 0.1
        assert top - 0.1 <= y <= bottom + 0.1


@all_tables
def test_lines_to_different_targets_never_lie_on_each_other(table: Table) -> None:
    """Two that leave a node together may fork further on."""
    found = [(line.target, line.points[0], segment) for line in layout(table).lines for segment in segments(line)]
    for (target, start, a), (other, begin, b) in itertools.combinations(found, 2):
        if target == other or start == begin:
            continue
        if a[0] == a[2] == b[0] == b[2]:
            assert min(a[3], b[3]) - max(a[1], b[1]) <= 0.5, (target, other)
        if a[1] == a[3] == b[1] == b[3]:
            assert min(a[2], b[2]) - max(a[0], b[0]) <= 0.5, (target, other)


@all_tables
@pytest.mark.parametrize("widths", [text_width, loose_width])
def test_no_text_is_wider_than_its_box_or_leaves_the_picture(table: Table, widths: object) -> None:
    measure = text_width if widths is text_width else loose_width
    picture = layout(table, widths=measure)
    for box in boxes(picture):
        assert box.x >= 0
        assert box.right <= picture.width
        assert box.bottom <= picture.height
        for words in box.words:
            assert words.x + measure(words.text, 13, words.bold) <= box.w - 8, words.text
            assert 12 <= words.y <= box.h - 3
    for words in picture.floor:
        assert words.x + measure(words.text, 13, words.bold) <= picture.width
        assert words.y <= picture.height
    for stub in picture.stubs:
        wide = measure(stub.label, 13, False) + STUB + (14 if stub.boxed else 7)
        assert stub.x + wide <= picture.width
        assert stub.y <= picture.height


# ---- the drawing


@all_tables
def test_the_picture_is_xml_with_title_description_and_classes_alone(table: Table) -> None:
    root = ET.fromstring(draw(table, id_prefix="x"))
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert root.get("aria-labelledby") == "x-t x-d"
    for element in root.iter():
        assert not {"style", "fill", "stroke"} & set(element.keys())
    width, height = (float(size) for size in (root.get("width", ""), root.get("height", "")))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert width > 0
    assert height > 0


@all_tables
def test_the_same_table_is_drawn_with_the_same_bytes_and_one_decimal(table: Table) -> None:
    drawn = draw(table, id_prefix="x")
    assert drawn == draw(table, id_prefix="x")
    coordinates = ET.fromstring(drawn).iter("path")
    assert all(len(number.partition(".")[2]) <= 1 for path in coordinates for number in _numbers(path.get("d", "")))


def _numbers(data: str) -> list[str]:
    return "".join(letter if letter in "0123456789." else " " for letter in data).split()


def test_names_are_escaped() -> None:
    drawn = draw(one(LADDER), id_prefix='a"b', title="A & B <ladder>", acts={"settle": "settle <this> & that"})
    root = ET.fromstring(drawn)
    assert root[0].text == "A & B <ladder>"
    assert "settle <this> & that" in " ".join(text.text or "" for text in root.iter("text"))


def test_a_loop_is_drawn_as_an_arc_back() -> None:
    (loop,) = [line for line in layout(one(LADDER)).lines if line.loop]
    assert loop.target == "managers"
    assert min(y for _, y in loop.points) < loop.points[0][1]


def test_a_word_wider_than_a_node_is_cut() -> None:
    long = "a" * 60
    opens, terms = f"{{who: either, may: serve notice, then: {long}}}", f"{{{long}: {{who: both, may: settle}}}}"
    picture = layout(one(f"procedures: {{dispute: {{opens: {opens}, terms: {terms}}}}}"))
    assert all(
        words.x + text_width(words.text, 13, words.bold) <= box.w for box in picture.boxes for words in box.words
    )


def test_digits_are_of_one_width_and_other_scripts_are_measured_too() -> None:
    assert len({text_width(digit) for digit in "0123456789"}) == 1
    assert text_width("Managers", bold=True) > text_width("Managers") > 0
    assert text_width("調停") == 26.0
    assert text_width("сроки") == 39.0


# ---- the twin and the ladder in one line


@all_tables
def test_the_list_names_every_term_of_the_picture(table: Table) -> None:
    told = [entry.name.lower() for entry in outline(table)]
    assert all(term.lower() in told for term in table.parents)


def test_the_list_tells_the_picture_in_words() -> None:
    acts = {"dispute notice": "serve dispute notice", "proceedings": "start proceedings"}
    lines = [entry.line for entry in outline(one(LADDER), acts=acts)]
    assert lines[:4] == [
        "Opens: either party may serve dispute notice",
        "  once done: managers",
        "Managers: service manager and delivery manager may settle, 10 working days after dispute notice",
        "  once done: ends settled",
    ]
    assert "  Give up: either party may give up" in lines
    assert lines[-1] == "Always: keep performing"


def test_the_levels_are_the_way_down_that_silence_takes() -> None:
    tables = compiled((ROOT / "src/detente/charters/golden/charter.yaml").read_bytes()).tables
    assert [(level.term, level.length) for level in levels(tables["escalation"], tables=tables)] == [
        ("service level", "3 wd"), ("managers", "8 wd"), ("executives", "10 wd"), ("mediation step", "20 wd"),
        ("court gate", "no limit"), ("court", "no limit"),
    ]  # fmt: skip


@all_tables
def test_the_ladder_in_one_line_is_xml_whose_names_keep_apart(table: Table) -> None:
    drawn = draw_rail(table, id_prefix="r", marked=["managers"])
    if not drawn:
        assert len(levels(table)) < 2
        return
    root = ET.fromstring(drawn)
    names = [(float(t.get("x", 0)), float(t.get("y", 0)), t.text or "") for t in root.iter("text")]
    for x, y, words in names:
        after = min([other for other, line, _ in names if line == y and other > x], default=float(root.get("width", 0)))
        assert words == "!" or x + text_width(words, 13, bold=True) <= after, words
