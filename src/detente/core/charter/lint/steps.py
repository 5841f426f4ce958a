"""What the rules of the text walk over: every term with its path, every act, and words for lists of names."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from detente.core.charter.model import Charter, Opens, Term, walk
from detente.core.charter.parse import Document
from detente.core.charter.phrases import Consequences, Instant, event_name

THEN, ELSE, EITHER_WAY = "then", "else", "either way"
WHOLE = ("name",)  # where a finding about the whole charter stands


class Step(msgspec.Struct, frozen=True):
    """A term or an opening: its name, its path from the top of the charter, the terms around it from the outside in."""

    procedure: str
    name: str
    term: Term | Opens
    path: tuple[str, ...]
    parents: tuple[str, ...] = ()

    @property
    def opening(self) -> bool:
        """Whether it is the `opens` of its procedure."""
        return isinstance(self.term, Opens)

    @property
    def act(self) -> str:
        """The act phrase; empty where no seat acts."""
        if isinstance(self.term, Opens):
            return self.term.must or self.term.may or ""
        return self.term.act(self.name)

    @property
    def act_path(self) -> tuple[str, ...]:
        """Where the act is written: its key, or the term that gives it its name."""
        key = "must" if self.term.must else "may" if self.term.may else ""
        return (*self.path, key) if key else self.path

    def lists(self) -> Iterator[tuple[str, Consequences]]:
        """Yield the lists of consequences with their keys."""
        yield from ((key, found) for key, found in self._lists() if found)

    def _lists(self) -> Iterator[tuple[str, Consequences | None]]:
        yield THEN, self.term.then
        yield ELSE, self.term.else_
        if isinstance(self.term, Term):
            yield EITHER_WAY, self.term.either_way

    @property
    def clock(self) -> tuple[str, Instant] | None:
        """The key and the instant at which time runs out: `by`, else `every`."""
        if self.term.by:
            return "by", self.term.by
        every = self.term.every if isinstance(self.term, Term) else None
        return ("every", every) if every else None


def steps(document: Document) -> Iterator[Step]:
    """Yield every opening and every term of a document, in written order."""
    assert document.charter is not None
    for name, procedure in document.charter.procedures.items():
        here = ("procedures", name)
        yield Step(name, "opens", procedure.opens, (*here, "opens"))
        for found in walk(procedure):
            yield Step(name, found.name, found.term, (*here, *found.path), found.parents)


def acts(document: Document) -> dict[str, list[Step]]:
    """Return each act phrase with the steps that take it."""
    found: dict[str, list[Step]] = {}
    for step in steps(document):
        if step.act:
            found.setdefault(" ".join(step.act.split()), []).append(step)
    return found


def events(document: Document) -> dict[str, list[str]]:
    """Return each act's event with the act phrases that make it happen."""
    found: dict[str, list[str]] = {}
    for act in acts(document):
        found.setdefault(event_name(act), []).append(act)
    return found


def whole(document: Document) -> Charter | None:
    """Return the charter where the text is a whole one; a part or a library file has no sections to look at."""
    return document.charter if isinstance(document.charter, Charter) else None


def written(instant: Instant) -> str:
    """Return an instant in words, combinations too."""
    if isinstance(instant.data, str):
        return instant.data
    ((key, parts),) = instant.data.items()
    return f"{key} {len(parts)} times"


def listed(words: Iterable[str], last: str = "and", limit: int = 5) -> str:
    """Return words as a reader would list them; beyond `limit` only their number."""
    every = list(words)
    if len(every) > limit:
        return f"{', '.join(every[:limit])} {last} {len(every) - limit} more"
    return f"{', '.join(every[:-1])} {last} {every[-1]}" if len(every) > 1 else "".join(every)


def circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names of one circle in the order in which each leads to the next; empty when there is none."""
    done: set[str] = set()
    for start in graph:
        path: dict[str, None] = {}
        ahead: list[Iterator[str]] = [iter([start])]
        while ahead:
            name = next(ahead[-1], None)
            if name is None:
                ahead.pop()
                if path:
                    done.add(path.popitem()[0])
            elif name in path:
                return list(path)[list(path).index(name) :]
            elif name in graph and name not in done:
                path[name] = None
                ahead.append(iter(graph[name]))
    return []
