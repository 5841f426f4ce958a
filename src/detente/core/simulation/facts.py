"""The facts that are no acts, as a timeline tells them: `fact: KIND` with what that kind needs in `with`."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from detente.core.charter.model import Charter
from detente.core.engine import Because, Refusal
from detente.core.simulation.records import MAKERS
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import (
    CalendarChanged,
    DeadlineExtended,
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

if TYPE_CHECKING:
    from detente.core.simulation.telling import Story
    from detente.core.simulation.timeline import Entry


def fact_of(entry: "Entry", story: "Story", fact: str) -> Any:
    """Return the fact an entry tells.

    Raises:
        BadInput: `with` lacks something, or holds what the kind cannot use.
        Refusal: it speaks of something that is not there.
    """
    common = {"id": fact, "at": entry.at, "charter": story.version_of(entry.matter)}
    try:
        return _MAKERS[entry.fact](entry, story, common)
    except KeyError as error:
        raise BadInput(f"entry {entry.number}: {entry.fact} needs {error} in 'with'.") from error
    except ValueError as error:
        raise BadInput(f"entry {entry.number}: {error}.") from error


def _party(entry: "Entry", story: "Story") -> str:
    if entry.seat in story.program.names.parties:
        return entry.seat
    return story.program.people.get(entry.by, entry.seat or "customer")


def _statement(entry: "Entry", story: "Story", common: dict[str, Any]) -> Any:
    party, stated = _party(entry, story), entry.values
    number = str(stated["statement"])
    shared = {
        **common,
        "matter": entry.matter,
        "statement": number,
        "party": party,
        "person": story.number(entry.by) or "p-0",
    }
    texts = story.texts.setdefault((entry.matter, number), {})
    if entry.fact == "StatementConfirmed":
        if not texts:
            raise Refusal(Because.NOT_OPEN, f"{number} was not stated in {entry.matter}.")
        return StatementConfirmed(**shared)
    texts[party] = str(stated["text"])
    sealed = story.seal(texts[party], common["id"], "text", entry.matter)
    kind = StatementMade if entry.fact == "StatementMade" else StatementContested
    return kind(**shared, text=sealed)


def _agreed(entry: "Entry", story: "Story") -> tuple[str, ...]:
    if entry.seat in ("both", ""):
        return tuple(sorted(story.program.parties[:2]))
    return (entry.seat,)


def _extended(entry: "Entry", story: "Story", common: dict[str, Any]) -> DeadlineExtended:
    term = str(entry.values["term"])
    state = story.relationship.families.get(entry.matter)
    runs = state.runs if state else {}
    run = entry.values.get("run") or next(
        (name for name, one in runs.items() if term in one.open), state.root if state else ""
    )
    open_ = runs[run].open.get(term) if run in runs else None
    return DeadlineExtended(
        **common, matter=entry.matter, run=run or "none", term=term, round=open_.round if open_ else 1,
        was=open_.due if open_ and open_.due else entry.at, until=_end(str(entry.values["until"]), story),
        agreed_by=_agreed(entry, story),
    )  # fmt: skip


def _end(text: str, story: "Story") -> datetime:
    """An instant as it is written; a date is that whole day, by the charter's calendar."""
    if len(text) > 10:
        return datetime.fromisoformat(text).astimezone(UTC)
    name = getattr(story.program.charter, "calendar", None) or "none"
    return story.program.calendar(name, -1).ends(date.fromisoformat(text)).astimezone(UTC)


def _days(stated: Any) -> tuple[date, ...] | None:
    listed = [stated] if isinstance(stated, str) else list(stated or ())
    return tuple(sorted(date.fromisoformat(str(day)) for day in listed)) or None


