"""Facts as they are written and read: every kind, and nothing that is not a fact."""

import json
from datetime import timedelta, timezone
from types import ModuleType
from typing import Any

import msgspec
import pytest

from detente.core.journal import BrokenEntry, fact_bytes, leaf_hash, parse_fact, read_journal
from detente.core.journal.canonical import careful_bytes, typed
from detente.core.journal.verify import Broken, canonical
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import KINDS, FactCorrected, File
from detente.core.vocabulary.money import Money

KINDS_OF_THE_FORMAT = [
    "RelationshipOpened",
    "CharterSigned",
    "PersonAppointed",
    "PersonLeft",
    "MatterOpened",
    "ActDone",
    "NoticeSent",
    "NoticeReceived",
    "NoticeBounced",
    "DeadlinePassed",
    "DeadlineExtended",
    "StatementMade",
    "StatementConfirmed",
    "StatementContested",
    "SettlementSigned",
    "DutyBreached",
    "CalendarChanged",
    "MatterMoved",
    "FactCorrected",
]
ADDED = [
    "MessageSent",
    "NoteWritten",
    "CauseNoted",
    "AgendaItemAdded",
    "AgendaItemClosed",
    "MinutesWritten",
    "MinutesAccepted",
    "LeaveNoted",
    "GoalReported",
    "AgreementOffered",
    "AgreementGiven",
    "InvitationMade",
    "InvitationTaken",
    "AccessEnded",
    "KeyDestroyed",
    "AgendaShared",
    "YesTakenBack",
]


def line_of(fact: dict[str, Any], seq: int) -> bytes:
    """A line as somebody would write it who owns the file: leaf and all."""
    salt, body = b"s" * 16, canonical(fact)
    beside = {"kind": "fact", "leaf": leaf_hash(salt, body).hex(), "salt": salt.hex(), "seq": seq}
    return b'{"fact":' + body + b"," + canonical(beside)[1:] + b"\n"


def broken(make: ModuleType, fact: dict[str, Any]) -> str:
    with pytest.raises(BrokenEntry) as found:
        list(read_journal([make.written([make.opened()], end=False)[0], line_of(fact, 1)]))
    assert (found.value.line, found.value.entry) == (2, 1)
    return found.value.reason


def plain(fact: Any) -> dict[str, Any]:
    return dict(json.loads(fact_bytes(fact)))


def test_the_kinds_are_those_of_the_format(make: ModuleType) -> None:
    assert [kind.__name__ for kind in KINDS] == KINDS_OF_THE_FORMAT + ADDED
    assert [type(fact).__name__ for fact in make.every_kind()] == KINDS_OF_THE_FORMAT + ADDED


def test_every_kind_is_read_back_as_it_was_written(make: ModuleType) -> None:
    for fact in make.every_kind():
        body = fact_bytes(fact)
        assert parse_fact(body) == fact
        assert fact_bytes(parse_fact(body)) == body == careful_bytes(fact)
        assert b'"kind":"%b"' % type(fact).__name__.encode() in body
        assert body.rindex(b'"version":1') > 0


def test_every_kind_stands_in_the_quick_and_in_the_slow_reading_alike(make: ModuleType) -> None:
    facts = make.every_kind()
    assert [entry.fact for entry in read_journal(make.written(facts))] == facts


