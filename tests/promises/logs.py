"""What the site logs: every line of every logger, at the level that tells most."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Hand out what is logged within the block, with the tracebacks, whatever handlers and levels are set."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    known = [logger for logger in root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    ends = [root, *(logger for logger in known if not logger.propagate)]
    levels = {logger: logger.level for logger in (root, *known)}
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    for logger in ends:
        logger.addHandler(handler)
    try:
        yield written
    finally:
        for logger in ends:
            logger.removeHandler(handler)
        for logger, level in levels.items():
            logger.setLevel(level)
