"""Lanes on a narrow page: the same entries, one row each, time runs down."""

from collections.abc import Sequence
from html import escape

from detente.adapters.cli.page.happenings import CHARTER, COMES, Happening
from detente.adapters.cli.page.marks import lane_names, mark, patterns, svg
from detente.adapters.cli.page.view import View, headed, short_day
from detente.core.procedures.drawing import text_width

_ROW = 26
_NARROW = 294


def lanes_down(view: View, entries: Sequence[Happening], prefix: str) -> str:
    """Return the same running down: one row an entry, the lanes as lines."""
    names = lane_names(view)
    at_x = {key: 76 + 22 * place for place, (key, _, _) in enumerate(names)}
    text_at = 76 + 22 * len(names) - 4
    heads = "".join(_narrow_head(name, letter, at_x[key]) for key, name, letter in names)
    drawn, y, last, told = [], 42, None, False
    today = view.day(view.moment.at)
    for entry in entries:
        if not told and (entry.mark == COMES or entry.day > today):
            drawn.append(_now(y))
            told, y = True, y + 26
        letter = next((one for key, _, one in names if key == entry.lane), "")
        x = at_x.get(entry.lane, at_x[CHARTER])
        date = (
            f'<text class="s m xs" x="0" y="{y + 4.5:.1f}">{short_day(entry.day)}</text>' if entry.day != last else ""
        )
        label = f'<text class="s" x="{text_at}" y="{y + 4.5:.1f}">{escape(_cut(entry.label))}</text>'
        drawn.append(date + mark(entry, letter, x, y, prefix=prefix) + label)
        last, y = entry.day, y + _ROW
    lines = "".join(f'<path class="h" d="M{x} 24L{x} {y - 12}"/>' for x in at_x.values())
    drawn_all = f"{patterns(prefix)}{lines}{heads}{''.join(drawn)}"
    look = ' class="natural"'
    return svg(prefix, "Who did what when, time runs down", drawn_all, wide=_NARROW, high=y, look=look)


def _cut(label: str) -> str:
    """A label that fits beside the lanes."""
    while text_width(label) > _NARROW - 160:
        label = label[:-2].rstrip(" ,…") + "…"
    return label


def _narrow_head(name: str, letter: str, x: int) -> str:
    look = f"s t{letter} b" if letter in ("a", "b") else "s m xs"
    word = name[0] if letter else headed(name)[0]
    return f'<text class="{look}" x="{x}" y="14" text-anchor="middle">{escape(word)}</text>'


def _now(y: float) -> str:
    return (
        f'<path class="hat" d="M0 {y:.1f}L{_NARROW} {y:.1f}"/>'
        f'<text class="s at b xs" x="{_NARROW}" y="{y - 5:.1f}" text-anchor="end">now</text>'
    )
