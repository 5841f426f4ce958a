"""A story in plain words: facts as they are told, clocks as they run out, refusals with their reason."""

from collections.abc import Iterator
from typing import Any

from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.playing.recorded import SAYS as RECORDED
from detente.adapters.cli.playing.refusals import refusal_words
from detente.adapters.cli.playing.told import Told
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.engine import Program
from detente.core.engine.questions.open_now import is_blind
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import (
    ActDone,
    CalendarChanged,
    DeadlineExtended,
    DeadlinePassed,
    DutyBreached,
    FactCorrected,
    MatterMoved,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)

_INDENT = "      "
_OUTCOMES = {
    Kind.MISSED: "'{name}' is not recorded from {by}",
    Kind.LAPSED: "nobody used '{name}'; nobody is at fault",
    Kind.OVER: "the wait is over",
}


def head(told: Told) -> str:
    """Return the two lines above a story."""
    story = told.story
    name = getattr(story.program.charter, "name", "") or told.charter.name
    asked = sum(entry.expect is not None for entry in story.timeline.entries)
    facts = f"{count(story.timeline.facts, 'fact')} and {count(asked, 'expectation')}"
    return (
        f"{styled(name, 'bold')}: charter version {story.version}, {told.charter.name}\n{told.timeline.name}: {facts}\n"
    )


def told_lines(told: Told) -> Iterator[str]:
    """Yield the story line by line, a heading for each day."""
    teller = Teller(told)
    day = ""
    for filed in told.story.relationship.filed:
        lines = list(teller.lines(filed))
        if lines and teller.day(filed) != day:
            day = teller.day(filed)
            yield f"\n{styled(day, 'bold')}"
        yield from lines
    for one in told.story.refused:
        if one.fact is None:
            yield wrapped(f"Entry {one.entry.number}, {one.entry.fact}, was not done: {one.refusal}", "  ")


