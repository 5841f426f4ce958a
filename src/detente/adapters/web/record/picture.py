"""The record as a ribbon: entries between checkpoints, each checkpoint with the seals it bears."""

from datetime import datetime

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from detente.adapters.web.frame.times import day
from detente.adapters.web.record.state import Kept, State
from detente.core.worktime import zone
from detente.look.pictures.ribbon import Block, ribbon
from detente.look.pictures.seal import State as Sealed

SHOWN = 5  # checkpoints: older ones stand in the list


def drawn(state: State, letters: dict[str, str], home: str) -> Markup:
    """Return the picture of the newest checkpoints and what came since; days are those of the zone `home`."""
    blocks = _blocks(state, letters, home)
    if not blocks:
        return Markup()
    title = _("The record, checkpoint by checkpoint")
    says = "; ".join(f"{block.label}, {block.under}" for block in blocks)
    return Markup(  # noqa: S704 (drawn by look, which escapes)
        ribbon(blocks, id_prefix="ribbon", title=title, says=says, rtl=get_language_bidi())
    )


def _blocks(state: State, letters: dict[str, str], home: str) -> list[Block]:
    kept = state.kept[:SHOWN][::-1]
    before = state.kept[SHOWN].size if len(state.kept) > SHOWN else 0
    blocks: list[Block] = []
    for one in kept:
        blocks.append(_block(one, before, letters, home))
        before = one.size
    if state.since:
        under = _("after the last checkpoint")
        blocks.append(Block(_range(before, state.size), under, sort="open"))
    return blocks


def _block(one: Kept, before: int, letters: dict[str, str], home: str) -> Block:
    count = ngettext("%(num)s entry", "%(num)s entries", one.size) % {"num": one.size}
    signed = {letters.get(seal.party, "") for seal in one.seals if seal.at} & {"a", "b"}
    sealed: Sealed = "both" if len(signed) == 2 else "a" if "a" in signed else "b" if "b" in signed else "none"
    return Block(_range(before, one.size), _day(one.made, home), sealed=sealed, checkpoint=count)


def _range(before: int, size: int) -> str:
    return _("%(first)s to %(last)s") % {"first": before, "last": size - 1}


def _day(at: datetime, home: str) -> str:
    return day(at.astimezone(zone(home)).date())
