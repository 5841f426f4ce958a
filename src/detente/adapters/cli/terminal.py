"""Words on a terminal: a little colour where it is wanted, and lines no longer than the screen."""

import os
import sys

_STYLES = {"bold": "1", "dim": "2", "error": "1;35", "warning": "1;33", "note": "1;36"}


def coloured() -> bool:
    """Whether standard output takes colour: a terminal, and no NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str) -> str:
    """Return the text in a style, plain where colour is not wanted."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if coloured() else text


def width() -> int:
    """Return how wide a line may be."""
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 110)


def wrapped(text: str, indent: str = "") -> str:
    """Return the text folded to the screen, each line indented."""
    import textwrap

    return textwrap.fill(
        text, width(), initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def count(number: int, one: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
