"""Any state comes back from its snapshot, and is written again as the same bytes."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from detente.core.charter.phrases import EventKind
from detente.core.engine.corrections import values_of
from detente.core.engine.snapshot import dump, load
from detente.core.engine.state import Happened, Lapse, Notice, Open, Run, Shift, State
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money
from detente.core.worktime import Unit

NAMES = st.text(min_size=1, max_size=12)
INSTANTS = st.datetimes(timezones=st.just(UTC))
MAYBE = st.none() | INSTANTS
DAYS = st.none() | st.dates()
COUNTS = st.integers(0, 2**40)
VALUES = st.dictionaries(
    NAMES,
    st.text()
    | st.integers(-(2**53), 2**53)
    | st.builds(Money, COUNTS, st.just("EUR"))
    | st.lists(NAMES, max_size=3).map(tuple)
    | st.dates()
    | INSTANTS,
    max_size=4,
)
HAPPENED = st.builds(Happened, INSTANTS, INSTANTS, NAMES | st.just(""), DAYS)
STATED = st.none() | st.lists(st.tuples(NAMES, NAMES), max_size=2).map(tuple)
OPEN = st.builds(
    Open, NAMES, INSTANTS, DAYS, COUNTS, MAYBE, MAYBE, DAYS, st.lists(st.tuples(NAMES, STATED), max_size=2).map(tuple),
    MAYBE, st.lists(st.tuples(INSTANTS, MAYBE), max_size=2).map(tuple), st.booleans(), st.booleans(), st.booleans(),
    NAMES, COUNTS,
)  # fmt: skip
LAPSE = st.builds(
    Lapse, INSTANTS, DAYS, st.lists(OPEN, max_size=2).map(tuple), st.lists(NAMES, max_size=2).map(tuple), st.booleans()
)
SHIFT = st.builds(Shift, NAMES, COUNTS, INSTANTS, st.sampled_from(Unit), st.integers(-400, 400))
NOTICE = st.builds(Notice, NAMES, NAMES, NAMES, NAMES, NAMES, VALUES, INSTANTS, MAYBE)
KEYS = st.tuples(st.sampled_from(EventKind), NAMES | st.just(""), NAMES)


@st.composite
def runs(draw, procedure):
    run = Run(procedure, draw(NAMES), draw(INSTANTS), by=draw(NAMES | st.just("")), by_term=draw(NAMES | st.just("")))
    run.result, run.ended = draw(NAMES | st.just("")), draw(MAYBE)
    run.open = {open_.term: open_ for open_ in draw(st.lists(OPEN, max_size=3))}
    run.lapses = draw(st.dictionaries(NAMES, LAPSE, max_size=2))
    return run


@st.composite
def states(draw):
    state = State(
        draw(NAMES), draw(NAMES), tuple(draw(st.lists(NAMES, max_size=3))), draw(COUNTS), calendars=draw(COUNTS)
    )
    state.track = draw(NAMES | st.just(""))
    state.runs = {name: draw(runs(name)) for name in draw(st.lists(NAMES, max_size=3, unique=True))}
    state.events = draw(st.dictionaries(KEYS, HAPPENED, max_size=5))
    state.values = draw(VALUES)
    state.counters = draw(st.dictionaries(NAMES, st.lists(INSTANTS, max_size=3).map(tuple), max_size=3))
    state.decisions = draw(st.dictionaries(NAMES, NAMES, max_size=3))
    state.notices = draw(st.dictionaries(NAMES, NOTICE, max_size=2))
    state.quarantined = tuple(draw(st.lists(NAMES, max_size=3)))
    state.lost = tuple(draw(st.lists(st.tuples(NAMES, NAMES), max_size=3)))
    state.shifts = tuple(draw(st.lists(SHIFT, max_size=2)))
    state.limitations = draw(st.dictionaries(NAMES, HAPPENED, max_size=2))
    return state


@given(states())
def test_a_state_comes_back_from_its_snapshot(state):
    written = dump(state)
    read = load(written)

    assert values_of(read) == values_of(state)
    assert list(read.runs) == list(state.runs)
    assert [list(run.open) for run in read.runs.values()] == [list(run.open) for run in state.runs.values()]
    assert dump(read) == written


@given(states(), st.randoms())
def test_equal_states_are_written_as_equal_bytes(state, chance):
    other = state.copy()
    for name in ("events", "values", "counters", "decisions", "notices", "limitations"):
        pairs = list(getattr(state, name).items())
        chance.shuffle(pairs)
        setattr(other, name, dict(pairs))

    assert dump(other) == dump(state)


@given(st.binary(max_size=200))
def test_bytes_that_no_state_wrote_are_refused_or_read(data):
    for bytes_ in (data, b"\x01" + data):
        try:
            load(bytes_)
        except BadInput:
            continue
