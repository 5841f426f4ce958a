"""The catalogues of what pages say."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
LOCALE = ROOT / "src" / "detente" / "adapters" / "web" / "locale"


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_what_gettext_reads_is_what_the_catalogue_says(language: str) -> None:
    pytest.importorskip("babel")
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import catalogues
    finally:
        sys.path.pop(0)
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes()
    there = (LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()
    assert catalogues.compiled(text, language) == there


def test_every_word_on_a_page_is_in_the_catalogues() -> None:
    pytest.importorskip("babel")
    done = subprocess.run([sys.executable, ROOT / "docs" / "catalogues.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, f"python docs/catalogues.py writes again:\n{done.stdout}{done.stderr}"
