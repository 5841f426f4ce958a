"""One of every picture, of the fictional pair that the mock screens tell of."""

import datetime as dt
from collections.abc import Callable

from detente.look.pictures import cadence as cadences
from detente.look.pictures import heat as heats
from detente.look.pictures import trend as trends
from detente.look.pictures.graph import Graph, Node, graph
from detente.look.pictures.ladder import Level, ladder
from detente.look.pictures.lanes import Bar, Entry, Lane, Picture, lanes, lanes_down
from detente.look.pictures.path import Path, Phase, Station, path, path_down
from detente.look.pictures.ribbon import Block, ribbon
from detente.look.pictures.ring import ring
from detente.look.pictures.seal import seal

Draws = Callable[[str], str]  # prefix of ids -> picture

LEVELS = (
    Level("done", (("s b l", "1  Service level"), ("s m", "Tom Okafor, Priya Nair"), ("s m", "9 to 13 Nov, 3 days"))),
    Level(
        "open",
        (
            ("s b l", "2  Managers, open now"),
            ("s", "Elin Marsh, Arun Shetty"),
            ("s b at", "ends Thu 26 Nov"),
            ("s ta", "14:00 (UTC+1) Aldgate"),
            ("s tb", "18:30 (UTC+5:30) Meridian"),
            ("s m", "8 h 40 min of joint working time left"),
        ),
    ),
    Level("next", (("s b l", "3  Executives"), ("s m", "Dana Whitlock, Ravi Menon"), ("s m", "to Thu 10 Dec"))),
    Level("later", (("s l", "4  Mediation"), ("s m", "Ines Falk, to Mon 11 Jan 2027"))),
    Level("later", (("s l", "5  Expert or court gate"), ("s m", "not before Tue 12 Jan 2027"))),
)
AHEAD = (
    Level("next", (("s b l", "1  Service level"), ("s m", "Tom Okafor, Priya Nair"), ("s m", "to Fri 13 Nov, 16:40"))),
    *LEVELS[2:],
)
DAYS = (1.0,) * 6 + (0.4, 0.0)

LANES = Picture(
    lanes=(
        Lane("customer", "Aldgate", "a"),
        Lane("provider", "Meridian", "b"),
        Lane("neutral", "Ines Falk", "n"),
        Lane("both", "Both", joint=True),
        Lane("charter", "Charter"),
    ),
    entries=(
        Entry("customer", dt.date(2026, 11, 9), "Concern raised"),
        Entry("charter", dt.date(2026, 11, 9), "Notice received"),
        Entry("provider", dt.date(2026, 11, 11), "Acknowledged"),
        Entry("customer", dt.date(2026, 11, 12), "F1 volumes"),
        Entry("charter", dt.date(2026, 11, 13), "Moves to level 2"),
        Entry("provider", dt.date(2026, 11, 13), "F2 rule set"),
        Entry("both", dt.date(2026, 11, 13), "Talks, level 1"),
        Entry("customer", dt.date(2026, 11, 18), "F5 interest", "states"),
        Entry("provider", dt.date(2026, 11, 19), "F4 staffing", "states"),
        Entry("both", dt.date(2026, 11, 19), "F1, F2 confirmed"),
        Entry("both", dt.date(2026, 11, 19), "F3 two versions", "versions"),
        Entry("neutral", dt.date(2026, 11, 20), "Named as mediator"),
        Entry("charter", dt.date(2026, 11, 24), "Holiday, not counted", "closed"),
        Entry("customer", dt.date(2026, 11, 25), "Answer package 2", "comes"),
        Entry("both", dt.date(2026, 11, 26), "Managers’ call", "comes"),
        Entry("charter", dt.date(2026, 11, 26), "Level 3, if open", "comes"),
        Entry("charter", dt.date(2026, 12, 10), "Level 4, if open", "comes"),
    ),
    bars=(
        Bar("done", dt.date(2026, 11, 9), dt.date(2026, 11, 13), ("Level 1, service", "Level 1", "1")),
        Bar("open", dt.date(2026, 11, 13), dt.date(2026, 11, 26), ("Level 2, managers", "Level 2", "2")),
        Bar("later", dt.date(2026, 11, 26), dt.date(2026, 12, 10), ("Level 3, executives", "Level 3", "3")),
    ),
    first=dt.date(2026, 11, 9),
    last=dt.date(2026, 12, 11),
    today=dt.date(2026, 11, 25),
    closed={
        **{dt.date(2026, 11, day): ("customer", "provider") for day in (14, 15, 21, 22, 28, 29)},
        dt.date(2026, 11, 24): ("provider",),
    },
    title="Who did what when, 9 Nov to 11 Dec 2026",
    says="The same entries are listed below the picture.",
    now="now",
    day=lambda day: f"{day:%a} {day.day} {day:%b}",
)

