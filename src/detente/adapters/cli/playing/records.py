"""What was said and sent in a story: statements with their versions, notices with their receipts, quick wins."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from detente.core.simulation.telling import Moment, Story
from detente.core.vocabulary.facts import (
    ActDone,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)

QUICK_WIN = "quick-win"  # the slug under which charters note a step that helps at once


class Statement(msgspec.Struct):
    """A statement of a matter: `stated`, `confirmed` by the other side, or `contested` with its own version."""

    id: str
    text: str
    by: str
    at: dt.datetime
    status: str = "stated"
    confirmed_by: str = ""
    other_by: str = ""
    other: str = ""
    since: dt.datetime | None = None


class Notice(msgspec.Struct):
    """A notice: who sent it to whom, how, and when and why it counts as received."""

    id: str
    fact: NoticeSent
    event: str
    sender: str  # the person's number, empty where nobody is named
    rule: str
    calendar: str
    received: dt.datetime | None = None
    status: str = "under way"


def accepted(moment: Moment) -> Iterator[Any]:
    """Yield the facts of a moment that were not refused."""
    yield from (filed.fact for filed in moment.filed if filed.fact is not None and filed.refused is None)


def statements(story: Story, moment: Moment, matter: str) -> list[Statement]:
    """Return the statements of a matter, by number."""
    found: dict[str, Statement] = {}
    for fact in accepted(moment):
        if getattr(fact, "matter", None) != matter:
            continue
        texts = story.texts.get((matter, getattr(fact, "statement", "")), {})
        if isinstance(fact, StatementMade):
            found[fact.statement] = Statement(fact.statement, texts.get(fact.party, ""), fact.party, fact.at)
        elif isinstance(fact, StatementConfirmed) and fact.statement in found:
            one = found[fact.statement]
            one.status, one.confirmed_by, one.since = "confirmed", fact.party, fact.at
        elif isinstance(fact, StatementContested) and fact.statement in found:
            one = found[fact.statement]
            one.status, one.other_by, one.other, one.since = "contested", fact.party, texts.get(fact.party, ""), fact.at
    return sorted(found.values(), key=lambda one: int(one.id[1:]))


def notices(story: Story, moment: Moment) -> list[Notice]:
    """Return the notices of all matters as they were sent."""
    acts: dict[str, ActDone] = {}
    found: dict[str, Notice] = {}
    for fact in accepted(moment):
        if isinstance(fact, ActDone):
            acts[fact.id] = fact
        elif isinstance(fact, NoticeSent):
            receipt = story.post.receipt(fact.at, fact.to)
            event = story.program.slugs.get(fact.notice, fact.notice)
            sender = acts[fact.act].person if fact.act in acts else None
            found[fact.id] = Notice(
                f"N-{len(found) + 1}", fact, event, sender or "", receipt.because if receipt else "received when sent",
                story.post.calendar_name(fact.to),
            )  # fmt: skip
        elif isinstance(fact, NoticeReceived) and fact.notice in found:
            found[fact.notice].status, found[fact.notice].received = "received", fact.received
            if fact.rule == "confirmed":
                found[fact.notice].rule = "its receipt was confirmed"
        elif isinstance(fact, NoticeBounced) and fact.notice in found:
            found[fact.notice].status, found[fact.notice].received = "bounced", None
    return list(found.values())


def quick_wins(moment: Moment, matter: str) -> list[ActDone]:
    """Return the acts by which somebody noted a step that helps at once."""
    facts = [fact for fact in accepted(moment) if isinstance(fact, ActDone)]
    return [fact for fact in facts if fact.act == QUICK_WIN and fact.matter == matter]
