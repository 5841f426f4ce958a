"""The catalogues of what pages and mails say: `python docs/catalogues.py` reads every word from code and templates,
keeps what is translated, and compiles. `--check` writes nothing and says whether anything would change."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ADAPTERS = Path(__file__).resolve().parents[1] / "src" / "detente" / "adapters"
ROOMS = (ADAPTERS / "web", ADAPTERS / "mail")
DATED = datetime(2026, 11, 22, tzinfo=UTC)  # the same text for the same words, on whatever day
LANGUAGES = ("en", "de", "ar")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_JINJA = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
OPTIONS = {"**.html": _JINJA, "**.txt": _JINJA}


def words(room: Path) -> Catalog:
    """Return every message that code and templates of an adapter say."""
    found = Catalog()
    for _, _, message, comments, context in extract_from_dir(room, METHODS, OPTIONS, KEYWORDS, ("Translators:",)):
        found.add(message, None, auto_comments=comments, context=context)
    return found


def file(room: Path, language: str, kind: str) -> Path:
    """Return where a catalogue stands."""
    return room / "locale" / language / "LC_MESSAGES" / f"django.{kind}"


def catalogue(room: Path, language: str, said: Catalog) -> Catalog:
    """Return the catalogue of a language: the words said now, with the translations there are."""
    place = file(room, language, "po")
    kept = Catalog(language)
    if place.exists():
        with place.open("rb") as source:
            kept = read_po(source, language)
    always = {"creation_date": DATED, "revision_date": DATED, "last_translator": "", "language_team": ""}
    fresh = Catalog(language, project="Detente", version="1", header_comment="# What pages say.", fuzzy=False, **always)
    for message in said:
        if message.id:
            old = kept.get(message.id, message.context)
            fresh.add(
                message.id, old.string if old else None, context=message.context, auto_comments=message.auto_comments
            )
    return fresh


def written(made: Catalog) -> bytes:
    """Return the text of a catalogue, the same for the same words."""
    out = io.BytesIO()
    write_po(out, made, width=120, sort_output=True, no_location=True, ignore_obsolete=True)
    return out.getvalue()


def compiled(text: bytes, language: str) -> bytes:
    """Return what gettext reads, from the text of a catalogue."""
    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(text), language))
    return out.getvalue()


def renewed(room: Path, *, check: bool) -> list[str]:
    """Return the files of an adapter's catalogues that are stale, and write them unless it is only a check."""
    said, stale = words(room), []
    for language in LANGUAGES:
        text = written(catalogue(room, language, said))
        for kind, content in (("po", text), ("mo", compiled(text, language))):
            place = file(room, language, kind)
            if place.exists() and place.read_bytes() == content:
                continue
            stale.append(str(place.relative_to(ADAPTERS)))
            if not check:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
    return stale


def main(check: bool) -> int:
    """Write what has changed, or say it; return 1 where a check finds something."""
    stale = [each for room in ROOMS for each in renewed(room, check=check)]
    print("\n".join(stale) or "Every catalogue says what the pages say.")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
