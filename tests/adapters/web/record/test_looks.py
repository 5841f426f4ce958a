"""The record in a browser: both themes, a phone, right to left, without script."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded
from tests.browser import NARROW, WIDE, findings, overflow, picture

LOOKS = [
    pytest.param({"size": WIDE}, id="wide"),
    pytest.param({"size": WIDE, "dark": True}, id="wide dark"),
    pytest.param({"size": NARROW, "language": "ar"}, id="phone arabic"),
]
PAGES = ["r/aldgate-meridian/record/", "r/aldgate-meridian/record/countersign/", "verify/"]


def cookies(client: Any, address: str) -> list[dict[str, str]]:
    return [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_record_stands_without_a_serious_finding(
    opens: Any, address: str, enters: Callable[[str], Any], look: dict, request: pytest.FixtureRequest
) -> None:
    client = enters("Elin Marsh")
    client.post("/r/aldgate-meridian/record/sign/")
    page = opens(**look, cookies=cookies(client, address))
    for place in PAGES:
        page.goto(f"{address}/{place}")
        picture(page, f"{place.strip('/').replace('/', '-')}-{request.node.callspec.id.replace(' ', '-')}")
        assert page.trouble == []
        assert overflow(page) == 0
        assert findings(page) == []
        page.trouble.clear()  # axe sets styles that the policy blocks


def test_a_bundle_is_downloaded_and_checked_without_script(
    opens: Any, address: str, enters: Callable[[str], Any], story: Seeded, tmp_path: Any
) -> None:
    page = opens(script=False, cookies=cookies(enters("Priya Nair"), address))
    page.goto(f"{address}/r/aldgate-meridian/record/?matter=M-014")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download the bundle of M-014").click()
    loading.value.save_as(tmp_path / "bundle.zip")
    page.goto(f"{address}/verify/")
    page.get_by_label("Bundle or journal").set_input_files(tmp_path / "bundle.zip")
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("heading", name="It holds").wait_for()
    assert story.key in page.content()
