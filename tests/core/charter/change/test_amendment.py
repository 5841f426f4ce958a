"""One version amended by the next: what is signed, what forbids it, what is in force when."""

import datetime as dt

import pytest

from detente.core.charter.change import amendment, in_force, obstacles
from detente.core.charter.identity import charter_hash
from detente.core.charter.parse import parse
from detente.core.vocabulary.errors import BadCharter, BadInput

NEXT = {"version: 3\n": "version: 4\n", "effective: 2026-03-03T00:00:00+01:00": "effective: 2026-12-07T00:00:00+01:00"}


def charter(golden, **changes):
    text = golden.decode()
    for old, new in (NEXT | changes).items() if changes.pop("next", True) else changes.items():
        assert old in text
        text = text.replace(old, new)
    return parse(text.encode()).charter


def test_an_amendment_names_both_hashes_the_instant_and_every_change(golden):
    current, following = parse(golden).charter, charter(golden, **{"48 hours after package": "72 hours after package"})
    found = amendment(current, following)

    assert (found.from_version, found.to_version) == (3, 4)
    assert (found.from_hash, found.to_hash) == (charter_hash(current), charter_hash(following))
    assert found.effective == dt.datetime(2026, 12, 7, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert [change.path[-1] for change in found.changes] == ["by", "version", "effective"]


def test_every_obstacle_is_told_at_once(golden):
    following = charter(
        golden, **{"version: 4\n": "version: 6\n", "accept change: accept-change": "accept change: cr-accepted"}
    )

    with pytest.raises(BadCharter) as refused:
        amendment(parse(golden).charter, following)
    assert str(refused.value).splitlines() == [
        "version 6 does not follow version 3. Write 'version: 4'.",
        "the slug of 'accept change' is frozen: 'accept-change', not 'cr-accepted'.",
    ]


def test_a_version_cannot_reach_back_before_the_one_it_amends(golden):
    following = charter(golden, **{"effective: 2026-12-07T00:00:00+01:00": "effective: 2026-01-07T00:00:00+01:00"})

    assert obstacles(parse(golden).charter, following) == [
        "version 4 would be in force from 2026-01-07T00:00:00+01:00, "
        "not later than version 3 (2026-03-03T00:00:00+01:00). Write a later 'effective'."
    ]


def test_a_slug_cannot_pass_to_another_act_while_its_own_lives(golden):
    following = charter(golden, **{"accept goals: accept-goals": "accept goals: accept-change"})

    assert "the slug 'accept-change' belongs to 'accept change'; 'accept goals' needs one of its own." in obstacles(
        parse(golden).charter, following
    )


def test_the_version_in_force_is_the_last_that_has_begun(golden):
    versions = [parse(golden).charter, charter(golden)]
    utc = dt.UTC

    assert in_force(versions, dt.datetime(2026, 12, 6, 22, 59, tzinfo=utc)).version == 3
    assert in_force(versions, dt.datetime(2026, 12, 6, 23, 0, tzinfo=utc)).version == 4


def test_before_the_first_version_nothing_is_in_force(golden):
    with pytest.raises(BadInput, match=r"^No version of the charter was in force at 2026-01-01T00:00:00\+00:00\.$"):
        in_force([parse(golden).charter], dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
