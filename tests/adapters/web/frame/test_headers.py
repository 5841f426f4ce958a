"""What every answer carries."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

FRAME = Path(__file__).parents[4] / "src" / "detente" / "adapters" / "web" / "frame"


def policy(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def body(client: Any, address: str) -> bytes:
    answer = client.get(address)
    try:
        return b"".join(answer.streaming_content)
    finally:
        answer.close()


def test_an_answer_says_that_nobody_may_keep_frame_or_guess_it(client: Any) -> None:
    answer = client.get("/gallery/")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


def test_the_policy_lets_in_what_is_ours_alone(client: Any) -> None:
    answer = client.get("/gallery/")
    rules = policy(answer)
    nonce = rules.pop("script-src")
    assert re.fullmatch(r"'nonce-[A-Za-z0-9+/=]{20,}'", nonce)
    assert rules == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_every_script_and_every_htmx_element_carries_the_nonce(client: Any) -> None:
    answer = client.get("/gallery/")
    nonce = policy(answer)["script-src"].removeprefix("'nonce-").removesuffix("'")
    text = answer.content.decode()
    scripts = re.findall(r"<script[^>]*>", text)
    assert len(scripts) == 4
    assert [tag for tag in scripts if f'nonce="{nonce}"' not in tag] == []
    touched = re.findall(r"<[^>]+ hx-[^>]+>", text)
    assert touched
    assert [tag for tag in touched if f'hx-nonce="{nonce}"' not in tag] == []


def test_two_answers_have_two_nonces(client: Any) -> None:
    assert policy(client.get("/gallery/"))["script-src"] != policy(client.get("/gallery/"))["script-src"]


def test_no_page_writes_styles_or_scripts_into_itself(client: Any) -> None:
    text = client.get("/gallery/").content.decode()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []


def test_a_static_file_may_be_kept_for_ever_and_is_not_guessed(client: Any) -> None:
    text = client.get("/gallery/").content.decode()
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', text):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.close()


def test_scripts_and_styles_weigh_at_most_45_kilobytes(client: Any) -> None:
    text = client.get("/gallery/").content.decode()
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    bodies = [body(client, address) for address in found if address.endswith((".css", ".js"))]
    tokens = re.findall(rb'url\("?(tokens[^")]+)', bodies[0])
    bodies += [body(client, f"/static/look/{name.decode()}") for name in tokens]
    assert tokens
    assert sum(len(gzip.compress(body)) for body in bodies) <= 45_000


@pytest.mark.parametrize("name", ["minutes.js", "counts.js"])
def test_each_script_of_our_own_stays_below_two_kilobytes(name: str) -> None:
    assert (FRAME / "static" / name).stat().st_size < 2_000


def test_the_vendored_files_are_the_ones_named() -> None:
    import hashlib

    said = (FRAME / "static" / "VENDORED.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|", said))
    there = {name: hashlib.sha256((FRAME / "static" / name).read_bytes()).hexdigest() for name in named}
    assert named == there
    assert len(named) == 2


def test_colours_are_written_in_the_tokens_alone() -> None:
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", (FRAME / "static" / "frame.css").read_text(encoding="utf-8")) == []