class Teller:
    """Says facts in words, with the parties' names and zones."""

    def __init__(self, told: Told) -> None:
        self.told, self.story = told, told.story
        self.program: Program = told.story.program
        self.zones: Zones = zones_of(self.program)
        self.people = self.program.persons
        self.filed: Filed | None = None  # the one being said

    def day(self, filed: Filed) -> str:
        return self.zones.day(self._at(filed))

    def _at(self, filed: Filed) -> Any:
        return filed.fact.at if filed.fact is not None else filed.effects[0].at

    def lines(self, filed: Filed) -> Iterator[str]:
        """Yield what one fact says, and what follows from it."""
        says = self._says(filed)
        if not says:
            return
        head = (
            f"  {self.zones.hours(self._at(filed))}  {styled(filed.matter, 'bold')}  {says}"
            if filed.matter
            else f"  {self.zones.hours(self._at(filed))}  {says}"
        )
        yield wrapped(head, "").replace("\n", f"\n{_INDENT}")
        if filed.refused is not None:
            yield wrapped(f"Not done ({filed.refused.because}): {self._refusal(filed)}", _INDENT)
        for following in self._follows(filed):
            yield wrapped(following, _INDENT)

    def _refusal(self, filed: Filed) -> str:
        found = next((one for one in self.story.refused if one.fact is filed.fact), None)
        return refusal_words(self.story, found) if found and filed.refused else str(filed.refused)

    # ---- facts

    def _says(self, filed: Filed) -> str:
        fact = filed.fact
        if fact is None:
            term = next((effect.term for effect in filed.effects if effect.kind is Kind.OPENED), "")
            return f"the next round of {term} opens"
        self.filed = filed
        return self.says(fact)

    def says(self, fact: Any) -> str:
        """What a fact says by itself; empty where there is nothing to tell."""
        says = _SAYS.get(type(fact)) or RECORDED.get(type(fact))
        return str(says(self, fact)) if says else ""

    def person(self, fact: Any) -> str:
        """Who acted, with the seat."""
        name = self.people.get(getattr(fact, "person", None) or "", "")
        seat = self.zones.party(
            str(getattr(fact, "seat", "") or getattr(fact, "party", "") or getattr(fact, "filed_by", ""))
        )
        return f"{name} ({seat})" if name else seat

    def act(self, fact: ActDone) -> str:
        """An act, with the day on which it happened where that was another, and a notice's way."""
        event = self.program.slugs.get(fact.act, fact.act)
        if self._blind(self.filed):
            return f"an answer is in ({event}); it shows when every side has answered"
        says = f"{self.person(fact)}: {self.program.names.acts.get(event, fact.act)}"
        on = f", done on {self.zones.words(fact.on)}" if fact.on and fact.on != fact.at else ""
        return says + on

    def _blind(self, filed: Filed | None) -> bool:
        """Whether this is a first yes that the other side must not see."""
        effects = filed.effects if filed else ()
        signed = next((effect for effect in effects if effect.kind is Kind.SIGNED), None)
        row = self.program.index[signed.run].act.get(signed.term) if signed else None
        return row is not None and is_blind(self.program, row)

    def ran_out(self, fact: DeadlinePassed) -> str:
        """A clock that rang."""
        return f"the time of {fact.term} runs out; {self._outcome()}"

    def _outcome(self) -> str:
        for effect in self.filed.effects if self.filed else ():
            if effect.kind in _OUTCOMES:
                by = " and ".join(self.zones.party(party) for party in effect.by)
                return _OUTCOMES[effect.kind].format(name=effect.name or effect.term, by=by)
        return "it was over before"

    def received(self, fact: NoticeReceived) -> str:
        """A notice that counts as received later than it was sent, or was confirmed."""
        sent = self.sent_at(fact.notice)
        if fact.rule == "deemed" and sent is not None and sent.at == fact.received:
            return ""
        if sent is None:
            return "a notice counts as received"
        slug = sent.notice if isinstance(sent, NoticeSent) else sent.act
        by_rule = isinstance(sent, NoticeSent) and fact.rule == "deemed"
        why = self.story.post.receipt(sent.at, sent.to) if by_rule else None
        name = self.program.names.acts.get(self.program.slugs.get(slug, slug), slug).removeprefix("serve ")
        return f"the {name} counts as received" + (f": {why.because}" if why else "")

    def sent_at(self, notice: str) -> Any:
        """The fact by which a notice left; where the text keeps no letters, the act itself."""
        facts = self.story.relationship.facts
        return next((fact for fact in facts if fact.id == notice and isinstance(fact, NoticeSent | ActDone)), None)

    # ---- what follows

    def _follows(self, filed: Filed) -> Iterator[str]:
        if filed.fact is None or (isinstance(filed.fact, NoticeReceived) and not self._says(filed)):
            return
        yield from self.effects(filed, self._with_receipt(filed))

    def _with_receipt(self, filed: Filed) -> list[Effect]:
        """The effects of an act, and those of its notice where that was received at once."""
        effects = list(filed.effects)
        place = self.story.relationship.filed.index(filed)
        for other in self.story.relationship.filed[place + 1 : place + 3]:
            if isinstance(other.fact, NoticeReceived) and not self._says(other):
                effects += other.effects
        return effects

    def effects(self, filed: Filed, effects: list[Effect]) -> Iterator[str]:
        """Yield effects in words: who still has to sign, what is open now and until when, how it ended."""
        for effect in effects:
            if effect.kind is Kind.SIGNED and not self._blind(filed):
                yield f"Signed by {self._by(effect)}; it counts when every signature is there."
            elif effect.kind in _WORDS:
                yield _WORDS[effect.kind].format(
                    run=effect.run, name=self.zones.party(effect.name), by=self._by(effect), value=effect.value
                )
        opened = self._opened(effects)
        if opened:
            yield "Open now: " + "; ".join(opened) + "."
        if any(effect.kind is Kind.SERVE for effect in effects) and not opened and len(effects) <= 2:
            yield "The notice is under way."

    def _by(self, effect: Effect) -> str:
        return " and ".join(self.zones.party(party) for party in effect.by)

    def _opened(self, effects: list[Effect]) -> list[str]:
        """The terms that opened, each with the instant at which its clock runs out."""
        dues = {(one.run, one.term): one.at for one in effects if one.kind is Kind.CLOCK_SET and one.at}
        gone = {(one.run, one.term) for one in effects if one.kind is Kind.CLOSED}
        program = self.program
        found: dict[tuple[str, str], str] = {}
        for effect in effects:
            key = (effect.run, effect.term)
            index = program.index.get(effect.run)
            top = index is None or not index.table.parents.get(effect.term)
            if effect.kind is Kind.OPENED and (dues.get(key) or top) and not (key in gone and not dues.get(key)):
                due = dues.get(key)
                found[key] = f"{effect.term} until {self.zones.words(due)}" if due else effect.term
        moved = [key for key in dues if key not in found]
        return [*found.values(), *(f"{key[1]}, now until {self.zones.words(dues[key])}" for key in moved if dues[key])]