def _calendar(entry: "Entry", story: "Story", common: dict[str, Any]) -> CalendarChanged:
    stated, charter = entry.values, story.program.charter
    rule = (
        charter.calendar_changes.running_clocks
        if isinstance(charter, Charter) and charter.calendar_changes
        else "follow"
    )
    effective = stated.get("effective")
    names = stated.get("names")
    return CalendarChanged(
        **common, calendar=str(stated["calendar"]),
        closed=_days(stated.get("closed")), opened=_days(stated.get("opened")),
        names=dict(names) if names else None,
        effective=datetime.fromisoformat(str(effective)).astimezone(UTC) if effective else entry.at,
        running_clocks=stated.get("running clocks", rule), agreed_by=_agreed(entry, story),
    )  # fmt: skip


def _moved(entry: "Entry", story: "Story", common: dict[str, Any]) -> MatterMoved:
    state = story.relationship.families.get(entry.matter)
    return MatterMoved(
        **common, matter=entry.matter, from_=state.version if state else story.version, to=int(entry.values["version"]),
        terms=dict(entry.values.get("terms", {})), agreed_by=_agreed(entry, story),
    )  # fmt: skip


def _notice(entry: "Entry", story: "Story", common: dict[str, Any]) -> NoticeBounced | NoticeReceived:
    """The last notice of that name in the matter bounced, or its receipt was confirmed."""
    name = str(entry.values["notice"])
    known = {name, story.program.names.act(name) or name}
    sent = [one for one in story.relationship.facts if isinstance(one, NoticeSent) and one.matter == entry.matter]
    found = next((one for one in reversed(sent) if story.program.slugs.get(one.notice, one.notice) in known), None)
    if found is None:
        raise Refusal(Because.NOT_OPEN, f"No notice '{name}' has left in {entry.matter}.")
    if entry.fact == "NoticeBounced":
        arrived = [
            one for one in story.relationship.facts if isinstance(one, NoticeReceived) and one.notice == found.id
        ]
        received = [one.received for one in arrived]
        reason = str(entry.values.get("reason", "it came back"))
        return NoticeBounced(**common, notice=found.id, reason=reason, received_was=received[-1] if received else None)
    calendar = story.post.calendar_name(found.to)
    return NoticeReceived(
        **common, notice=found.id, received=entry.at, rule="confirmed", method=found.method, calendar=calendar
    )


def _breached(entry: "Entry", story: "Story", common: dict[str, Any]) -> DutyBreached:
    person = story.number(entry.by) or "p-0"
    text = story.seal(str(entry.values.get("text", "")), common["id"], "text", entry.matter or person)
    return DutyBreached(
        **common, matter=entry.matter or None, duty=str(entry.values["duty"]), by=str(entry.values["party"]),
        filed_by=_party(entry, story), person=person, on=entry.on or entry.at, text=text,
    )  # fmt: skip


def _corrected(entry: "Entry", story: "Story", common: dict[str, Any]) -> FactCorrected:
    """Strike out what an entry of the timeline filed (`entry: 7`), or a fact by its id (`fact: joint/31`)."""
    stated = entry.values
    corrects = stated.get("fact")
    if corrects is None:
        filed = [
            one for one in story.entries.get(int(stated["entry"]), []) if one.fact is not None and one.refused is None
        ]
        if not filed:
            raise Refusal(Because.NOT_OPEN, f"Entry {stated['entry']} has filed nothing that could be corrected.")
        corrects = next((one.fact.id for one in reversed(filed) if hasattr(one.fact, "act")), filed[-1].fact.id)
    return FactCorrected(
        **common,
        corrects=str(corrects),
        reason=str(stated.get("reason", "as both agreed")),
        agreed_by=_agreed(entry, story),
    )


_MAKERS: dict[str, Any] = {
    "StatementMade": _statement, "StatementConfirmed": _statement, "StatementContested": _statement,
    "DeadlineExtended": _extended, "CalendarChanged": _calendar, "MatterMoved": _moved, "NoticeReceived": _notice,
    "NoticeBounced": _notice, "DutyBreached": _breached, "FactCorrected": _corrected, **MAKERS,
}  # fmt: skip
