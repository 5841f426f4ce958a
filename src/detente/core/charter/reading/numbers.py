"""Sums and numbers in plain words: thousands set apart, and the word that is counted in the right number."""

import re

from detente.core.charter.reading.forms import Pattern
from detente.core.charter.reading.phrases import FORMS

_GROUPED = re.compile(r"(\d{1,3})((?:,\d{3})*)(\D.*)?")


def grouped(text: str) -> str:
    """Return a number, with what follows it, with its thousands set apart: `1,000,000.00 EUR`."""
    digits = re.match(r"\d*", text)[0]  # type: ignore[index]
    first = len(digits) % 3 or 3
    return ",".join([digits[:first], *re.findall(r"\d{3}", digits[first:])]) + text[len(digits) :]


def _ungrouped(text: str) -> str | None:
    match = _GROUPED.fullmatch(text)
    return f"{match[1]}{match[2].replace(',', '')}{match[3] or ''}" if match else None


NUMBER = Pattern(r"\d+(?:,\d{3})*(?:\.\d+)?(?: [A-Z]{3})?(?!\w)", grouped, _ungrouped)


def many(one: str) -> Pattern:
    """Return the form of a number with the word it counts: `1 decimal`, `2 decimals`."""

    def words(text: str) -> str:
        return f"{grouped(text)} {one}{'' if text == '1' else 's'}"

    return Pattern(rf"\d+(?:,\d{{3}})* {one}s?(?!\w)", words, lambda said: _ungrouped(said.split(" ")[0]))


FORMS["number"] = NUMBER
FORMS |= {f"many {one}s": many(one) for one in ("decimal", "draw", "minute", "question")}
