"""A matter whose opening notice has left and does not count as received yet."""

import datetime as dt
from typing import Any

import msgspec
from django.utils.translation import gettext

from detente.adapters.web.matters import telling
from detente.adapters.web.matters.acts import said
from detente.adapters.web.matters.answers import Standing, standing_of, title_of
from detente.adapters.web.matters.page import counts
from detente.adapters.web.matters.seats import holders
from detente.adapters.web.matters.timeline import Past, past
from detente.clerk.arrival import arrival
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.facts import ActDone
from detente.store import read


def under_way(viewer: read.Viewer, matter: read.Matter, at: dt.datetime) -> dict[str, Any]:
    """Return what its page shows: who stated what, when the notice counts as received, what is asked then."""
    happened = past(viewer, matter, at)
    comes = arrival(viewer.ruled, matter.state)
    return {
        "here": "matters",
        "sees": "both",
        "matter": matter,
        "title": title_of(matter.program, matter.state),
        "act": headed(
            matter.program.names.acts.get(matter.program.index[matter.procedure].opens.act, matter.procedure)
        ),
        "by": _by(viewer, matter, happened),
        "stated": said(matter),
        "received": comes.at if comes is not None else None,
        "then": _then(viewer, matter, msgspec.structs.replace(matter, state=comes.state), comes.at) if comes else {},
        "statements": happened.statements,
        "counts": counts(happened),
        "joint": happened.messages,
        "names": viewer.ruled.names,
    }


def _by(viewer: read.Viewer, matter: read.Matter, happened: Past) -> tuple[str, str]:
    """The side that opens it, and the name of who did."""
    act = next((one.fact for one in happened.told if isinstance(one.fact, ActDone)), None)
    return matter.opener, viewer.ruled.names.get(act.person or "", "") if act is not None else ""


def _then(viewer: read.Viewer, matter: read.Matter, then: read.Matter, at: dt.datetime) -> dict[str, Any]:
    """What is asked of whom once the notice counts as received, and what follows if nobody acts."""
    if not then.state.runs:
        return {}
    stands, _ = standing_of(viewer.ruled, then, at)
    return {
        "asked": [(headed(one.act), telling.chips(holders(one.who), matter.program), one.due) for one in stands.duties],
        "level": _level(stands),
        "silence": list(telling.silent(matter.program, stands)),
        "deems": telling.deems(stands),
    }


def _level(stands: Standing) -> str:
    rung = stands.rung
    if rung is None or len(stands.rungs) < 2:
        return ""
    about = {"number": rung.number, "levels": len(stands.rungs)}
    return gettext("It begins at level %(number)s of %(levels)s.") % about
