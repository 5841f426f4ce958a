"""What waits for somebody: one question with one answer, on Today, at home, in the portfolio."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext, ngettext

from detente.adapters.web.charters.waiting import Proposed, Told, Waiting, proposed, to_sign, told_of
from detente.adapters.web.matters.acts import Act, acts
from detente.adapters.web.matters.answers import Standing, standing
from detente.adapters.web.matters.offers import waiting
from detente.adapters.web.matters.page import row
from detente.adapters.web.meetings.things import title
from detente.store import read

SOON = dt.timedelta(days=30)


class Asked(msgspec.Struct, frozen=True):
    """Something that waits for the reader: what, in which matter (none of a charter), until when, where it is done."""

    words: str
    matter: str
    title: str
    due: dt.datetime | None
    address: str
    overdue: bool = False


def asked(viewer: read.Viewer, found: Sequence[read.Matter], at: dt.datetime, told: Told | None = None) -> list[Asked]:
    """Return all that waits for the reader among open matters, the soonest first; what has no clock stands last.

    Args:
        told: what the charter waits for, where it is read already; else two queries.
    """
    told = told or told_of(viewer)
    made = [one for matter in found for one in _of_acts(viewer, matter, at)]
    made.sort(key=lambda one: (one.due is None, one.due or at))
    made += [
        Asked(gettext("Answer an offer: %(offer)s") % {"offer": says}, matter.name, title(matter), None, address)
        for matter, _, says, address in waiting(viewer, found, told.facts)
    ]
    return made + [Asked(words, "", "", None, one.address) for one, words in of_charter(viewer, told, at)]


def of_charter(viewer: read.Viewer, told: Told, at: dt.datetime) -> list[tuple[Waiting | Proposed, str]]:
    """Return the versions that wait for the reader's signature, a text proposed to them, each with what is asked."""
    sign = gettext("Sign version %(n)s of the charter")
    made: list[tuple[Waiting | Proposed, str]] = [
        (one, sign % {"n": one.version}) for one in to_sign(viewer, told.facts, at)
    ]
    own = proposed(viewer, told, at)
    if own is not None and own.mine:
        made.append((own, gettext("Read the text proposed as version %(n)s of the charter") % {"n": own.version}))
    return made


def waiting_words(count: int, name: str) -> str:
    """Return how much waits for somebody, as the heading of a page."""
    first = name.partition(" ")[0]
    if not count:
        return gettext("Nothing waits for you today, %(name)s") % {"name": first}
    words = ngettext("%(num)s thing waits for you, %(name)s", "%(num)s things wait for you, %(name)s", count)
    return words % {"num": count, "name": first}


def near(viewer: read.Viewer, stands: Standing, at: dt.datetime) -> list[Act]:
    """Return the acts of a matter with a clock that ends before long, and the duties without one or past theirs."""
    return [act for act in acts(viewer, stands, at) if _is_near(act, at)]


def is_asked(matter: read.Matter, act: Act) -> bool:
    """Return whether an act is asked of whom it is for: a duty, or the open level itself, not an option beside it."""
    return act.is_duty or not matter.program.index[act.run].table.parents.get(act.term)


def waits(one: dict[str, Any]) -> bool:
    """Return whether a row of an act is the reader's to do now, and their side has not done it."""
    return one["act"].mine and one["act"].usable and not one["answered"] and not one["signed"]


def _is_near(act: Act, at: dt.datetime) -> bool:
    if act.due is None or act.due <= at:
        return act.is_duty
    return act.due <= at + SOON


def _of_acts(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> Iterator[Asked]:
    if not matter.state.runs:
        return
    for act in near(viewer, standing(viewer, matter, at), at):
        if act.mine and act.usable and is_asked(matter, act) and waits(row(viewer, matter, act, at)):
            place = f"/r/{viewer.relationship}/matters/{matter.name}/"
            yield Asked(act.words, matter.name, title(matter), act.due, place, act.due is not None and act.due <= at)
