"""A meeting is put on record as held when it has begun.

The engine lets the act be done all through a round, for the charter names the last instant only; `on` may tell an
earlier hour. What a page must not file is that people met who have not met yet. Who meets earlier agrees to the other
day first, as a charter lets both move any date: then the meeting begins on that day.
"""

from datetime import datetime
from typing import Any

from detente.core.engine.program import Program
from detente.core.engine.questions.rounds import held_from
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import ActDone
from detente.core.worktime import offset, zone


def ask(program: Program, state: Any, done: ActDone) -> None:
    """Let an act pass, unless it says that a regular meeting was held which has not begun.

    Raises:
        Refused: with when it begins, and what may be done instead.
    """
    index = program.index.get(done.run)
    if index is None or done.run != state.root:
        return
    for row in index.acts.get(program.slugs.get(done.act, ""), ()):
        begins = held_from(program, state, row.term) if done.term in (None, row.term) else None
        if begins is not None and (done.on or done.at) < begins:
            raise Refused(
                f"this meeting begins {_written(begins, program)}; from then on it can be said that it was held. "
                "To meet earlier, both agree to another day."
            )


def _written(begins: datetime, program: Program) -> str:
    local = begins.astimezone(zone(getattr(program.charter, "zone", "UTC")))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({offset(local)})"