def test_money_and_files_among_values_are_typed(make: ModuleType) -> None:
    fact = parse_fact(
        fact_bytes(make.act(1, values={"sum": Money(5, "EUR"), "plan": make.FILE, "scope": ("a",), "n": 3}))
    )
    assert fact.values == {"sum": Money(5, "EUR"), "plan": make.FILE, "scope": ("a",), "n": 3}
    assert isinstance(fact.values["plan"], File)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "ActUndone"}, "Invalid value 'ActUndone'"),
        ({"kind": ""}, "Invalid value ''"),
        ({"version": 2}, "Invalid enum value 2"),
        ({"more": "x"}, "Object contains unknown field `more`"),
        ({"matter": 14}, "Expected `str`, got `int`"),
        ({"matter": "the invoices"}, "'the invoices' is no matter. It is written like M-014."),
        ({"matter": "M-1\n"}, r"'M-1\n' is no matter."),
        ({"matter": "M-" + "1" * 199}, "is no matter"),
        ({"person": "Tom Okafor"}, "'Tom Okafor' is no person. It is written like p-1."),
        ({"act": "Serve concern"}, "'Serve concern' is no slug."),
        ({"run": ""}, "Expected `str` of length >= 1"),
        ({"deemed": False}, "not written as ActDone is: see deemed"),
        ({"charter": {"sha256": "5" * 63, "version": 1}}, "is no hash"),
        ({"charter": {"sha256": "5" * 64, "version": 0}}, "Expected `int` >= 1"),
        ({"on": "2026-03-02T13:01:00.000001Z"}, "'on' is 2026-03-02T13:01:00.000001+00:00, after 'at'"),
        ({"on": "2026-03-02T13:00:00Z"}, "not written as ActDone is: see on"),
        ({"on": "2026-03-02T13:00:00.000000+00:00"}, "not written as ActDone is: see on"),
        ({"on": "2026-03-02T14:00:00.000000+01:00"}, "2026-03-02T14:00:00+01:00 is not in UTC"),
        ({"on": "2026-03-02 13:00:00.000000Z"}, "not written as ActDone is: see on"),
        ({"at": "2026-02-30T13:00:00.000000Z"}, "no instant like 2026-11-09T08:40:00.000000Z"),
        ({"at": "2026-03-02T13:01:00Z"}, "no instant like 2026-11-09T08:40:00.000000Z"),
        ({"at": "2026-03-02T12:59:59.999999Z"}, "before that of the entry above"),
        ({"id": "joint/2"}, "its id is 'joint/2', not 'joint/1'"),
        ({"id": "own customer/1"}, "its id is 'own customer/1', not 'joint/1'"),
        ({"values": {"sum": {"minor": 5}}}, "value 'sum' has the fields minor: neither money nor a file."),
        ({"values": {"sum": {"minor": 5, "currency": "euro"}}}, "'euro' is no currency"),
        ({"values": {"sum": {"minor": "5", "currency": "EUR"}}}, "5 EUR is no whole number"),
        ({"values": {"yes": True}}, "got `bool` - at `$.values[...]`"),
        ({"values": {"deep": [["x"]]}}, "Expected `str`, got `array`"),
        ({"values": {"a": {"bytes": 1, "media": "x", "sha256": "1"}}}, "is no hash"),
    ],
)
def test_what_is_no_act_breaks_the_journal(make: ModuleType, change: dict[str, Any], says: str) -> None:
    assert says in broken(make, plain(make.act(1)) | change)


def test_a_missing_field_breaks_the_journal(make: ModuleType) -> None:
    whole = plain(make.act(1))
    for field in whole.keys() - {"person"}:
        assert broken(make, {name: value for name, value in whole.items() if name != field})


def test_an_unknown_field_of_an_amount_breaks_the_journal(make: ModuleType) -> None:
    fact = plain(make.every_kind()[2]) | {"id": "joint/1", "authority": {"currency": "EUR", "minor": 5, "more": 1}}
    assert "not written as PersonAppointed is: see authority" in broken(make, fact)


def test_an_amount_that_other_programs_round_breaks_the_journal(make: ModuleType) -> None:
    with pytest.raises(BadInput, match="is no whole number up to 2\\^53 - 1"):
        make.act(1, values={"sum": {"minor": 2**53, "currency": "EUR"}})


def test_a_set_is_sorted_by_code_units_and_has_no_member_twice(make: ModuleType) -> None:
    fact = plain(make.every_kind()[9]) | {"id": "joint/1"}
    assert "is no set as it is written" in broken(make, fact | {"missed_by": ["provider", "customer"]})
    assert "is no set as it is written" in broken(make, fact | {"missed_by": ["customer", "customer"]})
    first, second = "\U00010400", "\uff21"  # UTF-16 puts the first before the second, code points do not
    assert typed(canonical(fact | {"missed_by": [first, second]})).missed_by == (first, second)  # type: ignore[union-attr]
    with pytest.raises(Broken):
        typed(canonical(fact | {"missed_by": [second, first]}))


def test_a_replacement_keeps_the_id_of_the_fact_it_stands_for(make: ModuleType) -> None:
    fields: dict[str, Any] = {
        "id": "joint/9",
        "at": make.at(9),
        "charter": make.CHARTER,
        "reason": "x",
        "agreed_by": (),
    }
    with pytest.raises(BadInput, match="the replacement has id 'joint/6', not 'joint/5', which it stands for"):
        FactCorrected(**fields, corrects="joint/5", fact=make.act(6))
    assert FactCorrected(**fields, corrects="joint/5").fact is None


def test_instants_are_handed_in_as_utc(make: ModuleType) -> None:
    local = make.at(1).astimezone(timezone(timedelta(hours=1)))
    with pytest.raises(BadInput, match=r"2026-03-02T14:01:00\+01:00 is not in UTC"):
        make.act(1, at=local)


def test_facts_cannot_be_changed(make: ModuleType) -> None:
    with pytest.raises(AttributeError):
        make.act(1).matter = "M-2"
    assert all(kind.__struct_config__.frozen and not kind.__struct_config__.gc for kind in KINDS)
    assert all(msgspec.structs.fields(kind)[2].name == "version" for kind in KINDS)
