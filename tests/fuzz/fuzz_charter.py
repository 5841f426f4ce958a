"""Coverage-guided noise for everything that reads a charter: whatever the bytes are, `check` answers with findings.

Run by `make fuzz`. The corpus begins with the language's examples, so that mutations reach past the first brace.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["detente"]):
    from detente.core.charter.formatting import formatted
    from detente.core.charter.identity import charter_hash
    from detente.core.charter.model import data_of
    from detente.core.charter.parse import parse
    from detente.core.procedures.checks import check

EXAMPLES = Path(__file__).parents[1] / "cases/language/examples"


def one(data: bytes) -> None:
    """Check, and where the text is a charter: formatting says the same, and twice is once."""
    report = check(data)
    charter = report.document.charter
    if charter is None:
        assert report.findings, "a text that is no charter says why"
        return
    text = formatted(report.document)
    again = parse(text.encode())
    assert again.charter is not None, f"formatting broke it: {again.findings[:1]}"
    assert data_of(again.charter) == data_of(charter), "formatting changed what it says"
    assert charter_hash(again.charter) == charter_hash(charter), "formatting changed its hash"
    assert formatted(again) == text, "formatting twice is not formatting once"


def main() -> None:
    arguments = [word for word in sys.argv if not word.startswith("-artifact_prefix")]
    found = Path("build/corpus")  # what reaches new code is kept here; the examples are only read
    found.mkdir(parents=True, exist_ok=True)
    atheris.Setup([*arguments, "-artifact_prefix=build/", "-max_len=4096", str(found), str(EXAMPLES)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
