"""A charter as one page, and a procedure as one file: what they hold, and how a browser lays them out."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from detente.adapters.cli.page import charter_page, picture_file
from detente.adapters.cli.page.parts import Side, when
from detente.core.procedures.checks import Report, check

ROOT = Path(__file__).resolve().parents[4]
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
SHIPPED = sorted(
    file
    for file in ROOT.glob("src/detente/charters/**/*.yaml")
    if file.name != "timeline.yaml" and file.parent.name != "story"
)
AT = dt.datetime.fromisoformat("2026-11-25T10:20+01:00")
START = dt.datetime.fromisoformat("2026-11-09T09:40+01:00")
VOID = {"meta", "link", "br", "img", "input", "hr"}
# The page measures itself: a script that the test adds, since the page has none.
MEASURE = """<script>addEventListener("load", () => { const r = document.documentElement;
const seen = e => e.getClientRects().length, right = e => e.getBoundingClientRect().right;
const over = [...document.querySelectorAll("body *")].filter(e => !e.closest(".pic, .sr, .toc") && seen(e)
  && right(e) > r.clientWidth + 0.5).map(e => e.outerHTML.slice(0, 80));
const texts = [...document.querySelectorAll("svg")].filter(seen).flatMap(s =>
  [...s.querySelectorAll("text")].filter(t => right(t) > right(s) + 1).map(t => t.textContent));
document.title = JSON.stringify({scroll: r.scrollWidth, client: r.clientWidth, over: over.slice(0, 5), texts});
})</script>"""


class Tags(HTMLParser):
    """The elements of a page with their attributes, and whether each is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.crossed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


def report(text: str) -> Report:
    found = check(text.encode())
    assert found.compiled is not None, found.findings
    return found


@pytest.fixture(scope="module")
def golden() -> Report:
    return check(GOLDEN.read_bytes())


@pytest.fixture(scope="module")
def page(golden: Report) -> str:
    return charter_page(golden, at=AT, start=START)


@pytest.fixture(scope="module")
def tags(page: str) -> Tags:
    found = Tags()
    found.feed(page)
    return found


