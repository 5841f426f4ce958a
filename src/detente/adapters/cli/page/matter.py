"""A matter as one page: where it stands, what happened and what comes, the counted days, if nobody acts, the facts."""

from html import escape

from msgspec import structs

from detente import __version__
from detente.adapters.cli.page.happenings import CHARTER, happenings
from detente.adapters.cli.page.ladder import counted_rows
from detente.adapters.cli.page.lanes import lanes
from detente.adapters.cli.page.parts import chip, many, seal
from detente.adapters.cli.page.rungs import ladder
from detente.adapters.cli.page.statements import facts_section
from detente.adapters.cli.page.style import page_style
from detente.adapters.cli.page.view import View, headed, short_day, view_of
from detente.adapters.cli.playing.outlook import rest_words
from detente.adapters.cli.playing.told import Told
from detente.adapters.cli.times import day, moment
from detente.core.charter.model import Charter
from detente.core.engine.questions import SilentStep
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import tzdata_version
from detente.look.pictures import lanes as drawing

_HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title><style>\n{style}</style></head>\n<body>\n"
)
_STEPS_MAX = 4  # of silence, in the margin


def matter_page(told: Told, matter: str = "") -> str:
    """Return a matter as one HTML page that needs no other file, at the first instant that the story shows.

    Args:
        matter: the first one of the story, where none is named.

    Raises:
        BadInput: the story has no such matter at that instant.
    """
    shown = told.story.shown[0]
    begun = [name for name, state in shown.families.items() if state.runs]
    name = matter or next(iter(begun), "")
    if name not in begun:
        raise BadInput(
            f"there is no matter{' ' + matter if matter else ''} at {shown.at.isoformat()}; a page needs one."
        )
    view = view_of(told.story, shown, name)
    title = f"{name}, {view.state.root}"
    parts = [
        _HEAD.format(title=escape(title), style=page_style(f"{title} · {view.zones.words(shown.at)}")),
        _bar(view),
        '<main class="page">',
        _head(view),
        '<div class="stack matter">',
        _pictures(view),
        f'<div class="split left"><div class="stack at-notes">{_silence(view)}{_why(view)}{_safe(view)}</div>',
        f'<div class="stack at-facts">{facts_section(view)}</div></div></div>',
        _foot(told, view),
        "</main></body></html>\n",
    ]
    return "".join(parts)


def _bar(view: View) -> str:
    charter = view.program.charter
    names = " and ".join(party.name for party in charter.parties.values()) if isinstance(charter, Charter) else "Both"
    chips = "".join(chip(side) for side in view.parties)
    return (
        f'<header class="bar"><span class="pair">{seal("seal-bar", big=True)} {escape(names)}</span>'
        f'<span class="you">{chips}</span></header><div class="seam" aria-hidden="true"><i></i><i></i></div>\n'
    )


def _head(view: View) -> str:
    sees = f'<span class="sees">{seal("seal-sees")} Both sides see this page</span>'
    return (
        f'<div class="head"><div><div class="crumb"><span>{escape(view.state.matter)}</span>'
        f"<span>{escape(view.state.root)}</span>{sees}</div><h1>{escape(_title(view))}</h1>"
        f'<p class="lede">{_lede(view)}</p></div></div>'
    )


def _title(view: View) -> str:
    """The matter in the opener's first words, cut at a sentence."""
    row = view.program.index[view.state.root].opens
    stated = next(
        (str(view.state.values[name]) for name in row.states if isinstance(view.state.values.get(name), str)), ""
    )
    first = stated.split(". ")[0].rstrip(".")
    return headed(first) if first and len(first) <= 110 else f"{headed(view.state.root)} {view.state.matter}"


def _lede(view: View) -> str:
    """What is so, and what happens next."""
    run = view.run
    if run.ended is not None:
        return f"<b>{escape(headed(run.result))}.</b> Since {escape(view.zones.words(run.ended))}. Nothing is open."
    rung = next((one for one in view.rungs if one.where == "open"), None)
    if rung is None:
        return "<b>Open.</b>"
    until = "without a time limit"
    if rung.ends is not None:
        parts = view.zones.words(rung.ends).split(" / ")
        until = "until " + " / ".join(f'<b class="nowrap">{escape(part)}</b>' for part in parts)
    held = f"{_holders(view, rung.people)} hold it {until}." if rung.people else f"It stands {until}."
    apart = sum(one.status != "confirmed" for one in view.statements)
    common = (
        f" {many(apart, 'fact').capitalize()} {'is' if apart == 1 else 'are'} not yet common ground." if apart else ""
    )
    return f"<b>Level {rung.number} of {len(view.rungs)}.</b> {held}{common}"


