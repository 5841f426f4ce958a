"""A text proposed to one's own side stands in its room: the newest counts, and the other side reads none of it."""

from typing import Any

from tests.clerk import timers
from tests.databases import Database

ANN, BEN = "Ann Archer", "Ben Bauer"


def seat(key: str, name: str) -> Any:
    return next(one for one in timers.viewers(key) if one.name == name)


def test_the_last_text_that_follows_the_newest_version_is_read_by_its_own_side_alone(database: Database) -> None:
    from detente import clerk
    from detente.store import read

    key = timers.begun()
    ann, ben = seat(key, ANN), seat(key, BEN)
    begins = ann.ruled.versions[1].facts
    assert len(begins) == 1
    clerk.write_note(ann, "a note of nothing else")
    assert read.proposals([ann, ben]) == {}
    for text in ("first", "second"):
        clerk.write_note(ann, text, about=begins[-1])
    assert read.proposals([ann])[key].note == "N3"
    assert read.proposed_text(ann, "N3") == "second"
    assert read.proposed_text(ann, "N2") is None
    assert read.proposals([ben]) == {}
    assert read.proposed_text(ben, "N3") is None
