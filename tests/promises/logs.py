"""What the site logs: every line of every logger, at the level that tells most."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Hand out what is logged within the block, with the tracebacks, whatever levels are set; nobody else hears it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    known = [logger for logger in root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    ends = [root, *(logger for logger in known if not logger.propagate)]
    levels = {logger: logger.level for logger in (root, *known)}
    handlers = {logger: logger.handlers for logger in ends}
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    for logger in ends:
        logger.handlers = [handler]
    try:
        yield written
    finally:
        for logger, before in handlers.items():
            logger.handlers = before
        for logger, level in levels.items():
            logger.setLevel(level)
