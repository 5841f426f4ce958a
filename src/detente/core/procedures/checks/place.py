"""Where a rule of the tables points, and the words several rules share."""

from collections.abc import Iterable, Iterator

from detente.core.charter.model import Charter
from detente.core.charter.source import Map, find
from detente.core.procedures.compile import Compiled
from detente.core.procedures.graph import Graph
from detente.core.procedures.table import LIMITATION, OPENS, Link, On, Row
from detente.core.vocabulary.findings import Severity

Path = tuple[str | int, ...]


def place(compiled: Compiled, procedure: str, term: str, *keys: str) -> Path:
    """Return the path of a term, or of the first of `keys` that stands there."""
    parents = compiled.tables[procedure].parents.get(term, ())
    if term in (OPENS, LIMITATION):
        path: Path = ("procedures", procedure, term)
    else:
        first = compiled.graphs[procedure].rows[(*parents, term)[0]]
        section = "anytime" if first and first[0].link is Link.ANYTIME else "terms"
        path = ("procedures", procedure, section, *(step for parent in parents for step in (parent, "meanwhile")), term)
    return beside(compiled, path, *keys)


def beside(compiled: Compiled, path: Path, *keys: str) -> Path:
    """Return `path` with the first of `keys` that stands there, or `path` itself."""
    root = compiled.document.source.root
    node = find(root, path) if root else None
    there = next((key for key in keys if isinstance(node, Map) and node.get(key) is not None), None)
    return (*path, there) if there else path


def silence(compiled: Compiled, procedure: str, row: Row) -> Path:
    """Return the path of what follows when a term's time runs out."""
    return place(compiled, procedure, row.term, "else", "either way", "by")


def act_or_silence(compiled: Compiled, procedure: str, row: Row) -> Path:
    """Return the path of a row's consequences."""
    return (
        silence(compiled, procedure, row)
        if row.on is On.TIME
        else place(compiled, procedure, row.term, "then", "either way")
    )


def graphs(compiled: Compiled) -> Iterator[tuple[str, Graph]]:
    """Return each procedure that can be opened, with its graph."""
    return ((name, graph) for name, graph in compiled.graphs.items() if name in compiled.families.openable)


def lighter(compiled: Compiled) -> Severity | None:
    """Return the severity of what a whole charter must answer, and a part of one only should know."""
    return None if isinstance(compiled.charter, Charter) else Severity.NOTE


def listed(names: Iterable[str], joining: str = "and") -> str:
    """Return names in quotes: `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`."""
    quoted = [f"'{name}'" for name in names]
    return f" {joining} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def words(row: Row) -> str:
    """Return what a row's term is called and does, in lower case, for rules that look for a word."""
    return f"{row.term} {row.act} {row.runs}".lower()
