"""Everything the page of a matter shows, for one reader."""

import datetime as dt
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from markupsafe import Markup

from detente import clerk
from detente.adapters.web.frame import recorded, sides, times
from detente.adapters.web.frame.asking import nonce
from detente.adapters.web.frame.environment import csrf
from detente.adapters.web.frame.speaking import speaks
from detente.adapters.web.matters import clock_page, pictures, seats, signing, telling
from detente.adapters.web.matters.acts import Act, acts, kinds, said, shows_only_together, written
from detente.adapters.web.matters.answers import Standing, standing
from detente.adapters.web.matters.kept import Kept
from detente.adapters.web.matters.offers import offers
from detente.adapters.web.matters.talk import Talk, talk_of
from detente.adapters.web.matters.timeline import Past, past
from detente.core.engine import Program, State
from detente.core.engine.questions import Rung, day_length_minutes, minutes_left
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.facts import ActDone
from detente.core.worktime import zone
from detente.store import read

NEAR_MINUTES = 8 * 60
CAUSES = ("delivery", "priorities", "culture", "change")


def page_of(request: HttpRequest, matter: read.Matter, at: dt.datetime) -> dict[str, Any]:
    """Return what the page of a matter is made from."""
    viewer: read.Viewer = request.viewer
    stands, happened = standing(viewer, matter, at), past(viewer, matter, at)
    open_ = acts(viewer, stands, at)
    run = matter.state.runs[matter.state.root]
    return {
        "here": "matters",
        "sees": "both",
        "matter": matter,
        "at": at,
        "title": stands.title,
        "lede": telling.lede(matter.program, stands, run, happened, result=matter.result) + signing.half_signed(open_),
        "procedure": headed(matter.procedure),
        "raised": said(matter),
        "agreed": _agreed(matter, happened),
        "offers": offers(viewer, matter, happened),
        **_open(viewer, matter, open_, at),
        **_pictures(matter, stands, happened, at),
        "talk": talk_of(viewer, matter, happened),
        "names": viewer.ruled.names,
        "charter": viewer.ruled.versions[matter.state.version].charter,
        "done": request.GET.get("done", ""),
    } | _sections(request, matter, stands, happened)


def _agreed(matter: read.Matter, happened: Past) -> list[tuple[str, str]]:
    """Return what both signed when they settled, as it was signed last; nothing of a matter that ended otherwise."""
    signed = [one.fact for one in happened.told if isinstance(one.fact, ActDone) and one.fact.act == "settle"]
    values = signed[-1].values if matter.result == "settled" and signed else {}
    return [(headed(name), written(value)) for name, value in values.items()]


