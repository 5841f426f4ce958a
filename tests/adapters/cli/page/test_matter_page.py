"""A matter as a page: it travels alone, says the same to both, shows counted days, and hides a first yes."""

import datetime as dt
import importlib.util
import re
from pathlib import Path

import pytest

from detente.adapters.cli.page import matter_page
from detente.adapters.cli.page.happenings import happenings
from detente.adapters.cli.page.view import view_of
from detente.adapters.cli.playing.told import File, told_of

_STORIES = Path(__file__).parents[3] / "core/simulation/stories.py"
_SPEC = importlib.util.spec_from_file_location("stories", _STORIES)
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)


def golden(until=None):
    charter, timeline = (stories.GOLDEN.joinpath(name).read_bytes() for name in ("charter.yaml", "timeline.yaml"))
    return told_of(File("charter.yaml", ""), charter, File("timeline.yaml", ""), timeline, until=until)


def small(text):
    return told_of(File("charter.yaml", ""), stories.SMALL, File("story.yaml", ""), text.encode())


@pytest.fixture(scope="module")
def page():
    return matter_page(golden())


def test_the_page_needs_no_other_file_and_runs_no_script(page):
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert re.findall(r"url\((?!#|data:)[^)]*\)", page) == []


def test_every_id_on_the_page_is_unique(page):
    ids = re.findall(r'\bid="([^"]+)"', page)

    assert len(ids) == len(set(ids))


def test_the_lede_names_level_holders_and_the_end_in_both_zones(page):
    lede = re.sub(r"<[^>]+>", "", re.search(r'<p class="lede">(.*?)</p>', page)[1])

    assert lede == (
        "Level 2 of 6. Elin Marsh and Arun Shetty hold it until "
        "Thu 26 Nov 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30). Three facts are not yet common ground."
    )


def test_the_ring_shows_the_running_day_of_the_counted_days(page):
    assert ">7/8</text>" in page
    assert "8 h 40 min of joint working time left" in page


def test_the_counted_days_stand_beside_the_reason(page):
    assert '<span class="no">Guru Nanak Jayanti, meridian</span>' in page
    assert "8 working days after opening of managers." in page


def test_statements_are_confirmed_in_two_versions_or_stated(page):
    assert "2 confirmed, 1 in two versions, 2 stated" in page
    assert page.count('aria-label="two versions"') == 1


def test_the_lanes_hold_what_happened_and_what_comes():
    told = golden()
    entries = happenings(view_of(told.story, told.story.shown[0], "M-014"))
    said = [(one.lane, one.day, one.label, one.mark) for one in entries]

    assert ("customer", dt.date(2026, 11, 9), "Concern", "record") in said
    assert ("charter", dt.date(2026, 11, 13), "Moves to managers", "record") in said
    assert ("both", dt.date(2026, 11, 19), "F3, two versions", "versions") in said
    assert ("charter", dt.date(2026, 11, 24), "Guru Nanak Jayanti, not counted", "closed") in said
    assert ("charter", dt.date(2026, 11, 26), "Executives, if open", "comes") in said


def test_every_entry_of_the_lanes_is_in_the_list_below_them():
    told = golden()
    page = matter_page(told)
    entries = happenings(view_of(told.story, told.story.shown[0], "M-014"))

    assert page.count("<tr><td") == len(entries)


def test_a_first_yes_is_not_on_the_page():
    told = golden(until=dt.datetime(2026, 11, 25, 10, 10, tzinfo=dt.UTC))
    labels = [one.label for one in happenings(view_of(told.story, told.story.shown[-1], "M-014"))]

    assert not any("one signature" in label for label in labels)


def test_a_matter_that_has_ended_says_how_and_since_when():
    page = matter_page(small(stories.NOTICE + "- {at: 2026-06-30T10:00+01:00, show: all}\n"))

    assert "<b>Exhausted.</b> Since Thu 23 Apr 2026, 00:00 (UTC+1) / 01:00 (UTC+2). Nothing is open." in page


def test_text_of_a_story_is_shown_as_text():
    page = matter_page(small(stories.NOTICE.replace("cause: late", 'cause: "<b>late</b> & <script>x</script>"')))

    assert "<script>x" not in page
    assert "&lt;b&gt;late&lt;/b&gt; &amp; &lt;script&gt;x" in page