def _holders(view: View, people: tuple[str, ...]) -> str:
    chips = []
    for person in people:
        side = view.side(view.program.people.get(person, ""))
        chips.append(chip(side, person) if side else escape(person))
    return " and ".join(chips)


def _pictures(view: View) -> str:
    entries = happenings(view)
    drawn = lanes(view, entries)
    down = structs.replace(drawn, title="Who did what when, time runs down")
    names = {lane.key: lane.name for lane in drawn.lanes}
    rows = "".join(
        f'<tr><td class="nowrap">{day(one.day)}</td><td>{escape(names.get(one.lane, names[CHARTER]))}</td>'
        f"<td>{escape(one.label)}</td></tr>"
        for one in entries
    )
    key = "Filled: on record. Ring: one side states. Dashed: to come."
    return (
        '<div class="split left even"><section class="sheet at-ladder"><header class="sechead"><h2>Where it stands</h2>'
        f'</header>{ladder(view, "ld")}</section><section class="sheet at-lanes"><header class="sechead">'
        f'<h2>What happened, what comes</h2><span class="small muted">{key}</span></header>'
        '<figure class="pic only-wide" tabindex="0" role="region" aria-label="Picture: who did what when">'
        f'{drawing.lanes(drawn, "sw")}</figure><figure class="only-narrow">{drawing.lanes_down(down, "sd")}</figure>'
        '<details class="noprint"><summary>The same as a list</summary><table><thead><tr><th>Day</th><th>Who</th>'
        f"<th>What</th></tr></thead><tbody>{rows}</tbody></table></details></section></div>"
    )


# ---- notes


def _silence(view: View) -> str:
    steps = [step for step in view.silence.steps if step.consequences != ("nothing",)]
    shown = steps[:_STEPS_MAX]
    lines = [f"<p>{_step(view, step)}</p>" for step in shown]
    if len(steps) > len(shown):
        last = steps[-1]
        more = many(len(steps) - len(shown), "more step").capitalize()
        lines.append(f'<p class="muted">{more}, to {short_day(view.day(last.at), year=True)}.</p>')
    lines += [f'<p class="muted">{escape(headed(rest_words(rest, view.zones)))}</p>' for rest in view.silence.rests]
    deemed = any(word.startswith("as if") for step in steps for word in step.consequences)
    if steps and not deemed:
        lines.append("<p>Nobody is taken to have agreed to anything.</p>")
    body = "".join(lines) or "<p>Nothing happens by itself.</p>"
    return f'<section class="note attend" aria-labelledby="nb"><h3 id="nb">If nobody acts</h3>{body}</section>'


def _step(view: View, step: SilentStep) -> str:
    when = f"<b>{escape(moment(step.at, view.home))}</b>"
    opened = [one for one in step.opens if one.procedure == view.state.root or one.due]
    if opened and opened[0].term in [rung.term for rung in view.rungs]:
        rung = next(one for one in view.rungs if one.term == opened[0].term)
        people = f": {_holders(view, rung.people)}" if rung.people else ""
        return f"{when}: this moves to {escape(rung.term)}{people}."
    follows = ", ".join(step.consequences)
    missed = (
        f" is not recorded from {' and '.join(map(view.zones.party, step.missed_by))}" if step.missed_by else " is over"
    )
    return f"{when}: {escape(step.term)}{escape(missed)}; then {escape(follows)}."


def _why(view: View) -> str:
    clock = view.clock
    if clock is None or not clock.stretches:
        return ""
    calendar = ""
    if clock.calendar is not None:
        version = f", {clock.calendar.version}" if clock.calendar.version else ""
        named = escape(clock.calendar.name + version)
        calendar = f'<p class="small muted">Calendar {named}. Line {clock.line} of the charter.</p>'
    words = f"{clock.amount} after {clock.event}."
    return (
        f'<section class="note" id="why"><h3>Why this time?</h3><p class="muted">{escape(words)}</p>'
        f'<div class="counted small">{counted_rows(clock.stretches)}</div>{calendar}</section>'
    )


def _safe(view: View) -> str:
    running = [name for name, run in view.state.runs.items() if run.ended is None]
    duties = dict.fromkeys(duty for name in running for duty in view.program.index[name].table.always)
    if not duties:
        return ""
    listed = "".join(f"<li>{escape(headed(duty))}</li>" for duty in duties)
    return f'<section class="note"><h3>What goes on meanwhile</h3><ul>{listed}</ul></section>'


def _foot(told: Told, view: View) -> str:
    return (
        f'<footer class="foot"><span>Charter version {view.state.version}, '
        f'<span class="hash">{told.story.charter.sha256[:12]}</span></span>'
        f"<span>Detente {__version__}, time zone data {tzdata_version()}</span>"
        f"<span>{escape(view.zones.words(view.moment.at))}</span></footer>"
    )
