"""Pass one over a charter's text: what it declares, gathered without judging it."""

from collections.abc import Iterator
from typing import Any

from detente.core.charter.phrases.names import BUILT_IN_ACTS, Names, event_name

KINDS = ("money", "date", "text", "seat", "workstreams", "number")


def declared(data: dict[str, Any], *, complete: bool) -> Names:
    """Return the names that the phrases of this text may use."""
    names = Names(complete=complete, currency=_text(data.get("currency")))
    for field in ("parties", "roles", "neutrals", "calendars", "dates", "procedures"):
        setattr(names, field, dict.fromkeys(_keys(data.get(field))))
    if not names.parties and not complete:
        names.parties = {"customer": None, "provider": None}
    names.results = {k: v for k, v in _items(data.get("results")) if isinstance(v, str)}
    _values(names, data)
    for _, procedure in _items(data.get("procedures")):
        _procedure(names, procedure)
    for act in BUILT_IN_ACTS:
        names.acts.setdefault(act, act)
    names.notices = {event: act for event, act in names.acts.items() if act.startswith("serve ")}
    return names


def local_names(procedure: dict[str, Any]) -> tuple[dict[str, None], dict[str, None]]:
    """Return the terms (nested ones too) and the rows of times of one procedure."""
    terms = dict.fromkeys(name for section in ("anytime", "terms") for name, _ in _terms(procedure.get(section)))
    return terms, dict.fromkeys(_keys(procedure.get("times")))


def _values(names: Names, data: dict[str, Any]) -> None:
    for name, kind in _items(data.get("values")):
        if isinstance(kind, list):
            names.values[name] = "words"
            names.words[name] = tuple(str(word) for word in kind)
        else:
            names.values[name] = kind if kind in KINDS else "text"


def _procedure(names: Names, procedure: Any) -> None:
    if not isinstance(procedure, dict):
        return
    for _, columns in _items(procedure.get("times")):
        names.tracks.update(dict.fromkeys(_keys(columns)))
    terms = [(name, term) for section in ("anytime", "terms") for name, term in _terms(procedure.get(section))]
    names.all_terms.update(dict.fromkeys(name for name, _ in terms))
    for name, term in [("", procedure.get("opens")), *terms]:
        if isinstance(term, dict):
            _term(names, name, term)


def _term(names: Names, name: str, term: dict[str, Any]) -> None:
    act = _text(term.get("must")) or _text(term.get("may")) or (name if "who" in term else "")
    if act:
        act = " ".join(act.split())
        names.acts.setdefault(event_name(act), act)
    for value in term.get("states") or []:
        if isinstance(value, str):
            names.values.setdefault(value, "text")
    for field in ("then", "else", "either way"):
        for text in _texts(term.get(field)):
            if text.startswith("count "):
                names.counters[text[6:]] = None


def _terms(section: Any) -> Iterator[tuple[str, Any]]:
    for name, term in _items(section):
        yield name, term
        if isinstance(term, dict):
            yield from _terms(term.get("meanwhile"))


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return list(value)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [" ".join(item.split()) for item in items if isinstance(item, str)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
