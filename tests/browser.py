"""A browser for tests: a server on a free port, a page in a theme and language, axe, pictures of what a test saw.

Every test has its fixtures (tests/conftest.py), so that a process has one browser.
Where no Chromium stands the tests are skipped; with CI=true they fail.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

AXE = Path(__file__).parent / "vendored" / "axe-4.14.1.min.js"
WIDE, NARROW = (1376, 900), (360, 740)
SERIOUS = {"serious", "critical"}


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(application: Callable[..., Any]) -> Iterator[str]:
    """Yield the address of a server that answers with `application`, as long as it is needed."""
    with make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium of this machine."""
    place = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        place = None
    if not place:
        says = "No Chromium with Playwright on this machine: pages are not seen. DETENTE_CHROMIUM may name one."
        if os.environ.get("CI") == "true":
            pytest.fail(says)
        pytest.skip(says)
    # Playwright keeps an event loop in this thread; Django would take whoever prepares rows here for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


Opens = Callable[..., Any]


@pytest.fixture
def opens(chromium: Any) -> Iterator[Opens]:
    """Return a page: `opens(dark=True, language="ar", size=NARROW, script=False, cookies=[...])`.

    What the page's policy blocked and what its scripts raised stands in `page.trouble`.
    """
    contexts = []

    def opened(
        *,
        dark: bool = False,
        language: str = "en",
        size: tuple[int, int] = WIDE,
        script: bool = True,
        cookies: list[dict[str, Any]] | None = None,
    ) -> Any:
        context = chromium.new_context(
            color_scheme="dark" if dark else "light",
            locale=language,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if cookies:
            context.add_cookies(cookies)
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda said: page.trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("requestfailed", lambda asked: page.trouble.append(f"{asked.url}: {asked.failure}"))
        return page

    yield opened
    for context in contexts:
        context.close()


def findings(page: Any) -> list[str]:
    """Return what axe finds serious on the page, one line each: rule, place, why. Runs beside the page's own policy."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
    asked = (
        f"{AXE.read_text(encoding='utf-8')};axe.run(document, {{resultTypes: ['violations']}}).then(r => r.violations)"
    )
    answer = session.send(
        "Runtime.evaluate",
        {"expression": asked, "contextId": world, "awaitPromise": True, "returnByValue": True},
    )
    assert "exceptionDetails" not in answer, answer
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in answer["result"]["value"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def picture(page: Any, name: str) -> None:
    """Keep a picture of the whole page in the directory DETENTE_PICTURES names; without it do nothing."""
    if place := os.environ.get("DETENTE_PICTURES"):
        page.screenshot(path=str(Path(place) / f"{name}.png"), full_page=True)


def overflow(page: Any) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
