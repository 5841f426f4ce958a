"""Laws of pictures: whatever the words and numbers, text stays inside, ids are the picture's own, the text is XML."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as some

from detente.look.pictures import cadence, heat, lanes, path, ribbon, ring, trend
from detente.look.pictures.frame import cut, mirrored, width
from detente.look.pictures.graph import Graph, Node, graph
from detente.look.pictures.ladder import Level, ladder

LETTERS = some.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc", "Cn"])
WORDS = some.one_of(
    some.text(alphabet=LETTERS, max_size=60),
    some.sampled_from(["Director of Finance and Claims, Wuppertal-Elberfeld Office", "W" * 70, '< & > "quoted"', ""]),
)
SHARES = some.lists(some.floats(0, 1), max_size=70).map(tuple)
FIRST = dt.date(2026, 1, 1)
BASE = {"id_prefix": "x", "title": "Title", "says": "Says"}


def outside(drawn: str) -> list[str]:
    """Return the texts that pass the left or right edge of the picture, or stand above or below it."""
    root = ET.fromstring(drawn)
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    found = []
    for one in root.iter("text"):
        size, x, y = width(one.text or "", one.attrib["class"]), float(one.attrib["x"]), float(one.attrib["y"])
        left = x - {"end": size, "middle": size / 2}.get(one.attrib.get("text-anchor", ""), 0)
        if left < -0.6 or left + size > wide + 0.6 or y < 8 or y > high:
            found.append(one.text or "")
    return found


def holds(drawn: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert outside(drawn) == []
    assert len(ids) == len(set(ids))
    assert all(one.startswith("x-") for one in ids)
    assert "style=" not in re.sub(r">[^<]*<", "><", drawn)


LEVELS = some.lists(
    some.builds(
        Level,
        some.sampled_from(["done", "open", "next", "later"]),
        some.lists(some.tuples(some.sampled_from(["s", "s m", "s b at", "s b l"]), WORDS), min_size=1, max_size=9).map(
            tuple
        ),
    ),
    min_size=1,
    max_size=8,
)


@given(LEVELS, SHARES, some.booleans())
def test_a_ladder_keeps_its_words_inside(levels: list[Level], shares: tuple[float, ...], compact: bool) -> None:
    holds(ladder(levels, shares=shares, inside="7/8", compact=compact, **BASE))


@given(SHARES)
def test_a_ring_is_well_formed_for_any_number_of_days(shares: tuple[float, ...]) -> None:
    ET.fromstring(ring.ring(shares, label="a < b", inside="7"))


ENTRIES = some.lists(
    some.builds(
        lanes.Entry,
        some.sampled_from(["a", "b", "both", "gone"]),
        some.integers(-5, 80).map(lambda number: FIRST + dt.timedelta(days=number)),
        WORDS,
        some.sampled_from(["record", "states", "versions", "comes", "closed"]),
    ),
    max_size=25,
)


@given(ENTRIES, WORDS, some.integers(0, 80), some.one_of(some.none(), some.integers(-5, 90)))
def test_lanes_keep_their_words_inside(entries: list[lanes.Entry], name: str, last: int, today: int | None) -> None:
    shown = lanes.Picture(
        lanes=(lanes.Lane("a", name, "a"), lanes.Lane("b", "B", "b"), lanes.Lane("both", "Both", joint=True)),
        entries=tuple(entries),
        bars=(lanes.Bar("open", FIRST, FIRST + dt.timedelta(days=9), (name, "Level 1", "1")),),
        first=FIRST,
        last=FIRST + dt.timedelta(days=last),
        today=None if today is None else FIRST + dt.timedelta(days=today),
        closed={FIRST: ("a",)},
        title="Title",
        says="Says",
        now="now",
        day=lambda day: f"{day:%a} {day.day} {day:%b}",
    )
    holds(lanes.lanes(shown, "x"))
    holds(lanes.lanes_down(shown, "x"))


STATIONS = some.lists(some.builds(path.Station, some.integers(0, 90), WORDS, WORDS, some.booleans()), max_size=9)


@given(STATIONS, WORDS, some.integers(-9, 120))
def test_a_path_keeps_its_words_inside(stations: list[path.Station], name: str, today: int) -> None:
    phases = (path.Phase(0, 3, name, "done"), path.Phase(3, 90, name, "open"))
    shown = path.Path("Title", "Says", 90, today, "now", phases, tuple(sorted(stations, key=lambda one: one.day)))
    holds(path.path(shown, id_prefix="x"))
    holds(path.path_down(shown, id_prefix="x"))


BLOCKS = some.lists(
    some.builds(
        ribbon.Block, WORDS, WORDS, some.sampled_from(["whole", "open", "gap"]),
        some.sampled_from([None, "both", "a", "b", "none"]), WORDS,
    ),
    max_size=9,
)  # fmt: skip


@given(BLOCKS, some.sampled_from([294, 880, 1264]))
def test_a_ribbon_keeps_its_words_inside_and_shows_every_gap(blocks: list[ribbon.Block], wide: int) -> None:
    drawn = ribbon.ribbon(blocks, wide=wide, **BASE)

    holds(drawn)
    assert drawn.count('fill="url(#x-g)"') == sum(block.sort == "gap" for block in blocks)


@given(some.lists(WORDS, min_size=1, max_size=12), some.data())
def test_a_graph_keeps_its_words_inside_and_no_node_on_another(names: list[str], data: some.DataObject) -> None:
    state = some.sampled_from(["safe", "safe", "stops", "waits"])
    nodes = tuple(Node(str(place), name, name, data.draw(state)) for place, name in enumerate(names))
    keys = some.sampled_from([node.key for node in nodes])
    edges = tuple(data.draw(some.lists(some.tuples(keys, keys), max_size=20)))
    drawn = graph(Graph("Title", "Says", nodes, edges, names[0], names[-1]), id_prefix="x")

    holds(drawn)
    corners = re.findall(r'<rect class="fr" x="([\d.]+)" y="([\d.]+)" width="168"', drawn)
    assert len(corners) == len(set(corners)) == len(nodes)


@given(
    some.lists(
        some.lists(some.builds(heat.Square, WORDS, WORDS, some.sampled_from(heat.SIGNS)), min_size=6, max_size=6),
        max_size=6,
    ),
    WORDS,
)
def test_a_heat_map_keeps_its_words_inside(rows: list[list[heat.Square]], name: str) -> None:
    shown = [heat.Row(name, name, tuple(cells)) for cells in rows]
    holds(heat.heat(shown, [name] * 6, [(sign, name or "as agreed") for sign in heat.SIGNS], **BASE))


@given(some.lists(some.one_of(some.none(), some.floats(0, 1e6)), max_size=60), WORDS)
def test_a_trend_keeps_its_words_inside(values: list[float | None], name: str) -> None:
    holds(trend.multiple(trend.Multiple(name, name, tuple(values), (0, 3), name, name), **BASE))


@given(some.lists(some.sampled_from(["held", "moved", "missed", "next", "none"]), max_size=53))
def test_a_cadence_is_well_formed_for_any_number_of_weeks(states: list[str]) -> None:
    cells = [cadence.Cell(state) for state in states]
    keys = [cadence.Key(state, f"{state}, 3") for state in ("held", "moved", "missed", "in person", "next")]
    holds(cadence.cadence(cells, keys, name="52 weeks", **BASE))
    holds(cadence.cadence_down(cells, keys, **BASE))


@given(WORDS, some.floats(0, 400))
def test_words_are_cut_to_their_room_and_stay_where_they_fit(words: str, room: float) -> None:
    found = cut(words, room)

    assert width(found) <= room
    assert found == words or width(words) > room


@given(some.floats(0, 800), WORDS)
def test_a_word_turned_twice_stands_where_it_stood(x: float, words: str) -> None:
    turned = mirrored(f'<text class="s" x="{x:.1f}" y="9.0">-</text>', 800)

    assert float(re.search(r' x="(-?[\d.]+)"', turned)[1]) == -float(f"{x:.1f}")
