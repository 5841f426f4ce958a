"""The first minutes of each persona at the demonstration's desks: the named steps are there, and no page complains."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).parents[2] / "docs" / "pictures.py"
_SPEC = importlib.util.spec_from_file_location("pictures", _FILE)
pictures: Any = importlib.util.module_from_spec(_SPEC)  # type: ignore[arg-type]
_SPEC.loader.exec_module(pictures)  # type: ignore[union-attr]
REL = "/r/aldgate-meridian/"


class Desk:
    """A browser at the demonstration; `look` sits at somebody's desk, `see` reads a page."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.trouble: list[str] = []
        page.set_default_timeout(40_000)
        page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def look(self, role: str) -> None:
        pictures.look_as(self.page, role)

    def see(self, path: str, *words: str) -> str:
        """Open a page and find all of these words on it; return its words."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer.status == 200, path
        said = " ".join(self.page.locator("body").inner_text().split())
        for one in words:
            assert one in said, f"{one!r} is not on {path}"
        return said


@pytest.fixture(scope="module")
def desk(chromium: Any) -> Iterator[Desk]:
    with pictures.demonstration() as link:
        context = chromium.new_context(viewport={"width": 1376, "height": 900}, locale="en")
        page = context.new_page()
        found = Desk(page, pictures.begin(page, link))
        yield found
        context.close()


@pytest.fixture(autouse=True)
def no_complaint(desk: Desk) -> Iterator[None]:
    yield
    assert desk.trouble == []


def test_engineer_is_on_today_with_desks_to_choose_and_a_clock_to_move(desk: Desk) -> None:
    desk.look("client-manager")
    desk.see("/", "things wait for you, Elin", "Look as", "To the next clock")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="To the next clock").click()
    assert "It is Wed 25 Nov 2026, 11:30" in desk.page.locator("body").inner_text()
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="A week back").click()
    assert "It is Wed 18 Nov 2026" in desk.page.locator("body").inner_text()


def test_client_manager_goes_from_today_to_four_questions_or_the_next_agenda(desk: Desk) -> None:
    desk.look("client-manager")
    desk.see("/", "Your turn, soonest first", "Why this time?", "Add to the next agenda")
    desk.see(f"{REL}raise/", "What happened, with date and number?", "What do you ask for, and by when?")
    desk.see(f"{REL}raise/", "Lighter moves first", "Put it on the next agenda")
    desk.see(f"{REL}meetings/", "Open the agenda")
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name="Open the agenda").click()
    said = desk.page.locator("main").inner_text()
    assert all(column in said for column in ("Outstanding", "New", "Upcoming"))


def test_provider_manager_reads_the_same_words_and_why_this_time(desk: Desk) -> None:
    matter = f"{REL}matters/M-014/"
    desk.look("client-manager")
    theirs = desk.see(matter, "As it was raised", "If nobody acts")
    desk.look("provider-manager")
    ours = desk.see(matter, "As it was raised", "Why this time?", "Nobody is taken to have agreed to anything.")
    first, last = "As it was raised", " Facts "
    assert ours.partition(first)[2].partition(last)[0] == theirs.partition(first)[2].partition(last)[0] != ""
    desk.see(f"{matter}acts/quick-win/", "What it does not concede")
    desk.see(f"{matter}state/")


def test_executive_goes_from_the_heat_map_to_what_is_asked_and_what_stays_safe(desk: Desk) -> None:
    desk.look("executive")
    desk.see("/portfolio/", "Where to look", "Asked of you")
    desk.see(REL, "How we are doing", "Open matters", "Asked of you", "What stays safe")


def test_mediator_reads_common_ground_both_versions_and_rooms_of_their_own(desk: Desk) -> None:
    desk.look("mediator")
    desk.see("/", "Ines")
    desk.see(f"{REL}matters/M-009/", "Facts", "Caucus of Aldgate", "Caucus of Meridian", "and the mediator alone")


def test_counsel_finds_entries_hashes_and_the_bundle(desk: Desk) -> None:
    desk.look("lawyer")
    desk.see(f"{REL}record/", "Procedure or clause", "Download the whole record", "Countersign for your side")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="Download the whole record").click()
    assert download.value.suggested_filename.endswith(".zip")
    desk.see("/verify/", "python verify.py bundle.zip")
