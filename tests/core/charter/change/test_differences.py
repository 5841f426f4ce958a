"""What changed between two charters, and who gains room by it."""

import pytest

from detente.core.charter.change import ChangeKind, differences
from detente.core.charter.parse import parse

BASE = """procedures:
  x:
    times: {talks: {standard: 10 working days, fast: 5 working days}}
    opens: {who: either, may: serve notice, states: [ground], then: a}
    terms:
      a:
        who: {customer: director, provider: director}
        may: settle
        by: 10 working days after notice
        else: b
        meanwhile:
          papers: {who: provider, must: send papers, by: 5 working days, else: stays overdue}
          give up: {who: customer, then: b}
      b: {who: either, may: settle, by: talks, else: c}
      c: {who: either, may: start proceedings, then: end in court}
"""


def changed(old, new, *, text=BASE):
    assert old in text
    before, after = parse(text.encode()), parse(text.replace(old, new).encode())
    assert after.findings == []
    return [(str(c.kind), c.says, [g.text for g in c.gains]) for c in differences(before.charter, after.charter)]


def test_the_same_charter_has_no_difference():
    charter = parse(BASE.encode()).charter

    assert differences(charter, charter) == []


def test_layout_and_comments_are_no_difference():
    assert changed("    terms:\n", "    terms:   # here\n") == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("by: 10 working days after notice", "by: 15 working days after notice",
         ("changed", "procedures, x, terms, a, by: 10 working days after notice becomes 15 working days after notice.",
          ["director of customer and director of provider: more room (more time to act)"])),
        ("by: 5 working days, else: stays overdue", "by: 2 working days, else: stays overdue",
         ("changed", "procedures, x, terms, a, meanwhile, papers, by: 5 working days becomes 2 working days.",
          ["provider: less room (less time to act)"])),
        ("standard: 10 working days", "standard: 20 working days",
         ("changed", "procedures, x, times, talks, standard: 10 working days becomes 20 working days.",
          ["either: more room (talks is longer)"])),
        ("          give up: {who: customer, then: b}\n", "",
         ("removed", "procedures, x, terms, a, meanwhile, give up: {who: customer, then: b} is gone.",
          ["customer: less room (an option less)"])),
        ("states: [ground]", "states: [ground, amount]",
         ("added", "procedures, x, opens, states: amount is new.", [])),
        ("{who: either, may: start proceedings, then: end in court}",
         "{who: customer, may: start proceedings, then: end in court}",
         ("changed", "procedures, x, terms, c, who: either becomes customer.", [])),
    ],
)  # fmt: skip
def test_a_change_says_what_it_was_and_who_gains_room(old, new, expected):
    assert changed(old, new) == [expected]


def test_a_new_duty_takes_room_from_the_one_who_has_it():
    option = "          give up: {who: customer, then: b}\n"
    duty = "          summary: {who: customer, must: file summary, by: 3 working days, else: stays overdue}\n"
    ((kind, _, gains),) = changed(option, option + duty)

    assert kind == "added"
    assert gains == ["customer: less room (a duty more)"]


def test_an_option_that_becomes_a_duty_takes_room():
    found = changed(
        "who: provider, must: send papers, by: 5 working days, else: stays overdue",
        "who: provider, may: send papers, by: 5 working days, else: nothing",
    )
    gains = [gain for _, _, all_ in found for gain in all_]

    assert "provider: more room (a duty becomes an option)" in gains


def test_an_order_that_counts_is_a_difference():
    old = "{standard: 10 working days, fast: 5 working days}"
    ((kind, says, _),) = changed(old, "{fast: 5 working days, standard: 10 working days}")

    assert kind == ChangeKind.MOVED
    assert says == "procedures, x, times, talks: the written order changes from standard, fast to fast, standard."


def test_a_higher_authority_gives_room(golden):
    before = parse(golden).charter
    after = parse(
        golden.replace(
            b"holder: Elin Marsh, deputies: [Joost de Wit], authority: 100000.00 EUR",
            b"holder: Elin Marsh, deputies: [Joost de Wit], authority: 150000.00 EUR",
        )
    ).charter

    (change,) = differences(before, after)
    assert [gain.text for gain in change.gains] == ["manager of customer: more room (authority to settle)"]