def _signatures(open_: list[Act]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """What somebody has signed already, with who has and who has not."""
    found = [(one.words, list(seats.signers(one.item))) for one in open_]
    return [(words, pairs) for words, pairs in found if any(yes for _, yes in pairs)]


def _open(viewer: read.Viewer, matter: read.Matter, open_: list[Act], at: dt.datetime) -> dict[str, Any]:
    """What is open, mine first; what may be done at any time stands apart."""
    mine = [row(viewer, matter, one, at) for one in open_ if one.mine and _stands_open(one)]
    others = [row(viewer, matter, one, at) for one in open_ if not one.mine and _stands_open(one)]
    anytime = [_plain(one) for one in open_ if not one.due and not one.is_duty and one.mine and not signing.given(one)]
    main = next((one for one in mine if one["act"].usable and not one["answered"] and not one["signed"]), None)
    return {"mine": mine, "others": others, "anytime": anytime, "main": main}


def _stands_open(act: Act) -> bool:
    """Whether an act has a row of its own: a clock, a duty, or somebody's signature that waits for others."""
    return bool(act.due or act.is_duty or signing.given(act))


def _plain(act: Act) -> dict[str, Any]:
    """Return an act without a clock: what it is called, and what it waits for."""
    return {"act": act, "from": act.opens, "waits": act.waits, "answered": False, "signed": False, "given": []}


def row(viewer: read.Viewer, matter: read.Matter, act: Act, at: dt.datetime) -> dict[str, Any]:
    """Return one open act as a clock row shows it."""
    left = minutes_left(matter.program, at, act.due)
    near = left is not None and left <= NEAR_MINUTES and act.due is not None and act.due > at
    return {
        "act": act,
        "who": telling.chips(seats.holders(act.item.who), matter.program),
        "left": left_words(matter.program, at, act.due),
        "near": near,
        "passed": act.due is not None and act.due <= at,
        "answered": _answered(viewer, matter, act),
        "signed": signing.has_signed(viewer, act),
        "given": signing.given(act),
        "rest": signing.asked_of(act),
        "changes": bool(kinds(matter.program, act.item)) and not signing.each_its_own(act),
        "signatures": partial(signing.signatures, viewer, matter, act, at),
        "ring": pictures.small_ring(matter, act, at),
        "from": act.opens,
        "waits": act.waits,
    }


def _answered(viewer: read.Viewer, matter: read.Matter, act: Act) -> bool:
    """Whether the reader's own side has said yes already, where that shows to nobody else."""
    run = matter.state.runs.get(act.run)
    open_ = run.open.get(act.term) if run else None
    own = open_ is not None and any(seat.split("/")[0] == viewer.party for seat, _ in open_.signed)
    if not shows_only_together(matter.program, act):
        return False
    return own or read.answered(viewer, matter, act.run, act.slug)


def left_words(program: Program, at: dt.datetime, due: dt.datetime | None, *, short: bool = False) -> str:
    """Return `1 working day 3 h of joint working time left`; empty without a clock."""
    if due is None:
        return ""
    if due <= at:
        return gettext("passed %(ago)s") % {"ago": times.ago(due, at)}
    minutes = minutes_left(program, at, due)
    if minutes is None:
        return times.left(int((due - at).total_seconds() // 60))
    day = _day_length(program, at)
    of = "" if short else gettext("joint working time")
    return times.left(minutes, of, day_minutes=day or times.MINUTES_A_DAY, days="working")


def _day_length(program: Program, at: dt.datetime) -> int:
    """How long a joint working day is; asked once a day, for a program never changes."""
    key = ("day length", at.date())
    found = program.memo.get(key)
    if found is None:
        found = day_length_minutes(program, at)
        program.remember(key, found)
    return int(found)


_KEPT = ("notes", "facts", "messages")
_LINES = {"facts": ("fact", "confirmed", "version"), "messages": ("message",), "notes": ("cause",)}
_CSRF, _NONCE, _LINE = (
    "<!-- csrf -->",
    "<!-- nonce -->",
    "<!-- line -->",
)  # marks that no text of a person can hold: theirs is escaped
_told: Kept[tuple[Standing, dict[str, str]]] = Kept(1024)


def _sections(request: HttpRequest, matter: read.Matter, stands: Standing, happened: Past) -> dict[str, Any]:
    """The notes beside the page, facts and messages: made once a day for everybody of one side who reads this language.

    The token of their forms is each answer's own, and put in then.
    """
    viewer: read.Viewer = request.viewer
    at = clerk.now()
    key = (
        id(happened),
        id(stands),
        viewer.party,
        speaks(viewer),
        get_language(),
        at.astimezone(zone(sides.both()[0].zone)).date(),
    )

    def told() -> tuple[tuple[Standing, dict[str, str]], None]:
        ours = {"token": _CSRF, "nonce": _NONCE, "line": _LINE}
        own = {name: Markup(mark) for name, mark in ours.items()}  # noqa: S704 (a mark of our own)
        about = _about(viewer, matter, stands, happened, at=at) | own
        return (
            stands,
            {one: render_to_string(f"matters/{one}.html", about, request) for one in _KEPT},
        ), None

    found = _told.get(happened, key, at, told)[1]
    marks = ((_CSRF, str(csrf())), (_NONCE, nonce()))
    return {name: _marked(text, (*marks, (_LINE, recorded.line(*_LINES[name])))) for name, text in found.items()}


def _marked(text: str, marks: tuple[tuple[str, str], ...]) -> Markup:
    for mark, value in marks:
        text = text.replace(mark, value)
    return Markup(text)  # noqa: S704 (our own templates)


def _about(
    viewer: read.Viewer, matter: read.Matter, stands: Standing, happened: Past, *, at: dt.datetime
) -> dict[str, Any]:
    drawn = _drawn_of(matter, stands, happened, at)
    return {
        "matter": matter,
        "at_matter": f"/r/{viewer.relationship}/matters/{matter.name}/",
        "silence": drawn.silence,
        "rests": drawn.rests,
        "deems": telling.deems(stands),
        "why": clock_page.why(stands.grounds, at) if stands.grounds else None,
        "statements": happened.statements,
        "counts": counts(happened),
        "causes": {party: cause_words(cause) for party, cause in happened.causes.items()},
        "cause_choices": [(each, cause_words(each)) for each in CAUSES],
        "goes_on": going_on(matter.program, matter.state),
        "signatures": _signatures(acts(viewer, stands, at)),
        "joint": happened.messages,
        "names": viewer.ruled.names,
    }


class Drawn(NamedTuple):
    """The pictures of a matter and their lists, in one language, on one day."""

    stands: Standing  # what they were drawn from, kept with them so that its id is nobody else's
    lanes: Markup
    lanes_down: Markup
    listed: list[tuple[str, ...]]
    silence: list[tuple[dt.datetime | None, Markup]]
    rests: list[str]
    levels: list[tuple[Rung, Markup]]


_drawn: Kept[Drawn] = Kept(1024)
_ladders: Kept[Markup] = Kept(1024)


def _pictures(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> dict[str, Any]:
    """The pictures; lanes are drawn once a day, the ladder once a minute, for everybody who reads this language."""
    minute, language = at.replace(second=0, microsecond=0), get_language()

    def ladder() -> tuple[Markup, None]:
        left = left_words(matter.program, minute, stands.ends, short=True) if stands.rung else ""
        return pictures.ladder(matter, stands, minute, left), None

    shown = _ladders.get(stands, (id(stands), minute, language), at, ladder)
    return {"ladder": shown, **_drawn_of(matter, stands, happened, at)._asdict()}


def _drawn_of(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> Drawn:
    today = at.astimezone(zone(sides.both()[0].zone)).date()
    key = (id(happened), id(stands), today, get_language())
    return _drawn.get(happened, key, at, lambda: (_draw(matter, stands, happened, at), None))


def _draw(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> Drawn:
    program, shown = matter.program, pictures.picture(matter, stands, happened, at)
    return Drawn(
        stands=stands,
        lanes=pictures.lanes(shown),
        lanes_down=pictures.lanes_down(shown),
        listed=pictures.listed(shown),
        silence=list(telling.silent(program, stands)),
        rests=list(telling.rests(stands)),
        levels=[(rung, telling.chips(telling.rung_holders(program, rung), program)) for rung in stands.rungs],
    )


def counts(happened: Past) -> dict[str, int]:
    """Return how many statements are confirmed, contested, stated."""
    states = ("confirmed", "contested", "stated")
    return {state: sum(one.status == state for one in happened.statements) for state in states}


def cause_words(cause: str) -> str:
    """Return a cause in the reader's language."""
    return {
        "delivery": gettext("How the work is done"),
        "priorities": gettext("Different priorities"),
        "culture": gettext("Different ways of working"),
        "change": gettext("Something changed"),
    }.get(cause, cause)


def going_on(program: Program, state: State) -> list[str]:
    """Return what goes on meanwhile: the standing duties of what runs, and which workstreams stand still."""
    running = [name for name, run in state.runs.items() if run.ended is None]
    duties = dict.fromkeys(headed(duty) for name in running for duty in program.index[name].table.always)
    still = [gettext("Stands still: %(scope)s.") % {"scope": headed(one)} for one in state.quarantined]
    return [*duties, *still]


__all__ = ["Talk", "cause_words", "going_on", "left_words", "page_of", "row"]
