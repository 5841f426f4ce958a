"""The look ahead before a matter is opened: its levels with names and times, what follows, what does not."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from markupsafe import Markup

from detente.adapters.web.matters import pictures, telling
from detente.adapters.web.matters.answers import Standing, standing_of
from detente.adapters.web.matters.rehearsal import NAME, Rehearsal
from detente.core.vocabulary.effects import Kind
from detente.store import read


def ahead(viewer: read.Viewer, procedure: str, found: Rehearsal, at: dt.datetime) -> dict[str, Any]:
    """Return what opening a matter would lead to, for its page. `found` was not refused."""
    assert found.state is not None, "a rehearsal without refusal has a state"
    assert found.program is not None, "and a program"
    begins = found.received or at
    matter = read.Matter(
        NAME, procedure, viewer.party, "", begins, found.state.result, None, 0, found.state, found.program
    )
    if found.state.root not in found.state.runs:
        return {"leads_to": list(telling.leads_to(found)), "silence": [], "ladder": "", "not": list(_not(found))}
    stands, _ = standing_of(viewer.ruled, matter, begins)
    return {
        "leads_to": list(telling.leads_to(found)),
        "silence": list(telling.silent(found.program, stands)),
        "ladder": _drawn(matter, stands, begins),
        "not": list(_not(found)),
        "goes_on": found.program.index[procedure].table.always,
        "levels": [
            (rung, telling.chips(telling.rung_holders(found.program, rung), found.program)) for rung in stands.rungs
        ],
    }


def _drawn(matter: read.Matter, stands: Standing, at: dt.datetime) -> Markup:
    if len(stands.rungs) < 2:
        return Markup()
    return pictures.ladder(matter, stands, at, "", prefix="ahead")


def _not(found: Rehearsal) -> Iterator[str]:
    """What opening it does not do."""
    if not found.of(Kind.SUSPENDED):
        yield gettext("No work is suspended.")
    if not found.of(Kind.ENDED):
        yield gettext("Nothing ends, and nothing is paid or withheld because of it.")
    if not found.of(Kind.RIGHT_LOST):
        yield gettext("Nobody gives up a right.")
    yield gettext("It does not say who is right.")
