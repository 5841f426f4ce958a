"""`step`: one fact, one new state, and the effects. The same function runs, replays, simulates and is searched."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from detente.core.engine.acts import act, opening, received
from detente.core.engine.allowed import Act
from detente.core.engine.clocks import ring
from detente.core.engine.consequences import Cause
from detente.core.engine.draft import Draft
from detente.core.engine.extension import extend
from detente.core.engine.program import Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import actor_of
from detente.core.engine.state import State
from detente.core.vocabulary.effects import Effect
from detente.core.vocabulary.facts import (
    ActDone,
    CalendarChanged,
    DeadlineExtended,
    DeadlinePassed,
    MatterMoved,
    MatterOpened,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
)

Programs = Mapping[int, Program]  # a charter's versions, by number


class Stepped(NamedTuple):
    """A new state and what it asks for."""

    state: State
    effects: list[Effect]


def begin(programs: Programs, fact: MatterOpened) -> Stepped:
    """Return the state of a matter that has just been opened; its procedure opens by its act, or at once by a date."""
    program = programs[fact.charter.version]
    parties = (*program.parties[:2], *(fact.joined or ()))
    state = State(fact.matter, fact.procedure, parties, program.version, calendars=len(program.generations) - 1)
    state.track = fact.track or ""
    draft = Draft(program, state)
    if program.index[fact.procedure].opens.event is not None or fact.raised_by is not None:
        draft.start(fact.procedure, Cause(fact.at, None, fact.opener if fact.opener in program.parties else ""))
    return Stepped(draft.state, draft.effects)


def step(programs: Programs, state: State, fact: Any) -> Stepped:
    """Return the state after a fact, and the effects. The state given is left as it was.

    Raises:
        Refusal: the fact may not be; nothing changed.
    """
    return _stepped(programs, state, fact, owned=False)


def advance(programs: Programs, state: State, fact: Any) -> Stepped:
    """Return the same as `step`, using the given state up: for whoever keeps only the latest, as replay does.

    Raises:
        Refusal: as `step`; every refusal comes before the first change, so the state is as it was.
    """
    return _stepped(programs, state, fact, owned=True)


def _stepped(programs: Programs, state: State, fact: Any, *, owned: bool) -> Stepped:
    program = programs[state.version]
    kind = type(fact)
    if kind is DeadlinePassed:
        return Stepped(*ring(program, state, fact, owned=owned))
    draft = Draft(program, state, owned=owned)
    if kind is MatterMoved:
        _moved(programs, draft, fact)
    elif kind in _HANDLERS:
        _HANDLERS[kind](draft, fact)
    return Stepped(draft.state, draft.effects)


def _act_done(draft: Draft, fact: ActDone) -> None:
    program, state = draft.program, draft.state
    event = program.slugs.get(fact.act, fact.act)
    phrase = program.names.acts.get(event, event)
    actor = actor_of(program, fact.seat, program.persons.get(fact.person or "", fact.person or ""))
    run = "" if fact.run == state.root and not fact.term else fact.run
    done = Act(event, phrase, actor, fact.at, fact.on or fact.at, fact.values, run, fact.term or "")
    if state.root not in state.runs and program.index[state.root].opens.act == event:
        opening(draft, done, fact.id)
    else:
        act(draft, done, fact.id)


def _sent(draft: Draft, fact: NoticeSent) -> None:
    """From now on the notice is known under its own id."""
    found = draft.state.notices.get(fact.act)
    if found is None:
        return
    draft.state.notices = {key: value for key, value in draft.state.notices.items() if key != fact.act} | {
        fact.id: found
    }
    for name, run in list(draft.state.runs.items()):
        for term, open_ in list(run.open.items()):
            if open_.notice == fact.act:
                draft.run(name).open[term] = msgspec.structs.replace(open_, notice=fact.id)


def _received(draft: Draft, fact: NoticeReceived) -> None:
    if fact.notice in draft.state.notices:
        received(draft, fact.notice, fact.received)


def _bounced(draft: Draft, fact: NoticeBounced) -> None:
    """A notice did not arrive: whatever clock it held runs on, out at its old date if that is past."""
    if fact.notice not in draft.state.notices:
        return
    draft.state.notices = {key: value for key, value in draft.state.notices.items() if key != fact.notice}
    for name, run in list(draft.state.runs.items()):
        for term, open_ in list(run.open.items()):
            if open_.notice == fact.notice:
                draft.run(name).open[term] = msgspec.structs.replace(open_, notice="")


def _calendar_changed(draft: Draft, fact: CalendarChanged) -> None:
    """What opens from now on counts by the new list; open clocks follow it or keep theirs."""
    draft.state.calendars = len(draft.program.generations) - 1
    if fact.running_clocks != "follow":
        return
    for name, run in list(draft.state.runs.items()):
        for term in list(run.open) if run.ended is None else ():
            draft.change(draft.run(name), term, calendars=draft.state.calendars)


def _moved(programs: Programs, draft: Draft, fact: MatterMoved) -> None:
    """The matter goes on under another version: open terms are matched by name or as mapped, dates computed anew."""
    new = programs.get(fact.to)
    if new is None:
        raise Refusal(Because.MAP, f"version {fact.to} of the charter is not known.")
    if set(draft.state.parties[:2]) - set(fact.agreed_by):
        agreed = ", ".join(fact.agreed_by)
        raise Refusal(Because.SEAT, f"Moving a matter to another version is for both sides, not for {agreed}.")
    for run in draft.state.runs.values():
        index = new.index.get(run.procedure)
        for term in run.open if run.ended is None else ():
            target = fact.terms.get(term, term)
            if "\0" not in term and (index is None or target not in index.table.parents):
                raise Refusal(
                    Because.MAP,
                    f"'{term}' has no place in version {fact.to}. Say which term it becomes.",
                    run=run.procedure,
                    term=term,
                )
    draft.program, draft.state.version = new, new.version
    draft.state.calendars = len(new.generations) - 1
    for name in list(draft.state.runs):
        run = draft.run(name)
        run.open = {
            fact.terms.get(term, term): msgspec.structs.replace(
                open_, term=fact.terms.get(term, term), calendars=draft.state.calendars
            )
            for term, open_ in run.open.items()
        }
        for term in list(run.open) if run.ended is None else ():
            draft.set_clock(run, term)


_HANDLERS: dict[type, Any] = {
    ActDone: _act_done, NoticeSent: _sent, NoticeReceived: _received, NoticeBounced: _bounced, DeadlineExtended: extend,
    CalendarChanged: _calendar_changed, MatterMoved: _moved,
}  # fmt: skip