_WORDS = {
    Kind.STARTED: "Begins: {run}.",
    Kind.ENDED: "Ends: {run}, {name}.",
    Kind.DEEMED: "Taken as done: {name}.",
    Kind.TELL: "Told: {name}.",
    Kind.RECORDED: "On record: {name}.",
    Kind.RIGHT_LOST: "The right to {name} is given up by {by}.",
    Kind.BINDING: "Binding for now: {name}.",
    Kind.FINAL: "Final and binding: {name}.",
    Kind.OVERRIDDEN: "No longer binding: {name}.",
    Kind.COUNTED: "Counted: {name}, {value}.",
    Kind.SUSPENDED: "Stands still by agreement: {name}.",
    Kind.RELEASED: "Runs again: {name}.",
    Kind.RAISED: "Raised as a matter of its own: {name}.",
    Kind.JOINED: "Joins: {name}.",
    Kind.AMENDMENT: "The charter is amended.",
    Kind.KEPT_LATE: "Done after its time.",
}


def _statement(teller: Teller, fact: Any) -> str:
    texts = teller.story.texts.get((fact.matter, fact.statement), {})
    if isinstance(fact, StatementConfirmed):
        return f"{teller.person(fact)} confirms {fact.statement}"
    verb = "states" if isinstance(fact, StatementMade) else "has another version of"
    return f"{teller.person(fact)} {verb} {fact.statement}: {texts.get(fact.party, '')}"


def _extended(teller: Teller, fact: DeadlineExtended) -> str:
    by = " and ".join(teller.zones.party(party) for party in fact.agreed_by)
    return f"the time of {fact.term} is moved to {teller.zones.words(fact.until)}, agreed by {by}"


def _calendar(_: Teller, fact: CalendarChanged) -> str:
    days = [f"closed {day}" for day in fact.closed or ()] + [f"opened {day}" for day in fact.opened or ()]
    return f"calendar {fact.calendar}: {', '.join(days)}; running clocks {fact.running_clocks}"


_SAYS: dict[type, Any] = {
    ActDone: Teller.act,
    DeadlinePassed: Teller.ran_out,
    NoticeReceived: Teller.received,
    StatementMade: _statement,
    StatementConfirmed: _statement,
    StatementContested: _statement,
    DeadlineExtended: _extended,
    CalendarChanged: _calendar,
    MatterMoved: lambda _, fact: f"goes on under version {fact.to} of the charter",
    NoticeBounced: lambda _, fact: f"a notice came back: {fact.reason}",
    DutyBreached: lambda teller, fact: f"{teller.person(fact)} files that '{fact.duty}' was not kept",
    FactCorrected: lambda _, fact: f"both correct {fact.corrects}: {fact.reason}",
}
