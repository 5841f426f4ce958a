"""Facts and journals made from a seed: the same every time, on every machine."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from detente.core.journal import (
    JournalWriter,
    Key,
    Note,
    Signer,
    append,
    append_checkpoint,
    countersign,
    host,
    seal,
    sign,
    witness,
)
from detente.core.vocabulary.facts import (
    AccessEnded,
    Acknowledged,
    ActDone,
    AgendaItemAdded,
    AgendaItemClosed,
    AgendaShared,
    AgreementGiven,
    AgreementOffered,
    CalendarChanged,
    CauseNoted,
    CharterSigned,
    CharterVersion,
    DeadlineExtended,
    DeadlinePassed,
    DutyBreached,
    Fact,
    FactCorrected,
    File,
    GoalReported,
    InvitationMade,
    InvitationTaken,
    KeyDestroyed,
    LeaveNoted,
    MatterMoved,
    MatterOpened,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
    PartyNamed,
    PersonAppointed,
    PersonLeft,
    RelationshipOpened,
    Sealed,
    SettlementSigned,
    Signature,
    StatementConfirmed,
    StatementContested,
    StatementMade,
    YesTakenBack,
)
from detente.core.vocabulary.money import Money

START = datetime(2026, 3, 2, 13, tzinfo=UTC)
ORIGIN = "detente.example/aldgate-meridian/joint"
TEXT = "language: 1\nname: Worked example\nversion: 1\nzone: Europe/Amsterdam\n"
CHARTER = CharterVersion(hashlib.sha256(TEXT.encode()).hexdigest(), 1)
FILE = File("ab" * 32, 48_211, "application/pdf")


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def drawn(*words: object, seed: int = 1, length: int = 32) -> bytes:
    """What a live clerk draws at random; here by the rule of journal.md, section 8."""
    kind, *rest = words
    text = f"detente {kind}\n{seed}\n" + "".join(f"{word}\n" for word in rest)
    return hashlib.sha256(text.encode()).digest()[:length]


def salt(seq: int, seed: int = 1) -> bytes:
    # The rule ends with the number, or the word, and one line feed.
    return drawn("salt", seq, seed=seed, length=16)


def sealed(text: str, fact_id: str, field: str, key: str) -> Sealed:
    name = f"person {key}" if key.startswith("p-") else f"matter {key}"
    nonce = drawn("nonce", fact_id, field, length=12)
    return seal(text, fact_id=fact_id, field=field, key_name=key, key=drawn("key", name), nonce=nonce)


HOST: Signer = host(ORIGIN, drawn("key", ORIGIN))
WITNESSES = [witness(name, drawn("key", name)) for name in ("aldgate.example/witness", "meridian.example/witness")]
KEYS: list[Key] = [HOST.key, *(each.key for each in WITNESSES)]


def opened(name: str = "Aldgate and Meridian") -> RelationshipOpened:
    parties = (PartyNamed("customer", "Aldgate Insurance"), PartyNamed("provider", "Meridian Operations"))
    return RelationshipOpened(id="joint/0", at=at(0), relationship="aldgate-meridian", name=name, parties=parties)


def act(seq: int, *, minutes: int | None = None, **changes: Any) -> ActDone:
    fields: dict[str, Any] = {
        "id": f"joint/{seq}",
        "at": at(seq if minutes is None else minutes),
        "charter": CHARTER,
        "matter": f"M-{seq % 9:03d}",
        "run": "escalation",
        "act": "serve-concern",
        "seat": "customer",
        "person": "p-1",
        "values": {"cause": "2026-10-12", "amount": Money(seq * 100, "EUR")},
    }
    return ActDone(**fields | changes)


def some_facts(n: int) -> list[Fact]:
    """An opening, then acts with a clock that ran out, a statement or a notice among them."""
    facts: list[Fact] = [opened()]
    for seq in range(1, n):
        head: dict[str, Any] = {"id": f"joint/{seq}", "at": at(seq), "charter": CHARTER}
        if seq % 7 == 3:
            facts.append(
                DeadlinePassed(
                    **head,
                    matter="M-001",
                    run="escalation",
                    term="managers",
                    round=0,
                    due=at(seq),
                    missed_by=("customer", "provider"),
                    tzdata="2026.6",
                )
            )
        elif seq % 7 == 5:
            text = sealed("Die Lieferanten berechnen Zinsen für 4.180 Rechnungen.", f"joint/{seq}", "text", "M-001")
            facts.append(
                StatementMade(**head, matter="M-001", statement="F1", party="provider", person="p-2", text=text)
            )
        else:
            facts.append(act(seq, values={"what happened": "Zürich: „late“ again\nand again", "scope": ("a", "b")}))
    return facts


def written(
    facts: Iterable[Fact], *, every: int = 0, end: bool = True, noticed: bool = False, seed: int = 1
) -> list[bytes]:
    """The lines of a journal, with a countersigned checkpoint after every so many facts and at the end."""
    writer, lines = JournalWriter("joint"), list[bytes]()
    for fact in facts:
        late = fact.at + timedelta(seconds=7) if noticed and isinstance(fact, DeadlinePassed) else None
        done = append(writer, fact, salt=salt(writer.tree.size, seed), noticed=late)
        writer = done.writer
        lines.append(done.line)
        if every and writer.tree.size % every == 0:
            lines.append(append_checkpoint(writer, signed(writer)))
    return (
        [*lines, append_checkpoint(writer, signed(writer))] if end and not lines[-1].startswith(b'{"kind"') else lines
    )


def signed(writer: JournalWriter, *, by: Iterable[Signer] = WITNESSES) -> Note:
    note = sign(writer.tree, HOST)
    for signer in by:
        note = countersign(note, signer, at=datetime(2026, 3, 2, 13, 15, tzinfo=UTC), keys=[HOST.key])
    return note


def every_kind() -> list[Fact]:
    """One fact of each kind, every optional field there."""
    ids = iter(range(1, 100))

    def head() -> dict[str, Any]:
        seq = next(ids)
        return {"id": f"joint/{seq}", "at": at(seq) + timedelta(microseconds=seq), "charter": CHARTER}

    one = Signature("customer", "p-2", "manager", at(0))
    two = Signature("provider", "p-3", "manager", at(1))
    both: Any = ("customer", "provider")
    facts: list[Fact] = [
        opened(),
        CharterSigned(
            **head(),
            text=TEXT,
            effective=at(600),
            signatures=(one, two),
            acknowledged=(Acknowledged("ESC004", "procedures.dispute"),),
            amends=1,
        ),
        PersonAppointed(
            **head(),
            appointed="p-1",
            person=sealed("Tom Okafor", "joint/2", "person", "p-1"),
            mail=sealed("tom@aldgate.example", "joint/2", "mail", "p-1"),
            party="customer",
            role="service lead",
            standing="holder",
            acts_for=("customer",),
            authority=Money(500_000, "EUR"),
            from_=at(0),
            until=at(9),
        ),
        PersonLeft(**head(), person="p-1", role="service lead", from_=at(3)),
        MatterOpened(
            **head(),
            matter="M-014",
            procedure="escalation",
            opener="customer",
            person="p-1",
            raised_by="M-013",
            joined=both,
            track="expedited",
        ),
        ActDone(
            **head(),
            matter="M-014",
            run="escalation",
            act="serve-concern",
            seat="customer",
            person="p-1",
            on=at(2),
            values={
                "amount": Money(3_120_000, "EUR"),
                "plan": FILE,
                "scope": ("claims", "letters"),
                "count": -7,
                "what happened": '4,180 of 31,200 invoices: "late" \\ spät\n',
            },
            term="service level",
            deemed=True,
        ),
        NoticeSent(
            **head(),
            notice="concern",
            matter="M-014",
            from_="customer",
            to="provider",
            addressee="p-3",
            address=sealed("priya@meridian.example", "joint/6", "address", "p-3"),
            copies=("p-4", "p-5"),
            method="e-mail",
            content=FILE,
            act="joint/5",
        ),
        NoticeReceived(**head(), notice="joint/6", received=at(7), rule="deemed", method="e-mail", calendar="pune"),
        NoticeBounced(**head(), notice="joint/6", reason="Mailbox full.", received_was=at(7)),
        DeadlinePassed(
            **head(),
            matter="M-014",
            run="escalation",
            term="managers",
            round=0,
            due=at(9),
            missed_by=both,
            tzdata="2026.6",
        ),
        DeadlineExtended(
            **head(),
            matter="M-014",
            run="escalation",
            term="managers",
            round=0,
            was=at(9),
            until=at(99),
            agreed_by=both,
            late=True,
        ),
        StatementMade(
            **head(),
            matter="M-014",
            statement="F1",
            party="customer",
            person="p-1",
            text=sealed("13.4 % were late.", "joint/11", "text", "M-014"),
            evidence=(FILE,),
        ),
        StatementConfirmed(**head(), matter="M-014", statement="F1", party="provider", person="p-3"),
        StatementContested(
            **head(),
            matter="M-014",
            statement="F2",
            party="provider",
            person="p-3",
            text=sealed("940 waited elsewhere.", "joint/13", "text", "M-014"),
            evidence=(FILE, FILE),
        ),
        SettlementSigned(
            **head(),
            matter="M-014",
            settlement=FILE,
            amount=Money(3_120_000, "EUR"),
            signatures=(one, two),
            ends=("escalation", "package"),
            raises=("A-061", "A-062"),
            waives=("October credits",),
        ),
        DutyBreached(
            **head(),
            matter="M-014",
            duty="go on with the work",
            by="provider",
            filed_by="customer",
            person="p-2",
            on=at(12),
            text=sealed("The desk was shut.", "joint/15", "text", "M-014"),
        ),
        CalendarChanged(
            **head(),
            calendar="pune",
            closed=(date(2026, 11, 24),),
            opened=(date(2026, 11, 28),),
            names={"2026-11-24": "Guru Nanak Jayanti"},
            effective=at(20),
            running_clocks="keep",
            agreed_by=both,
        ),
        MatterMoved(**head(), matter="M-014", from_=1, to=2, terms={"managers": "managers"}, agreed_by=both),
    ]
    corrected = act(5, matter="M-014")
    correction = FactCorrected(**head(), corrects="joint/5", reason="Wrong amount.", fact=corrected, agreed_by=both)
    return [*facts, correction, *_records(head)]


def _records(head: Callable[[], dict[str, Any]]) -> Iterator[Fact]:
    """What people record beside acts, one of each kind."""
    elin: Any = {"party": "customer", "person": "p-2"}
    series: Any = {"matter": "S-001", "round": 4}
    text = sealed("Said.", "joint/20", "text", "M-014")
    yield MessageSent(**head(), **elin, matter="M-014", message="S1", text=text)
    yield NoteWritten(**head(), **elin, matter="M-014", note="N1", text=text, about="joint/5")
    yield CauseNoted(**head(), **elin, matter="M-014", cause="priorities")
    yield AgendaItemAdded(**head(), **elin, **series, item="I1", text=text, about="M-014")
    yield AgendaItemClosed(**head(), **elin, **series, item="I1", outcome="decided", text=text)
    yield MinutesWritten(**head(), **elin, **series, text=text)
    yield MinutesAccepted(**head(), **elin, **series, minutes="joint/25")
    yield LeaveNoted(**head(), **elin, from_day=date(2026, 12, 1), until_day=date(2026, 12, 4))
    yield GoalReported(**head(), **elin, goal="invoices on time", value="6.1 %", on=date(2026, 11, 30))
    stamp = head()
    day = CalendarChanged(
        **stamp,
        calendar="pune",
        closed=(date(2026, 11, 25),),
        effective=at(20),
        running_clocks="keep",
        agreed_by=("customer", "provider"),
    )
    yield AgreementOffered(**stamp, **elin, offer="O1", matter="M-014", role="manager", fact=day)
    yield AgreementGiven(**head(), party="provider", person="p-3", offer="O1", matter="M-014", role="manager")
    yield InvitationMade(**head(), person="p-4", by="p-2", expires=at(900))
    yield InvitationTaken(**head(), person="p-4")
    yield AccessEnded(**head(), person="p-4", by="p-2")
    yield KeyDestroyed(**head(), key="p-4", reason="asked for by p-4")
    yield AgendaShared(**head(), **series)
    yield YesTakenBack(**head(), **elin, matter="M-014", act="own customer/4")
