"""The worst case: how late a matter may end, by a bounded search of silence and last-moment acts.

At each due instant silence is tried, and every act that is open then, done at the last moment. Nobody extends a date or
pauses a clock by agreement, and each term runs out, and each act is done, once on a path.
"""

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count as numbers
from itertools import islice, product
from typing import Any

import msgspec

from detente.core.charter.phrases import EventKind, GuardKind, Verb, WhoKind
from detente.core.engine.clocks import next_expiry, ring
from detente.core.engine.program import Program
from detente.core.engine.questions.open_now import open_now
from detente.core.engine.questions.people import seated
from detente.core.engine.refusal import Refusal
from detente.core.engine.state import State
from detente.core.engine.step import step
from detente.core.procedures import Link, On, Row
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import ActDone, CharterVersion, NoticeReceived
from detente.core.vocabulary.money import Money

NODES_MAX = 3_000
CHOICES_MAX = 8  # ways to fill in what an act states
_MOMENT = timedelta(microseconds=1)
_CHARTER = CharterVersion(sha256="0" * 64, version=1)
_TOGETHER = ("both", "each", "all")
_BY_AGREEMENT = (Verb.PAUSE, Verb.HOLD)


class WorstStep(msgspec.Struct, frozen=True):
    """A step of the path: an act at the last moment, or (without an act) a clock that runs out."""

    at: datetime
    procedure: str
    term: str
    act: str = ""


class WorstCase(msgspec.Struct, frozen=True):
    """The latest end that was found and its path; what waits without limit; what the search left out.

    `ends` is none where no path ends. `assumed` names dates that somebody states, taken as the day of the act.
    """

    ends: datetime | None
    result: str
    path: tuple[WorstStep, ...]
    waits_without_limit: tuple[str, ...]
    assumed: tuple[str, ...]
    cut: bool
    nodes: int


class _Node(msgspec.Struct, frozen=True):
    state: State
    path: tuple[WorstStep, ...]
    done: frozenset[str]


class _Search:
    def __init__(self, program: Program, state: State, at: datetime) -> None:
        self.program, self.at = program, at
        self.relevant = _relevant(program, state.root)
        self.best: tuple[datetime, str, tuple[WorstStep, ...]] | None = None
        self.waits: dict[str, None] = {}
        self.assumed: dict[str, None] = {}
        self.cut = False
        self.seen: set[Any] = set()

    # ---- one node

    def expand(self, node: _Node) -> Iterator[_Node]:
        """Yield what may follow; a node at which nothing follows is a case."""
        state = node.state
        if state.result:
            self._ended(node)
            return
        expiry = next_expiry(self.program, state)
        if expiry is None:
            self._rests(node)
            return
        key = f"{expiry.run}/{expiry.term}/out"
        if key in node.done:
            self.cut = True
            return
        try:
            after, _ = ring(self.program, state, expiry)
            step_ = WorstStep(expiry.due, expiry.run, expiry.term)
            yield _Node(after, (*node.path, step_), node.done | {key})
            yield from self._acts(node, max(expiry.due - _MOMENT, self.at))
        except BadInput:
            self.cut = True

    def _ended(self, node: _Node) -> None:
        ended = node.state.runs[node.state.root].ended
        assert ended is not None, "a result has its instant"
        if self.best is None or ended > self.best[0]:
            self.best = (ended, node.state.result, node.path)

    def _rests(self, node: _Node) -> None:
        state = node.state
        for run in state.runs.values():
            index = self.program.index[run.procedure]
            for term in index.table.top() if run.ended is None and run.procedure in self.relevant else ():
                if term in run.open and not (index.act.get(term) and index.act[term].runs):
                    self.waits[f"{run.procedure}: {term}"] = None

    def _acts(self, node: _Node, at: datetime) -> Iterator[_Node]:
        for option in open_now(self.program, node.state, at).options:
            yield from self._act(node, option.procedure, option.term, at, usable=option.usable)
        for duty in open_now(self.program, node.state, at).duties:
            yield from self._act(node, duty.procedure, duty.term, at, usable=True)

    def _act(self, node: _Node, procedure: str, term: str, at: datetime, *, usable: bool) -> Iterator[_Node]:
        row = self.program.index[procedure].act.get(term)
        key = f"{procedure}/{term}/act"
        if row is None or not usable or key in node.done or not self._matters(row, procedure):
            return
        for values in islice(self._stated(row, at), CHOICES_MAX):
            after = self._do(node.state, procedure, row, at=at, values=values)
            if after is not None:
                name = self.program.names.acts.get(row.act, row.act)
                yield _Node(after, (*node.path, WorstStep(at, procedure, term, name)), node.done | {key})

    def _matters(self, row: Row, procedure: str) -> bool:
        """Acts that only start something apart, or that stop the clocks by agreement, are left out."""
        if procedure not in self.relevant or row.on is not On.ACT:
            return False
        if any(do.verb in _BY_AGREEMENT for do in row.do):
            return False
        started = [do.name for do in row.do if do.verb is Verb.START]
        apart = bool(started) and len(started) == len(row.do) and not set(started) & self.relevant
        return not apart and (bool(row.do) or row.link is not Link.ANYTIME)

    def _stated(self, row: Row, at: datetime) -> Iterator[dict[str, Any]]:
        choices = [self._values(name, at) for name in row.states]
        for chosen in product(*choices):
            yield dict(zip(row.states, chosen, strict=True))

    def _values(self, name: str, at: datetime) -> list[Any]:
        kind = self.program.names.values.get(name, "text")
        if kind == "date":
            self.assumed[name] = None
            return [at.date().isoformat()]
        if kind == "money":
            return _around(self.program, name)
        if kind == "words":
            return list(self.program.names.words[name])
        if kind == "seat":
            return list(self.program.parties[:2])
        return (
            [(next(iter(getattr(self.program.charter, "workstreams", {})), "work"),)]
            if kind == "workstreams"
            else ["stated"]
        )

    def _do(self, state: State, procedure: str, row: Row, *, at: datetime, values: dict[str, Any]) -> State | None:
        """Let everybody the row needs act; nothing where one of them is refused."""
        programs = {state.version: self.program}
        for number, seat in enumerate(_seats(self.program, state, procedure, row)):
            fact = ActDone(
                id=f"joint/{number}", at=at, charter=_CHARTER, matter="M-1", run=procedure, act=row.slug, seat=seat,
                values=values, term=row.term,
            )  # fmt: skip
            try:
                state, effects = step(programs, state, fact)
                for effect in effects:
                    if effect.kind is Kind.SERVE:
                        received = NoticeReceived(
                            id=f"joint/{number}", at=at, charter=_CHARTER, notice=str(effect.value), received=at,
                            rule="confirmed", method="hand", calendar="none",
                        )  # fmt: skip
                        state, _ = step(programs, state, received)
            except Refusal:
                return None
        return state


