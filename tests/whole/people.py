"""People of the story, each in a browser of their own."""

import os
import re
from pathlib import Path
from typing import Any

PASSWORD = "a long sentence that only I know"


class Person:
    """Somebody at a browser; `page` is what they look at."""

    def __init__(self, browser: Any, url: str, name: str, address: str) -> None:
        self.url, self.name, self.address = url, name, address
        self.context = browser.new_context(viewport={"width": 1376, "height": 900}, locale="en")
        self.page = self.context.new_page()
        self.page.set_default_timeout(40_000)
        self.trouble: list[str] = []
        self.page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def takes_place(self, link: str) -> None:
        """Open an invitation and take the place; that signs in once."""
        self.page.goto(link)
        self.page.get_by_label("The address this invitation was sent to").fill(self.address)
        self.press("Take the place")
        self.page.get_by_role("heading", name="Your account").wait_for()

    def takes_place_with_password(self, link: str) -> None:
        """Take the place, choose a password, sign in with it from then on."""
        self.takes_place(link)
        self.page.get_by_role("link", name="Set a password").click()
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.press("Keep this password")
        self.context.clear_cookies()
        self.page.goto(f"{self.url}/accounts/login/")
        self.page.locator("input[type=email], input[name=login]").first.fill(self.address)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.press("Sign in")
        self.page.get_by_text(self.name).first.wait_for()

    def takes_place_with_passkey(self, link: str) -> None:
        """Take the place, add a passkey, sign in with it from then on."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.takes_place(link)
        self.page.get_by_role("link", name="Add a passkey").first.click()
        self.page.get_by_label("Name of this device").fill("Work laptop")
        self.press("Add this device")
        self.page.wait_for_url("**/accounts/factors/recovery/")
        self.context.clear_cookies()
        self.page.goto(f"{self.url}/accounts/login/")
        self.press("Sign in with a passkey")
        self.page.wait_for_url(f"{self.url}/")

    def opens(self, path: str) -> "Person":
        """Go to a page that stands."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.url}{path}")
        assert answer is None or answer.status == 200, f"{self.name}: {path} answers {answer.status}"
        return self

    def press(self, words: str) -> None:
        """Press a button that leads to another page."""
        with self.page.expect_navigation():
            self.click(words)

    def click(self, words: str) -> None:
        """Press a button after which this page stands."""
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def follow(self, words: str) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=True).first.click()

    def confirms(self, within: str = "main form") -> None:
        """Press the main button of a form."""
        with self.page.expect_navigation():
            self.page.locator(f"{within} button.main").first.click()

    def fill(self, **fields: str) -> None:
        """Fill fields by their name in the form; a choice is chosen by its value."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']:visible").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def states(self, *values: str) -> None:
        """Fill what an act states, in the order in which the page asks."""
        self.fill(**{f"v-{place}": value for place, value in enumerate(values)})

    def types_code(self) -> None:
        """Type the code that the confirming page shows."""
        shown = re.search(r"\b(\d{3}) (\d{3})\b", self.text())
        assert shown, f"no code on {self.page.url}:\n{self.text()}"
        self.page.locator("main [name=code]").fill("".join(shown.groups()))

    def takes(self, path: str) -> bytes:
        """Return a file that this person may have."""
        answer = self.context.request.get(f"{self.url}{path}")
        assert answer.ok, f"{path} answers {answer.status}"
        return bytes(answer.body())

    def text(self) -> str:
        """Return the words of the page's main part."""
        return str(self.page.locator("main").inner_text())

    def sees(self, *words: str) -> None:
        """Fail unless the page shows all of these words."""
        said = " ".join(self.text().split())
        for one in words:
            assert one in said, f"{self.name} does not see {one!r} on {self.page.url}:\n{self.text()}"

    def keep(self, name: str) -> None:
        """Keep a picture of the page in the directory DETENTE_PICTURES names; without it do nothing."""
        if place := os.environ.get("DETENTE_PICTURES"):
            self.page.screenshot(path=str(Path(place) / f"{name}.png"), full_page=True)