PATH = Path(
    title="The first 90 days together",
    says="Six stations in three phases; two are reached.",
    days=90,
    today=31,
    now="now",
    phases=(
        Phase(0, 14, "Meet", "done"),
        Phase(14, 60, "Write the playbook", "open"),
        Phase(60, 90, "Settle", "later"),
    ),
    stations=(
        Station(0, "Start", "Mon 2 Mar 2026", done=True),
        Station(14, "Everybody has met once", "Mon 16 Mar", done=True),
        Station(30, "Glossary of 20 terms that differed", "Wed 1 Apr"),
        Station(45, "Playbook, first half accepted by both", "Thu 16 Apr"),
        Station(60, "Playbook accepted", "Fri 1 May"),
        Station(90, "Exit test", "Sun 31 May"),
    ),
)

BLOCKS = (
    Block("Entries 1 to 212", "to 31 Aug 2026", sealed="both", checkpoint="31 Aug"),
    Block("213 to 300", "to 30 Sep", sealed="both", checkpoint="30 Sep"),
    Block("301 to 308 are not here", "between 2 and 5 Oct", "gap"),
    Block("309 to 391", "to 31 Oct", sealed="a", checkpoint="31 Oct, Meridian’s seal is to come"),
    Block("392 to 407", "since 1 Nov", "open"),
)

GRAPH = Graph(
    title="What a suspension of tax-code rework would touch",
    says="Ten activities in four layers. One stops, one waits in part, eight run inside the ring-fence.",
    nodes=(
        Node("policy", "Policy servicing", "runs, 42 people"),
        Node("letters", "Customer letters", "runs, 18 people"),
        Node("intake", "Invoice intake", "runs, 31,200 a month"),
        Node("claims", "Claims intake", "extension in talks"),
        Node("orders", "Order matching", "runs"),
        Node("tax", "Tax-code rework", "to be suspended", "stops"),
        Node("approval", "Approval", "runs on substitute", substitute=True),
        Node("rules", "Rule migration", "waits 3 of 9 tasks", "waits"),
        Node("payment", "Payment run", "runs, EUR 412,000"),
        Node("report", "Monthly report", "runs, 1 figure marked", substitute=True),
    ),
    edges=(
        ("policy", "claims"),
        ("letters", "claims"),
        ("intake", "orders"),
        ("intake", "tax"),
        ("orders", "approval"),
        ("tax", "approval"),
        ("tax", "rules"),
        ("approval", "payment"),
        ("approval", "report"),
        ("rules", "report"),
        ("claims", "payment"),
    ),
    fence="Ring-fence: runs as agreed",
    quarantine="Quarantine: from Mon 30 Nov, 30 days at most, clause 17.2",
)

WEEKS = tuple(
    cadences.Cell(
        {5: "missed", 7: "moved", 19: "moved", 33: "moved", 37: "missed", 51: "next"}.get(week, "held"),
        {0: "Dec 2025", 4: "Jan 2026", 9: "Feb", 13: "Mar", 22: "May", 35: "Aug", 48: "Nov"}.get(week, ""),
        week in (9, 22, 35, 48),
    )
    for week in range(52)
)
KEYS = tuple(
    cadences.Key(*one)
    for one in (
        ("held", "held, 46"),
        ("moved", "moved, 3"),
        ("missed", "not held, 2"),
        ("in person", "in person, 4"),
        ("next", "next"),
    )
)

