"""Whether a reported value reaches a goal's target, as both were written."""

import re

_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_BOUND = re.compile(r"at (?P<bound>most|least) (?P<number>-?[0-9]+(?:[.,][0-9]+)?)(?P<unit> .*| ?%)?")
_OF = re.compile(r"(?P<number>[0-9]+) of (?P<all>[0-9]+)")


def reached(target: str, value: str) -> bool | None:
    """Return whether `4.6 %` reaches `at most 5 %`, `9 of 9` the target `9 of 9`; nothing where words do not say."""
    wanted, told = _OF.fullmatch(target.strip()), _OF.fullmatch(value.strip())
    if wanted and told:
        return int(told["number"]) >= int(wanted["number"])
    bound, number = _BOUND.fullmatch(target.strip()), _NUMBER.match(value.strip())
    if bound is None or number is None:
        return None
    limit, found = _read(bound["number"]), _read(number[0])
    return found <= limit if bound["bound"] == "most" else found >= limit


def _read(number: str) -> float:
    return float(number.replace(",", "."))


__all__ = ["reached"]
