"""Sums and instants of the charter's texts, as pages write them."""

import pytest


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "up to 75000.00 GBP", "up to 75,000.00\u00a0GBP"),
        ("en", "400.00 EUR, 1200000 JPY", "400.00 EUR, 1,200,000\u00a0JPY"),
        ("de", "up to 75000.00 GBP", "up to 75.000,00\u00a0GBP"),
        ("en", "2026-03-02T00:00:00+00:00", "Mon 2 Mar 2026, 00:00 (UTC)"),
        ("en", "from 2026-12-01T00:00+01:00 on", "from Tue 1 Dec 2026, 00:00 (UTC+1) on"),
        ("en", "2026-03-02", "2026-03-02"),
    ],
)
def test_a_sum_is_in_groups_and_an_instant_in_words(django_ready: None, language: str, text: str, shown: str) -> None:
    from django.utils import translation

    from detente.adapters.web.frame.amounts import plainly

    with translation.override(language):
        assert plainly(text) == shown
