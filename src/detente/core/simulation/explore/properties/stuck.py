"""Positions that nobody can leave, that only both sides together can leave, or from which no end can be reached."""

from collections.abc import Hashable, Iterator

from detente.core.procedures import On
from detente.core.procedures.checks.place import act_or_silence, place
from detente.core.simulation.explore.nodes import Node
from detente.core.simulation.explore.properties.found import Found, after, last_row, listed
from detente.core.simulation.explore.search import Search
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.findings import Severity


def stuck(search: Search) -> Iterator[Found]:
    """Look for positions in which the procedure goes on and nothing can be done: EXP001, EXP002 and EXP005."""
    if search.unknown or not _has_end(search):
        return
    told: set[Hashable] = set()
    for node in search.order:
        if not node.expanded or not search.running(node.position) or node.single or _elsewhere(search, node):
            continue
        one = _joint(search, node) if node.moves else _guards(search, node) or _dead(search, node)
        if one is not None and (one.code, one.path) not in told:
            told.add((one.code, one.path))
            yield one


def _has_end(search: Search) -> bool:
    graph = search.world.compiled.graphs[search.slice.target]
    return any(graph.ends(row) for row in graph.table.rows)


def _open(search: Search, node: Node) -> list[str]:
    return [term for name, term in search.resting(node.position) if name == search.slice.target]


def _elsewhere(search: Search, node: Node) -> bool:
    """A term that runs another procedure is stuck only where that one is: it is told there."""
    index = search.world.program.index[search.slice.target]
    return any(term in index.act and index.act[term].runs for term in _open(search, node))


def _dead(search: Search, node: Node) -> Found:
    world, name = search.world, search.slice.target
    terms, led = _open(search, node), last_row(search, node)
    if terms:
        where = f"'{name}' can come to rest at {listed(terms)}"
        says = f"{where}, where no time runs and nobody can do anything that leads on."
        path = place(world.compiled, name, terms[0])
        cure = f"Write 'by: 10 working days' with an 'else' on '{terms[0]}', or an option that one side may take."
    else:
        row = led[1] if led else world.compiled.tables[name].rows[0]
        says = f"{after(row)}, '{name}' goes on with nothing open in it that leads to an end."
        path = act_or_silence(world.compiled, led[0] if led else name, row)
        cure = "Name a term there that leads on, or an 'end'."
    return Found("EXP001", Severity.ERROR, path, says, cure, node.way(), "ESC001")


def _joint(search: Search, node: Node) -> Found | None:
    terms = _open(search, node)
    index = search.world.program.index[search.slice.target]
    if not terms or any(term in index.act and index.act[term].on is On.EVENT for term in terms):
        return None  # it waits to hear how something else ends
    where = f"'{search.slice.target}' can come to rest at {listed(terms)}"
    says = f"{where}, where only an act of both sides leads on: either side can keep it there without end."
    cure = f"Write 'by: 10 working days' with an 'else' on '{terms[0]}', or an option that one side may take."
    return Found(
        "EXP002",
        Severity.WARNING,
        place(search.world.compiled, search.slice.target, terms[0]),
        says,
        cure,
        node.way(),
        "ESC001",
    )


def _guards(search: Search, node: Node) -> Found | None:
    """A row that opens guarded terms alone, of which none opened."""
    led = last_row(search, node)
    if led is None or led[0] != search.slice.target:
        return None
    name, row = led
    graph = search.world.compiled.graphs[name]
    opens = list(graph.opens(row))
    opened = {
        effect.term
        for told in node.told
        for effect in told.effects
        if effect.kind is Kind.OPENED and effect.run == name
    }
    if not opens or any(graph.guards(term) is None or term in opened for term in opens):
        return None
    cell = _cell(search, node)
    have = "each have a" if len(opens) > 1 else "has a"
    says = (
        f"{after(row)}, nothing opens{cell}: {listed(opens)} {have} guard that is not met, and '{name}' stays where "
        "nobody can leave."
    )
    cure = f"Write 'if: otherwise' on '{opens[-1]}', or add a term for that case."
    return Found(
        "EXP005", Severity.ERROR, act_or_silence(search.world.compiled, name, row), says, cure, node.way(), "ESC009"
    )


def _cell(search: Search, node: Node) -> str:
    """What the guards looked at, in words."""
    state, looked = node.position.state, search.slice.looked
    words = [
        f"{value} is {_text(state.values[value])}" if value in state.values else f"{value} is not stated"
        for value in sorted(looked.values)
    ]
    words += [f"{counter} = {len(state.counters.get(counter, ()))}" for counter in sorted(looked.counters)]
    return f" with {', '.join(words)}" if words else ""


def _text(value: object) -> str:
    return str(getattr(value, "text", value))


def no_end(search: Search) -> Iterator[Found]:
    """Look for positions from which moves lead on and on, and to no end: EXP012."""
    if search.cut or search.unknown or not _has_end(search):
        return
    good = {node.key for node in search.order if search.over(node.position) or (node.expanded and not node.moves)}
    good |= {node.key for node in search.order if node.expanded and not node.single and _elsewhere(search, node)}
    sources: dict[Hashable, set[Hashable]] = {}
    for edges in search.edges.values():
        for edge in edges:
            if not edge.built_in:
                sources.setdefault(edge.target, set()).add(edge.source)
    queue = list(good)
    while queue:
        for source in sources.get(queue.pop(), ()):
            if source not in good:
                good.add(source)
                queue.append(source)
    lost = next(
        (node for node in search.order if node.expanded and node.key not in good and search.running(node.position)),
        None,
    )
    if lost is not None:
        yield _lost(search, lost)


def _lost(search: Search, node: Node) -> Found:
    name, terms = search.slice.target, _open(search, node)
    where = f" from {listed(terms)}" if terms else ""
    says = f"'{name}' can go on{where} without ever reaching an end, whatever is done; settling and withdrawing apart."
    path = place(search.world.compiled, name, terms[0]) if terms else ("procedures", name)
    return Found("EXP012", Severity.WARNING, path, says, "Name an 'end' that follows from there.", node.way())
