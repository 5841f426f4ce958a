"""The whole way in a real browser: a concern, silence, a meeting, facts, mediation, settlement, a new charter."""

import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.renaming import renamed
from tests.whole.installation import NAMES, Installation, Post, free_port
from tests.whole.people import Person

ROOT = "The scanner of 12 February listed nine servers twice."
OTHER_ROOT = "The scanner listed nine servers twice; four of them were late all the same."
CAUCUS = "In confidence: would a shared calendar be worth more to you than the credit?"
TERMS = "One patch calendar from 30 March; a credit for February; both review it in July."
OLD_TERM = "by: 8 hours after concern"
NEW_TERM = "by: 1 working day in any open after concern"
BEGAN = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday, 09:00 in New York
FACT = "From 9 to 20 February, 31 of 84 critical patches took longer than 5 working days"
CONCERN = [
    FACT,
    "Two audits of March have to report it, 40 hours of Paul Hartley's team",
    "A patch calendar that both sides can see, by 30 March",
    "2026-02-20",
    "normal",
]


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    from aiosmtpd.controller import Controller

    kept, port = Post(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def installation(tmp_path: Path, post: tuple[Post, int]) -> Iterator[Installation]:
    found = Installation(tmp_path, smtp_port=post[1])
    yield found
    found.stop()


class Story:
    """The installation, its people and its mail, and the steps they take."""

    def __init__(self, browser: Any, installation: Installation, post: Post) -> None:
        self.browser, self.live, self.post = browser, installation, post
        self.at = BEGAN

    def begin(self) -> None:
        charter = resources.files("detente").joinpath("charters", "managed-it.yaml").read_text(encoding="utf-8")
        self.text = renamed(charter, NAMES)
        mails = {"customer": "ruth@northgate.example", "provider": "vikram@kaveri.example"}
        links = self.live.begin(self.text, mails, BEGAN)
        self.live.serve()
        self.live.work()
        self.ruth = Person(self.browser, self.live.url, "Ruth Adeyemi", mails["customer"])
        self.vikram = Person(self.browser, self.live.url, "Vikram Rao", mails["provider"])
        self.ruth.takes_place_with_passkey(links["customer"])
        self.vikram.takes_place_with_password(links["provider"])
        self.clara = self.invited("Clara Winther", "clara@winther.example")
        self.helen = self.invited("Helen Brandt", "helen@northgate.example")
        self.anand = self.invited("Anand Bhat", "anand@kaveri.example")
        self.ruth.opens("/").keep("01-today-customer")

    def invited(self, name: str, address: str) -> Person:
        link = self.live.detente("invite", address, "--person", name).strip()
        person = Person(self.browser, self.live.url, name, address)
        person.takes_place(link)
        return person

    def concern_is_raised(self) -> None:
        began = time.monotonic()
        self.ruth.opens("/")
        self.ruth.follow("Raise a concern")
        self.ruth.keep("02-raise")
        self.ruth.states(*CONCERN)
        self.ruth.press("See what follows")
        self.ruth.keep("03-raise-check")
        self.ruth.press("Show it to both sides")
        self.ruth.page.wait_for_url("**/matters/**")
        assert time.monotonic() - began < 60
        self.matter = self.ruth.page.url.partition("?")[0].removeprefix(self.live.url)
        self.place = self.matter.partition("matters/")[0]
        self.ruth.keep("04-matter-raised")

    def the_other_side_reads_the_same_words(self) -> None:
        self.vikram.opens(self.matter).sees(*CONCERN[:3])
        self.vikram.keep("05-matter-under-way")

    def nobody_answers(self) -> None:
        """The acknowledgement and the first level pass in silence, while the worker is dead."""
        self.live.kill_worker()
        self.moved_to(datetime(2026, 3, 10, 12, tzinfo=UTC))
        for person in (self.ruth, self.vikram):
            person.opens(self.matter).sees("Level 2 of 6.", "Ruth Adeyemi", "Vikram Rao", *CONCERN[:3])
            person.sees("Nobody is taken to have agreed to anything.")
        self.vikram.keep("06-matter-level-2")
        assert [str(mail["Subject"]) for mail in self.post.to(self.vikram.address) if self.name in str(mail["Subject"])]

    def moved_to(self, at: datetime) -> None:
        """Let it be an instant, with a worker that runs, and wait until what is due is filed and sent."""
        self.live.move_clock(at)
        if not self.live.works():
            self.live.work()
        self.live.wait_until_filed()

    @property
    def name(self) -> str:
        return self.matter.rstrip("/").rpartition("/")[2]

    def a_meeting_is_held(self) -> None:
        self.ruth.opens(f"{self.place}meetings/")
        self.ruth.keep("07-meetings")
        self.ruth.follow("Open the agenda")
        meeting = self.ruth.page.url
        self.ruth.fill(text="A patch calendar for both sides", about=self.name)
        self.ruth.press("Add it")
        self.ruth.sees("A patch calendar for both sides")
        self.ruth.keep("08-meeting-own-item")
        assert "A patch calendar for both sides" not in self.vikram.opens(meeting).text()
        self.moved_to(datetime(2026, 3, 13, 13, tzinfo=UTC))
        self.vikram.opens(meeting).sees("A patch calendar for both sides")
        self.moved_to(datetime(2026, 3, 16, 13, 30, tzinfo=UTC))  # half past nine in New York: they have met
        self.vikram.opens(meeting).page.get_by_text("What became of it?").first.click()
        self.vikram.page.get_by_label("In a sentence").first.fill("Both use one calendar from 30 March")
        self.vikram.press("Decided")
        self.vikram.states("Put the patch windows of April into one calendar", "provider", "2026-03-30")
        self.vikram.press("Note the action")
        self.vikram.opens(meeting).page.get_by_text("Write the minutes").first.click()
        self.vikram.page.get_by_label("Decisions, actions, facts").fill(
            "One patch calendar from 30 March; Kaveri puts April into it."
        )
        self.vikram.press("Put them before both sides")
        self.ruth.opens(meeting).press("Accept the minutes")
        for person in (self.ruth, self.vikram):
            person.opens(meeting).press("It was held")
        self.ruth.opens(meeting).sees("Held.", "Both use one calendar from 30 March")
        self.ruth.keep("09-meeting-held")

    def facts_become_common_or_stay_apart(self) -> None:
        for text in (FACT + ".", ROOT):
            self.ruth.opens(self.matter).follow("Add a fact")
            self.ruth.page.locator("main textarea").fill(text)
            self.ruth.press("State it to both sides")
        self.vikram.opens(self.matter).click("Confirm")
        self.vikram.page.get_by_text("confirmed by both").first.wait_for()
        self.vikram.opens(self.matter).follow("State your version")
        self.vikram.page.locator("main textarea").fill(OTHER_ROOT)
        self.vikram.confirms()
        self.vikram.opens(self.matter).sees("1 confirmed, 1 with two versions", ROOT, OTHER_ROOT)
        self.vikram.page.locator("#messages textarea").fill("May we count the second one together on Thursday?")
        self.vikram.click("Write to both sides")
        self.vikram.page.locator("#messages li").first.wait_for()
        self.ruth.opens(self.matter).sees("1 confirmed, 1 with two versions", "count the second one together")
        self.ruth.keep("10-matter-facts")

    def the_mediator_takes_it(self) -> None:
        """Managers and executives let their levels pass, while the worker is dead a second time."""
        self.live.kill_worker()
        self.moved_to(datetime(2026, 4, 6, 14, tzinfo=UTC))
        self.clara.opens("/").keep("11-today-mediator")
        self.clara.opens(self.matter).sees("Mediation", ROOT, OTHER_ROOT)
        self.does(self.clara, "accept-mandate")
        self.does(self.clara, "fix-session", "2026-04-16")
        self.clara.opens(self.matter).page.locator("#caucus-customer textarea").fill(CAUCUS)
        self.clara.page.locator("#caucus-customer button").click()
        self.clara.page.locator("#caucus-customer li").first.wait_for()
        self.clara.opens(self.matter).sees(CAUCUS)
        self.clara.keep("12-matter-mediator")
        self.ruth.opens(self.matter).sees(CAUCUS)
        self.ruth.keep("13-matter-caucus")

    def does(self, person: Person, slug: str, *values: str) -> None:
        """Go through an act: what it states, what it leads to, the typed code where it binds."""
        person.opens(f"{self.matter}acts/{slug}/")
        if values:
            person.states(*values)
        for words in ("Sign the same", "Check what it leads to"):
            if person.page.get_by_role("button", name=words).count():
                person.press(words)
        person.keep(f"act-{slug}-{person.name.partition(' ')[0].lower()}")
        if person.page.locator("main [name=code]").count():
            person.types_code()
        person.confirms()
        person.page.locator("#done").wait_for()

    def both_settle(self) -> None:
        self.moved_to(datetime(2026, 4, 17, 14, tzinfo=UTC))
        self.does(self.helen, "settle", TERMS, "12000.00 USD")
        self.anand.opens(self.matter).sees("has signed", "has not signed yet")
        self.anand.keep("14-settlement-offered")
        self.does(self.anand, "settle")
        for person in (self.ruth, self.vikram, self.helen, self.anand, self.clara):
            person.opens(self.matter).sees("Settled.", "This matter has ended: settled", TERMS)
        self.ruth.keep("15-matter-settled")

    def both_sign_a_new_charter(self) -> None:
        self.helen.opens(f"{self.place}charter/change/")
        text = self.helen.page.locator("textarea[name=text]").input_value()
        text = re.sub(r"^version: 1$", "version: 2", text, flags=re.MULTILINE)
        text = re.sub(r"^effective: .*$", "effective: 2026-05-01T00:00:00-04:00", text, flags=re.MULTILINE)
        assert text.count(OLD_TERM) == 1
        self.helen.page.locator("textarea[name=text]").fill(text.replace(OLD_TERM, NEW_TERM))
        self.helen.press("Show what it changes")
        self.helen.sees("What it means", "What moves", "What changes in the text")
        self.helen.keep("16-charter-compared")
        self.signs(self.helen)
        self.anand.opens(f"{self.place}charter/change/")
        self.anand.follow("Read and answer")
        self.anand.sees("Version 2 is offered", "What it means")
        self.anand.keep("17-charter-offered")
        self.signs(self.anand)
        self.ruth.opens(f"{self.place}charter/").keep("18-charter")
        assert self.live.rows("SELECT max(version) FROM store_chartertext") == [(2,)]

    def signs(self, person: Person) -> None:
        """Sign the version on the page by its typed code."""
        person.types_code()
        person.confirms("#sign")
        assert person.page.url.endswith(f"{self.place}charter/")

    def nothing_private_was_met(self) -> None:
        """The other side's pages and mails never held a word of the caucus."""
        for page in (self.matter, f"{self.place}record/", f"{self.place}", "/", f"{self.place}notifications/"):
            for person in (self.vikram, self.anand):
                assert CAUCUS not in person.opens(page).page.content()
        sent = [mail.as_string() for address, mail in self.post.got if "kaveri" in address]
        assert sent
        assert not [mail for mail in sent if CAUCUS in mail]

    def the_record_is_taken_along(self) -> None:
        """Kaveri countersigns a checkpoint with a key of its own; Northgate takes the bundle and checks it by that."""
        place = self.live.place
        witness = self.live.detente("countersign", "--new-key", "kaveri.example/witness", "key.txt").strip()
        self.vikram.opens(f"{self.place}record/").press("Sign a checkpoint now")
        self.vikram.opens(f"{self.place}record/countersign/").page.get_by_label("Public key").fill(witness)
        self.vikram.press("Hand in this key")
        self.vikram.opens(f"{self.place}record/countersign/").keep("19-countersign")
        newest = self.vikram.page.locator("a[href*='/checkpoints/']").first.get_attribute("href")
        (place / "checkpoint.txt").write_text(self.vikram.takes(str(newest)).decode())
        (place / "keys.txt").write_text(self.vikram.takes(f"{self.place}record/keys.txt").decode())
        keys = ("--key", "key.txt", "--keys", "keys.txt")
        self.live.detente("countersign", "checkpoint.txt", *keys, "-o", "signed.txt")
        self.vikram.page.locator("main [name=note]").fill((place / "signed.txt").read_text())
        self.vikram.press("Hand it in")
        self.ruth.opens(f"{self.place}record/").sees("Kaveri countersigned")
        self.ruth.keep("20-record")
        (place / "keys.txt").write_text(self.ruth.takes(f"{self.place}record/keys.txt").decode())
        with self.ruth.page.expect_download() as download:
            self.ruth.click("Download the whole record")
        download.value.save_as(place / "record.zip")

    def the_record_holds_without_us(self) -> None:
        """The program in the bundle, in an empty environment, with what the other side kept."""
        place = self.live.place
        with zipfile.ZipFile(place / "record.zip") as bundle:
            bundle.extractall(place / "taken")
        files = {path.name: path for path in (place / "taken").rglob("*") if path.is_file()}
        command = [sys.executable, "-I", str(files["verify.py"]), str(place / "record.zip")]
        kept = ["--kept", str(place / "signed.txt"), "--keys", str(place / "keys.txt")]
        ran = subprocess.run([*command, *kept], capture_output=True, text=True, env={}, cwd=place / "taken")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        journal = next(path for name, path in files.items() if name.endswith(".jsonl"))
        self.live.detente("verify", str(journal), *kept)
        self.live.detente("replay", str(journal))
        assert CAUCUS.encode() not in journal.read_bytes()

    def nothing_is_lost_or_doubled(self) -> None:
        assert self.live.detente("rebuild", "--check").endswith(" 0 otherwise\n")
        again = self.post.repeated()  # the message that was leaving when the worker was killed may come once more
        assert len(again) <= self.live.kills == 2
        assert set(again.values()) <= {2}
        sent = self.live.rows("SELECT message_id FROM store_outbox WHERE state = 'sent'")
        arrived = {str(mail["Message-ID"]) for _, mail in self.post.got}
        assert {message for (message,) in sent} <= arrived
        for person in (self.ruth, self.vikram, self.clara, self.helen, self.anand):
            assert person.trouble == [], person.name
        assert "Traceback" not in self.live.said()


def test_a_concern_becomes_an_amendment(chromium: Any, installation: Installation, post: tuple[Post, int]) -> None:
    story = Story(chromium, installation, post[0])
    story.begin()
    story.concern_is_raised()
    story.the_other_side_reads_the_same_words()
    story.nobody_answers()
    story.a_meeting_is_held()
    story.facts_become_common_or_stay_apart()
    story.the_mediator_takes_it()
    story.both_settle()
    story.both_sign_a_new_charter()
    story.nothing_private_was_met()
    story.the_record_is_taken_along()
    story.the_record_holds_without_us()
    story.nothing_is_lost_or_doubled()
