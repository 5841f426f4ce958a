"""The words of pages and mails: inside gettext, calm, short, and in German without a gap."""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
ADAPTERS = ROOT / "src" / "detente" / "adapters"
TEMPLATES = sorted(
    path for room in ("web", "mail") for kind in ("html", "txt") for path in (ADAPTERS / room).rglob(f"*.{kind}")
)
SPECIMENS = {"gallery.html", "gallery_piece.html"}  # the look's parts with invented content: no page of a relationship
SAME_EVERYWHERE = {  # names and commands, never translated
    "Detente": "the name",
    "detente countersign": "a command",
    "detente explain": "a command",
    "python verify.py": "a command",
    "--kept checkpoint.txt": "a part of a command",
    "--keys keys.txt": "a part of a command",
}
BANNED = re.compile(
    r"\b(must|have to|fail(?:s|ed|ure|ures)?|invalid|illegal|breach\w*|violat\w*|reject\w*|refus\w*|denied|forbidden"
    r"|guilty|blam\w*|fault|missed|misses|overdue|wrong\w*|bad|oops|sorry|unfortunately|please|abort\w*|against)\b",
    re.IGNORECASE,
)
ALLOWED = {  # sentence: why it may stand
    "last 13 weeks against the 13 before; number, then change": "two spans of time are compared, not two people",
}
WORDS_A_SENTENCE = 25
_CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{2}")
_PIECE = re.compile(r'[\w-]+="[^"]*"|\S*/\S*')  # what macros write of a tag or an address
_PLACE = re.compile(r"%\((\w+)\)s")


class _Said(HTMLParser):
    """What a template says outside of its expressions: text, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is read aloud."""
        self._mute += tag in ("script", "style")
        self.found += [text for name, text in attrs if text and name in ("aria-label", "title", "alt", "placeholder")]

    def handle_endtag(self, tag: str) -> None:
        """Hear again after a script."""
        self._mute -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._mute:
            self.found.append(data.strip())


def _bare(path: Path) -> list[str]:
    said = _Said()
    said.feed(_CODE.sub("", path.read_text(encoding="utf-8")))
    said.close()
    return [text for text in said.found if _WORD.search(_PIECE.sub("", text)) and not _same_everywhere(text)]


def _same_everywhere(text: str) -> bool:
    return any(one in text for one in SAME_EVERYWHERE)


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.name not in SPECIMENS], ids=lambda p: str(p.relative_to(ADAPTERS))
)
def test_every_word_of_a_template_is_inside_gettext(path: Path) -> None:
    assert not _bare(path)


@pytest.fixture(scope="module")
def catalogues() -> Iterator[Any]:
    """The program that reads every word from code and templates."""
    pytest.importorskip("babel")
    sys.path.insert(0, str(ROOT / "docs"))
    import catalogues

    yield catalogues
    sys.path.remove(str(ROOT / "docs"))


def _english(catalogues: Any) -> list[str]:
    """What is said in English: the sentence of the code, or what our catalogue says in its place."""
    return [text for english, said in _translated(catalogues, "en") for text in (said if all(said) else english)]


def _translated(catalogues: Any, language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    from babel.messages.pofile import read_po

    for room in catalogues.ROOMS:
        with catalogues.file(room, language, "po").open("rb") as source:
            for message in read_po(source, language):
                if message.id:
                    yield _each(message.id), _each(message.string)


def _each(one: Any) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)


def test_no_sentence_blames_or_commands(catalogues: Any) -> None:
    assert not [text for text in _english(catalogues) if BANNED.search(text) and text not in ALLOWED]


def test_what_is_allowed_is_still_said(catalogues: Any) -> None:
    assert set(ALLOWED) <= set(_english(catalogues))


def test_no_sentence_is_longer_than_a_breath(catalogues: Any) -> None:
    sentences = (part for text in _english(catalogues) for part in re.split(r"(?<=[.?:;])\s+", text))
    assert not [part for part in sentences if len(part.split()) > WORDS_A_SENTENCE]


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_is_called_out_loud(catalogues: Any, language: str) -> None:
    assert not [said for said in _translated(catalogues, language) if "!" in "".join(map("".join, said))]


def test_german_leaves_nothing_unsaid(catalogues: Any) -> None:
    missing = [english[0] for english, german in _translated(catalogues, "de") if not all(german)]
    assert not missing, "docs/TRANSLATING.md says how these get their German"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_translations_keep_the_places_of_names_and_numbers(catalogues: Any, language: str) -> None:
    """A plural may leave its number out (Arabic writes one and two as words); nothing else may go or come."""
    odd = []
    for english, said in _translated(catalogues, language):
        wanted = {each for one in english for each in _PLACE.findall(one)}
        spare = {"num", "count"} if len(english) > 1 else set()
        odd += [one for one in said if one and not wanted - spare <= set(_PLACE.findall(one)) <= wanted]
    assert not odd


def test_german_says_arbeitstag_for_the_days_that_count(catalogues: Any) -> None:
    """A Werktag includes Saturdays in German law; a working day of the charter is what its calendar says."""
    said = "\n".join(one for _, german in _translated(catalogues, "de") for one in german)
    assert "Werktag" not in said
    assert "Arbeitstag" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nothing is entered here yet."),
        ("de", "Hier ist noch nichts eingetragen."),
        ("ar", "لم يُدخَل شيء هنا بعد."),
    ],
)
@pytest.mark.usefixtures("django_ready")
def test_a_field_left_empty_is_told_in_our_words(language: str, said: str) -> None:
    from django import forms
    from django.utils import translation

    class Asked(forms.Form):
        name = forms.CharField()

    with translation.override(language):
        assert Asked({}).errors["name"] == [said]


@pytest.mark.usefixtures("django_ready")
def test_every_sentence_borrowed_from_django_is_still_djangos() -> None:
    """A sentence that Django words anew would be said in its own words again."""
    import django
    from babel.messages.extract import extract_from_dir

    from detente.adapters.web.frame import borrowed

    place, keywords = (
        Path(django.__file__).parent,
        {"_": None, "gettext": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)},
    )
    theirs = {
        _each(message)[0]
        for room in ("forms", "core", "contrib/auth")
        for _, _, message, _, _ in extract_from_dir(place / room, [("**.py", "python")], None, keywords)
    }
    ours = [one for one in borrowed.FIELDS + borrowed.PASSWORDS if isinstance(one, str)]
    assert ours
    assert set(ours) <= theirs
