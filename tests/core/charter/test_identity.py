"""The hash of a charter: the same for the same agreement, another for another."""

from detente.core.charter.identity import canonical, charter_hash
from detente.core.charter.parse import parse

TEXT = """language: 1
parties: [customer, provider]
procedures:
  x:
    times: {talks: {standard: 10 working days, fast: 5 working days}}
    opens: {who: either, may: serve notice, then: [a, b]}
    terms:
      a: {who: both, may: settle, by: talks after notice, else: b}
      b: {who: either, may: start proceedings, then: end in court}
"""


def hash_of(text):
    document = parse(text.encode())
    assert document.findings == []
    return charter_hash(document.charter)


def test_comments_quotes_and_layout_leave_no_trace():
    other = TEXT.replace("who: both, may: settle", "who: 'both',   may: settle").replace(
        "procedures:", "procedures:   # all of them"
    )

    assert hash_of(other) == hash_of(TEXT)


def test_a_default_that_is_written_out_says_the_same():
    other = TEXT.replace("parties: [customer, provider]\n", "parties: [customer, provider]\nvalues: {}\n")

    assert hash_of(other) == hash_of(TEXT)


def test_the_order_of_terms_counts():
    one, two = (
        "      a: {who: both, may: settle, by: talks after notice, else: b}\n",
        "      b: {who: either, may: start proceedings, then: end in court}\n",
    )

    assert hash_of(TEXT.replace(one + two, two + one)) != hash_of(TEXT)


def test_the_order_of_tracks_counts_since_the_first_is_the_default():
    other = TEXT.replace(
        "{standard: 10 working days, fast: 5 working days}", "{fast: 5 working days, standard: 10 working days}"
    )

    assert hash_of(other) != hash_of(TEXT)


def test_one_day_more_is_another_charter():
    assert hash_of(TEXT.replace("10 working days", "11 working days")) != hash_of(TEXT)


def test_the_canonical_bytes_are_stable(golden):
    bytes_ = canonical(parse(golden).charter)

    assert bytes_ == canonical(parse(golden).charter)
    assert bytes_.startswith(b'{"acknowledged":[{"at":"roles.executive.provider.deputies"')
