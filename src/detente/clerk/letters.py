"""Which messages facts call for: to whom, of which class, when. Values only; `outbox` writes them down."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from detente.clerk.policy import POLICY, STRENGTH, half_of, held_until, last_morning_of
from detente.clerk.readers import Readers
from detente.core.charter.phrases import WhoKind
from detente.core.engine import Program, State, with_rounds
from detente.core.engine.offices import who_may_sign
from detente.core.engine.program import Index
from detente.core.engine.questions.open_now import SETTLE, is_blind
from detente.core.engine.state import Open, Run
from detente.core.procedures import Link, On, Outcome, Row
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import AgreementOffered, CharterSigned, NoticeSent

AHEAD = timedelta(days=120)  # as far as rounds of a series are looked for
RECORDS = {
    "NoticeBounced": "bounced", "MessageSent": "waiting", "StatementMade": "waiting", "StatementContested": "waiting",
    "MinutesWritten": "minutes", "AgendaShared": "agenda",
}  # fmt: skip
_ROUND_OVER = (Kind.KEPT, Kind.KEPT_LATE, Kind.MISSED)
_CALLING = frozenset({*RECORDS, NoticeSent.__name__, AgreementOffered.__name__})  # facts that call for one
_ASKING = frozenset({Kind.TELL, Kind.OPENED, Kind.SIGNED, Kind.CLOCK_SET, *_ROUND_OVER})  # effects that do


class Letter(msgspec.Struct, frozen=True):
    """A message to one person. `run`, `term`, `due` name the clock it is about; `also` what else it tells."""

    fact: str
    person: str
    template: str
    hold: datetime
    matter: str = ""
    run: str = ""
    term: str = ""
    due: datetime | None = None
    says: str = ""  # the kind of record, act or seat it is about: a name, never a text somebody wrote
    room: str = "joint"
    also: tuple[tuple[str, str, str], ...] = ()  # template, run, term

    @property
    def policy(self) -> str:
        """Its class, N1 to N7."""
        return POLICY[self.template]


class Book(msgspec.Struct, frozen=True):
    """What letters are derived from: people, and families as they stand after the facts."""

    readers: Readers
    families: Mapping[str, State]

    def program(self, state: State) -> Program:
        """Return the program a family stands under."""
        return self.readers.programs[state.version]


class _At(msgspec.Struct, frozen=True):
    """A fact that was filed, in the family it belongs to."""

    book: Book
    one: Filed
    state: State

    @property
    def fact(self) -> Any:
        return self.one.fact

    def letter(self, person: str, template: str, **fields: Any) -> Letter:
        """Return a message about this family, held as the charter says."""
        return _letter(self.book, self.fact, person, template, matter=self.state.matter, **fields)


def may_call(one: Filed) -> bool:
    """Return whether a fact can call for a message at all; most do not."""
    return type(one.fact).__name__ in _CALLING or any(effect.kind in _ASKING for effect in one.effects)


def letters(book: Book, filed: Iterable[Filed]) -> list[Letter]:
    """Return the messages that facts of one transaction call for, one to a person and matter, and their reminders."""
    now: dict[tuple[str, str], Letter] = {}
    later: dict[tuple[str, str, str, str, str], Letter] = {}
    for one in filed:
        if one.fact is None or one.refused is not None:
            continue
        for letter in _of_fact(book, one):
            key = (letter.person, letter.matter)
            now[key] = _merged(now[key], letter) if key in now else letter
        for letter in _reminders(book, one):
            later[(letter.person, letter.matter, letter.run, letter.term, letter.template)] = letter
    return [*now.values(), *later.values()]


def _merged(one: Letter, other: Letter) -> Letter:
    """The stronger of two messages about a matter, which tells of the other, too."""
    strong, weak = sorted((one, other), key=lambda each: STRENGTH.index(each.template))
    if (strong.template, strong.run, strong.term) == (weak.template, weak.run, weak.term):
        return strong
    also = dict.fromkeys((*strong.also, *weak.also, (weak.template, weak.run, weak.term)))
    return msgspec.structs.replace(strong, also=tuple(also))


def _of_fact(book: Book, one: Filed) -> Iterator[Letter]:
    fact = one.fact
    if isinstance(fact, NoticeSent):
        for person in dict.fromkeys((fact.addressee, *fact.copies)):
            yield Letter(fact.id, person, "notice", fact.at, fact.matter, says=fact.notice)
        return
    if isinstance(fact, AgreementOffered):
        found = list(_offered(book, fact))
    else:
        at = _at(book, one)
        found = [*_recorded(at), *_opened(at)] if at is not None else []
    own = getattr(fact, "person", None)
    yield from (letter for letter in found if letter.person != own)


def _at(book: Book, one: Filed) -> _At | None:
    state = book.families.get(one.matter or getattr(one.fact, "matter", None) or "")
    return _At(book, one, state) if state is not None else None


# ---- records


def _recorded(at: _At) -> Iterator[Letter]:
    fact, kind = at.fact, type(at.fact).__name__
    template = RECORDS.get(kind)
    if template is None:
        return
    from_party = None if template in ("bounced", "agenda") else fact.party
    for party in at.state.parties[:2]:
        if party != from_party:
            line = at.book.readers.line_of(at.state, None, party)
            if person := at.book.readers.first_present(line, fact.at):
                yield at.letter(person, template, says=kind)


def _offered(book: Book, fact: AgreementOffered) -> Iterator[Letter]:
    says = f"AgreementOffered {type(fact.fact).__name__}"
    for party in book.readers.charter.parties:
        for person in _answering(book, fact, party) if party != fact.party else ():
            yield _letter(book, fact, person, "waiting", matter=fact.matter or "", says=says)


def _answering(book: Book, fact: AgreementOffered, party: str) -> Iterable[str]:
    """Who answers an offer for a side: of a charter everybody who may sign it, else the first who is there."""
    readers = book.readers
    if isinstance(fact.fact, CharterSigned):
        numbers = [readers.number(name) for name in who_may_sign(readers.program, party).people]
        return [one for one in dict.fromkeys(numbers) if one and readers.party(one)]
    line = readers.holders(fact.role or readers.desk_role(party), party)
    return [one for one in (readers.first_present(line, fact.at),) if one]


# ---- what a step opened, signed, told


def _opened(at: _At) -> Iterator[Letter]:
    for effect in at.one.effects:
        run = at.state.runs.get(effect.run)
        if effect.kind is Kind.TELL:
            for person in at.book.readers.told(at.state, run, effect.name, at.fact.at).values():
                yield at.letter(person, "told", run=effect.run, says=effect.name)
        elif run is None or run.ended is not None:
            continue
        elif effect.kind is Kind.OPENED:
            yield from _term(at, run, effect.term)
        elif effect.kind is Kind.SIGNED:
            yield from _signed(at, run, effect)


def _term(at: _At, run: Run, term: str) -> Iterator[Letter]:
    index, open_ = at.book.program(at.state).index[run.procedure], run.open.get(term)
    row = index.act.get(term)
    if open_ is None or open_.waiting or row is None or row.on is not On.ACT or is_routine(index, term):
        return
    template = template_of(row, open_, parents=index.table.parents.get(term, ()))
    owners = at.book.readers.owners(at.state, run, row, at.fact.at) if template else {}
    party = _party(at.book, at.fact)
    for side, person in owners.items():
        if template != "waiting" or side != party or len(owners) == 1:
            yield at.letter(person, template, run=run.procedure, term=term, due=open_.due)


def is_routine(index: Index, term: str) -> bool:
    """Return whether a term comes again and again: a round of a series, or what has to be done for each."""
    around = (term, *index.table.parents.get(term, ()))
    return any(index.act[each].every is not None for each in around if each in index.act)


def template_of(row: Row, open_: Open, *, parents: tuple[str, ...] = ()) -> str:
    """Return what an open term is to whoever it is for: their turn, their level, an answer that waits; else nothing."""
    if row.result is Outcome.KEPT:
        return "turn"
    if row.who is not None and row.who.kind is WhoKind.TOGETHER and row.act == SETTLE and not parents:
        return "level"
    return "waiting" if open_.due is not None and row.link is not Link.ANYTIME else ""


def _signed(at: _At, run: Run, effect: Effect) -> Iterator[Letter]:
    program, readers = at.book.program(at.state), at.book.readers
    row = program.index[run.procedure].act.get(effect.term)
    index = program.index[run.procedure]
    if row is not None and (is_blind(program, row) or is_routine(index, effect.term)):
        return  # nobody learns whose answer is in; that a meeting was held stands in the daily summary
    if row is not None:
        owners = readers.owners(at.state, run, row, at.fact.at)
    else:
        owners = readers.told(at.state, run, "", at.fact.at)
    for side, person in owners.items():
        if side not in effect.by:
            yield at.letter(person, "waiting", run=run.procedure, term=effect.term, says=f"signed {effect.name}")


def _party(book: Book, fact: Any) -> str:
    person = getattr(fact, "person", None)
    return book.readers.party(person) if person else ""


def _letter(book: Book, fact: Any, person: str, template: str, **fields: Any) -> Letter:
    desk, rules = book.readers.desk(person), book.readers.rules
    hold = held_until(template, fact.at, due=fields.get("due"), desk=desk, rules=rules)
    return Letter(fact.id, person, template, hold, **fields)


# ---- reminders: queued when a clock is set, looked at again when they leave


def _reminders(book: Book, one: Filed) -> Iterator[Letter]:
    at = _at(book, one)
    if at is None:
        return
    for effect in one.effects:
        if effect.kind is Kind.CLOCK_SET:
            yield from _of_clock(at, effect.run, effect.term)
        elif effect.kind in _ROUND_OVER:
            yield from _of_next_round(at, effect)


def _of_next_round(at: _At, effect: Effect) -> Iterator[Letter]:
    """Reminders of a series' next round, and of what has to be done for it: no fact says that it opens."""
    index = at.book.program(at.state).index.get(effect.run)
    row = index.act.get(effect.term) if index is not None else None
    if index is None or row is None or row.every is None:
        return
    try:
        ahead = with_rounds(at.book.program(at.state), at.state, at.fact.at + AHEAD)
    except BadInput:
        return  # the list of days off does not reach so far
    for term in (effect.term, *index.inside.get(effect.term, ())):
        yield from _of_clock(msgspec.structs.replace(at, state=ahead), effect.run, term)


