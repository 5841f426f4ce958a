"""Running the command as its user does, in one process."""

import io
import sys
from types import SimpleNamespace

import pytest

from detente.adapters.cli.main import main

BAD = """procedures:
  dispute:
    opens: {who: either, may: serve dispute notice, then: managers}
    terms:
      managers: {who: both, may: settle, by: 3 days, else: court}
      court: {who: either, may: start proceedings, then: end in court}
"""


@pytest.fixture
def detente(capsys, monkeypatch):
    """Return a function that runs `detente WORDS` and gives its exit code and what it printed."""

    monkeypatch.setenv("COLUMNS", "100")

    def run(*words, stdin=""):
        monkeypatch.setattr(
            sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin.encode()), isatty=lambda: False, readline=lambda: "")
        )
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return run


@pytest.fixture
def bad(tmp_path):
    """A charter with one error, as a file."""
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    return path
