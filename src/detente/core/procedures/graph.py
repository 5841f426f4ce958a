"""The shape of one table: which terms open which, what is reached, what closes what, what can be open together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from detente.core.charter.phrases import Do, Guards, Verb, Who, WhoKind, event_name
from detente.core.procedures.cells import exclusive
from detente.core.procedures.table import LIMITATION, OPENS, Link, On, Row, Table

JOINT = ("both", "all", "each")


class Graph:
    """A table seen as a graph. Sets of terms are numbers: bit n stands for the n-th term of `terms`."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.terms = tuple(table.parents)
        self.bit = {term: 1 << number for number, term in enumerate(self.terms)}
        self.rows: dict[str, list[Row]] = {term: [] for term in (OPENS, *self.terms)}
        for row in table.rows:
            if row.term != LIMITATION:
                self.rows[row.term].append(row)
        self._under = self._nested()
        self._exclusive: dict[tuple[str, str], bool] = {}

    @cached_property
    def does(self) -> tuple[tuple[Do, ...], ...]:
        """What each row does, by its order, and what an `as if` does in its turn; each thing once."""
        acts: dict[str, list[Row]] = {}
        for row in self.table.rows:
            acts.setdefault(row.act, []).append(row)
        return tuple(_followed(row, acts) for row in self.table.rows)

    def first(self, term: str) -> Row | None:
        """Return a term's first row; a wait that only holds other terms has none."""
        return next(iter(self.rows[term]), None)

    def names(self, bits: int) -> tuple[str, ...]:
        """Return the terms of a set, in written order."""
        found = []
        while bits:
            low = bits & -bits
            found.append(self.terms[low.bit_length() - 1])
            bits ^= low
        return tuple(found)

    def opens(self, row: Row) -> Iterator[str]:
        """Return the terms that a row's consequences open."""
        return (do.name for do in self.does[row.order] if do.verb is Verb.OPEN and do.name in self.bit)

    def ends(self, row: Row) -> tuple[str, ...]:
        """Return the results with which a row ends the procedure, in the charter's own words; settling is one."""
        return self._ends[row.order]

    @cached_property
    def _ends(self) -> tuple[tuple[str, ...], ...]:
        found = [tuple(do.name for do in does if do.verb is Verb.END) for does in self.does]
        for row in self.table.rows:
            if row.act == "settle" and not any(do.verb in (Verb.END, Verb.OPEN) for do in row.do):
                found[row.order] = ("settled",)
        return tuple(found)

    def under(self, term: str) -> int:
        """Return the terms inside `term`, at any depth."""
        return self._under[term]

    def with_it(self, term: str) -> int:
        """Return the term and those inside that open together with it."""
        bits = self.bit[term]
        for child in self._children.get(term, ()):
            if self.table.with_parent[child]:
                bits |= self.with_it(child)
        return bits

    def stays(self, row: Row) -> bool:
        """Return whether a row leaves its own term open: a round, an overdue duty, an option open at any time."""
        return row.every is not None or row.link is Link.ANYTIME or any(do.verb is Verb.STAYS_OVERDUE for do in row.do)

    def closes(self, row: Row) -> int:
        """Return the terms that a row closes: its own, those it leaves, those it names, each with all under it."""
        return self._closes[row.order]

    @cached_property
    def _closes(self) -> tuple[int, ...]:
        return tuple(self._closed(row) for row in self.table.rows)

    def _closed(self, row: Row) -> int:
        named = [do.name for do in self.does[row.order] if do.verb is Verb.CLOSE]
        own = [row.term] if row.term in self.bit and not self.stays(row) else []
        bits = 0
        for term in (*named, *row.leaves, *own):
            bits |= self.bit[term] | self._under[term]
        return bits

    @cached_property
    def anytime(self) -> int:
        """The terms open in every state."""
        bits = 0
        for row in self.table.rows:
            if row.link is Link.ANYTIME:
                bits |= self.with_it(row.term)
        return bits

    @cached_property
    def steps(self) -> dict[str, int]:
        """Each term with the terms that it, or an act or silence in it, opens."""
        found = {OPENS: self.anytime} | {term: self.with_it(term) & ~self.bit[term] for term in self.terms}
        for row in self.table.rows:
            if row.term in found:
                for term in self.opens(row):
                    found[row.term] |= self.with_it(term)
        return found

    @cached_property
    def ahead(self) -> dict[str, int]:
        """Each term with all that can follow it; a term that follows itself lies on a loop."""
        return closure(self.steps, self.names)

    @cached_property
    def reached(self) -> int:
        """The terms that some way leads to."""
        return self.ahead[OPENS]

    def openers(self, term: str) -> list[Row]:
        """Return the rows whose consequences open a term."""
        return self._openers.get(term, [])

    @cached_property
    def _openers(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.table.rows:
            for term in dict.fromkeys(self.opens(row)):
                found.setdefault(term, []).append(row)
        return found

    def live(self) -> Iterator[Row]:
        """Return the rows of `opens` and of every term some way leads to."""
        for term, rows in self.rows.items():
            if term == OPENS or self.reached & self.bit[term]:
                yield from rows

    @cached_property
    def together(self) -> dict[str, int]:
        """Each term with those that can be open beside it: an upper bound, pair by pair."""
        found = dict.fromkeys(self.terms, 0)
        for term in self.names(self.anytime):
            self._meet(found, self.bit[term], self.reached | self.anytime)
        while True:
            before = sum(found.values())
            for row in self.live():
                self._follow(row, found)
            if sum(found.values()) == before:
                return found

    def _follow(self, row: Row, found: dict[str, int]) -> None:
        if self.ends(row):
            return
        left = 0
        if row.term in self.bit:
            left = found[row.term] | self.bit[row.term]
            left &= ~self.closes(row)
        opened = list(self.opens(row))
        for number, term in enumerate(opened):
            beside = left
            for other in opened[:number]:
                if not self._never_both(term, other):
                    beside |= self.with_it(other)
            whole = self.with_it(term)
            self._meet(found, whole, beside | whole)

    def _meet(self, found: dict[str, int], these: int, those: int) -> None:
        for term in self.names(these):
            found[term] |= those & ~self.bit[term]
        for term in self.names(those):
            found[term] |= these & ~self.bit[term]

    def _never_both(self, term: str, other: str) -> bool:
        if (term, other) not in self._exclusive:
            self._exclusive[term, other] = exclusive(self.guards(term), self.guards(other))
        return self._exclusive[term, other]

    def guards(self, term: str) -> Guards | None:
        """Return the guards of a term."""
        return self.table.guards.get(term)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for term, parents in self.table.parents.items():
            if parents:
                found.setdefault(parents[-1], []).append(term)
        return found

    def _nested(self) -> dict[str, int]:
        found = dict.fromkeys(self.terms, 0)
        for term, parents in self.table.parents.items():
            for parent in parents:
                found[parent] |= self.bit[term]
        return found


def _followed(row: Row, acts: Mapping[str, list[Row]]) -> tuple[Do, ...]:
    found, seen, queue = dict.fromkeys(row.do), {""}, [row]
    while queue:
        deemed = [event_name(do.name) for do in queue.pop().do if do.verb is Verb.AS_IF]
        for act in deemed:
            if act not in seen:
                seen.add(act)
                queue += acts.get(act, ())
                found |= {do: None for other in acts.get(act, ()) for do in other.do}
    return tuple(found)


def closure(steps: Mapping[str, int], names: Callable[[int], Iterable[str]]) -> dict[str, int]:
    """Return everything each term leads to in one step or more.

    Passes back and forth until nothing is added: one and a half where a text leads on in the order it is written.
    """
    found, next_terms = dict(steps), {term: tuple(names(bits)) for term, bits in steps.items()}
    order = list(steps)
    while True:
        order.reverse()
        changed = False
        for term in order:
            bits = found[term]
            for other in next_terms[term]:
                bits |= found[other]
            if bits != found[term]:
                found[term], changed = bits, True
        if not changed:
            return found


def joint(who: Who | None) -> bool:
    """Return whether it takes more than one side to act."""
    if who is None:
        return False
    if who.kind is WhoKind.TOGETHER:
        return len(who.seats) > 1
    return who.kind is WhoKind.SEAT and who.seats[0].data in JOINT


def tiers(graph: Graph) -> list[Row]:
    """Return the rungs of the ladder: top-level terms with an end at which both sides try to agree."""
    return [
        row
        for term in graph.names(graph.reached)
        for row in graph.rows[term][:1]
        if row.link is Link.TOP
        and row.on is On.ACT
        and joint(row.who)
        and row.latest
        and not row.every
        and row.result == "used"
    ]


def follows(graph: Graph, first: str, second: str) -> bool:
    """Return whether the second term comes after the first on some way, loops back left out."""
    order = graph.terms.index
    return order(first) < order(second) and bool(graph.ahead[first] & graph.bit[second])
