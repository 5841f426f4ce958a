"""Passkeys in a real browser whose authenticator answers by itself; and every page of accounts, looked at."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import NARROW, findings, overflow, picture


@pytest.fixture
def elin(table: Any) -> Any:
    """An account without any way to sign in yet."""
    return table.account("Elin Marsh", "elin@aldgate.example")


@pytest.fixture
def page(opens: Any) -> Iterator[Any]:
    """A page whose browser has a platform authenticator."""
    page = opens()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_a_passkey_is_added_and_signs_in_from_then_on(table: Any, elin: Any, page: Any, address: str) -> None:
    from detente.clerk.accounts import leaving

    page.goto(address + table.link(elin))
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/accounts/passkeys/add/")
    page.get_by_label("Name of this device").fill("Work laptop")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/accounts/factors/recovery/")
    page.goto(f"{address}/accounts/")
    assert "Work laptop" in page.inner_text("main")
    page.context.clear_cookies()

    page.goto(f"{address}/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{address}/accounts/")
    assert "Elin Marsh" in page.inner_text("main")
    assert [said for said in page.trouble if "404" not in said and "ERR_ABORTED" not in said] == []

    leaving.end_account(elin, at=table.now())
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="This passkey is not known here.").wait_for()


def test_without_scripts_the_page_says_so_and_the_password_works(
    table: Any, elin: Any, opens: Any, address: str
) -> None:
    elin.set_password("a long sentence of mine")
    elin.save()
    page = opens(script=False)
    page.goto(f"{address}/accounts/login/?next=/accounts/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page.get_by_text("Passkeys need scripts").is_visible()
    page.get_by_label("Email").fill("elin@aldgate.example")
    page.get_by_label("Password").fill("a long sentence of mine")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.url.endswith("/accounts/")


ENTRANCE = ["login/", "signup/", "password/reset/", "password/reset/sent/", "inactive/", "enter/none/"]
OWN = ["", "passkeys/add/", "factors/app/", "password/set/", "logout/"]


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"language": "ar", "size": NARROW}], ids=["light", "dark", "rtl"])
def test_no_page_of_accounts_has_a_serious_finding(
    table: Any, elin: Any, opens: Any, address: str, look: dict[str, Any]
) -> None:
    page = opens(**look)
    token = table.invited("Tom Okafor", "tom@aldgate.example", by=elin)
    shown = [*ENTRANCE, f"invitation/{token}/", table.link(elin).removeprefix("/accounts/")]
    for name in shown:
        looked_at(page, f"{address}/accounts/{name}", f"entrance-{name.split('/')[0]}-{'-'.join(look)}")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    page.trouble.clear()
    for name in OWN:
        looked_at(page, f"{address}/accounts/{name}", f"own-{name.replace('/', '-')}-{'-'.join(look)}")


def looked_at(page: Any, address: str, name: str) -> None:
    """Open a page; it is as wide as its window, and axe finds nothing serious."""
    page.goto(address)
    assert [said for said in page.trouble if "404" not in said and "ERR_ABORTED" not in said] == [], address
    assert overflow(page) == 0, address
    assert findings(page) == [], address
    picture(page, name)
    page.trouble.clear()  # axe and pictures set styles of their own
