"""Breaks of a journal, told in the package's own family of errors."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from detente.core.journal.verify import Broken
from detente.core.vocabulary.errors import BrokenJournal

_P = ParamSpec("_P")
_R = TypeVar("_R")


class BrokenEntry(BrokenJournal):
    """Where a journal breaks: `line` counts from 1 (0: no line's fault), `entry` is the fact that belongs there."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(str(broken))
        self.reason, self.line, self.entry = broken.reason, broken.line, broken.entry


def telling(check: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return the check, raising BrokenEntry where that of verify.py, which stands alone, raises Broken."""

    @wraps(check)
    def checked(*args: _P.args, **named: _P.kwargs) -> _R:
        try:
            return check(*args, **named)
        except Broken as broken:
            raise BrokenEntry(broken) from None

    return checked