def _of_clock(at: _At, procedure: str, term: str) -> Iterator[Letter]:
    run, index = at.state.runs.get(procedure), at.book.program(at.state).index.get(procedure)
    open_, row = run.open.get(term) if run else None, index.act.get(term) if index else None
    if run is None or index is None or open_ is None or row is None:
        return
    if open_.due is None or open_.waiting or row.on is not On.ACT or (row.every is not None and _is_for_both(row)):
        return  # a meeting is told of by its agenda
    template = template_of(row, open_, parents=index.table.parents.get(term, ()))
    about: dict[str, Any] = {"matter": at.state.matter, "run": procedure, "term": term, "due": open_.due}
    for side, person in at.book.readers.owners(at.state, run, row, at.fact.at).items() if template else ():
        for each, reader, when in _dates(at, row, open_, person=(side, person), routine=is_routine(index, term)):
            yield Letter(at.fact.id, reader, each, when, **about)


def _dates(
    at: _At, row: Row, open_: Open, *, person: tuple[str, str], routine: bool
) -> Iterator[tuple[str, str, datetime]]:
    """Half of the time, for a duty; the last working day, for a duty to the side's manager, too."""
    assert open_.due is not None, "a reminder is of a clock"
    side, owner = person
    desk, start = at.book.readers.desk(owner), max(open_.opened, at.fact.at)
    once = row.result is Outcome.KEPT and not routine
    half = half_of(start, open_.due, desk) if once else None
    last = last_morning_of(start, open_.due, desk)
    if half is not None and (last is None or desk.local_day(half) < desk.local_day(last)):
        yield "half", owner, half
    if last is not None:
        manager = at.book.readers.manager(side, at.fact.at) if once else ""
        yield from (("last", reader, last) for reader in dict.fromkeys((owner, manager)) if reader)


def _is_for_both(row: Row) -> bool:
    return row.who is not None and (row.who.kind is WhoKind.TOGETHER or row.who.names[:1] in (("both",), ("each",)))
