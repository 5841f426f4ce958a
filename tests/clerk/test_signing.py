"""A relationship begins with nobody's signature; each side gives its own, and the record claims no other."""

from typing import Any

import pytest

from tests.clerk import timers
from tests.databases import Database

ANN, BEN = "Ann Archer", "Ben Bauer"


def seat(key: str, name: str) -> Any:
    return next(one for one in timers.viewers(key) if one.name == name)


def signed(key: str) -> list[tuple[int, list[str]]]:
    """The versions on the joint record, each with who has signed it, as filed."""
    from detente.core.vocabulary.facts import CharterSigned
    from detente.store import lines

    told = lines.facts(lines.rows(key, "joint", kinds=("CharterSigned",)))
    return [
        (fact.charter.version, [one.person for one in fact.signatures])
        for fact in told
        if isinstance(fact, CharterSigned)
    ]


def test_a_relationship_that_begins_claims_no_signature(database: Database) -> None:
    from detente.store import read

    key = timers.begun()
    assert signed(key) == [(1, [])]
    waiting = read.unsigned(seat(key, ANN))
    assert waiting is not None
    assert (waiting.version, waiting.signed, waiting.missing) == (1, (), ("customer", "provider"))


@pytest.mark.parametrize("order", [(ANN, BEN), (BEN, ANN)])
def test_each_side_signs_what_is_in_force_and_with_the_last_it_is_signed_by_all(
    database: Database, order: tuple[str, str]
) -> None:
    from detente import clerk
    from detente.clerk.rebuilding import rebuild
    from detente.core.vocabulary.errors import Refused
    from detente.store import read

    key = timers.begun()
    before = read.ruled(key)
    first, last = order
    clerk.sign_in_force(seat(key, first))
    waiting = read.unsigned(seat(key, last))
    assert waiting is not None
    assert [one.person for one in waiting.signed] == [before.number(first)]
    assert waiting.missing == (seat(key, last).party,)
    with pytest.raises(Refused, match="has signed version 1 already"):
        clerk.sign_in_force(seat(key, first))
    clerk.sign_in_force(seat(key, last))
    assert signed(key) == [(1, []), (1, [before.number(first), before.number(last)])]
    assert read.unsigned(seat(key, first)) is None
    assert {one.role for one in read.signatures(seat(key, first), 1).values()} == {"manager"}
    after = read.ruled(key)
    assert after.charters == before.charters
    assert after.versions[1].effective == before.versions[1].effective
    assert rebuild(key).differences == ()
    with pytest.raises(Refused, match="has signed version 1 already"):
        clerk.sign_in_force(seat(key, last))


def test_what_runs_goes_on_when_the_charter_is_signed(sqlite: Database) -> None:
    from detente import clerk
    from detente.core.engine.snapshot import dump
    from detente.store import read

    key = timers.begun()
    clerk.open_matter(seat(key, ANN), "note ping", {})
    (before,) = read.matters(seat(key, ANN), clerk.now())
    for name in (ANN, BEN):
        clerk.sign_in_force(seat(key, name))
    (after,) = read.matters(seat(key, ANN), clerk.now())
    assert (after.due, dump(after.state)) == (before.due, dump(before.state))


def test_a_next_version_needs_no_signature_under_the_one_before(sqlite: Database) -> None:
    from detente import clerk
    from detente.clerk.beginning import readable
    from detente.core.simulation.appointments import signed_text
    from detente.core.vocabulary.errors import Refused
    from detente.core.vocabulary.facts import CharterSigned
    from detente.store import read

    key = timers.begun()
    clerk.sign_in_force(seat(key, ANN))
    text, version = signed_text(readable(timers.CHARTER.replace("version: 1", "version: 2", 1)))

    def build(stamp: Any) -> CharterSigned:
        return CharterSigned(**{**stamp, "charter": version}, text=text, effective=stamp["at"], signatures=(), amends=1)

    number = clerk.offer_version(seat(key, BEN), build).fact.offer
    clerk.sign_version(seat(key, ANN), number)
    assert read.unsigned(seat(key, ANN)) is None
    assert max(read.ruled(key).versions) == 2
    with pytest.raises(Refused, match="version 1 as it was offered does not follow"):
        clerk.sign_version(seat(key, BEN), "O1")


@pytest.mark.parametrize("name", ["Elin Marsh", "Noor de Graaf"])
def test_who_does_not_sign_for_a_side_does_not_sign_what_is_in_force(
    sqlite: Database, golden: bytes, name: str
) -> None:
    from detente import clerk
    from detente.core.vocabulary.errors import Refused
    from detente.store import read

    text = golden.decode().replace("\nroles:", "\nroles:\n  counsel:\n    customer: {holder: Noor de Graaf}", 1)
    text = text.replace("\npeople:", "\npeople:\n  Noor de Graaf: {of: customer, title: counsel}", 1)
    found = read.ruled(clerk.begin(text, host="detente.example"))
    viewer = read.seated(found, "x", person=found.number(name), name=name, party="customer")
    size = read.head(viewer).size
    with pytest.raises(Refused, match=f"{name} (does not sign a charter|has no role that acts) for customer"):
        clerk.sign_in_force(viewer)
    assert read.head(viewer).size == size
