"""The facts of a matter: confirmed by both, in two versions, or stated by one side."""

from html import escape

from detente.adapters.cli.page.view import View
from detente.adapters.cli.playing.records import Statement
from detente.adapters.cli.times import moment
from detente.look.pictures.seal import State, seal

_STATES = ("confirmed", "contested", "stated")
_WORDS = {"confirmed": "confirmed", "contested": "in two versions", "stated": "stated"}


def facts_section(view: View) -> str:
    """Return the section, empty where nothing was stated."""
    if not view.statements:
        empty = '<p class="empty">No fact is stated yet.</p>'
        return f'<section class="sec" id="facts"><header><h2>Facts</h2></header>{empty}</section>'
    counts = {state: sum(one.status == state for one in view.statements) for state in _STATES}
    tag = ", ".join(f"{number} {_WORDS[state]}" for state, number in counts.items() if number)
    rows = "".join(_row(view, one) for one in view.statements)
    return (
        f'<section class="sec" id="facts"><header><h2>Facts</h2><span class="tag">{tag}</span></header>'
        f'<ol class="rows">{rows}</ol></section>'
    )


def _row(view: View, one: Statement) -> str:
    side = view.side(one.by)
    letter = side.letter if side else "n"
    drawn = fact_seal(f"f-{one.id}", one.status, letter)
    tag = f'<span class="tag">{escape(one.id)}</span>'
    if one.status == "contested":
        return (
            f'<li class="fact">{drawn}<p class="text">Two versions</p>{tag}<div class="versions">'
            f"{_version(view, one.by, one.text)}{_version(view, one.other_by, one.other)}</div>"
            f'<p class="meta"><span class="tag attend">two versions</span>{_since(view, one)}</p></li>'
        )
    by = "confirmed by both" if one.status == "confirmed" else f"stated by {view.zones.party(one.by)}"
    waits = "" if one.status == "confirmed" else "<span>no clock runs for an answer</span>"
    return (
        f'<li class="fact">{drawn}<p class="text">{escape(one.text)}</p>{tag}'
        f'<p class="meta"><span>{escape(by)}</span>{_since(view, one)}{waits}</p></li>'
    )


def _since(view: View, one: Statement) -> str:
    return f"<span>{escape(moment(one.since or one.at, view.home))}</span>"


def _version(view: View, party: str, text: str) -> str:
    side = view.side(party)
    letter = side.letter if side else "n"
    name = view.zones.party(party)
    return f'<div class="{letter}"><span class="party {letter}">{escape(name)} states</span><p>{escape(text)}</p></div>'


def fact_seal(pattern: str, status: str, letter: str) -> str:
    """Return two half discs: filled where that side says so, together where both do, apart where they differ."""
    state: State = "both" if status == "confirmed" else "apart" if status == "contested" else _side(letter)
    label = {"confirmed": "confirmed by both", "contested": "two versions"}.get(status, "stated by one side")
    return seal(state, id_prefix=pattern, size="middle", label=label)


def _side(letter: str) -> State:
    return "a" if letter == "a" else "b" if letter == "b" else "none"