HEADS = (
    "Matters above level 2",
    "Service on target",
    "Meetings held",
    "Answers in time",
    "Change budget left",
    "Pulse",
)
HEAT = (
    heats.Row(
        "Meridian Operations",
        "finance and claims",
        tuple(
            heats.Square(*one)
            for one in (
                ("2", "+1", "meeting"),
                ("94 %", "−3", "question"),
                ("46/52",),
                ("91 %", "−4", "meeting"),
                ("38 %", "−6", "question"),
                ("3.6", "−0.3", "question"),
            )
        ),
    ),
    heats.Row(
        "Corvane Systems",
        "policy platform",
        tuple(
            heats.Square(*one)
            for one in (
                ("1", "+1", "question"),
                ("99 %",),
                ("50/52", "+1"),
                ("84 %", "−2", "meeting"),
                ("12 %", "−9", "decision"),
                ("3.9",),
            )
        ),
    ),
    heats.Row(
        "Halden Print",
        "",
        tuple(
            heats.Square(*one)
            for one in (
                ("0",),
                ("97 %", "−1"),
                ("39/52", "−5", "meeting"),
                ("93 %",),
                ("55 %", "−2"),
                ("hidden", "under 5", "hidden"),
            )
        ),
    ),
)
SIGNS = (
    ("", "as agreed"),
    ("question", "worth a question"),
    ("meeting", "worth a meeting"),
    ("decision", "yours to decide"),
    ("hidden", "hidden, fewer than 5 answers"),
)

TREND = trends.Multiple(
    "Matters open",
    "3",
    (None, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 4, 4, 3, 3, 2, 2, 2, 3, 3, 4, 4, 4, 3, 3, 3),
    (2, 6, 10, 14, 18, 22),
    "1 Jun",
    "23 Nov",
)


def _ladder(prefix: str, levels: tuple[Level, ...] = LEVELS, **options: bool) -> str:
    words = {"title": "Ladder of the matter, 5 levels", "says": "Level 2 is open until Thu 26 Nov, 14:00."}
    return ladder(levels, id_prefix=prefix, shares=DAYS, inside="7/8", **words, **options)


def _seals(prefix: str) -> dict[str, str]:
    states = ("both", "a", "b", "apart", "none", "n")
    sizes = ("small", "middle", "big")
    return {
        f"seal-{state}-{size}": seal(state, id_prefix=f"{prefix}{state}{size}", size=size, label=f"{state}")
        for state in states
        for size in sizes
    }


PICTURES: dict[str, Draws] = {
    "ladder": _ladder,
    "ladder-rtl": lambda prefix: _ladder(prefix, rtl=True),
    "ladder-compact": lambda prefix: _ladder(prefix, compact=True),
    "ladder-ahead": lambda prefix: _ladder(prefix, AHEAD),
    "lanes": lambda prefix: lanes(LANES, prefix),
    "lanes-rtl": lambda prefix: lanes(LANES, prefix, rtl=True),
    "lanes-down": lambda prefix: lanes_down(LANES, prefix),
    "path": lambda prefix: path(PATH, id_prefix=prefix),
    "path-rtl": lambda prefix: path(PATH, id_prefix=prefix, rtl=True),
    "path-down": lambda prefix: path_down(PATH, id_prefix=prefix),
    "ribbon": lambda prefix: ribbon(BLOCKS, id_prefix=prefix, title="The record in five blocks", says="One gap."),
    "ribbon-narrow": lambda prefix: ribbon(
        BLOCKS, id_prefix=prefix, title="The record in five blocks", says="One gap.", wide=294
    ),
    "graph": lambda prefix: graph(GRAPH, id_prefix=prefix),
    "cadence": lambda prefix: cadences.cadence(
        WEEKS, KEYS, id_prefix=prefix, title="Weekly meetings of the last 52 weeks", says="46 held.", name="52 weeks"
    ),
    "cadence-down": lambda prefix: cadences.cadence_down(
        WEEKS, KEYS, id_prefix=prefix, title="Weekly meetings of the last 52 weeks", says="46 held."
    ),
    "heat": lambda prefix: heats.heat(
        HEAT, HEADS, SIGNS, id_prefix=prefix, title="Three relationships", says="Number, change and a mark."
    ),
    "trend": lambda prefix: trends.multiple(TREND, id_prefix=prefix, title="Matters open", says="3 now."),
}
_PASSED = {"running": (1.0, 1.0, 0.4, 0.0, 0.0), "one": (0.5,), "none": ()}
SIGNS_SMALL: dict[str, str] = {
    **_seals("s"),
    **{f"ring-{name}": ring(shares, label=name, inside="3") for name, shares in _PASSED.items()},
    "ring-near": ring((1.0, 1.0, 1.0, 0.2), near=True, label="1 h 10 min left"),
}
