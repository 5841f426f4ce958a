"""A message looked at again when it leaves: is it still so, still theirs, still wanted, and is the day not full?"""

from datetime import datetime

import msgspec

from detente.clerk.letters import Book, Letter, is_routine
from detente.clerk.policy import Pace, Position, held_until, is_folded, is_wanted, pace_of, working_days_left, yields
from detente.core.engine.questions.open_now import is_blind
from detente.core.procedures import Outcome

OF_A_CLOCK = frozenset({"turn", "half", "last", "level"})
LEFT = "the person sits at this table no longer"
OFF = "switched off by the person"
OVER = "done, moved or over by then"
ANSWERED = "the person has acted in the matter since"
ELSEWHERE = "it is somebody else's by now"
TOLD = "said already"
DAILY = "kept for the daily summary"


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of a message: `send`, `drop`, `fold` into the digest; `instead` are messages to others."""

    does: str
    says: str = ""
    instead: tuple[Letter, ...] = ()


class Reader(msgspec.Struct, frozen=True):
    """What is known of the reader: their choice, messages today, whether they acted in the matter since."""

    position: Position = Position.HAPPENS
    sent_today: int = 0
    acted_since: bool = False
    told: bool = False  # the same of the same clock, because of an earlier fact


def look_again(book: Book, letter: Letter, reader: Reader, now: datetime) -> Verdict:
    """Return what becomes of a message that is due."""
    readers = book.readers
    if not readers.party(letter.person):
        return Verdict("drop", LEFT, _instead(book, letter, now))
    if reader.told and _has_clock(letter):
        return Verdict("drop", TOLD)
    if not is_wanted(letter.template, reader.position):
        return Verdict("drop", OFF)
    if verdict := _of_matter(book, letter, reader, now):
        return verdict
    desk, rules = readers.desk(letter.person), readers.rules
    left = working_days_left(now, letter.due, desk) if letter.due is not None else None
    if pace_of(letter.template, rules) is Pace.DIGEST or is_folded(letter.template, reader.position, days_left=left):
        return Verdict("fold", DAILY)
    if yields(letter.template) and reader.sent_today >= rules.at_most:
        return Verdict("fold", DAILY)
    return Verdict("send")


def _of_matter(book: Book, letter: Letter, reader: Reader, now: datetime) -> Verdict | None:
    if letter.template == "waiting":
        if reader.acted_since:
            return Verdict("drop", ANSWERED)
        state = book.families.get(letter.matter)
        if state is not None and state.result:
            return Verdict("drop", OVER)
    if not _has_clock(letter):
        return None
    owners = still(book, letter, now)
    if not owners:
        return Verdict("drop", OVER)
    if letter.person not in owners.values():
        return Verdict("drop", ELSEWHERE, _instead(book, letter, now))
    return None


def _has_clock(letter: Letter) -> bool:
    return letter.template in OF_A_CLOCK or (letter.template == "waiting" and letter.term != "" and not letter.says)


def _instead(book: Book, letter: Letter, now: datetime) -> tuple[Letter, ...]:
    """The same message to whoever has it by now."""
    if not _has_clock(letter):
        return ()
    rules = book.readers.rules
    return tuple(
        msgspec.structs.replace(
            letter,
            person=person,
            also=(),
            hold=held_until(letter.template, now, due=letter.due, desk=book.readers.desk(person), rules=rules),
        )
        for person in still(book, letter, now).values()
        if person != letter.person
    )


def still(book: Book, letter: Letter, now: datetime) -> dict[str, str]:
    """Return by party whom a clock's message reaches now; nothing where the clock was stopped, moved or met."""
    state = book.families.get(letter.matter)
    run = state.runs.get(letter.run) if state is not None else None
    if state is None or run is None or run.ended is not None:
        return {}
    open_, row = run.open.get(letter.term), book.program(state).index[run.procedure].act.get(letter.term)
    if open_ is None or row is None or open_.waiting:
        return {}
    if letter.due is not None and (open_.overdue or open_.due != letter.due):
        return {}
    # Whose answer is in stays hidden: a reminder that stays out would tell it.
    signed = set() if is_blind(book.program(state), row) else {seat for seat, _ in open_.signed}
    owners = {side: one for side, one in book.readers.owners(state, run, row, now).items() if side not in signed}
    index = book.program(state).index[run.procedure]
    if letter.template == "last" and row.result is Outcome.KEPT and not is_routine(index, row.term):
        managers = {f"{side} desk": book.readers.manager(side, now) for side in owners}
        return owners | {side: one for side, one in managers.items() if one and one not in owners.values()}
    return owners
