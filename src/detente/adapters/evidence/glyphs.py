"""Signs that the fonts of the pages lack: they stand as their number, `[U+65E5]`, so that none is left out unseen."""

import re
from collections.abc import Callable
from typing import Any

_CANNOT = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_FAR = 0x2E80  # from here on scripts that no font of the pages has
_TRIES = 64


def shown(make: Callable[[Any], bytes], data: Any) -> bytes:
    """Return what `make` makes of the data, with the signs it cannot show written as numbers.

    Raises:
        RuntimeError: it fails for another reason.
    """
    for _ in range(_TRIES):
        try:
            return make(data)
        except RuntimeError as error:
            if not (missing := _missing(str(error))):
                raise
            data = numbered(data, missing)
    return make(data)


def _missing(says: str) -> str:
    """The signs an error of the compiler names, as the inside of a set of a pattern."""
    found = _CANNOT.search(says)
    if not found:
        return ""
    signs = set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]))
    far = "\u2e80-\U0010ffff" if any(ord(sign) >= _FAR for sign in signs) else ""
    return far + "".join(re.escape(sign) for sign in sorted(signs) if ord(sign) < _FAR)


def numbered(data: Any, missing: str) -> Any:
    """Return plain data with every sign of a set written as its number, in every text."""
    pattern = re.compile(f"[{missing}]")

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", value)
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        return [walk(item) for item in value] if isinstance(value, list) else value

    return walk(data)
