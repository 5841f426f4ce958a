"""The lines of a daily summary: one for each entry of the record, without a word of what people wrote."""

from typing import Any

from django.utils.translation import gettext as _

from detente.adapters.mail.words import act_named, plain, side
from detente.clerk.posting import Post
from detente.core.vocabulary.facts import ActDone, CharterSigned, DeadlinePassed, MatterOpened


def line(post: Post, fact: Any) -> str:
    """Return an entry in one sentence: who, what, where."""
    words = {"who": _who(post, fact), "matter": getattr(fact, "matter", None) or "", **_named(post, fact)}
    return plain(_sentence(fact, words), 400)


def _sentence(fact: Any, words: dict[str, str]) -> str:
    kind = type(fact).__name__
    if isinstance(fact, CharterSigned) and not fact.signatures:
        return _("Charter: a version was put in force, without a signature yet")
    found = {
        "ActDone": _("%(matter)s: %(what)s, by %(who)s"),
        "MatterOpened": _("%(matter)s: opened, %(what)s"),
        "DeadlinePassed": _("%(matter)s: the time for %(what)s is over"),
        "DeadlineExtended": _("%(matter)s: more time agreed for %(what)s"),
        "SettlementSigned": _("%(matter)s: settled, signed by both sides"),
        "CharterSigned": _("Charter: a version was signed by both sides"),
        "CalendarChanged": _("Calendar: days changed by agreement, %(what)s"),
        "PersonAppointed": _("People: somebody took the role %(what)s"),
        "PersonLeft": _("People: somebody left a role"),
        "MatterMoved": _("%(matter)s: goes on under another version of the charter"),
        "FactCorrected": _("Record: an entry was corrected by agreement"),
        "MessageSent": _("%(matter)s: message of %(who)s"),
        "StatementMade": _("%(matter)s: statement of %(who)s"),
        "StatementConfirmed": _("%(matter)s: statement confirmed by %(who)s"),
        "StatementContested": _("%(matter)s: other version stated by %(who)s"),
        "AgreementOffered": _("%(matter)s: agreement offered by %(who)s"),
        "AgreementGiven": _("%(matter)s: agreed by %(who)s"),
        "MinutesWritten": _("%(matter)s: minutes proposed by %(who)s"),
        "MinutesAccepted": _("%(matter)s: minutes accepted by %(who)s"),
        "GoalReported": _("Goal: %(what)s, reported by %(who)s"),
        "LeaveNoted": _("Leave: %(who)s is away"),
    }
    return (found[kind] % words).removeprefix(": ")


def _who(post: Post, fact: Any) -> str:
    charter, person = post.readers.charter, getattr(fact, "person", None)
    seat = getattr(fact, "party", None) or getattr(fact, "seat", None) or ""
    name = post.readers.names.get(person, "") if isinstance(person, str) else ""
    of = side(charter, post.readers.party(person) or seat) if isinstance(person, str) else side(charter, seat)
    return f"{name}, {of}" if name and of != name else name or of


def _named(post: Post, fact: Any) -> dict[str, str]:
    """What an entry is about, by its name in the charter."""
    if isinstance(fact, ActDone):
        return {"what": act_named(post.readers.programs[fact.charter.version], fact.act)}
    if isinstance(fact, MatterOpened):
        return {"what": fact.procedure}
    if isinstance(fact, DeadlinePassed):
        return {"what": fact.term}
    named = (getattr(fact, field, None) for field in ("term", "calendar", "role", "goal"))
    return {"what": next((each for each in named if isinstance(each, str)), "")}
