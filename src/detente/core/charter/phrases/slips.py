"""Slips of the pen that everybody makes, and what was most likely meant."""

import re

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBERS, 1)}
_POINTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_LEADING = ("within ", "in ", "no later than ", "not later than ", "at most ", "by ", "until ")
NOTHING = ("no", "none", "null", "~", "-", "nil", "n/a", "never")


def meant_time(text: str) -> str:
    """Return what a mistyped time most likely means, as an order; empty where nobody can tell."""
    if match := _POINTED.fullmatch(text):
        return _iso(match[3], match[2], match[1])
    if (match := _WRITTEN.fullmatch(text)) and match[2][:3].lower() in _MONTHS:
        return _iso(match[3], str(_MONTHS.index(match[2][:3].lower()) + 1), match[1])
    plain = _plain(text)
    return f"Write '{plain}'." if plain != text else ""


def _iso(year: str, month: str, day: str) -> str:
    return f"Write the date as {year}-{int(month):02d}-{int(day):02d}." if int(month) <= 12 else ""


def _plain(text: str) -> str:
    lower = text.lower()
    for leading in _LEADING:
        lower = lower.removeprefix(leading)
    first, _, rest = lower.partition(" ")
    first = _WORD_NUMBERS.get(first, first.lstrip("-+"))
    return f"{first} {rest}" if first.isdigit() and rest else text
