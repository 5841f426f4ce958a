"""Effects: what a step asks the world to do, as values. Words and languages are made at the edge."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec


class Kind(StrEnum):
    """What is asked for, or to be told."""

    OPENED = "opened"
    CLOSED = "closed"
    CLOCK_SET = "clock set"
    CLOCK_STOPPED = "clock stopped"  # it stands still, or its term has closed
    SIGNED = "signed"  # one of several signatures
    SERVE = "serve"
    KEPT = "kept"
    KEPT_LATE = "kept late"
    USED = "used"
    MISSED = "missed"
    LAPSED = "lapsed"
    OVER = "over"
    DEEMED = "deemed"
    TELL = "tell"
    RECORDED = "recorded"
    RIGHT_LOST = "right lost"
    BINDING = "binding for now"
    FINAL = "final and binding"
    OVERRIDDEN = "overridden"
    COUNTED = "counted"
    RESET = "reset"
    SUSPENDED = "suspended"
    RELEASED = "released"
    STARTED = "started"
    RAISED = "raised"
    JOINED = "joined"
    AMENDMENT = "amendment proposed"
    BARRED = "barred by limitation"
    ENDED = "ended"


class Effect(msgspec.Struct, frozen=True, gc=False):
    """One effect. `name` is the act, seat, right, workstream, result or text meant; `by` the seats it concerns."""

    kind: Kind
    run: str
    term: str = ""
    name: str = ""
    by: tuple[str, ...] = ()
    at: datetime | None = None
    value: Any = None
