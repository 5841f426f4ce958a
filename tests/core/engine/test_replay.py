"""Replay: the facts of a relationship make the same families again; a correction folds everything once more."""

import datetime as dt
import importlib.util
import random
from pathlib import Path

import msgspec
import pytest

from detente.core.engine.corrections import values_of
from detente.core.engine.replay import fold, fold_again
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import DeadlinePassed

HERE = Path(__file__)


def _module(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases = _module("language_cases", HERE.with_name("language_cases.py"))
stories = _module("stories", HERE.parents[1] / "simulation" / "stories.py")
SHARED, CASES = cases.load()
UTC = dt.UTC


def families(found):
    return {name: values_of(state) for name, state in found.items()}


def by_matter(pairs):
    found = {}
    for matter, effect in pairs:
        found.setdefault(matter, []).append(effect)
    return found


def live_effects(relationship):
    return by_matter([(filed.matter, effect) for filed in relationship.filed for effect in filed.effects])


def told_case(case):
    told = cases.Told(SHARED, case)
    for fact in case["facts"]:
        told.tell(fact)
    last = max(cases.instant(one["at"]) for one in [*case["facts"], *case["expect"]])
    told.relationship.advance(last)
    return told, last


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_replay_equals_live_in_every_case_of_the_language(case):
    told, last = told_case(case)
    folded = fold(told.relationship.first, told.relationship.facts, until=last)

    assert families(folded.families) == families(told.relationship.families)
    assert folded.differences == []
    if not any(fact["fact"] == "CalendarChanged" for fact in case["facts"] if "fact" in fact):
        assert by_matter(folded.effects) == live_effects(told.relationship)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_clocks_that_ring_by_themselves_lead_to_the_same_state_as_those_recorded(case):
    told, last = told_case(case)
    again = fold_again(told.relationship.first, told.relationship.facts, until=last)

    assert families(again.families) == families(told.relationship.families)


def test_replay_equals_live_for_the_golden_story():
    live = stories.golden().relationship
    folded = fold(live.first, live.facts)

    assert families(folded.families) == families(live.families)
    assert by_matter(folded.effects) == live_effects(live)
    assert folded.differences == []


def test_the_order_of_two_matters_facts_does_not_matter():
    live = stories.golden().relationship
    lanes = {}
    for fact in live.facts:
        matter = (
            getattr(fact, "matter", None) or live._notices[fact.notice].matter
            if hasattr(fact, "notice")
            else getattr(fact, "matter", "")
        )
        lanes.setdefault(matter, []).append(fact)
    chance = random.Random(7)
    for _ in range(20):
        left = [list(lane) for lane in lanes.values()]
        shuffled = []
        while left:
            lane = chance.choice(left)
            shuffled.append(lane.pop(0))
            left = [one for one in left if one]
        assert families(fold(live.first, shuffled, until=live.now).families) == families(live.families)


def test_a_clock_that_is_noticed_late_leaves_the_same_facts():
    punctual = stories.told(stories.NOTICE + "- {at: 2026-06-01T10:00+01:00, show: all}\n").relationship
    late = stories.told(
        stories.NOTICE + "- {at: 2026-06-01T10:00+01:00, show: all}\n", until=dt.datetime(2026, 3, 31, tzinfo=UTC)
    ).relationship
    for day in range(1, 60):
        punctual.advance(dt.datetime(2026, 4, 1, tzinfo=UTC) + dt.timedelta(days=day))
    late.advance(dt.datetime(2026, 6, 1, 9, tzinfo=UTC))

    assert late.facts == punctual.facts
    assert [fact.at == fact.due for fact in late.facts if isinstance(fact, DeadlinePassed)] == [True, True]


def test_a_lapse_that_is_not_recorded_is_told_as_a_difference_and_rung():
    live = stories.told(
        stories.NOTICE + "- {at: 2026-04-13T10:00+01:00, by: Ben Bauer, as: provider, do: settle, matter: D-1}\n"
    ).relationship
    kept = [fact for fact in live.facts if not isinstance(fact, DeadlinePassed)]
    folded = fold(live.first, kept)

    assert [one.says for one in folded.differences] == [
        "'talks' ran out at 2026-04-08T23:00:00Z, which is not recorded"
    ]
    assert families(folded.families) == families(live.families)


def test_a_clock_recorded_at_another_time_is_told_as_a_difference():
    live = stories.told(stories.NOTICE + "- {at: 2026-04-13T10:00+01:00, show: all}\n").relationship
    moved = [
        msgspec.structs.replace(fact, due=fact.due - dt.timedelta(days=1)) if isinstance(fact, DeadlinePassed) else fact
        for fact in live.facts
    ]

    assert next(one.says for one in fold(live.first, moved).differences) == (
        "recorded: 'talks' ran out at 2026-04-07T23:00:00Z; next is 'talks' at 2026-04-08T23:00:00Z"
    )


CORRECTED = """
- {at: 2026-04-01T10:00+01:00, by: Ben Bauer, as: provider, do: note question, matter: Q-1,
   with: {answer day: 2026-04-02}}
- {at: 2026-04-10T09:00+01:00, as: both, fact: FactCorrected, with: {entry: 2, reason: it was asked for another day}}
"""


def test_a_correction_folds_everything_again():
    live = stories.told(stories.NOTICE + CORRECTED)
    state = live.relationship.families["Q-1"]

    assert state.runs == {}
    folded = fold(live.relationship.first, live.relationship.facts)
    assert families(folded.families) == families(live.relationship.families)


def test_a_correction_that_one_side_signed_is_refused():
    live = stories.told(stories.NOTICE + CORRECTED.replace("as: both, fact", "as: customer, fact"))

    assert [(str(one.refusal.because), one.refusal.says) for one in live.refused] == [
        ("seat", "A correction is signed by both sides; provider has not signed it.")
    ]


def test_only_a_correction_undoes_a_lapse():
    lapse = (
        "- {at: 2026-04-10T09:00+01:00, as: both, fact: FactCorrected, with: {fact: joint/8, reason: both forgot}}\n"
    )
    live = stories.told(stories.NOTICE + "- {at: 2026-04-09T09:00+01:00, show: all}\n" + lapse)
    struck = live.relationship.facts[8]

    assert isinstance(struck, DeadlinePassed)
    assert list(live.relationship.families["D-1"].runs["dispute"].open) == ["talks"]
    folded = fold(live.relationship.first, live.relationship.facts)
    assert families(folded.families) == families(live.relationship.families)


BOUNCED = """
- {at: 2026-03-30T10:05+01:00, matter: D-1, expect: {open: [talks]}}
- {at: 2026-04-10T09:00+01:00, fact: NoticeBounced, matter: D-1, with: {notice: dispute notice}}
- {at: 2026-04-10T09:00+01:00, matter: D-1, expect: {open: []}}
"""


def test_a_bounce_after_receipt_undoes_what_the_receipt_did():
    live = stories.told(stories.NOTICE + BOUNCED)

    assert live.failures == []
    folded = fold(live.relationship.first, live.relationship.facts)
    assert families(folded.families) == families(live.relationship.families)


def test_a_bounce_that_is_struck_out_gives_the_receipt_back():
    struck = "- {at: 2026-04-11T09:00+01:00, as: both, fact: FactCorrected, with: {entry: 3}}\n"
    live = stories.told(stories.NOTICE + BOUNCED + struck)

    assert list(live.relationship.families["D-1"].runs["dispute"].open) == ["managers"]
    folded = fold(live.relationship.first, live.relationship.facts)
    assert families(folded.families) == families(live.relationship.families)


def test_folding_again_asks_for_nothing_twice():
    live = stories.told(stories.NOTICE + CORRECTED)
    correction = live.relationship.filed[-1]

    assert [effect for effect in correction.effects if effect.kind is Kind.OPENED] == []
