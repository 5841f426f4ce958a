"""`detente demo`: begun by one command, signed in by a link that works once, its clock moved both ways."""

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode, urljoin

import pytest

BEGIN_S = 10.0


class Browser:
    """Keeps cookies, follows redirects, sends forms with the token their page carries."""

    def __init__(self):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.address = ""

    def get(self, address):
        return self._open(urllib.request.Request(urljoin(self.address, address)))

    def send(self, action, **values):
        values["csrfmiddlewaretoken"] = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page).group(1)
        request = urllib.request.Request(urljoin(self.address, action), urlencode(values).encode())
        return self._open(request)

    def _open(self, request):
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.status, self.address, self.page = answer.status, answer.url, answer.read().decode()
        return self


@pytest.fixture
def demo():
    """The link of a running demonstration, and how long it took to come."""
    began = time.monotonic()
    command = [sys.executable, "-u", "-m", "detente", "demo", "--no-browser", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            said = _said(running)
            yield re.search(r"http\S+", said).group(0), time.monotonic() - began
        finally:
            running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0


def _said(running):
    """What the command writes up to its last line."""
    said = []
    for line in running.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(said)


def begin(link):
    """Sign in by the link; the account page stands whatever other pages there are."""
    browser = Browser().get(link)
    browser.send(re.search(r'action="([^"]+/accounts/enter/[^"]+|/accounts/enter/[^"]+)"', browser.page).group(1))
    return browser.get("/accounts/")


def now_of(browser):
    return re.search(r"It is (\w+ \d+ \w+ \d+, \d\d:\d\d)", browser.page).group(1)


def test_one_command_leads_to_a_page_signed_in_within_ten_seconds(demo):
    link, waited_s = demo
    browser = begin(link)
    assert (browser.status, waited_s < BEGIN_S) == (200, True)
    assert "Elin Marsh" in browser.page
    assert now_of(browser) == "Wed 25 Nov 2026, 10:20"


def test_the_link_works_once_and_looking_at_it_uses_nothing_up(demo):
    link, _ = demo
    assert [Browser().get(link).status for _ in range(2)] == [200, 200]
    begin(link)
    assert Browser().get(link).status == 404


def test_nobody_moves_the_clock_or_changes_desks_without_being_signed_in(demo):
    link, _ = demo
    browser = Browser().get(link)
    assert browser.send("/demo/role/", role="mediator").get("/accounts/").address.count("login") == 1
    assert "It is" not in browser.page


def test_the_clock_goes_on_and_back_and_whoever_is_signed_in_stays_so(demo):
    link, _ = demo
    browser = begin(link)
    assert now_of(browser.send("/demo/time/", by="next").get("/accounts/")) == "Wed 25 Nov 2026, 11:30"
    assert now_of(browser.send("/demo/time/", by="-7").get("/accounts/")) == "Wed 18 Nov 2026, 11:30"
    assert now_of(browser.send("/demo/time/", by="1").get("/accounts/")) == "Thu 19 Nov 2026, 11:30"
    assert "Elin Marsh" in browser.page


def test_the_record_is_signed_by_the_host_and_countersigned_by_both_sides_and_the_clock_still_goes_back(demo):
    link, _ = demo
    browser = begin(link).get("/r/aldgate-meridian/record/")
    assert "All stand under a signed checkpoint." in browser.page
    assert browser.page.count("countersigned") == 2
    assert "not countersigned yet" not in browser.page
    later = browser.send("/demo/time/", by="-7").get("/r/aldgate-meridian/record/")
    assert later.status == 200
    assert later.page.count("countersigned") == 2
    assert now_of(browser.send("/demo/time/", by="next").get("/accounts/")) != ""


def test_every_desk_of_the_story_can_be_looked_from(demo):
    link, _ = demo
    browser = begin(link)
    for role, name in (("mediator", "Ines Falk"), ("provider-manager", "Arun Shetty"), ("lawyer", "Noor de Graaf")):
        browser.send("/demo/role/", role=role).get("/accounts/")
        assert f'<option value="{role}" selected>{name}' in browser.page


def test_what_is_kept_is_gone_on_with_and_the_rest_thrown_away(tmp_path):
    command = [sys.executable, "-u", "-m", "detente", "demo", "--no-browser", "--port", "0", "--keep", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(tmp_path)}
    for words in (command, command, command[:-2]):
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as running:
            assert "Ctrl-C" in _said(running)
            running.send_signal(signal.SIGTERM)
            assert running.wait(20) == 0
    assert (tmp_path / "detente.sqlite3").exists()
    assert list(tmp_path.glob("detente-demo-*")) == []
