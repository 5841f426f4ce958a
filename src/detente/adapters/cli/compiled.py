"""A charter from a path, compiled; and the procedure a reader means."""

from detente.adapters.cli.files import read_bytes
from detente.adapters.cli.parsed import broken, parsed
from detente.core.procedures import Compiled, compile_charter
from detente.core.procedures.checks import Report, check
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


def compiled_of(path: str) -> Compiled:
    """Return the compiled charter of a path, unjudged by the rules.

    Raises:
        BadCharter: the text has errors.
    """
    document, charter = parsed(path)
    if not charter.procedures:
        raise BadInput(f"{path} has no procedure.")
    return compile_charter(document)


def report_of(path: str) -> Report:
    """Return the report on the charter of a path; one whose text has errors is refused as by `compiled_of`."""
    report = check(read_bytes(path))
    if report.compiled is None:
        raise broken(path, report.findings)
    return report


def ladder_of(compiled: Compiled, procedure: str | None) -> str:
    """Return the procedure of that name, or without a name the one with the most levels.

    Raises:
        BadInput: no procedure of that name.
    """
    from detente.core.procedures.drawing import levels

    if procedure is None:
        return max(compiled.tables, key=lambda name: len(levels(compiled.tables[name], tables=compiled.tables)))
    if procedure not in compiled.tables:
        near = nearest(procedure, compiled.tables)
        hint = f" Nearest: '{near}'." if near else f" The procedures: {', '.join(compiled.tables)}."
        raise BadInput(f"'{procedure}' is no procedure of this charter.{hint}")
    return procedure
