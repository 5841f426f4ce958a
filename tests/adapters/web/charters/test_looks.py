"""The charter in a browser: both themes, a phone, right to left."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import NARROW, WIDE, findings, overflow, picture

LOOKS = [
    pytest.param({"size": WIDE}, id="wide"),
    pytest.param({"size": WIDE, "dark": True}, id="wide dark"),
    pytest.param({"size": NARROW, "language": "ar"}, id="phone arabic"),
]


def cookies(client: Any, address: str) -> list[dict[str, str]]:
    return [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]


@pytest.mark.parametrize("look", LOOKS)
def test_the_charter_and_its_change_stand_without_a_serious_finding(
    opens: Any, address: str, enters: Callable[[str], Any], look: dict, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id.replace(" ", "-")
    page = opens(**look, cookies=cookies(enters("Dana Whitlock"), address))
    page.goto(f"{address}/r/aldgate-meridian/charter/")
    picture(page, f"charter-{name}")
    assert page.trouble == []
    assert overflow(page) == 0
    assert findings(page) == []
    page.trouble.clear()  # axe sets styles that the policy blocks
    page.goto(f"{address}/r/aldgate-meridian/charter/change/")
    text = page.locator("textarea[name=text]").input_value()
    text = text.replace("version: 3", "version: 4", 1).replace("8 working days", "6 working days")
    page.locator("textarea[name=text]").fill(text.replace("effective: 2026-03-03", "effective: 2026-11-25", 1))
    page.locator("form[enctype] button").click()
    page.locator("#meaning").wait_for()
    picture(page, f"charter-change-{name}")
    assert overflow(page) == 0
    assert findings(page) == []
