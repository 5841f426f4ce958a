"""Rivals: which guarded terms an `otherwise` looks at, so that a reader need not search for them."""

from collections.abc import Iterator

from detente.core.charter.model import Opens, Procedure, Term, walk
from detente.core.charter.phrases import Consequences, GuardKind, Guards, Verb


def rivals_in(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """Return, for each term with `otherwise`, the guarded terms of the lists that open it, in written order."""
    guards = {at.name: at.term.if_ for at in walk(procedure) if at.term.if_ is not None}
    found: dict[str, tuple[str, ...]] = {}
    for names in _lists(procedure):
        guarded = [name for name in names if name in guards and not _is_otherwise(guards[name])]
        for name in names:
            if name in guards and _is_otherwise(guards[name]):
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *guarded)))
    return found


def _lists(procedure: Procedure) -> Iterator[list[str]]:
    """Yield the terms that open together: those of one consequence, then those under one term that none names."""
    named: set[str] = set()
    terms = [at.term for at in walk(procedure)]
    openers: list[Opens | Term] = [procedure.opens, *terms]
    for term in openers:
        for follows in (term.then, term.else_, getattr(term, "either_way", None)):
            opened = _opened(follows) if follows is not None else []
            named.update(opened)
            yield opened
    for term in terms:
        yield [name for name in term.meanwhile if name not in named]


def _opened(follows: Consequences) -> list[str]:
    return [do.name for do in follows.items if do.verb is Verb.OPEN]


def _is_otherwise(guards: Guards) -> bool:
    return any(guard.kind is GuardKind.OTHERWISE for guard in guards.items)
