"""The record as a ribbon: blocks of entries, seals where they are sealed, and a gap that nobody can overlook."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from detente.look.pictures.frame import Rows, cut, pattern, svg, text, width
from detente.look.pictures.seal import State, halves

_HIGH, _TOP, _JOINT, _LINE = 44.0, 8.0, 30.0, 92.0
_ROOM_MIN = 96.0


class Block(msgspec.Struct, frozen=True):
    """Some entries in a row: which ones, when; and the checkpoint after them with its seal, or None.

    A gap is a block too: entries that should be here and are not.
    """

    label: str
    under: str
    sort: Literal["whole", "open", "gap"] = "whole"  # open: after the last checkpoint
    sealed: State | None = None
    checkpoint: str = ""


def ribbon(
    blocks: Sequence[Block], *, id_prefix: str, title: str, says: str, wide: float = 880, rtl: bool = False
) -> str:  # fmt: skip
    """Return the ribbon, broken into lines of at most `wide` px."""
    drawn = [f"<defs>{pattern(f'{id_prefix}-g', 'fat', step=7, band=3)}</defs>"]
    x, y = 2.0, _TOP
    for place, block in enumerate(blocks):
        room = _room(block, wide)
        if x > 2 and x + room + _JOINT > wide:
            x, y = 2.0, y + _LINE
        drawn.append(_block(block, (x, y), room, id_prefix))
        x += room
        if place + 1 < len(blocks) or block.sealed:
            drawn.append(_joint(block, x, y, prefix=f"{id_prefix}-s{place}", wide=wide))
        x += _JOINT
    return svg(id_prefix, title, says, "".join(drawn), wide=wide, high=y + _LINE - 16, rtl=rtl)


def twin(blocks: Sequence[Block]) -> Rows:
    """Return the rows of the table beside it: which entries, when, the checkpoint after them."""
    return [(block.label, block.under, block.checkpoint) for block in blocks]


def _room(block: Block, wide: float) -> float:
    words = max(width(block.label, "s b"), width(block.under, "s xs"))
    return min(max(_ROOM_MIN, words + 28), wide - _JOINT - 4)


def _block(block: Block, at: tuple[float, float], room: float, prefix: str) -> str:
    x, y = at
    box = f'x="{x:.1f}" y="{y:.1f}" width="{room:.1f}" height="{_HIGH:.0f}"'
    words = _words(block, x, y, room)
    if block.sort == "gap":
        inner = f'x="{x + 8:.1f}" y="{y + 5:.1f}" width="{room - 16:.1f}" height="{_HIGH - 10:.0f}" rx="3"'
        ground = f'<rect {box} fill="url(#{prefix}-g)"/><rect class="hat dash" {box}/><rect class="fr" {inner}/>'
        return ground + words
    look = "hs dash" if block.sort == "open" else "hk"
    return f'<rect class="fr" {box} rx="6"/><rect class="{look}" {box} rx="6"/>{words}'


def _words(block: Block, x: float, y: float, room: float) -> str:
    look = "s b at" if block.sort == "gap" else "s b"
    return text(look, x + 14, y + 19, cut(block.label, room - 24, look)) + text(
        "s m xs", x + 14, y + 35, cut(block.under, room - 24, "s xs")
    )


def _joint(block: Block, x: float, y: float, *, prefix: str, wide: float) -> str:
    """The link to the next block; a sealed one carries its seal, and the checkpoint's words stand below."""
    middle = y + _HIGH / 2
    link = f'<path class="{"hs dash" if block.sort == "gap" else "hk"}" d="M{x:.1f} {middle:.1f}h{_JOINT:.0f}"/>'
    if block.sealed is None:
        return link
    seal = halves(block.sealed, id_prefix=prefix, radius=9, middle=10, gap=2)
    ground = f'<circle class="fr" cx="{x + _JOINT / 2:.1f}" cy="{middle:.1f}" r="12"/>'
    said = cut(block.checkpoint, wide - 8, "s xs")
    half = width(said, "s xs") / 2
    at = min(max(x + _JOINT / 2, half + 1), wide - half - 1)
    words = text("s m xs", at, y + _HIGH + 18, said, anchor="middle")
    return f'{link}{ground}<g transform="translate({x + _JOINT / 2 - 11:.1f} {middle - 10:.1f})">{seal}</g>{words}'
