"""Answers that stay true until a known instant, kept in the process, the least used dropped first."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """At most `most` answers. `about` is what an answer was made from; another object of that place makes a new one."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: OrderedDict[Hashable, tuple[Any, dt.datetime, dt.datetime | None, V]] = OrderedDict()
        self._lock = Lock()

    def get(self, about: Any, key: Hashable, at: dt.datetime, make: Callable[[], tuple[V, dt.datetime | None]]) -> V:
        """Return the answer as it is at an instant; `make` returns a new one and until when it is true."""
        with self._lock:
            known = self._found.get(key)
            if known is not None and known[0] is about and known[1] <= at and (known[2] is None or at < known[2]):
                self._found.move_to_end(key)
                return known[3]
        made, until = make()
        with self._lock:
            self._found[key] = (about, at, until, made)
            self._found.move_to_end(key)
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
