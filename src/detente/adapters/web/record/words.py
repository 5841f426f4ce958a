"""An entry of the record in one sentence, in the reader's language; its words about people are those of their sides."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from detente.adapters.web.frame.sides import side
from detente.adapters.web.frame.times import everywhere
from detente.core.engine import Program
from detente.core.vocabulary import facts as kinds
from detente.core.vocabulary.money import Money


def says(fact: Any, text: str | None, names: Mapping[str, str], program: Program) -> str:
    """Return what an entry says.

    Args:
        text: what is sealed in it, as far as the reader may open it.
        names: of people, by number.
        program: of the charter under which it stands.
    """
    told = _SAYS.get(type(fact))
    if told is not None:
        return str(told(fact, text or _("[its words cannot be read any more]")))
    if isinstance(fact, kinds.ActDone):
        return _act(fact, program)
    if isinstance(fact, kinds.PersonAppointed | kinds.PersonLeft):
        return _person(fact, names)
    return type(fact).__name__


def _act(fact: kinds.ActDone, program: Program) -> str:
    words = program.names.acts.get(program.slugs.get(fact.act, fact.act), fact.act)
    values = "; ".join(f"{name}: {_value(value)}" for name, value in fact.values.items())
    done = _("%(who)s: %(act)s") % {"who": side(fact.seat).name, "act": words}
    return f"{done}. {values}" if values else f"{done}."


def _value(value: Any) -> str:
    if isinstance(value, Money):
        return value.text
    if isinstance(value, kinds.File):
        return f"{value.media}, SHA-256 {value.sha256[:16]}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _person(fact: Any, names: Mapping[str, str]) -> str:
    if isinstance(fact, kinds.PersonLeft):
        return _("%(who)s leaves %(role)s.") % {
            "who": names.get(fact.person, fact.person),
            "role": fact.role or _("every role"),
        }
    return _("%(who)s holds %(role)s.") % {"who": names.get(fact.appointed, fact.appointed), "role": fact.role}


def _missed(fact: kinds.DeadlinePassed, _text: str) -> str:
    said = _("The time of '%(term)s' ended on %(due)s.") % {"term": fact.term, "due": everywhere(fact.due)}
    if not fact.missed_by:
        return said
    by = ", ".join(side(party).name for party in fact.missed_by)
    return said + " " + _("Nothing was recorded from %(by)s by then.") % {"by": by}


def _extended(fact: kinds.DeadlineExtended, _text: str) -> str:
    return _("The time of '%(term)s' is moved to %(until)s.") % {"term": fact.term, "until": everywhere(fact.until)}


def _opened(fact: kinds.MatterOpened, _text: str) -> str:
    return _("%(matter)s is opened under '%(procedure)s'.") % {"matter": fact.matter, "procedure": fact.procedure}


def _received(fact: kinds.NoticeReceived, _text: str) -> str:
    return _("Notice %(notice)s counts as received on %(at)s.") % {
        "notice": fact.notice,
        "at": everywhere(fact.received),
    }


def _stated(fact: Any, text: str) -> str:
    said = {"number": fact.statement, "who": side(fact.party).name, "text": text}
    if isinstance(fact, kinds.StatementContested):
        return _("%(number)s, the version of %(who)s: %(text)s") % said
    return _("%(number)s, stated by %(who)s: %(text)s") % said


def _signed(fact: kinds.CharterSigned, _text: str) -> str:
    said = {"version": fact.charter.version, "at": everywhere(fact.effective)}
    if not fact.signatures:
        return _("Charter version %(version)s is put in force from %(at)s; it bears no signature here.") % said
    return _("Charter version %(version)s is signed, in force from %(at)s.") % said


_SAYS: dict[type, Any] = {
    kinds.RelationshipOpened: lambda fact, _text: _("The relationship '%(name)s' is opened.") % {"name": fact.name},
    kinds.CharterSigned: _signed,
    kinds.MatterOpened: _opened,
    kinds.NoticeSent: lambda fact, _text: (
        _("Notice '%(notice)s' is sent by %(way)s.") % {"notice": fact.notice, "way": fact.method}
    ),
    kinds.NoticeReceived: _received,
    kinds.NoticeBounced: lambda fact, _text: _("Notice %(notice)s came back.") % {"notice": fact.notice},
    kinds.DeadlinePassed: _missed,
    kinds.DeadlineExtended: _extended,
    kinds.StatementMade: _stated,
    kinds.StatementContested: _stated,
    kinds.StatementConfirmed: lambda fact, _text: (
        _("%(number)s is confirmed by %(who)s.") % {"number": fact.statement, "who": side(fact.party).name}
    ),
    kinds.SettlementSigned: lambda fact, _text: _("%(matter)s: the settlement is signed.") % {"matter": fact.matter},
    kinds.DutyBreached: lambda fact, text: (
        _("%(who)s files about '%(duty)s': %(text)s")
        % {"who": side(fact.filed_by).name, "duty": fact.duty, "text": text}
    ),
    kinds.CalendarChanged: lambda fact, _text: _("Calendar %(name)s is changed.") % {"name": fact.calendar},
    kinds.MatterMoved: lambda fact, _text: (
        _("%(matter)s goes on under version %(version)s.") % {"matter": fact.matter, "version": fact.to}
    ),
    kinds.FactCorrected: lambda fact, _text: (
        _("%(fact)s is corrected: %(why)s") % {"fact": fact.corrects, "why": fact.reason}
    ),
    kinds.MessageSent: lambda fact, text: _("Message %(number)s: %(text)s") % {"number": fact.message, "text": text},
    kinds.CauseNoted: lambda fact, _text: (
        _("%(who)s notes a cause: %(cause)s.") % {"who": side(fact.party or "").name, "cause": fact.cause}
    ),
    kinds.AgendaItemAdded: lambda fact, text: (
        _("Agenda item %(number)s: %(text)s") % {"number": fact.item, "text": text}
    ),
    kinds.AgendaItemClosed: lambda fact, _text: (
        _("Agenda item %(number)s: %(outcome)s.") % {"number": fact.item, "outcome": fact.outcome}
    ),
    kinds.AgendaShared: lambda fact, _text: _("The agenda of meeting %(number)s is shared.") % {"number": fact.round},
    kinds.KeyDestroyed: lambda _fact, _text: _("A key is destroyed: what it sealed cannot be read any more."),
    kinds.MinutesWritten: lambda fact, text: (
        _("Minutes of meeting %(number)s: %(text)s") % {"number": fact.round, "text": text}
    ),
    kinds.MinutesAccepted: lambda fact, _text: (
        _("Minutes of meeting %(number)s are accepted.") % {"number": fact.round}
    ),
    kinds.LeaveNoted: lambda fact, _text: (
        _("Leave from %(first)s to %(last)s.") % {"first": fact.from_day, "last": fact.until_day}
    ),
    kinds.GoalReported: lambda fact, _text: _("Goal '%(goal)s': %(value)s.") % {"goal": fact.goal, "value": fact.value},
    kinds.AgreementOffered: lambda fact, _text: _("Offer %(number)s is made.") % {"number": fact.offer},
    kinds.AgreementGiven: lambda fact, _text: (
        _("Offer %(number)s is agreed to by %(who)s.") % {"number": fact.offer, "who": side(fact.party or "").name}
    ),
}
