"""Rules about acts and their frozen names (slugs): one slug an act, one act a thing done."""

import re
from collections.abc import Iterator
from itertools import islice

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import WHOLE, acts, listed, whole
from detente.core.charter.parse import Document
from detente.core.charter.phrases import event_name
from detente.core.charter.phrases.names import BUILT_IN_ACTS
from detente.core.vocabulary.findings import Severity
from detente.core.vocabulary.names import nearest, slug

_FILLERS = frozenset({"a", "an", "the", "of", "for", "to"})
_SENDING = frozenset({"serve", "send", "file", "submit", "give", "issue", "deliver"})
_SHORT, _SURE, _LONG = (
    5,
    7,
    40,
)  # letters: where one too many is a slip, where one exchanged is, where nobody writes a word
_WORDS_MAX = 10
_ACTS_MAX = 1_000


def shared_slug(document: Document) -> Iterator[Hit]:
    """Two acts that would be recorded under one slug."""
    assert document.charter is not None
    glossary = document.charter.acts
    used = acts(document)
    first: dict[str, str] = {}
    for act in [*glossary, *(act for act in used if act not in glossary)]:
        name = glossary.get(act) or slug(event_name(act))
        other = first.setdefault(name, act)
        reworded = other not in used and act not in glossary  # ACT002 says it
        if not reworded and other != act and event_name(other) != event_name(act):
            path = ("acts", act) if act in glossary else used[act][0].act_path
            yield Hit(
                path,
                f"'{act}' and '{other}' would both be recorded as '{name}'.",
                f"Write 'acts: {{{act}: ...}}' with a slug of its own.",
            )


def entry_without_use(document: Document) -> Iterator[Hit]:
    """A glossary entry for an act that no term takes."""
    assert document.charter is not None
    used = acts(document)
    bare = [act for act in used if act not in document.charter.acts]
    for act, name in document.charter.acts.items():
        if act not in used and act not in BUILT_IN_ACTS:
            near = next((other for other in bare if slug(event_name(other)) == name), "") or nearest(act, bare)
            yield Hit(
                ("acts", act),
                f"'{act}' has the slug '{name}', and no term takes that act.",
                f"Write '{near}: {name}' if the act was reworded; else take the entry out."
                if near
                else "Take the entry out.",
            )


def not_frozen(document: Document) -> Iterator[Hit]:
    """Acts of a whole charter that have no slug yet."""
    charter = whole(document)
    missing = [act for act in acts(document) if act not in charter.acts] if charter else []
    if charter and missing:
        one = len(missing) == 1
        yield Hit(
            ("acts",) if charter.acts else WHOLE,
            f"{len(missing)} {'act has' if one else 'acts have'} no frozen slug: {listed(missing)}.",
            "Run 'detente fmt': it fills the glossary.",
        )


def resembling(document: Document) -> Iterator[Hit]:
    """An act used once that is nearly another: plural, filler words, verb of sending, one letter."""
    used = acts(document)
    seen: dict[str, tuple[str, bool]] = {}
    for act, where in islice(used.items(), _ACTS_MAX):
        keys = dict(_likenesses(act))
        other = next((seen[key][0] for key, sure in keys.items() if key in seen and (sure or seen[key][1])), "")
        for key, sure in keys.items():
            if sure or key not in seen:
                seen[key] = act, sure
        if other and event_name(other) != event_name(act) and 1 in (len(where), len(used[other])):
            rare, near = (act, other) if len(where) == 1 else (other, act)
            yield Hit(
                used[rare][0].act_path,
                f"'{rare}' is used once and resembles '{near}': two acts, or one written in two ways?",
                f"Write '{near}' where the same act is meant; else make the two unlike.",
            )


def _likenesses(act: str) -> Iterator[tuple[str, bool]]:
    """Keys that two acts share when they are nearly the same; two keys that are not sure do not meet."""
    words = [_stem(word) for word in act.lower().replace("-", " ").split()]
    if len(words) > _WORDS_MAX or not words:
        return
    if words[0] in _SENDING:
        words[0] = "serve"
    yield " ".join(sorted(word for word in words if word not in _FILLERS)), True
    for at, word in enumerate(words):
        if _SHORT <= len(word) < _LONG and word.isalpha():
            rest = " ".join([*words[:at], "*", *words[at + 1 :]])
            for letter in range(len(word)):
                yield f"{rest}|{word[:letter]}{word[letter + 1 :]}", len(word) >= _SURE
            yield f"{rest}|{word}", True


def _stem(word: str) -> str:
    return re.sub(r"(?<=[^s])s$", "", word) if len(word) > 3 else word


RULES = (
    Rule("ACT001", Severity.ERROR, "two acts with one slug", shared_slug),
    Rule("ACT002", Severity.WARNING, "a slug of an act nobody takes", entry_without_use),
    Rule("ACT003", Severity.NOTE, "an act without a frozen slug", not_frozen),
    Rule("NAM002", Severity.WARNING, "an act that resembles another", resembling),
)
