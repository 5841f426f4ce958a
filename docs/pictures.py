"""Five pictures for the README, one per persona, taken of the running demonstration. Run by `make docs`.

They need Chromium (DETENTE_CHROMIUM may name it) and Playwright; without them nothing is written and a line says so.
Each is a PNG of at most 150 kB: the first screen of a page, without scrolling.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent / "pictures"
SIZE = (1200, 640)
MOST_BYTES = 150_000


class Picture(NamedTuple):
    """A picture: its file's name, whose desk, which page, what the README says below it."""

    name: str
    role: str
    path: str
    caption: str


PICTURES = (
    Picture("manager", "client-manager", "/", "The customer's manager: what is asked of her, soonest first."),
    Picture(
        "matter",
        "provider-manager",
        "/r/aldgate-meridian/matters/M-014/",
        "The provider's manager: the same matter in the same words, and what follows if nobody acts.",
    ),
    Picture("portfolio", "executive", "/portfolio/", "The executive: which relationship is worth a meeting."),
    Picture(
        "mediation", "mediator", "/r/aldgate-meridian/matters/M-009/", "The mediator: the way here, what is common."
    ),
    Picture("record", "lawyer", "/r/aldgate-meridian/record/", "Counsel: every entry, its time, its proof."),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """Yield the link that signs in to a running demonstration."""
    command = [sys.executable, "-u", "-m", "detente", "demo", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        try:
            assert running.stdout is not None, "the command writes its link"
            said = ""
            while "Ctrl-C" not in said and (line := running.stdout.readline()):
                said += line
            found = re.search(r"http\S+/", said)
            if found is None:
                raise SystemExit(f"The demonstration did not begin: {said}")
            yield found[0]
        finally:
            running.terminate()


def look_as(page: Any, role: str) -> None:
    """Sit at somebody's desk."""
    page.select_option("select[name=role]", role)
    with page.expect_navigation():
        page.locator("form[action='/demo/role/'] button").click()


def begin(page: Any, link: str) -> str:
    """Sign in by the link; return the address of the site."""
    page.goto(link)
    if page.locator("main form button").count():
        with page.expect_navigation():
            page.locator("main form button").first.click()
    return str(re.match(r"https?://[^/]+", link)[0])  # type: ignore[index]


def take(folder: Path) -> None:
    """Write every picture into a folder."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with demonstration() as link, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        size = {"width": SIZE[0], "height": SIZE[1]}
        page = browser.new_context(viewport=size, locale="en", reduced_motion="reduce").new_page()
        address = begin(page, link)
        for one in PICTURES:
            look_as(page, one.role)
            answer = page.goto(f"{address}{one.path}")
            assert answer.status == 200, f"{one.path} answers {answer.status} to {one.role}"
            page.screenshot(path=str(folder / f"{one.name}.png"))
        browser.close()


if __name__ == "__main__":
    try:
        take(HERE)
    except ImportError:
        sys.stderr.write("Playwright is not installed: the pictures stay as they are.\n")
