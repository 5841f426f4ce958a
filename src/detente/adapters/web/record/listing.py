"""The entries a reader asked for, newest first, a page at a time: read backwards until the page is full."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from detente import clerk
from detente.adapters.web.record.words import says
from detente.core.engine import Program
from detente.core.journal import Entry
from detente.core.vocabulary import facts as kinds
from detente.core.worktime import zone
from detente.store import read
from detente.store.rooms import JOINT

PAGE, STEP, STEPS = 50, 500, 40
GROUPS: dict[str, tuple[str, ...]] = {
    "acts": ("ActDone", "MatterOpened", "DutyBreached", "SettlementSigned"),
    "clocks": ("DeadlinePassed", "DeadlineExtended", "CalendarChanged"),
    "notices": ("NoticeSent", "NoticeReceived", "NoticeBounced"),
    "statements": ("StatementMade", "StatementConfirmed", "StatementContested", "FactCorrected"),
    "messages": ("MessageSent", "CauseNoted"),
    "meetings": ("AgendaItemAdded", "AgendaItemClosed", "MinutesWritten", "MinutesAccepted", "GoalReported"),
    "charter": (
        "RelationshipOpened", "CharterSigned", "MatterMoved", "PersonAppointed", "PersonLeft", "LeaveNoted",
        "AgreementOffered", "AgreementGiven",
    ),
}  # fmt: skip


class Wanted(NamedTuple):
    """What a reader asked for; empty is everything."""

    matter: str = ""
    group: str = ""
    person: str = ""
    clause: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


class Row(NamedTuple):
    """An entry as the page shows it."""

    seq: int
    id: str
    at: datetime
    says: str
    who: str
    party: str
    origin: str
    clause: str
    matter: str
    leaf: str


class Page(NamedTuple):
    """A page of rows, and from where the next one reads; none where everything was read."""

    rows: list[Row]
    further: int | None


def page(viewer: read.Viewer, wanted: Wanted, home: str) -> Page:
    """Return a page of what was asked for; days are those of the zone `home`."""
    size = read.head(viewer).size
    end = min(size, wanted.before) if wanted.before is not None else size
    withheld, texts = read.hidden(viewer, clerk.now()), read.Texts(viewer)
    rows: list[Row] = []
    for _step in range(STEPS):
        begin = max(0, end - STEP)
        for entry in reversed(_entries(viewer, wanted, begin, end)):
            secret = entry.fact.id in withheld
            if _fits(entry.fact, wanted, home, viewer) and not (secret and _asks_who_or_what(wanted)):
                rows.append(_row(viewer, entry, texts, secret=secret))
            if len(rows) == PAGE:
                return Page(rows, entry.seq or None)
        end = begin
        if not end:
            break
    return Page(rows, end or None)


def _entries(viewer: read.Viewer, wanted: Wanted, begin: int, end: int) -> list[Entry]:
    found = GROUPS.get(wanted.group, ())
    return read.entries(viewer, JOINT, matter=wanted.matter or None, kinds=found, seqs=(begin, end))


def _fits(fact: Any, wanted: Wanted, home: str, viewer: read.Viewer) -> bool:
    since, until = _midnight(wanted.since, home), _midnight(wanted.until, home, days=1)
    if (since and fact.at < since) or (until and fact.at >= until):
        return False
    if wanted.person and wanted.person not in (getattr(fact, "person", ""), getattr(fact, "appointed", "")):
        return False
    return not wanted.clause or wanted.clause.lower() in clause_of(fact, viewer).lower()


def _asks_who_or_what(wanted: Wanted) -> bool:
    """Whether a row that fits would say whose it is, or what: an answer that is hidden fits no such question."""
    return bool(wanted.person or wanted.clause or wanted.group)


def _midnight(day: date | None, home: str, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(date.fromordinal(day.toordinal() + days), time(), tzinfo=zone(home)).astimezone(UTC)


def _row(viewer: read.Viewer, entry: Entry, texts: read.Texts, *, secret: bool) -> Row:
    fact = entry.fact
    program = _program(viewer, fact)
    text = texts.of(fact) if hasattr(fact, "text") and not isinstance(fact, kinds.CharterSigned) else None
    told = _("An answer is in; it shows when every side has answered.") if secret else ""
    who, party = ("", "") if secret else (_who(fact, viewer), _party(fact))
    return Row(
        seq=entry.seq,
        id=fact.id,
        at=fact.at,
        says=told or says(fact, text, viewer.ruled.names, program),
        who=who,
        party=party,
        origin="" if secret else _origin(fact),
        clause=clause_of(fact, viewer),
        matter=getattr(fact, "matter", None) or "",
        leaf=entry.leaf.hex(),
    )


def _program(viewer: read.Viewer, fact: Any) -> Program:
    stated = getattr(fact, "charter", None)
    return viewer.ruled.programs.get(stated.version if stated else 0) or next(iter(viewer.ruled.programs.values()))


def clause_of(fact: Any, viewer: read.Viewer) -> str:
    """Return where in the charter an entry belongs: procedure and term, as in `escalation.managers`."""
    run, term = getattr(fact, "run", ""), getattr(fact, "term", None) or ""
    if isinstance(fact, kinds.ActDone) and not term:
        index = _program(viewer, fact).index.get(run)
        term = next((row.term for row in (index.table.rows if index else ()) if row.slug == fact.act), "")
    return f"{run}.{term}" if run and term else run


def _who(fact: Any, viewer: read.Viewer) -> str:
    if isinstance(fact, kinds.PersonAppointed | kinds.PersonLeft):
        return ""
    return viewer.ruled.names.get(getattr(fact, "person", None) or "", "")


def _party(fact: Any) -> str:
    found = next((getattr(fact, name) for name in ("seat", "party", "filed_by", "from_") if hasattr(fact, name)), "")
    return found if isinstance(found, str) else ""


def _origin(fact: Any) -> str:
    if isinstance(fact, kinds.DeadlinePassed):
        return _("filed when its time ended; time-zone data %(version)s") % {"version": fact.tzdata}
    if isinstance(fact, kinds.NoticeReceived):
        return _("filed by the charter's rule of receipt")
    if getattr(fact, "agreed_by", None) or getattr(fact, "signatures", None):
        return _("filed with the agreement of both sides")
    if isinstance(fact, kinds.NoticeSent) or not getattr(fact, "person", None):
        return _("filed by the system")
    return _("filed by a person")


def people(viewer: read.Viewer) -> Iterator[tuple[str, str]]:
    """Yield the number and name of everybody who was ever appointed."""
    yield from sorted(viewer.ruled.names.items(), key=lambda pair: pair[1])
