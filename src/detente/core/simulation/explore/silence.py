"""Silence: where a procedure goes when nobody acts, and when at the latest it is there."""

import msgspec

from detente.core.simulation.explore.nodes import Node
from detente.core.simulation.explore.play import Position, Told, wait
from detente.core.simulation.explore.search import Search
from detente.core.vocabulary.errors import BadInput

_STEPS_MAX = 200


class Silent(msgspec.Struct, eq=False):
    """One way that silence goes: `result` where it ends, `rests` where it stays, `round` what comes again and again."""

    node: Node
    result: str
    rests: tuple[tuple[str, str], ...]
    round: tuple[Told, ...] = ()

    @property
    def rounds(self) -> bool:
        """Whether it goes round."""
        return bool(self.round)


def silences(search: Search) -> list[Silent]:
    """Return where silence leads from each way to begin, each outcome once, the latest first."""
    found: dict[tuple[str, tuple[tuple[str, str], ...], bool], Silent] = {}
    for node in search.openings if search.slice.root == search.slice.target else search.begun_at():
        one = _silent(search, node)
        outcome = (one.result, one.rests, one.rounds)
        if outcome not in found or found[outcome].node.position.now < one.node.position.now:
            found[outcome] = one
    return sorted(found.values(), key=lambda one: one.node.position.now, reverse=True)


def _silent(search: Search, start: Node) -> Silent:
    node, seen = start, {start.key}
    for _ in range(_STEPS_MAX):
        if not search.running(node.position):
            break
        try:
            waited = wait(node.position, search.at(node.position).slice)
        except BadInput as error:
            search.unknown = str(error)
            waited = None
        if waited is None:
            break
        node = Node(search.key(waited[0]), waited[0], node, tuple(waited[1]))
        if node.key in seen:
            return Silent(node, "", _rests(search, node.position), _since(node))
        seen.add(node.key)
    return Silent(node, _result(node.position, search), _rests(search, node.position))


def _since(node: Node) -> tuple[Told, ...]:
    """What happened since the position was the same before."""
    told: list[Told] = list(node.told)
    before = node.before
    while before is not None and before.key != node.key:
        told = [*before.told, *told]
        before = before.before
    return tuple(told)


def _result(position: Position, search: Search) -> str:
    run = position.state.runs.get(search.slice.target)
    return run.result if run is not None else ""


def _rests(search: Search, position: Position) -> tuple[tuple[str, str], ...]:
    """The open terms of the procedure and of what it starts; none once it has ended."""
    if not search.running(position):
        return ()
    own = {search.slice.target, *search.world.compiled.families.below[search.slice.target]}
    return tuple(pair for pair in search.resting(position) if pair[0] in own)
