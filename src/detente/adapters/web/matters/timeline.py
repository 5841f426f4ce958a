"""What happened in a matter, from its facts: acts with what they led to, statements, messages, what each side sees."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext

from detente.adapters.web.matters.kept import Kept
from detente.core.engine import Program
from detente.core.engine.questions.open_now import is_blind
from detente.core.engine.replay import Folding
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.effects import Effect, Kind
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    AgreementOffered,
    CauseNoted,
    DeadlineExtended,
    DeadlinePassed,
    MatterMoved,
    MessageSent,
    NoteWritten,
    NoticeReceived,
    NoticeSent,
    SettlementSigned,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)
from detente.core.vocabulary.stamps import seq_of
from detente.store import read

_KEPT = 512
_RULING = ("CharterSigned", "PersonAppointed", "PersonLeft", "CalendarChanged", "FactCorrected")
BOTH, CHARTER = "both", "charter"
RECORD, STATES, VERSIONS = "record", "states", "versions"


class Told(msgspec.Struct, frozen=True):
    """A fact of the matter and what it led to."""

    fact: Any
    effects: tuple[Effect, ...]


class Statement(msgspec.Struct):
    """What a side states: `stated`, `confirmed` by the other side, or `contested` with its own version."""

    id: str
    text: str
    by: str
    person: str
    at: dt.datetime
    status: str = "stated"
    other_by: str = ""
    other: str = ""
    since: dt.datetime | None = None


class Said(msgspec.Struct, frozen=True):
    """A message or a note: by whom, in which room."""

    id: str
    room: str
    party: str
    person: str
    at: dt.datetime
    text: str


class Happening(msgspec.Struct, frozen=True):
    """One entry of the lanes: a party's, of both, or of the charter; on record, one side's word, or two versions.

    `name` is the charter's word or a statement's number; `says` what became of it, a key of `words`.
    """

    lane: str
    at: dt.datetime
    name: str
    mark: str
    says: str = ""

    @property
    def label(self) -> str:
        """The entry in the reader's language."""
        return words(self.says, self.name)


def words(says: str, name: str) -> str:
    """Return what became of something, in the reader's language."""
    return {
        "received": gettext("%(name)s received"),
        "moves": gettext("Moves to %(name)s"),
        "over": gettext("%(name)s, time is over"),
        "extended": gettext("%(name)s extended"),
        "offered": gettext("Offer %(name)s"),
        "agreed": gettext("Agreed to %(name)s"),
        "version": gettext("Charter version %(name)s"),
        "settled": gettext("Settlement signed"),
        "versions": gettext("%(name)s, two versions"),
        "confirmed": gettext("%(name)s confirmed"),
    }.get(says, "%(name)s") % {"name": name}


class Past(msgspec.Struct, frozen=True):
    """Everything joint that happened in a matter."""

    told: tuple[Told, ...]
    statements: tuple[Statement, ...]
    messages: tuple[Said, ...]
    causes: Mapping[str, str]  # party -> cause
    happenings: tuple[Happening, ...]


_pasts: Kept[Past] = Kept(_KEPT)
_ruling: Kept[list[Any]] = Kept(64)


