"""The words of counting, in the reader's language."""

import pytest


@pytest.mark.parametrize(
    ("text", "english", "german", "arabic"),
    [
        ("8 working days", "8 working days", "8 Arbeitstage", "8 أيام عمل"),
        ("1 working day", "1 working day", "1 Arbeitstag", "يوم عمل واحد"),
        ("2 months", "2 months", "2 Monate", "شهران"),
        ("20 business hours", "20 business hours", "20 Arbeitsstunden", "20 ساعة عمل"),
        ("at that instant", "at that instant", "at that instant", "at that instant"),
    ],
)
@pytest.mark.usefixtures("django_ready")
def test_an_amount_of_the_charter_is_said_in_the_readers_language(
    text: str, english: str, german: str, arabic: str
) -> None:
    from django.utils import translation

    from detente.adapters.web.matters.counting import span

    for language, said in (("en", english), ("de", german), ("ar", arabic)):
        with translation.override(language):
            assert span(text) == said


@pytest.mark.usefixtures("django_ready")
def test_why_a_day_does_not_count_is_said_too_and_a_holiday_keeps_its_name() -> None:
    from django.utils import translation

    from detente.adapters.web.matters.counting import reason

    with translation.override("de"):
        assert reason("day 0") == "Tag 0"
        assert reason("Guru Nanak Jayanti") == "Guru Nanak Jayanti"
