"""A charter from a path, read without errors."""

from collections.abc import Sized

from detente.adapters.cli.files import read_charter
from detente.adapters.cli.terminal import count
from detente.core.charter.model import Rules
from detente.core.charter.parse import Document, parse
from detente.core.vocabulary.errors import BadCharter


def parsed(path: str) -> tuple[Document, Rules]:
    """Return the text of a path with its places, and the charter it holds.

    Raises:
        BadCharter: the text has errors.
    """
    document = parse(read_charter(path))
    if document.charter is None:
        raise broken(path, document.findings)
    return document, document.charter


def broken(path: str, findings: Sized) -> BadCharter:
    """Return the error that says how many errors a text has, and which command shows them."""
    return BadCharter(f"{path} has {count(len(findings), 'error')}; see 'detente check {path}'.")