def past(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> Past:
    """Return what happened in a matter up to its last entry. Texts are opened with the key as it is kept now."""
    texts = read.Texts(viewer, names=(matter.name,))
    key = (viewer.ruled.relationship, matter.name, matter.seq, texts.opens(matter.name))
    return _pasts.get(viewer.ruled, key, at, lambda: (_past(viewer, matter, texts, at), None))


def _past(viewer: read.Viewer, matter: read.Matter, texts: read.Texts, at: dt.datetime) -> Past:
    facts = read.facts(viewer, matter=matter.name)
    told = tuple(_told(viewer, facts, at))
    statements = _statements(facts, texts)
    messages = tuple(said(one, "joint", texts) for one in facts if isinstance(one, MessageSent))
    causes = {one.party: one.cause for one in facts if isinstance(one, CauseNoted) and one.party}
    happened = [*_happened(matter.program, told), *_stated(statements)]
    return Past(told, statements, messages, causes, tuple(sorted(happened, key=lambda one: one.at)))


def _told(viewer: read.Viewer, facts: Sequence[Any], at: dt.datetime) -> Iterator[Told]:
    """Fold the matter's facts under the rules of their time, and keep what each led to."""
    ruled = viewer.ruled
    rules = _ruling.get(ruled, ruled.relationship, at, lambda: (read.facts(viewer, kinds=_RULING), None))
    folding = Folding(ruled.first)
    mine = {fact.id for fact in facts}
    told = [*rules, *(one for one in facts if type(one).__name__ not in _RULING)]
    for fact in sorted(told, key=lambda one: seq_of(one.id)):
        before = len(folding.effects)
        folding.take(fact)
        if fact.id in mine:
            yield Told(fact, tuple(effect for _, effect in folding.effects[before:]))


def said(fact: MessageSent | NoteWritten, room: str, texts: read.Texts) -> Said:
    """Return a message or note with its text; one whose key was destroyed has none."""
    number = fact.message if isinstance(fact, MessageSent) else fact.note
    return Said(number, room, fact.party or "", fact.person, fact.at, texts.of(fact) or "")


def _statements(facts: Sequence[Any], texts: read.Texts) -> tuple[Statement, ...]:
    found: dict[str, Statement] = {}
    for fact in facts:
        if isinstance(fact, StatementMade):
            text = texts.of(fact) or ""
            found[fact.statement] = Statement(fact.statement, text, fact.party, fact.person, fact.at)
        elif isinstance(fact, StatementConfirmed | StatementContested) and fact.statement in found:
            one = found[fact.statement]
            one.since = fact.at
            if isinstance(fact, StatementConfirmed):
                one.status = "confirmed"
            else:
                one.status, one.other_by, one.other = "contested", fact.party, texts.of(fact) or ""
    return tuple(found.values())


# ---- lanes


def _happened(program: Program, told: Sequence[Told]) -> Iterator[Happening]:
    sent = {one.fact.id: one.fact.notice for one in told if isinstance(one.fact, NoticeSent)}
    for one in told:
        fact = one.fact
        if isinstance(fact, ActDone) and not blind(program, one):
            lane, word = _lane(program, one), headed(program.slugs.get(fact.act, fact.act))
            yield Happening(lane, fact.on or fact.at, word, RECORD)
        elif isinstance(fact, NoticeReceived) and fact.notice in sent:
            slug = sent[fact.notice]
            yield Happening(CHARTER, fact.received, headed(program.slugs.get(slug, slug)), RECORD, "received")
        elif isinstance(fact, DeadlinePassed):
            yield _ran_out(program, one)
        elif isinstance(fact, DeadlineExtended):
            yield Happening(BOTH, fact.at, headed(fact.term), RECORD, "extended")
        elif isinstance(fact, AgreementOffered):
            yield Happening(fact.party, fact.at, fact.offer, STATES, "offered")
        elif isinstance(fact, AgreementGiven):
            yield Happening(fact.party or CHARTER, fact.at, fact.offer, RECORD, "agreed")
        elif isinstance(fact, MatterMoved):
            yield Happening(BOTH, fact.at, str(fact.to), RECORD, "version")
        elif isinstance(fact, SettlementSigned):
            yield Happening(BOTH, fact.at, "", RECORD, "settled")


def blind(program: Program, told: Told) -> bool:
    """Return whether this is a first yes that shows only with the other side's."""
    signed = next((effect for effect in told.effects if effect.kind is Kind.SIGNED), None)
    row = program.index[signed.run].act.get(signed.term) if signed else None
    return row is not None and is_blind(program, row)


def _lane(program: Program, told: Told) -> str:
    fact: ActDone = told.fact
    signed = any(effect.kind is Kind.SIGNED for effect in told.effects)
    done = [effect for effect in told.effects if effect.kind in (Kind.USED, Kind.KEPT)]
    if not signed and any(len(effect.by) > 1 for effect in done):
        return BOTH
    name = program.persons.get(fact.person or "", "")
    return fact.seat if fact.seat in program.names.parties else program.people.get(name, "") or CHARTER


def _ran_out(program: Program, told: Told) -> Happening:
    fact: DeadlinePassed = told.fact
    top = program.index[fact.run].table.top()
    opened = next((one.term for one in told.effects if one.kind is Kind.OPENED and one.term in top), "")
    name, says = (opened, "moves") if opened else (headed(fact.term), "over")
    return Happening(CHARTER, fact.due, name, RECORD, says)


def _stated(statements: Sequence[Statement]) -> Iterator[Happening]:
    confirmed: dict[dt.datetime, list[str]] = {}
    for one in statements:
        yield Happening(one.by, one.at, one.id, RECORD if one.status == "confirmed" else STATES)
        if one.status == "confirmed" and one.since:
            confirmed.setdefault(one.since, []).append(one.id)
        elif one.status == "contested" and one.since:
            yield Happening(BOTH, one.since, one.id, VERSIONS, "versions")
    for at, ids in confirmed.items():
        yield Happening(BOTH, at, ", ".join(ids), RECORD, "confirmed")
