"""What people record beside acts, and what only both can make so, told in a timeline."""

import importlib.util
from pathlib import Path

from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import charters_named, merged, read_timeline
from detente.core.vocabulary.facts import (
    CalendarChanged,
    CharterSigned,
    MessageSent,
    MinutesAccepted,
    PersonAppointed,
    PersonLeft,
    SettlementSigned,
)

_SPEC = importlib.util.spec_from_file_location("stories", Path(__file__).with_name("stories.py"))
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)
NOTICE, SMALL, program, told = stories.NOTICE, stories.SMALL, stories.program, stories.told

ANN = "{at: 2026-03-31T10:00+01:00, by: Ann Archer, as: customer, "
BEN = "{at: 2026-03-31T12:00+01:00, by: Ben Bauer, as: provider, "


def of_kind(story, kind):
    return [fact for fact in story.relationship.facts if isinstance(fact, kind)]


def test_a_note_in_a_room_of_its_own_is_not_in_the_joint_journal():
    story = told(
        NOTICE
        + f"- {ANN}fact: NoteWritten, room: own customer, matter: D-1, with: {{note: N1, text: Ask for more.}}}}\n"
        f"- {BEN}fact: MessageSent, matter: D-1, with: {{message: S1, text: We have read it.}}}}\n"
    )
    assert [fact.id for fact in story.rooms["own customer"]] == ["own customer/0"]
    assert [fact.party for fact in of_kind(story, MessageSent)] == ["provider"]
    assert all("own" not in fact.id for fact in story.relationship.facts)


def test_an_act_in_a_private_room_is_a_finding():
    found = read_timeline(b"- {at: 2026-03-30T10:00+01:00, by: Ann Archer, as: customer, do: serve dispute notice, "
                          b"matter: D-1, room: own customer}\n", program()).findings  # fmt: skip
    assert [one.says for one in found] == ["An act belongs to both sides."]


def test_a_room_that_does_not_exist_is_a_finding():
    text = f"- {ANN}fact: NoteWritten, room: own customre, with: {{note: N1, text: x}}}}\n".encode()
    assert [one.says for one in read_timeline(text, program()).findings] == ["'own customre' is no room."]


def test_what_one_side_offers_is_so_once_the_other_agrees():
    what = "{offer: O1, what: CalendarChanged, calendar: berlin, closed: [2026-05-04]}"
    offer = f"- {ANN}fact: AgreementOffered, with: {what}}}\n"
    alone = told(NOTICE + offer)
    assert of_kind(alone, CalendarChanged) == []
    both = told(NOTICE + offer + f"- {BEN}fact: AgreementGiven, with: {{offer: O1}}}}\n")
    (changed,) = of_kind(both, CalendarChanged)
    assert changed.agreed_by == ("customer", "provider")
    assert changed.at == both.timeline.entries[-1].at


def test_an_offer_nobody_made_cannot_be_agreed_to():
    story = told(NOTICE + f"- {BEN}fact: AgreementGiven, with: {{offer: O7}}}}\n")
    assert [str(one.refusal) for one in story.refused] == ["O7 was not offered, or is already agreed."]


def test_minutes_are_accepted_as_they_were_last_written():
    minutes = "fact: MinutesWritten, matter: D-1, with: {round: 1, text: "
    story = told(
        NOTICE + f"- {ANN}{minutes}First.}}}}\n- {ANN}{minutes}Second.}}}}\n"
        f"- {BEN}fact: MinutesAccepted, matter: D-1, with: {{round: 1}}}}\n"
    )
    (accepted,) = of_kind(story, MinutesAccepted)
    assert story.said[accepted.minutes] == "Second."


def test_minutes_nobody_wrote_cannot_be_accepted():
    story = told(NOTICE + f"- {BEN}fact: MinutesAccepted, matter: D-1, with: {{round: 1}}}}\n")
    assert [str(one.refusal) for one in story.refused] == ["Nobody has written minutes of meeting 1."]


def test_a_settlement_names_what_it_ends_and_both_who_signed():
    settled = "do: settle, matter: D-1, with: {terms: Half each.}}\n"
    story = told(
        NOTICE + f"- {ANN}{settled}- {BEN}{settled}"
        f"- {BEN.replace('provider', 'both')}fact: SettlementSigned, matter: D-1}}\n"
    )
    (signed,) = of_kind(story, SettlementSigned)
    assert signed.ends == ("dispute",)
    assert [one.party for one in signed.signatures] == ["customer", "provider"]
    assert story.relationship.families["D-1"].result == "settled"


SECOND = (
    SMALL.replace(b"version: 1", b"version: 2")
    .replace(b"effective: 2026-03-02T00:00:00", b"effective: 2026-04-01T00:00:00")
    .replace(b"  Ben Bauer: {of: provider, title: manager}\n", b"  Ben Bauer: {of: provider, title: manager}\n"
             b"  Bea Blum: {of: provider, title: manager}\n")
    .replace(b"holder: Ben Bauer, authority", b"holder: Bea Blum, authority")
)  # fmt: skip


def amended(timeline):
    first, second = program(), program(SECOND)
    entries = read_timeline(timeline.encode(), second)
    assert entries.findings == []
    assert charters_named(entries) == ["second.yaml"]
    return Story(first, entries, versions={"second.yaml": second}).tell()


def test_an_open_matter_stays_with_its_version_and_a_later_one_begins_under_the_next():
    signed = f"- {ANN.replace('customer', 'both')}fact: CharterSigned, with: {{charter: second.yaml}}}}\n"
    later = (
        "- {at: 2026-04-02T10:00+01:00, by: Bea Blum, as: provider, do: serve dispute notice, matter: D-2, "
        "with: {cause: x}}\n"
    )
    story = amended(NOTICE + signed + later)
    assert [story.relationship.families[name].version for name in ("D-1", "D-2")] == [1, 2]
    assert [fact.amends for fact in of_kind(story, CharterSigned)] == [None, 1]


def test_who_is_new_in_an_amendment_is_appointed_with_the_next_number():
    signed = f"- {ANN.replace('customer', 'both')}fact: CharterSigned, with: {{charter: second.yaml}}}}\n"
    left = "- {at: 2026-04-02T10:00+01:00, by: Ben Bauer, as: provider, fact: PersonLeft, with: {person: Ben Bauer}}\n"
    story = amended(NOTICE + signed + left)
    assert of_kind(story, PersonAppointed)[-1].appointed == "p-3"
    assert [fact.person for fact in of_kind(story, PersonLeft)] == ["p-2"]


def test_a_version_that_is_not_there_is_refused():
    signed = f"- {ANN.replace('customer', 'both')}fact: CharterSigned, with: {{charter: third.yaml}}}}\n"
    story = told(NOTICE + signed)
    assert [str(one.refusal) for one in story.refused] == ["'third.yaml' is no charter that lies beside this story."]


def test_a_story_in_several_files_is_told_by_instant():
    made = program()
    first = read_timeline(f"- {BEN}fact: MessageSent, matter: D-1, with: {{message: S1, text: b}}}}\n".encode(), made)
    second = read_timeline(NOTICE.encode(), made)
    both = merged([first, second])
    assert [entry.number for entry in both.entries] == [1, 2]
    assert [entry.do or entry.fact for entry in both.entries] == ["serve dispute notice", "MessageSent"]
