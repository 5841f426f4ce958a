"""Where a line may break: never between a number and what it counts, within a date, or before a clause's number."""

import re

from detente.core.charter.reading.atoms import TURNED

_COUNTED = "(?:working |calendar )?day|week|month|year|(?:business )?hour|minute|point|decimal|draw|question"
_DATE = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
_WHOLE = re.compile(
    rf"\b\d[\d.,]*(?:st|nd|rd|th)? (?:(?:clear )?(?:{_COUNTED})s?\b|%|[A-Z]{{3}}\b)|\b{_DATE}\b"
    r"|\d\d:\d\d \(UTC[^()]*\)|[^ ]+ \(\d+(?:\.\d+)*\)"
)
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")


def unbroken(text: str) -> list[str]:
    """Return the parts between which a line may break: never inside a text that runs from right to left."""
    whole = [match.span() for pattern in (TURNED, _WHOLE) for match in pattern.finditer(text)]
    breaks = (match.start() for match in _BREAK.finditer(text))
    places = [at for at in breaks if not any(start < at < end for start, end in whole)]
    return [text[a + 1 : b] for a, b in zip([-1, *places], [*places, len(text)], strict=True)]


def held_together(text: str, space: str) -> str:
    """Return the text with `space` where a line may not break."""
    return _WHOLE.sub(lambda match: match[0].replace(" ", space), text)
