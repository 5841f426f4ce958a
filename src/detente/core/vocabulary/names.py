"""Names: how they may be spelled, and which known one is nearest to an unknown one."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_NAME = re.compile(r"[^\W_](?:[\w \-]*[^\W_])?(?<!  )")
_NAME_MAX = 100  # characters; a longer text is no slip of a name
_COMPARED_MAX = 300  # comparing costs; beyond these, names that begin alike will do
JOINING_WORDS = frozenset({"after", "before", "or", "is", "has"})


def is_name(text: str) -> bool:
    """Return whether `text` is a name: letters, digits, single spaces, hyphens, none of the joining words."""
    return (
        bool(_NAME.fullmatch(text))
        and "_" not in text
        and "  " not in text
        and not JOINING_WORDS & set(text.split(" "))
    )


def nearest(unknown: str, known: Iterable[str]) -> str:
    """Return the known name most like `unknown`, or an empty string when none is like it."""
    low = unknown.lower()
    if len(low) > _NAME_MAX:
        return ""
    near = [name for name in known if 0.6 * (len(name) + len(low)) <= 2 * min(len(name), len(low))]
    if len(near) > _COMPARED_MAX:
        near = [name for name in near if name[:1].lower() == low[:1]][:_COMPARED_MAX]
    found = get_close_matches(low, near, n=1, cutoff=0.6)
    return found[0] if found else ""


def slug(phrase: str) -> str:
    """Return the phrase in lower case with hyphens, fit for an act's frozen name."""
    return re.sub(r"[^a-z0-9]+", "-", phrase.lower()).strip("-")
