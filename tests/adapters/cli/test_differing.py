"""`detente diff`: what is compared with what, and which effects are claimed."""

import json
from pathlib import Path

import pytest

CHARTERS = Path(__file__).parents[3] / "src/detente/charters"
GOLDEN = CHARTERS / "golden/charter.yaml"
DISPUTE = """parties: [customer, provider]
currency: EUR
values: {price: money}
procedures:
  dispute:
    opens: {who: either, may: serve dispute notice, then: managers}
    limitation: {by: 12 months after dispute notice, while open: keeps running}
    terms:
      managers: {who: both, may: settle, by: BY, else: directors}
      directors: {who: both, may: settle, by: 1 month, else: end in court}
"""


@pytest.fixture
def differ(detente, tmp_path):
    """Return a function that compares two versions of a part: the text with `old`, and with `new` in its place."""

    def run(old, new, *words, by="10 working days"):
        text = DISPUTE.replace("BY", by)
        assert old in text
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "b.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return detente("diff", tmp_path / "a.yaml", tmp_path / "b.yaml", *words)

    return run


@pytest.mark.parametrize(
    ("other", "kind"), [("part", "a part of a charter"), ("library", "a procedure of the library")]
)
def test_a_whole_charter_is_compared_with_a_whole_charter_only(detente, tmp_path, other, kind):
    path = CHARTERS / "procedures/step-in.yaml"
    if other == "part":
        path = tmp_path / "part.yaml"
        path.write_text(DISPUTE.replace("BY", "1 week"), encoding="utf-8")

    for words in ((GOLDEN, path), (path, GOLDEN)):
        ran = detente("diff", *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"detente diff: {GOLDEN} is a whole charter and {path} is {kind}. Compare two of the same kind.\n"
        )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("10 working days", "14 calendar days"),
        ("10 working days", "10 calendar days"),
        ("10 working days", "2 weeks"),
        ("16 calendar days", "10 working days"),
        ("14 calendar days", "2 weeks"),
    ],
)
def test_lengths_that_holidays_may_make_equal_claim_no_gain(differ, before, after):
    ran = differ(before, after, by=before)

    assert "room" not in ran.out
    assert "    effect on each side: not judged here\n" in ran.out


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [
        ("10 working days", "20 calendar days", "more"),
        ("10 working days", "1 week", "less"),
        ("20 calendar days", "10 working days", "less"),
        ("10 working days", "12 working days", "more"),
        ("2 weeks", "1 month", "more"),
    ],
)
def test_lengths_that_no_holiday_explains_are_compared(differ, before, after, gain):
    assert f"    both: {gain} room ({gain} time to act)\n" in differ(before, after, by=before).out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{who: both, may: settle, by", "{who: either, may: settle, by"),
        ("while open: keeps running", "while open: stands still"),
        ("else: end in court", "else: end lapsed"),
        ("may: settle, by: 1 month", "may: settle, if: price > 5 EUR, by: 1 month"),
    ],
)
def test_an_effect_that_the_text_does_not_tell_is_said_to_be_unjudged(differ, old, new):
    ran = differ(old, new)
    if ran.code == 2:
        pytest.fail(ran.err)

    assert ran.out.count("    effect on each side: not judged here\n") >= 1
    (*_, change) = json.loads(differ(old, new, "--json").out)["changes"]
    assert (change["gains"], change["judged"]) == ([], False)


def test_an_act_under_another_phrase_has_no_effect_to_judge(differ):
    assert "not judged" not in differ("directors: {who: both, may: settle", "directors: {who: both, may: resolve").out


def test_names_and_texts_have_no_effect_to_judge(detente, tmp_path):
    path = tmp_path / "b.yaml"
    text = GOLDEN.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Aldgate and Meridian", "name: Meridian and Aldgate", 1), encoding="utf-8")
    ran = detente("diff", GOLDEN, path)

    assert ran.code == 1
    assert "not judged" not in ran.out
