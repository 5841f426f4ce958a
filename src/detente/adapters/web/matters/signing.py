"""Who has signed what where several sign: shown to both sides at once, and two texts side by side where they differ.

A first yes that shows only with the last one is no signature here: the engine names no hand for it (C3).
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext
from markupsafe import Markup, escape

from detente.adapters.web.matters import seats, telling
from detente.adapters.web.matters.acts import Act, written
from detente.adapters.web.matters.timeline import Past, past
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import ActDone, NoticeReceived, NoticeSent
from detente.store import read


class Signature(NamedTuple):
    """What one side signed last; `counts` until somebody of the others signs other terms."""

    party: str
    name: str
    at: dt.datetime
    values: Mapping[str, Any]
    counts: bool


class Difference(NamedTuple):
    """One field of two texts: its name, each side's words, and whether they differ."""

    label: str
    ours: Markup
    theirs: Markup
    differs: bool


def given(act: Act) -> list[str]:
    """Return the parties whose signatures count now, as far as everybody may see them."""
    return [party for party, yes in seats.signers(act.item) if yes]


def has_signed(viewer: read.Viewer, act: Act) -> bool:
    """Return whether the reader's own side has signed, for all to see, and waits for the others."""
    return viewer.party in given(act)


def signatures(viewer: read.Viewer, matter: read.Matter, act: Act, at: dt.datetime) -> list[Signature]:
    """Return what each side signed last while the act was open, the latest first; nothing while nobody has."""
    counting = given(act)
    if not counting:
        return []
    run = matter.state.runs.get(act.run)
    open_ = run.open.get(act.term) if run else None
    found = {
        party: Signature(party, viewer.ruled.names.get(done.person or "", ""), when, done.values, party in counting)
        for party, when, done in _signed(past(viewer, matter, at), act)
        if open_ is None or when >= open_.opened
    }
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def _signed(happened: Past, act: Act) -> Iterator[tuple[str, dt.datetime, ActDone]]:
    done = {one.fact.id: one.fact for one in happened.told if isinstance(one.fact, ActDone)}
    sent = {one.fact.id: done.get(one.fact.act) for one in happened.told if isinstance(one.fact, NoticeSent)}
    for one in happened.told:
        fact = sent.get(one.fact.notice) if isinstance(one.fact, NoticeReceived) else done.get(one.fact.id)
        if fact is None or fact.act != act.slug:
            continue
        for effect in one.effects:
            if effect.kind is Kind.SIGNED and effect.run == act.run and effect.term in (act.term, "") and effect.by:
                yield effect.by[0], effect.at or one.fact.at, fact


def each_its_own(act: Act) -> bool:
    """Return whether every side signs its own words, so that no text has to be the same."""
    return act.item.who.seat == "each"


def theirs(viewer: read.Viewer, act: Act, found: Sequence[Signature]) -> Signature | None:
    """Return the text of the other side that counts and may be signed as it is."""
    if each_its_own(act):
        return None
    return next((one for one in found if one.counts and one.party != viewer.party and one.values), None)


def ours(viewer: read.Viewer, found: Sequence[Signature]) -> Signature | None:
    """Return what the reader's own side signed last, whether or not it counts still."""
    return next((one for one in found if one.party == viewer.party), None)


def the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two texts are the same, however their lines end."""
    return _plain(one) == _plain(other)


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    plain = {name: written(value).replace("\r\n", "\n").strip() for name, value in values.items()}
    return {name: text for name, text in plain.items() if text}


def beside(names: Mapping[str, str], one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Difference]:
    """Return two texts field by field, with the words marked that stand in one alone.

    Args:
        names: of the fields, each with its label, in the order of the form.
    """
    first, second = _plain(one), _plain(other)
    return [
        Difference(label, *_marked(first.get(name, ""), second.get(name, "")), first.get(name) != second.get(name))
        for name, label in names.items()
    ]


def _marked(one: str, other: str) -> tuple[Markup, Markup]:
    first, second = one.split(), other.split()
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        left.append(_words(first[a:b], alone=kind != "equal"))
        right.append(_words(second[c:d], alone=kind != "equal"))
    none = escape(gettext("none"))
    return Markup(" ").join(filter(None, left)) or none, Markup(" ").join(filter(None, right)) or none


def _words(found: Sequence[str], *, alone: bool) -> Markup:
    text = escape(" ".join(found))
    return Markup("<mark>{}</mark>").format(text) if alone and found else text


def asked_of(act: Act) -> list[str]:
    """Return the parties whose signatures are still to come."""
    return [party for party, yes in seats.signers(act.item) if not yes]


def half_signed(open_: Sequence[Act]) -> Markup:
    """Return, for the head of the page, who has signed what and whose signature is still to come; else nothing."""
    said = Markup()
    for act in open_:
        done, rest = given(act), asked_of(act)
        if done and rest and not each_its_own(act):
            about = {"what": act.words, "done": _names(done), "rest": _names(rest)}
            said += Markup(" ") + escape(gettext("%(what)s: signed by %(done)s, not yet by %(rest)s.") % about)
    return said


def _names(parties: Sequence[str]) -> str:
    return ", ".join(telling.name_of(party) for party in parties)
