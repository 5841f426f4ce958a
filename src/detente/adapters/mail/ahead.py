"""What comes: when a notice counts as received, what is asked of whom by when, what follows if nobody acts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from detente.adapters.mail import words
from detente.adapters.mail.times import everywhere
from detente.clerk.arrival import Arrival, arrival
from detente.clerk.posting import Post
from detente.core.engine.questions import SilentStep, if_nobody_acts, open_now, rungs
from detente.store.read import Matter

_SHOWN = 8
_NOT_SAID = ("count ", "reset ", "tell ", "stays overdue")
_SILENT = ("notice", "turn", "half", "last", "level")


class Ahead(NamedTuple):
    """What a message tells of its matter; `then`: from when on, where a notice is still under way."""

    open: list[tuple[str, str, str]]  # act, for whom, until when
    silence: str
    then: datetime | None = None


def ahead(post: Post, matter: Matter | None, now: datetime) -> Ahead:
    """Return what comes in the matter of a message; where its notice is under way, as it stands when that is in."""
    if matter is None or matter.result or post.letter.room != "joint":
        return Ahead([], "")
    comes = _under_way(post, matter)
    if comes is not None:
        matter, now = msgspec.structs.replace(matter, state=comes.state), comes.at
    return Ahead(_open(post, matter, now), _silence(post, matter, now), comes.at if comes is not None else None)


def _under_way(post: Post, matter: Matter) -> Arrival | None:
    if post.letter.template != "notice" or post.letter.fact not in matter.state.notices:
        return None
    return arrival(post.viewer.ruled, matter.state)


def _open(post: Post, matter: Matter, now: datetime) -> list[tuple[str, str, str]]:
    """The steps of the matter that have to be done, for whom, until when."""
    charter = post.readers.charter
    duties = open_now(matter.program, matter.state, now).duties
    return [
        (
            one.act,
            ", ".join(words.side(charter, seat) for seat in one.who.people) or one.who.words,
            everywhere(one.due, charter) if one.due is not None else "",
        )
        for one in duties[:_SHOWN]
    ]


def _silence(post: Post, matter: Matter, now: datetime) -> str:
    """What follows if nobody acts: the first step of it, in the words of the page."""
    if post.letter.template not in _SILENT:
        return ""
    found = if_nobody_acts(post.readers.programs, {matter.name: matter.state}, now)
    step = next((one for one in found.steps if one.consequences != ("nothing",)), None)
    if step is None:
        return ""
    levels = [one.term for one in rungs(matter.program, matter.state, found)] if matter.state.runs else []
    return words.plain(f"{everywhere(step.at, post.readers.charter)}: {_step(post, matter, step, levels)}", 400)


def _step(post: Post, matter: Matter, step: SilentStep, levels: Sequence[str]) -> str:
    level = next((one.term for one in step.opens if one.term in levels and one.term != step.term), "")
    if level:
        return _("This moves to %(level)s.") % {"level": level}
    then = _follows(matter, step)
    if not step.missed_by:
        return _("The time of this is over: %(term)s. %(then)s") % {"term": step.term, "then": then}
    who = ", ".join(_seat(post, one) for one in step.missed_by)
    said = {"term": words.act_of(matter.program, step.procedure, step.term), "who": who, "then": then}
    return _("%(term)s: nothing is recorded from %(who)s by then. %(then)s") % said


def _seat(post: Post, seat: str) -> str:
    party, _space, role = seat.partition(" ")
    name = words.side(post.readers.charter, party)
    return f"{name} ({role})" if role else name


def _follows(matter: Matter, step: SilentStep) -> str:
    """What follows, in sentences: what opens, what happens, who is told; not what the engine counts for itself."""
    index = matter.program.index.get(step.procedure)
    rules = {row.term for row in index.table.rows} if index is not None else set()
    others = [one for one in step.consequences if one not in rules and not one.startswith(_NOT_SAID)]
    told = [one.removeprefix("tell ") for one in step.consequences if one.startswith("tell ")]
    opened = [one for one in step.consequences if index is not None and one in index.act]
    said = [_("%(term)s is open then.") % {"term": one} for one in opened]
    said += [_("Then: %(what)s.") % {"what": ", ".join(others)}] if others else []
    said += [_("It stays open.")] if "stays overdue" in step.consequences else []
    said += [_("Word goes to: %(who)s.") % {"who": ", ".join(told)}] if told else []
    return " ".join(said)
