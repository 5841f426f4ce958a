"""Going round: silence that never comes to rest, and loops that nothing counts."""

from collections import deque
from collections.abc import Hashable, Iterator

from detente.core.procedures import Link, Row
from detente.core.procedures.checks.place import act_or_silence, place
from detente.core.simulation.explore.nodes import Node, by_neutral
from detente.core.simulation.explore.play import Position, Told
from detente.core.simulation.explore.properties.found import Found, listed, told_row
from detente.core.simulation.explore.search import Search
from detente.core.simulation.explore.silence import Silent
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.findings import Severity


def round_in_silence(search: Search, silent: list[Silent]) -> Iterator[Found]:
    """Look for silence that comes back to where it was: EXP006. Rounds of an `every` are meant to."""
    name = search.slice.target
    for one in silent:
        terms = [term for procedure, term in one.rests if procedure == name]
        opened = _reopened(search, one.round)
        if not one.rounds or not opened:
            continue
        says = f"When nobody acts, '{name}' goes round {listed(opened)} and comes to no end."
        path = place(search.world.compiled, name, opened[0] if opened else terms[0])
        yield Found(
            "EXP006",
            Severity.WARNING,
            path,
            says,
            "Count the rounds in silence, and end or move on after the last.",
            one.node.way(),
        )
        return


def uncounted(search: Search) -> Iterator[Found]:
    """Look for a way back that one side alone, or time, can take again and again: EXP007."""
    name = search.slice.target
    components = _components(search)
    told: set[tuple[str, ...]] = set()
    for node in search.order:
        if not node.expanded or node.key not in components or not search.running(node.position):
            continue
        found = _round(search, node, components)
        if found is None:
            continue
        way, terms = found
        key = tuple(sorted(terms))
        if any(set(key) & set(other) for other in told):
            continue
        told.add(key)
        says = (
            f"{listed(terms)} can open again and again: one side alone leads back there, and nothing counts how often."
        )
        rows = [
            (told_.rang.run if told_.rang else told_.deed.run if told_.deed else name, told_row(search, told_))
            for told_ in way
        ]
        back = next(((run, row) for run, row in reversed(rows) if row is not None and run == name), None)
        path = (
            act_or_silence(search.world.compiled, name, back[1])
            if back is not None and back[1] is not None
            else place(search.world.compiled, name, terms[0])
        )
        cure = f"Count the rounds and guard the way back, like 'then: [count rounds, {terms[0]}]' and 'if: rounds < 3'."
        yield Found("EXP007", Severity.WARNING, path, says, cure, (*node.way(), *way), "ESC008")


def _reopened(search: Search, told: tuple[Told, ...]) -> list[str]:
    """The stages of the procedure that something opened; rounds of an `every` and what opens with them left out."""
    name = search.slice.target
    graph, index = search.world.compiled.graphs[name], search.world.program.index[name]
    found: dict[str, None] = {}
    for one in told:
        for effect in one.effects:
            if effect.kind is not Kind.OPENED or effect.run != name or not search.slice.counts(name, effect.term):
                continue
            outer = (effect.term, *graph.table.parents.get(effect.term, ()))
            row: Row | None = index.act.get(effect.term) or index.time.get(effect.term)
            rule = row is not None and row.on == "opening"
            if (
                not rule
                and not _beside(search, one, effect.term)
                and not any(other.every for term in outer for other in graph.rows[term])
            ):
                found[effect.term] = None
    return list(found)


def _beside(search: Search, one: Told, term: str) -> bool:
    """An option that is always open may be used again; it leads back only where a side starts its own time afresh."""
    if one.deed is None or one.deed.row is None or one.deed.row.link is not Link.ANYTIME or one.before is None:
        return False
    name = search.slice.target
    run = one.before.runs.get(name)
    open_ = run.open.get(term) if run is not None else None
    row = search.world.program.index[name].act.get(term)
    if run is None or open_ is None or open_.due is None or row is None:
        return True
    position = Position(search.world.program, one.before, one.at)
    bound = {actor.party for actors in search.at(position).actors(position, run, row) for actor in actors}
    return not bound & {actor.party for actor in one.deed.actors}


def _round(search: Search, start: Node, components: dict[Hashable, int]) -> tuple[tuple[Told, ...], list[str]] | None:
    """The shortest way from a position back to one of the same future, if it opens a stage again."""
    component = components[start.key]
    seen: set[Hashable] = set()
    queue: deque[Node] = deque([Node(start.key, start.position, None, ())])
    for _ in range(search.bound):
        if not queue:
            return None
        node = queue.popleft()
        for deed, told, after in search.moves(node.position):
            if deed is not None and (deed.joint or by_neutral(deed)):
                continue
            key = search.key(after)
            following = Node(key, after, node, tuple(told))
            if key == start.key:
                way = following.way()
                terms = _reopened(search, way)
                if terms and _opens_again(start, terms):
                    return way, terms
            elif components.get(key) == component and key not in seen:
                seen.add(key)
                queue.append(following)
    return None


def _opens_again(start: Node, terms: list[str]) -> bool:
    """A stage that was open before, or is open now."""
    opened = {effect.term for told in start.way() for effect in told.effects if effect.kind is Kind.OPENED}
    return bool(opened & set(terms))


def _components(search: Search) -> dict[Hashable, int]:
    """Each abstraction on a loop of moves that no agreement needs, with the number of its loop (Tarjan 1972)."""
    graph = {
        key: [edge.target for edge in edges if not edge.joint and not edge.built_in]
        for key, edges in search.edges.items()
    }
    return {
        key: number
        for number, part in enumerate(_strong(graph))
        for key in part
        if len(part) > 1 or key in graph.get(key, ())
    }


def _strong(graph: dict[Hashable, list[Hashable]]) -> list[list[Hashable]]:
    index: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    stack: list[Hashable] = []
    on: set[Hashable] = set()
    parts: list[list[Hashable]] = []
    for root in graph:
        work = [(root, iter(graph.get(root, ())))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack.append(root)
            on.add(root)
        while work:
            key, rest = work[-1]
            for target in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on.add(target)
                    work.append((target, iter(graph.get(target, ()))))
                    break
                if target in on:
                    low[key] = min(low[key], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == index[key]:
                    parts.append(_cut(stack, on, key))
    return parts


def _cut(stack: list[Hashable], on: set[Hashable], key: Hashable) -> list[Hashable]:
    part = []
    while True:
        member = stack.pop()
        on.discard(member)
        part.append(member)
        if member == key:
            return part