def worst_case(program: Program, state: State, at: datetime, *, nodes: int = NODES_MAX) -> WorstCase:
    """Return how late a matter may end, from an instant on."""
    search = _Search(program, state, at)
    serial = numbers()
    waiting: list[tuple[float, int, _Node]] = [(0.0, next(serial), _Node(state, (), frozenset()))]
    looked = 0
    while waiting and looked < nodes:
        _, _, node = heapq.heappop(waiting)
        looked += 1
        for following in search.expand(node):
            key = _same(following)
            if key not in search.seen:
                search.seen.add(key)
                heapq.heappush(waiting, (-following.path[-1].at.timestamp(), next(serial), following))
    ends, result, path = search.best or (None, "", ())
    return WorstCase(
        ends, result, path, tuple(search.waits), tuple(search.assumed), search.cut or bool(waiting), looked
    )


def _same(node: _Node) -> Any:
    """Two nodes with the same open terms and dates, results and acts behind them have the same future."""
    runs = node.state.runs.values()
    terms = tuple(
        sorted(
            (run.procedure, term, str(open_.due), open_.round)
            for run in runs
            if run.ended is None
            for term, open_ in run.open.items()
        )
    )
    return terms, tuple((run.procedure, run.result) for run in runs), node.done, tuple(node.state.counters.items())


def _seats(program: Program, state: State, procedure: str, row: Row) -> tuple[str, ...]:
    assert row.who is not None, "an act has a seat"
    if row.who.kind is WhoKind.TOGETHER:
        return row.who.parties
    found = seated(program, state, state.runs[procedure], row.who)
    if found.seat in _TOGETHER:
        return state.parties if found.seat != "both" else state.parties[:2]
    if found.seat == "either":
        return state.parties[:1]
    return (found.seat,) if isinstance(found.seat, str) else (row.who.seats[0].name,)


def _relevant(program: Program, root: str) -> set[str]:
    """The procedures on which the end of one hangs: those it runs, those whose end it hears."""
    found, grown = {root}, True
    while grown:
        rows = [row for name in found for row in program.index[name].table.rows]
        more = {row.runs for row in rows if row.runs}
        more |= {row.event.name for row in rows if row.event is not None and row.event.kind is EventKind.RESULT}
        grown = not more <= found
        found |= more & program.index.keys()
    return found


def _around(program: Program, name: str) -> list[Money]:
    """Amounts on both sides of every threshold that a guard names."""
    currency = program.names.currency or "EUR"
    found = {Money(100, currency)}
    for index in program.index.values():
        for guards in index.table.guards.values():
            for guard in guards.items:
                if guard.kind is GuardKind.NUMBER and guard.subject == name and isinstance(guard.number, Money):
                    found |= {guard.number, Money(guard.number.minor + 1, guard.number.currency)}
    return sorted(found)


__all__ = ["NODES_MAX", "WorstCase", "WorstStep", "worst_case"]