def words(page: str) -> str:
    body = page.split("</head>", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


# ---- what it is made of


def test_a_page_has_no_script_no_inline_style_and_asks_for_nothing(page: str, tags: Tags) -> None:
    assert "script" not in {tag for tag, _ in tags.found}
    assert not [
        (tag, attrs) for tag, attrs in tags.found if "style" in attrs or any(key.startswith("on") for key in attrs)
    ]
    assert "link" not in {tag for tag, _ in tags.found}
    assert "://" not in page
    assert set(re.findall(r"url\((?!data:)([^)]*)\)", page)) <= {"#seal-bar", "#seal-sees"}
    assert "@import" not in page


def test_every_element_is_closed_where_it_should_be(tags: Tags) -> None:
    assert (tags.crossed, tags.open) == ([], [])


def test_landmarks_and_headings_are_in_order(tags: Tags) -> None:
    names = [tag for tag, _ in tags.found]
    assert [names.count(tag) for tag in ("header", "main", "footer", "h1")] == [2, 1, 1, 1]
    labels = [attrs.get("aria-label") for tag, attrs in tags.found if tag == "nav"]
    assert len(labels) == len(set(labels)) == 2
    assert names.index("h1") < names.index("h2")
    assert ("html", {"lang": "en"}) in tags.found


def test_every_id_is_there_once_and_every_link_leads_to_one(tags: Tags) -> None:
    ids = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = {attrs["href"] for tag, attrs in tags.found if tag == "a"}
    assert links <= {f"#{one}" for one in ids}
    named = {one for _, attrs in tags.found for one in (attrs.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_every_class_of_a_page_is_one_of_its_styles(page: str, tags: Tags) -> None:
    style = page.split("<style>", 1)[1].split("</style>", 1)[0]
    used = {one for _, attrs in tags.found for one in (attrs.get("class") or "").split()}
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", style))
    plain = {"what", "d0", "wide", "info", "natural"}  # hooks without a rule of their own
    assert used - known <= plain


def test_the_same_report_makes_the_same_page(golden: Report, page: str) -> None:
    assert charter_page(golden, at=AT, start=START) == page


# ---- what it says


def test_the_head_says_who_reads_it_and_what_happens_next(page: str) -> None:
    said = words(page)
    assert "Charter version 3 Both sides read this page Aldgate and Meridian, finance and claims operations" in said
    assert "In force from Tue 3 Mar 2026. No finding is open; nothing stops a signature." in said
    assert "If nobody acts, a matter opened on Mon 9 Nov 2026 reaches level 5, Court gate, on Mon 11 Jan 2027." in said


def test_each_level_has_its_date_in_the_zones_of_both_sides(page: str) -> None:
    said = words(page)
    for line in (
        "Fri 13 Nov 2026 Aldgate 14:00 (UTC+1) Meridian 18:30 (UTC+5:30)",
        "Thu 26 Nov 2026 Aldgate 14:00 (UTC+1) Meridian 18:30 (UTC+5:30)",
        "Thu 10 Dec 2026 Aldgate 14:00 (UTC+1) Meridian 18:30 (UTC+5:30)",
        "Mon 11 Jan 2027 Aldgate 14:00 (UTC+1) Meridian 18:30 (UTC+5:30)",
        "not before Tue 12 Jan 2027 Aldgate 00:00 (UTC+1) Meridian 04:30 (UTC+5:30)",
    ):
        assert line in said


def test_the_days_behind_a_date_are_listed_with_what_is_not_counted(page: str) -> None:
    said = words(page)
    assert "Fri 13 Nov day 0 0 Sat 14 Nov to Sun 15 Nov weekend not counted Mon 16 Nov open at both 1" in said
    assert "Tue 24 Nov Guru Nanak Jayanti, meridian not counted" in said
    assert "Thu 26 Nov open at both, until 14:00 8" in said


def test_the_foot_has_hash_versions_and_the_time_in_both_zones(page: str) -> None:
    foot = words(page).rpartition("Charter hash ")[2]
    assert re.fullmatch(
        r"([0-9a-f]{4} ){4}Detente \S+, time zone data 20\d\d\.\d+ "
        r"Wed 25 Nov 2026, 10:20 \(UTC\+1\) / 14:50 \(UTC\+5:30\)",
        foot,
    )


def test_every_clause_and_every_procedures_picture_is_on_the_page(golden: Report, tags: Tags) -> None:
    from detente.core.charter.reading import clauses

    assert golden.compiled is not None
    ids = {attrs.get("id") for _, attrs in tags.found}
    assert {f"c{clause.number}" for clause in clauses(golden.compiled.charter)} <= ids
    pictures = [attrs["aria-label"] for tag, attrs in tags.found if tag == "figure"]
    assert pictures == ["Picture: the ladder", *(f"Picture: {name}" for name in golden.compiled.tables)]


ONE_FINDING = """
parties: [customer, provider]
procedures:
  dispute:
    opens: {who: either, may: serve dispute notice, then: managers}
    terms:
      managers: {who: both, may: settle, by: 10 working days after dispute notice, else: directors}
      directors: {who: both, may: settle, by: 10 working days, else: end in court}
"""


def test_a_finding_stands_beside_the_clause_it_is_about_and_is_counted_in_the_contents() -> None:
    found = report(ONE_FINDING)
    shown = charter_page(found, at=AT)
    waiting = [finding for finding in found.findings if finding.open]
    assert waiting, "the example should have something to say"
    assert shown.count('<div class="finding">') == len(waiting)
    assert "to be acknowledged by both sides" in words(shown)
    rows = re.findall(r'<div class="clause found" id="(c[\d.]+)">', shown)
    assert rows
    counted = re.findall(r'<span aria-hidden="true">(\d+)</span>', shown.split("</nav>", 1)[0])
    assert sum(map(int, counted)) == sum(f.place.path.startswith("procedures") for f in waiting)


def test_a_note_and_what_is_acknowledged_do_not_ask_for_attention(page: str) -> None:
    assert '<div class="finding">' not in page
    assert page.count('<div class="finding info">') >= 1
    assert "Acknowledged by both:" in page
    assert 'class="clause found"' not in page


def test_names_from_a_charter_are_escaped_everywhere(golden: Report) -> None:
    text = GOLDEN.read_text(encoding="utf-8")
    nasty = text.replace("name: Aldgate and Meridian, finance and claims operations", 'name: "<b>A & </style> \\"B\\""')
    nasty = nasty.replace("short: Aldgate", 'short: "<i>Ald"')
    shown = charter_page(report(nasty), at=AT, start=START)
    assert "<b>A &" not in shown
    assert "<i>Ald" not in shown
    assert shown.count("</style>") == 1


def test_dates_that_a_calendar_cannot_count_are_said_to_be_uncounted(golden: Report) -> None:
    shown = words(charter_page(golden, at=AT, start=dt.datetime.fromisoformat("2027-03-29T09:00+02:00")))
    assert "The dates are not counted: calendar" in shown
    assert "is known until 2027-03-31" in shown


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_charter_of_the_library_becomes_a_page(file: Path) -> None:
    found = check(file.read_bytes())
    assert found.compiled is not None
    tags = Tags()
    tags.feed(charter_page(found, at=AT))
    assert (tags.crossed, tags.open) == ([], [])


def test_lead_and_box_name_the_day_that_the_charters_zone_shows() -> None:
    late = dt.datetime.fromisoformat("2026-11-21T23:30+00:00")
    text = GOLDEN.read_text(encoding="utf-8")
    home = check(text.replace("zone: Europe/Amsterdam\n", "zone: Europe/London\n", 1).encode())
    for found, opened, box in (
        (check(text.encode()), "Sun 22 Nov 2026", "Sun 22 Nov 2026, 00:30 (UTC+1) / 05:00 (UTC+5:30)"),
        (home, "Sat 21 Nov 2026", "Sat 21 Nov 2026, 23:30 (UTC) / Sun 22 Nov 2026, 00:30 (UTC+1) / "),
    ):
        said = words(charter_page(found, at=late, start=late))
        assert f"If nobody acts, a matter opened on {opened} reaches level 5" in said
        assert f"received {box}" in said


def test_a_row_names_the_day_that_the_charters_zone_shows() -> None:
    side = Side("meridian", "Meridian", "b", "Asia/Kolkata")
    shown = when(dt.datetime.fromisoformat("2026-11-21T20:00+00:00"), [side], "Europe/London")
    assert words(f"</head>{shown}") == "Sat 21 Nov 2026 Meridian 01:30 (UTC+5:30) Sun 22 Nov 2026"


def test_only_a_whole_charter_is_said_to_be_signed() -> None:
    part = "This is a part of a charter; only a whole charter is signed."
    assert part in words(charter_page(report(ONE_FINDING), at=AT))
    library = check((ROOT / "src/detente/charters/procedures/step-in.yaml").read_bytes())
    shown = words(charter_page(library, at=AT))
    assert "This is a procedure of the library; only a whole charter is signed." in shown
    for said in (shown, words(charter_page(report(ONE_FINDING), at=AT))):
        assert "nothing stops a signature" not in said


def test_a_clause_that_another_names_is_a_link_to_it(page: str, tags: Tags) -> None:
    ids = {attrs.get("id") for _, attrs in tags.found}
    linked = re.findall(r'<a href="#(c[\d.]+)">\(([\d.]+)\)</a>', page)
    assert len(linked) > 20
    assert all(to == f"c{number}" and to in ids for to, number in linked)


# ---- one picture alone


def test_a_picture_alone_carries_its_styles_light_and_dark(golden: Report) -> None:
    assert golden.compiled is not None
    text = picture_file(golden.compiled.tables["escalation"], title="Escalation")
    root = ET.fromstring(text)
    assert root.tag.endswith("svg")
    assert text.count("<style>") == 1
    assert "prefers-color-scheme:dark" in text
    assert "var(" not in text
    assert text.count("://") == 1  # the name of the format
    used = {one for element in root.iter() for one in element.get("class", "").split()}
    style = text.split("<style>", 1)[1].split("</style>", 1)[0]
    assert used - set(re.findall(r"\.([\w-]+)", style)) == set()
    assert text == picture_file(golden.compiled.tables["escalation"], title="Escalation")


# ---- in a browser


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        message = "No Chromium on this machine: how pages are laid out is not checked."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def run(chromium: str, folder: Path, *words: str) -> str:
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder}",
    ]
    return subprocess.run([*command, *words], capture_output=True, text=True, timeout=120, cwd=folder).stdout


@pytest.mark.parametrize("width", [500, 1440])
def test_a_page_is_no_wider_than_its_window(chromium: str, tmp_path: Path, page: str, width: int) -> None:
    measured(chromium, tmp_path, page, width)


def test_a_page_is_no_wider_than_a_phone(chromium: str, tmp_path: Path, page: str) -> None:
    """A frame of 360 px, since a window of the browser is never that narrow."""
    inner = tmp_path / "inner.html"
    inner.write_text(page.replace("</head>", f"{MEASURE}</head>"), encoding="utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text(
        '<!doctype html><iframe src="inner.html" width="360" height="800" style="border:0"></iframe>'
        '<script>addEventListener("load", () => { setTimeout(() => {'
        "document.title = document.querySelector('iframe').contentDocument.title; }, 100) })</script>",
        encoding="utf-8",
    )
    words = ("--allow-file-access-from-files", "--virtual-time-budget=3000", "--dump-dom", outer.as_uri())
    verdict(run(chromium, tmp_path, *words), 360)


def measured(chromium: str, folder: Path, page: str, width: int) -> None:
    file = folder / "page.html"
    file.write_text(page.replace("</head>", f"{MEASURE}</head>"), encoding="utf-8")
    words = (f"--window-size={width},900", "--virtual-time-budget=3000", "--dump-dom", file.as_uri())
    verdict(run(chromium, folder, *words), width)


def verdict(dumped: str, width: int) -> None:
    told = re.search(r"<title>(\{.*?\})</title>", dumped, re.DOTALL)
    assert told, dumped[:400]
    found = json.loads(told[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert found["client"] == width
    assert found["scroll"] <= width
    assert (found["over"], found["texts"]) == ([], [])


def test_a_page_is_rendered(chromium: str, tmp_path: Path, page: str) -> None:
    file, picture = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(page, encoding="utf-8")
    run(chromium, tmp_path, "--window-size=1440,1200", f"--screenshot={picture}", file.as_uri())
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 50_000
